"""Names of files that are handed out: they say what the file holds, and every system can store them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

_FIRST: Final = "GeoPlan"
# What Windows forbids, what separates the parts, blanks, and what cannot be seen or turns the text that follows round.
_BREAKING: Final = re.compile(r'[\\/:*?"<>|\s_~#%&{}$!\'`@+=^-]+')
_LONGEST: Final = 40  # characters of one part
_MOST_BYTES: Final = 180  # of a name without its suffix, in UTF-8; file systems take 255


def download_stem(what: Iterable[str], day: date) -> str:
    """Name a file by what it holds.

    Parameters
    ----------
    what : iterable of str
        Place, filters, kind of content, the most important first; whatever they hold, the name is a safe one.

    Returns
    -------
    str
        ``GeoPlan-<what>-…-<ISO date>``, without a suffix. Of too many parts the last are left out.
    """
    ending = f"-{day.isoformat()}"
    stem = _FIRST
    for part in dict.fromkeys(filter(None, map(_safe, what))):
        longer = f"{stem}-{part}"
        if len((longer + ending).encode()) > _MOST_BYTES:
            break
        stem = longer
    return stem + ending


def sheet_name(what: Iterable[str], day: date, paper: str, format: str) -> str:
    """Name the file of a map sheet: `download_stem` with the paper and the format as its suffix."""
    return f"{download_stem(what, day)}-{_safe(paper.replace(':', 'x'))}.{format}"


def _safe(part: str) -> str:
    seen = "".join(sign for sign in unicodedata.normalize("NFC", str(part)) if _is_seen(sign))
    return _BREAKING.sub("-", seen)[:_LONGEST].strip("-. ")


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
