"""Texts that every document can hold."""

from __future__ import annotations

import re
from typing import Final

# Illegal in XML, or (the bidirectional overrides) able to turn round the text that follows them.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_BREAKS: Final = re.compile("\r\n?|[\u2028\u2029\x85]")


def clean_for_document(text: object) -> str:
    """Take out of a text the control characters no document can hold; line breaks are newlines, tabulators spaces."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", str(text)).replace("\t", " "))
