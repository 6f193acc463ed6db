"""Parts of the names of files that a person saves."""

from __future__ import annotations

import re
from typing import Final

_REFUSED: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')
_LONGEST: Final = 60  # characters


def file_name_part(text: str) -> str:
    """Make a text a part of a file's name: what a file system refuses becomes a hyphen, at most 60 characters."""
    return _REFUSED.sub("-", text)[:_LONGEST].strip("-. ")
