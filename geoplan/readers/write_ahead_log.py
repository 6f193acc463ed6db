"""A GeoPackage in SQLite's write-ahead mode: what another program wrote last may stand in a file that was not copied.

The header alone cannot tell whether changes are missing: SQLite leaves the mode in the file once every change is
written into it, too. So the remark is made of every such file, and says that changes may be missing.
"""

from __future__ import annotations

from typing import Final

from geoplan.text.message import message

LEFT_OPEN: Final = message("readers.write_ahead_log.left_open")
_MAGIC: Final = b"SQLite format 3\0"
_VERSIONS: Final = slice(18, 20)  # of the file format, for writing and for reading
_WAL: Final = 2


def left_open(content: bytes) -> bool:
    """Tell whether the header of an SQLite database names the write-ahead log.

    References
    ----------
    https://www.sqlite.org/fileformat2.html, section 1.3.1
    """
    return content.startswith(_MAGIC) and _WAL in content[_VERSIONS]
