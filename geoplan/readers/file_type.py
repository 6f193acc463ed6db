"""What a file is, told from its content: a suffix is a hint, never a promise."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Final, Literal

from geoplan.errors import ReaderError
from geoplan.readers.text_encoding import marked_encoding
from geoplan.text.message import local_text
from geoplan.text.shorten import shorten

Kind = Literal["geojson", "gpkg", "shapefile", "kml", "kmz", "csv", "xlsx"]
# What can be brought; the suffixes a file chooser offers.
SUFFIXES: Final = (".geojson", ".json", ".gpkg", ".zip", ".kml", ".kmz", ".csv", ".tsv", ".txt", ".xlsx")
_SQLITE: Final = b"SQLite format 3\0"
# Beginnings of files that people take for layers, with what they are called and what to do instead.
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "旧版 Excel（.xls）或 Word 文档", "an old Excel (.xls) or Word file", ".xlsx"),
    (b"%PDF", "PDF", "a PDF", ".csv"),
    (b"\x89PNG", "图片", "a picture", ".geojson"),
    (b"\xff\xd8\xff", "图片", "a picture", ".geojson"),
    (b"GIF8", "图片", "a picture", ".geojson"),
    (b"II*\0", "栅格（TIFF）", "a raster (TIFF)", ".geojson"),
    (b"MM\0*", "栅格（TIFF）", "a raster (TIFF)", ".geojson"),
    (b"Rar!", "RAR 压缩包", "a RAR archive", ".zip"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive", ".zip"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive", ".zip"),
    (b"AC10", "AutoCAD 图（DWG）", "an AutoCAD drawing (DWG)", ".geojson"),
    (b"fgb\x03", "FlatGeobuf", "FlatGeobuf", ".gpkg"),
    (b"PAR1", "Parquet", "Parquet", ".gpkg"),
    (b"\x00\x00\x27\x0a", "单独的 .shp", "a lone .shp", ".zip"),
    (b"MZ", "程序", "a program", ".csv"),
    (b"\x7fELF", "程序", "a program", ".csv"),
)
# Texts that would pass for tables, by how they begin.
_TEXTS: Final = (
    (rb"0\s*\r?\n\s*SECTION\b", "CAD 图（DXF）", "a CAD drawing (DXF)", ".geojson"),
    (rb"!table\b", "MapInfo 表（TAB）", "a MapInfo table (TAB)", ".gpkg"),
    (rb"Version\s+\d+\s+Charset\b", "MapInfo 交换文件（MIF）", "a MapInfo file (MIF)", ".gpkg"),
)
# Layers in archives that are not read, by suffix.
_UNREAD: Final = (".tab", ".mif", ".gdbtable", ".dxf", ".dwg")
_SHEETS: Final = ("html", "table", "Workbook")  # what calls itself .xls may be a page or XML of such a root
_ROOT: Final = re.compile(rb"<\s*(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


def detect_file_type(content: bytes, name: str) -> Kind:
    """Tell what a file is.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name, for messages.

    Returns
    -------
    {"geojson", "gpkg", "shapefile", "kml", "kmz", "csv", "xlsx"}
        By content alone.

    Raises
    ------
    ReaderError
        It is something else, or nothing that can be told.
    """
    if content.startswith(_SQLITE):
        return "gpkg"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive_kind(content, name)
    for start, zh, en, instead in _OTHERS:
        if content.startswith(start):
            raise _something_else(name, zh, en, instead)
    encoding = marked_encoding(content)
    head = _text_head(content, encoding)
    if head.startswith((b"{", b"[")):
        return "geojson"
    if head.startswith(b"<"):
        return _xml_kind(head, name)
    for begins, zh, en, instead in _TEXTS:
        if re.match(begins, head, re.IGNORECASE):
            raise _something_else(name, zh, en, instead)
    if b"\0" in content[:65536] and not encoding.startswith(("utf-16", "utf-32")):
        raise _something_else(name, "二进制数据", "binary data", "")
    return "csv"


def suffix_mismatch(kind: Kind, name: str) -> bool:
    """Tell whether a file's suffix promises something else than it holds.

    Parameters
    ----------
    kind : Kind
        What it holds.
    name : str
        Its name.

    Returns
    -------
    bool
        False where there is no suffix.
    """
    promised = {
        "geojson": (".geojson", ".json", ".geojsonl", ".txt"),
        "gpkg": (".gpkg",),
        "shapefile": (".zip",),
        "kml": (".kml",),
        "kmz": (".kmz", ".zip"),
        "csv": (".csv", ".tsv", ".txt"),
        "xlsx": (".xlsx", ".xlsm"),
    }[kind]
    suffix = PurePath(name).suffix.lower()
    return bool(suffix) and suffix not in promised


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
        raise ReaderError("readers.file_type.archive_cut_off_damaged_fetch", name=shorten(name)) from error
    if "[content_types].xml" in names:
        if any(n.startswith("xl/") for n in names):
            return "xlsx"
        raise _something_else(name, "Word 或其他 Office 文档", "a Word or other Office file", ".xlsx")
    if "mimetype" in names and "content.xml" in names:
        raise _something_else(name, "OpenDocument 文档", "an OpenDocument file", ".xlsx")
    if any(n.endswith(".shp") for n in names):
        return "shapefile"
    if any(n.endswith(".kml") for n in names):
        return "kmz"
    inside = ", ".join(shorten(n) for n in names[:3]) or "—"
    if any(n.endswith(_UNREAD) for n in names):
        raise ReaderError("readers.file_type.layer_mapinfo_filegdb_cad_not", name=shorten(name), inside=inside)
    raise ReaderError("readers.file_type.there_no_shp_kml_archive", name=shorten(name), inside=inside)


def _xml_kind(head: bytes, name: str) -> Kind:
    body = re.sub(rb"<\?.*?\?>|<!--.*?-->", b"", head, flags=re.DOTALL)
    body = re.sub(rb"<!DOCTYPE.*?(\[.*?\]\s*)?>", b"", body, flags=re.DOTALL | re.IGNORECASE)
    found = _ROOT.search(body)
    root = found[1].decode("ascii", "ignore") if found else "?"
    if root == "kml" or b"<kml" in head:
        return "kml"
    raise _something_else(name, f"XML（{root}）", f"XML ({root})", ".xlsx" if root in _SHEETS else ".geojson")


def _something_else(name: str, zh: str, en: str, instead: str) -> ReaderError:
    wanted = instead or "、".join(SUFFIXES)
    wanted_en = instead or ", ".join(SUFFIXES)
    return ReaderError(
        "readers.file_type.content_not_read_here_save",
        name=shorten(name),
        zh=local_text(zh, en),
        wanted=local_text(wanted, wanted_en),
    )
