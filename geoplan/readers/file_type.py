"""What a file is, by its content: a suffix is a hint, never a promise."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Final, Literal

from geoplan.errors import ReaderError
from geoplan.readers.text_encoding import marked_encoding
from geoplan.text.message import joined, message
from geoplan.text.shorten import shorten

Kind = Literal["geojson", "gpkg", "shapefile", "kml", "kmz", "csv", "xlsx"]
# What can be brought; the suffixes a file chooser offers.
SUFFIXES: Final = (".geojson", ".json", ".gpkg", ".zip", ".kml", ".kmz", ".csv", ".tsv", ".txt", ".xlsx")
_SQLITE: Final = b"SQLite format 3\0"
# Beginnings of files that people take for layers, the message that says what they are, and what to save instead.
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "old_office", ".xlsx"),
    (b"%PDF", "pdf", ".csv"),
    (b"\x89PNG", "picture", ".geojson"),
    (b"\xff\xd8\xff", "picture", ".geojson"),
    (b"GIF8", "picture", ".geojson"),
    (b"II*\0", "tiff", ".geojson"),
    (b"MM\0*", "tiff", ".geojson"),
    (b"Rar!", "rar", ".zip"),
    (b"7z\xbc\xaf", "7z", ".zip"),
    (b"\x1f\x8b", "gzip", ".zip"),
    (b"AC10", "dwg", ".geojson"),
    (b"fgb\x03", "flatgeobuf", ".gpkg"),
    (b"PAR1", "parquet", ".gpkg"),
    (b"\x00\x00\x27\x0a", "shp", ".zip"),
    (b"MZ", "program", ".csv"),
    (b"\x7fELF", "program", ".csv"),
)
# Texts that would pass for tables, by how they begin.
_TEXTS: Final = (
    (rb"0\s*\r?\n\s*SECTION\b", "dxf", ".geojson"),
    (rb"!table\b", "mapinfo_tab", ".gpkg"),
    (rb"Version\s+\d+\s+Charset\b", "mapinfo_mif", ".gpkg"),
)
# Layers in archives that are not read, by suffix.
_UNREAD_LAYERS: Final = (".tab", ".mif", ".gdbtable", ".dxf", ".dwg")
_SHEETS: Final = ("html", "table", "Workbook")  # what calls itself .xls may be a page or XML of such a root
_ROOT: Final = re.compile(rb"<\s*(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


def detect_file_type(content: bytes, name: str) -> Kind:
    """Tell what a file is by its content alone; raise ReaderError where it is something else."""
    if content.startswith(_SQLITE):
        return "gpkg"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive_kind(content, name)
    for start, format_name, instead in _OTHERS:
        if content.startswith(start):
            raise _unread(name, format_name, instead)
    encoding = marked_encoding(content)
    head = _text_head(content, encoding)
    if head.startswith((b"{", b"[")):
        return "geojson"
    if head.startswith(b"<"):
        return _xml_kind(head, name)
    for start, format_name, instead in _TEXTS:
        if re.match(start, head, re.IGNORECASE):
            raise _unread(name, format_name, instead)
    if b"\0" in content[:65536] and not encoding.startswith(("utf-16", "utf-32")):
        raise _unread(name, "binary")
    return "csv"


def suffix_mismatch(kind: Kind, name: str) -> bool:
    """Tell whether a file has a suffix and it promises another format."""
    suffixes = {
        "geojson": (".geojson", ".json", ".geojsonl", ".txt"),
        "gpkg": (".gpkg",),
        "shapefile": (".zip",),
        "kml": (".kml",),
        "kmz": (".kmz", ".zip"),
        "csv": (".csv", ".tsv", ".txt"),
        "xlsx": (".xlsx", ".xlsm"),
    }[kind]
    suffix = PurePath(name).suffix.lower()
    return bool(suffix) and suffix not in suffixes


def _text_head(content: bytes, encoding: str) -> bytes:
    head = content[:8192]
    if encoding.startswith(("utf-16", "utf-32")):
        head = head.decode(encoding, errors="ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _archive_kind(content: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [member.filename.lower() for member in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReaderError("readers.safe_zip.damaged_archive", file=shorten(name)) from error
    if "[content_types].xml" in names:
        if any(n.startswith("xl/") for n in names):
            return "xlsx"
        raise _unread(name, "office", ".xlsx")
    if "mimetype" in names and "content.xml" in names:
        raise _unread(name, "opendocument", ".xlsx")
    if any(n.endswith(".shp") for n in names):
        return "shapefile"
    if any(n.endswith(".kml") for n in names):
        return "kmz"
    members = ", ".join(shorten(n) for n in names[:3]) or "—"
    if any(n.endswith(_UNREAD_LAYERS) for n in names):
        raise ReaderError("readers.file_type.unread_layers", name=shorten(name), members=members)
    raise ReaderError("readers.file_type.no_layer_in_archive", name=shorten(name), members=members)


def _xml_kind(head: bytes, name: str) -> Kind:
    body = re.sub(rb"<\?.*?\?>|<!--.*?-->", b"", head, flags=re.DOTALL)
    body = re.sub(rb"<!DOCTYPE.*?(\[.*?\]\s*)?>", b"", body, flags=re.DOTALL | re.IGNORECASE)
    match = _ROOT.search(body)
    root = match[1].decode("ascii", "ignore") if match else "?"
    if root == "kml" or b"<kml" in head:
        return "kml"
    raise _unread(name, "xml", ".xlsx" if root in _SHEETS else ".geojson", root=root)


def _unread(name: str, format_name: str, instead: str = "", **values: str) -> ReaderError:
    content = message(f"readers.file_type.content.{format_name}", **values)
    suffixes = instead or joined(SUFFIXES)
    return ReaderError("readers.file_type.unread_content", name=shorten(name), content=content, suffixes=suffixes)
