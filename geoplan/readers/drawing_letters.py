"""The letters of a DXF drawing, which programs declare wrongly or not at all.

GDAL's own writer declares ANSI_1252 and writes UTF-8; Chinese programs leave ANSI_1252 above GBK; since AutoCAD 2007
(AC1021) all is UTF-8 whatever ``$DWGCODEPAGE`` says. So the bytes are asked first.
"""

from __future__ import annotations

import re
from typing import Final

from geoplan.readers.text_encoding import encoding_of

ENCODING: Final = "UTF-8"  # what a drawing of `in_utf8_letters` is read as
_HEADER: Final = b"0\nSECTION\n2\nHEADER\n0\nENDSEC\n"  # without one GDAL does not heed what letters it is told
_HAS_HEADER: Final = re.compile(rb"\bSECTION\s+2\s+HEADER\b", re.IGNORECASE)
_END: Final = re.compile(rb"\n\s*0\s*\r?\n\s*EOF\s*$", re.IGNORECASE)


def in_utf8_letters(content: bytes) -> tuple[bytes, bool]:
    """Take a drawing to UTF-8 where its bytes tell surely what it is written in; False where they do not."""
    told = encoding_of(content)
    if not told.sure or not told.name.startswith(("utf", "gb", "big5")):
        return content, False
    head = b"" if _HAS_HEADER.search(content[: 1 << 16]) else _HEADER
    return head + content.decode(told.name, "replace").encode(), True


def has_end(content: bytes) -> bool:
    """Whether a drawing ends as it should; one that was cut off between two entities looks whole otherwise."""
    return bool(_END.search(content[-200:]))
