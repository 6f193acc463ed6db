"""What a file is, by its content: a suffix is a hint, never a promise."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, Literal

from geoplan.errors import ReaderError
from geoplan.readers.archive_type import PHOTOS, ArchiveKind, detect_archive_type
from geoplan.readers.json_text import LIKE_JSON, SCRIPT
from geoplan.readers.text_encoding import marked_encoding
from geoplan.text.message import joined, message
from geoplan.text.shorten import shorten

Kind = Literal[
    "geojson", "gpkg", "shapefile", "kml", "kmz", "csv", "xlsx", "xls", "ods", "gpx", "gml", "dxf", "filegdb",
    "mapinfo", "flatgeobuf", "geoparquet", "photos", "bundle",
]  # fmt: skip
# What may be brought, by the suffixes it has; "bundle" is an archive of any of the others.
SUFFIXES_OF: Final[dict[Kind, tuple[str, ...]]] = {
    "geojson": (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".topojson", ".txt"),
    "gpkg": (".gpkg",),
    "shapefile": (".zip",),
    "kml": (".kml",),
    "kmz": (".kmz", ".zip"),
    "csv": (".csv", ".tsv", ".txt"),
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls", ".et"),
    "ods": (".ods",),
    "gpx": (".gpx",),
    "gml": (".gml", ".xml"),
    "dxf": (".dxf",),
    "filegdb": (".zip",),
    "mapinfo": (".zip",),
    "flatgeobuf": (".fgb",),
    "geoparquet": (".parquet", ".geoparquet"),
    "photos": (*PHOTOS, ".zip"),
    "bundle": (".zip",),
}
SUFFIXES: Final = tuple(dict.fromkeys(suffix for several in SUFFIXES_OF.values() for suffix in several))
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"SQLite format 3\0", "gpkg"),
    (b"fgb\x03", "flatgeobuf"),
    (b"PAR1", "geoparquet"),
    (b"\xff\xd8\xff", "photos"),
)
# Beginnings of files that people take for layers, with the message that says what they are and what to do.
_OTHERS: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "bitmap"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"AC10", "dwg"),
    (b"AC1.", "dwg"),
    (b"MC0.0", "dwg"),
    (b"AutoCAD Binary DXF", "binary_dxf"),
    (b"\x00\x00\x27\x0a", "shp"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_DXF: Final = re.compile(rb"(?:999\s*\r?\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION\b", re.IGNORECASE)
# Parts of layers of several files, which tell nothing alone.
_PARTS: Final = (
    (re.compile(rb"!table\b", re.I), "mapinfo_tab"),
    (re.compile(rb"Version\s+\d+\s+Charset\b", re.I), "mapinfo_mif"),
)
_SHEETS: Final = ("html", "table", "Workbook")  # what calls itself .xls may be a page or XML of such a root
_SCALAR: Final = re.compile(rb"(?:null|true|false|-?[\d.eE+-]+|\"[^\"]*\")\s*")
_SECTIONS: Final = re.compile(rb"\[[^\]\[{}\",\d]+\]\s*\n\s*[^\s,\]\[]")  # a heading in brackets, then a line
_ROOT: Final = re.compile(rb"<\s*(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_GML: Final = ("FeatureCollection", "feature_collection", "GML")


def detect_file_type(content: bytes, name: str) -> Kind:
    """Tell what a file is by its content alone; raise ReaderError where it is something else."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive_kind(content, name)
    if content.startswith(_OLE):
        return _ole_kind(content, name)
    if content[4:8] == b"ftyp":
        raise _unread(name, "heic" if content[8:12] in (b"heic", b"heix", b"mif1", b"hevc") else "video")
    for start, kind in _READ:
        if content.startswith(start):
            return kind
    for start, other in _OTHERS:
        if content.startswith(start) and not (other == "bitmap" and b"\0" not in content[:64]):
            raise _unread(name, other)
    encoding = marked_encoding(content)
    head = _text_head(content, encoding)
    is_json = _is_json(name) and (head.startswith(LIKE_JSON) or _SCALAR.fullmatch(head))
    if _SECTIONS.match(head):
        raise _unread(name, "sections")
    if is_json or head.startswith((b"{", b"[")) or SCRIPT.match(head):
        return "geojson"
    if head.startswith(b"<"):
        return _xml_kind(head, name)
    if _DXF.match(head):
        return "dxf"
    for start_of, part in _PARTS:
        if start_of.match(head):
            raise _unread(name, part)
    if b"\0" in content[:65536] and not encoding.startswith(("utf-16", "utf-32")):
        raise _unread(name, "binary")
    return "csv"


