"""Texts that a spreadsheet would evaluate when it opens a CSV file, marked so that it does not, and unmarked again."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MARK: Final = "'"
# Spreadsheets skip leading blanks; Chinese Excel takes the full-width signs for the plain ones.
_EVALUATED: Final = re.compile(
    "[\t\r\n]|[\\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫]"
)
_NUMBER: Final = re.compile(
    r"[+-] ?(?:(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)? ?[%‰°]?"
)
_TELEPHONE: Final = re.compile(r"\+ ?\(?[0-9](?:[ .()-]{0,2}[0-9]){6,14}\)?(?: ?(?:-|转|分机|ext\.?) ?[0-9]{1,6})?")
_DASHES: Final = re.compile("-+")
_HARMLESS: Final = (_NUMBER, _TELEPHONE, _DASHES)


def is_evaluated(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula.

    Returns
    -------
    bool
        False for a number (grouped by commas, with an exponent, a percent, per mille or degree sign), a telephone
        number of 7 to 15 digits with its country code, and dashes that stand for no value.
    """
    if not _EVALUATED.match(text):
        return False
    plain = unicodedata.normalize("NFKC", text).strip(" ")
    return not any(kind.fullmatch(plain) for kind in _HARMLESS)


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would evaluate; `unguard` takes it off.

    Returns
    -------
    str
        Any other text unchanged. A text that already looks guarded gets one more apostrophe, so that no two texts
        are guarded alike.
    """
    return MARK + text if is_evaluated(text.lstrip(MARK)) else text


def unguard(text: str) -> str:
    """Take off the apostrophe that `guard` puts on, and no other."""
    return text[1:] if text.startswith(MARK) and guard(text[1:]) == text else text
