"""How much may be brought at once, so that one file never takes the memory of all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geoplan.errors import ReaderError
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

MOST_BYTES: Final = 100 * 2**20
MOST_ROWS: Final = 200_000  # rows of a sheet, features of a layer
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 5_000_000
MOST_VERTICES: Final = 5_000_000
MOST_MEMBERS: Final = 5_000  # files in an archive
MOST_UNPACKED: Final = 300 * 2**20  # bytes
MOST_PARTS: Final = 20_000_000  # numbers, elements and cells of a text: their number costs memory, not their bytes
MOST_RATIO: Final = 250  # unpacked over packed; sheets and layers of text stay under 60

MEGABYTES: Final = message("readers.read_limits.units.megabytes")
UNPACKED: Final = message("readers.read_limits.units.unpacked_megabytes")
ROWS: Final = message("readers.read_limits.units.rows")
COLUMNS: Final = message("readers.read_limits.units.columns")
CELLS: Final = message("readers.read_limits.units.cells")
FEATURES: Final = message("readers.read_limits.units.features")
VERTICES: Final = message("readers.read_limits.units.vertices")
PARTS: Final = message("readers.read_limits.units.parts")
MEMBERS: Final = message("readers.read_limits.units.files")


def limit_message(location: str | Text, unit: Text, n: float | None, most: float) -> ReaderError:
    """Say that something has more than it may have; `n` is None where counting stopped at the limit."""
    if n is None:
        return ReaderError("readers.read_limits.too_many", location=location, most=most, unit=unit)
    return ReaderError("readers.read_limits.too_many_counted", location=location, n=n, most=most, unit=unit)


def content_of(content: bytes | Path, name: str) -> bytes:
    """Take a file's bytes; raise ReaderError where it is empty, over `MOST_BYTES`, or cannot be opened."""
    file = shorten(name)
    try:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        if size > MOST_BYTES:
            raise limit_message(file, MEGABYTES, size / 2**20, MOST_BYTES / 2**20)
        data = content.read_bytes() if isinstance(content, Path) else content
    except OSError as error:
        raise ReaderError("readers.read_limits.unreadable_file", file=file) from error
    if not data:
        raise ReaderError("readers.read_limits.empty_file", file=file)
    return data