def suffix_mismatch(kind: Kind, name: str) -> bool:
    """Tell whether a file has a suffix and it promises another format."""
    suffix = PurePath(name).suffix.lower()
    return bool(suffix) and suffix not in SUFFIXES_OF[kind]


def _is_json(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".json", ".geojson", ".topojson")


def _text_head(content: bytes, encoding: str) -> bytes:
    """The beginning of a text, without its mark, blanks and the separator that begins a record of a sequence."""
    head = content[:8192]
    if encoding.startswith(("utf-16", "utf-32")):
        head = head.decode(encoding, errors="ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0b\x0c\x1e")


def _archive_kind(content: bytes, name: str) -> Kind:
    kind, names = detect_archive_type(content, name)
    if kind in ("office", "drawing", ""):
        return _refused_archive(kind, names, name)
    return kind  # type: ignore[return-value]  # the others are kinds of files


def _refused_archive(kind: ArchiveKind, names: list[str], name: str) -> Kind:
    if kind == "office":
        raise _unread(name, "office")
    members = joined(map(shorten, names[:3])) if names else "—"
    code = "readers.file_type.drawings_in_archive" if kind == "drawing" else "readers.file_type.no_layer_in_archive"
    raise ReaderError(code, name=shorten(name), members=members)


def _ole_kind(content: bytes, name: str) -> Kind:
    """Old Office files are told apart by the names of their streams."""
    streams = {stream: stream.encode("utf-16-le") in content for stream in ("EncryptedPackage", "WordDocument")}
    if streams["EncryptedPackage"]:
        raise _unread(name, "locked_office")
    if any(stream.encode("utf-16-le") + b"\0\0" in content for stream in ("Workbook", "Book")):
        return "xls"
    raise _unread(name, "old_word" if streams["WordDocument"] else "old_office")


def _xml_kind(head: bytes, name: str) -> Kind:
    body = re.sub(rb"<\?.*?\?>|<!--.*?-->", b"", head, flags=re.DOTALL)
    body = re.sub(rb"<!DOCTYPE.*?(\[.*?\]\s*)?>", b"", body, flags=re.DOTALL | re.IGNORECASE)
    match = _ROOT.search(body)
    root = match[1].decode("ascii", "ignore") if match else "?"
    if root == "kml" or b"<kml" in head:
        return "kml"
    if root == "gpx":
        return "gpx"
    if root in _GML and b"opengis.net/gml" in body:
        return "gml"
    if root == "osm":
        raise _unread(name, "osm")
    is_sheet = root in _SHEETS and PurePath(name).suffix.lower() in (".xls", ".xlsx", ".et", ".csv")
    raise _unread(name, "xml_sheet" if is_sheet else "xml", root=root)


def _unread(name: str, format_name: str, **values: str) -> ReaderError:
    """What a file is that is not read, and what to do with it."""
    content = message(f"readers.file_type.content.{format_name}", **values)
    remedy = message(f"readers.file_type.remedy.{_REMEDIES.get(format_name, 'other')}", suffixes=joined(_USUAL))
    return ReaderError("readers.file_type.unread_content", name=shorten(name), content=content, remedy=remedy)


_USUAL: Final = (".geojson", ".gpkg", ".zip", ".kml", ".dxf", ".csv", ".xlsx")
_REMEDIES: Final = {
    **{"dwg": "to_dxf", "binary_dxf": "to_text_dxf", "shp": "zip_the_parts", "heic": "to_jpeg"},
    **dict.fromkeys(("mapinfo_tab", "mapinfo_mif"), "zip_the_parts"),
    **dict.fromkeys(("tiff",), "raster"),
    **dict.fromkeys(("picture", "bitmap", "pdf", "video"), "digitise"),
    **dict.fromkeys(("rar", "7z", "gzip"), "to_zip"),
    **dict.fromkeys(("old_word", "old_office", "office", "xml_sheet"), "to_xlsx"),
    **{"locked_office": "unlock", "osm": "streets", "sections": "to_shapefile"},
}
