"""What an archive holds, by the names in it: a workbook, a layer of several files, photos, or files to choose from."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final, Literal

from geoplan.errors import ReaderError
from geoplan.readers.safe_zip import readable_name
from geoplan.text.shorten import shorten

ArchiveKind = Literal[
    "xlsx", "ods", "office", "shapefile", "kmz", "filegdb", "mapinfo", "photos", "bundle", "drawing", ""
]
_SPREADSHEET: Final = b"opendocument.spreadsheet"
PHOTOS: Final = (".jpg", ".jpeg")
# Files that are read out of an archive as they are outside of one.
BUNDLED: Final = (
    *(".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".topojson", ".gpkg", ".csv", ".tsv", ".txt"),
    *(".xlsx", ".xlsm", ".xls", ".ods", ".gpx", ".gml", ".dxf", ".fgb", ".parquet", ".geoparquet", ".kmz"),
)
# The first that is there tells; what is beside it, such as a note or a preview, does not.
_BY_SUFFIX: Final[tuple[tuple[tuple[str, ...], ArchiveKind], ...]] = (
    ((".shp",), "shapefile"),
    ((".gdbtable",), "filegdb"),
    ((".tab", ".mif"), "mapinfo"),
    ((".kml",), "kmz"),
    (BUNDLED, "bundle"),
    (PHOTOS, "photos"),
    ((".dwg",), "drawing"),
)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """What an OpenDocument file says that it is, in its first bytes."""
    if "mimetype" not in archive.namelist():
        return b""
    try:
        with archive.open("mimetype") as file:
            return file.read(100)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return b""


def is_clutter(path: PurePosixPath) -> bool:
    """Whether a member of an archive is what a system leaves behind: ``__MACOSX``, ``.DS_Store`` and the like."""
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith((".", "~$"))


def detect_archive_type(content: bytes, name: str) -> tuple[ArchiveKind, list[str]]:
    """Tell what an archive holds, and the names of its files; "" where it is nothing that could be read.

    ReaderError is raised where it is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [PurePosixPath(readable_name(member)) for member in archive.infolist()]
            is_sheet = _SPREADSHEET in _mimetype(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReaderError("readers.safe_zip.damaged_archive", file=shorten(name)) from error
    names = [str(path) for path in members]
    lower = {text.lower() for text in names}
    if "[content_types].xml" in lower:
        return ("xlsx" if any(text.startswith("xl/") for text in lower) else "office"), names
    if {"mimetype", "content.xml"} <= lower:
        return ("ods" if is_sheet else "office"), names
    suffixes = {path.suffix.lower() for path in members if not is_clutter(path)}
    return next((kind for those, kind in _BY_SUFFIX if suffixes & set(those)), ""), names
