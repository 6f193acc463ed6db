"""Archives and photos as they are mailed around: rubbish of systems, names in GBK, archives in archives."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import shapely
from format_samples import photo, somewhere
from messy_json import PLAIN_TEXT
from messy_outcomes import HERE, THERE, Outcome, messy, refused
from messy_text_tables import NAMES, PLAIN, TABLE
from messy_workbooks import ROWS, book
from messy_xml import DOCUMENT
from reader_samples import frame, gpkg, shapefile, zipped

CSV = TABLE.encode()
POINTS = [shapely.Point(HERE), shapely.Point(THERE)]
GEOJSON = PLAIN_TEXT.encode()


def in_gbk(members: dict[str, bytes]) -> bytes:
    """An archive of Windows: names in GBK and no flag that says so, put in place of others as long."""
    names = {n: name.encode("gbk") for n, name in enumerate(members)}
    made = zipped(
        {f"{n}".ljust(len(name), "_"): data for (n, name), data in zip(names.items(), members.values(), strict=True)}
    )
    for n, name in names.items():
        made = made.replace(f"{n}".ljust(len(name), "_").encode(), name)
    return made


# ---- what is in them ------------------------------------------------------------------------------------------------
messy("zip_of_a_table", "a.zip", zipped({"a.csv": CSV}), PLAIN)
messy("zip_of_a_workbook", "a.zip", zipped({"附表/一览表.xlsx": book(*ROWS)}), PLAIN)
messy("zip_of_a_geojson", "a.zip", zipped({"a.geojson": GEOJSON}), PLAIN)
messy("zip_of_a_package", "a.zip", lambda f: zipped({"a.gpkg": gpkg({"点位": frame(POINTS)}, f)}))
messy("zip_of_a_kmz", "a.zip", zipped({"a.kmz": zipped({"doc.kml": DOCUMENT})}), Outcome(values={"name": ["甲", "乙"]}))
messy(
    "zip_with_rubbish_of_macos",
    "a.zip",
    zipped({"a.csv": CSV, "__MACOSX/._a.csv": b"\0\5\x16\7", ".DS_Store": b"\0\0\0\1Bud1"}),
    PLAIN,
)
messy(
    "zip_with_rubbish_of_windows",
    "a.zip",
    zipped({"Thumbs.db": b"x", "desktop.ini": b"x", "~$一览表.xlsx": b"x", "一览表.csv": CSV}),
    PLAIN,
)
messy("zip_with_a_readme", "a.zip", zipped({"readme.md": b"x", "说明.docx": b"x", "a.csv": CSV}), PLAIN)
messy("zip_with_empty_folders", "a.zip", zipped({"a/": b"", "a/b/": b"", "a/b/c.csv": CSV}), PLAIN)
messy("zip_of_two_tables", "a.zip", zipped({"a.csv": CSV, "b.csv": CSV}), Outcome(values=NAMES, asks=("layer",)))
messy(
    "zip_of_a_table_and_a_blank_one",
    "a.zip",
    zipped({"a.csv": b"", "b.csv": CSV}),
    Outcome(values=NAMES, asks=("layer",)),
)
messy(
    "zip_of_a_note_and_a_layer",
    "a.zip",
    zipped({"readme.txt": "说明".encode(), "b.geojson": GEOJSON}),
    Outcome(values=NAMES, asks=("layer",)),
)
messy(
    "zip_of_documents",
    "a.zip",
    zipped({"a.docx": b"x", "b.pdf": b"x"}),
    refused("file_type.no_layer_in_archive", name="a.zip"),
)
messy("zip_of_nothing", "a.zip", zipped({}), refused("file_type.no_layer_in_archive", name="a.zip"))
messy(
    "zip_in_a_zip",
    "a.zip",
    zipped({"成果.zip": zipped({"a.csv": CSV})}),
    refused("file_type.no_layer_in_archive", name="a.zip"),
)
messy("zip_of_a_shapefile_in_a_zip", "a.zip", lambda f: zipped({"b.zip": zipped({f"a{s}": p for s, p in shapefile(frame(POINTS), f).items()})}),
      refused("file_type.no_layer_in_archive", name="a.zip"))  # fmt: skip
messy(
    "zip_in_a_kmz",
    "a.kmz",
    zipped({"b.zip": zipped({"doc.kml": DOCUMENT})}),
    refused("file_type.no_layer_in_archive", name="a.kmz"),
)
messy("zip_of_dwg", "a.zip", zipped({"总图.dwg": b"AC1032"}), refused("file_type.drawings_in_archive", name="a.zip"))

# ---- how they are packed --------------------------------------------------------------------------------------------
messy(
    "zip_names_in_gbk", "a.zip", in_gbk({"园区名单.csv": CSV, "厦门.csv": CSV}), Outcome(values=NAMES, asks=("layer",))
)
messy(
    "zip_names_in_gbk_of_a_shapefile",
    "a.zip",
    lambda f: in_gbk({f"园区点位{s}": p for s, p in shapefile(frame(POINTS), f).items()}),
)
messy("zip_names_with_backslashes", "a.zip", zipped({"成果\\a.csv": CSV}), PLAIN)
messy("zip_of_its_first_bytes", "a.zip", b"PK\x03\x04" + bytes(20), refused("safe_zip.damaged_archive", file="a.zip"))
messy("zip_cut_in_half", "a.zip", zipped({"a.csv": CSV * 200})[:200], refused("safe_zip.damaged_archive", file="a.zip"))
messy("zip_with_a_comment", "a.zip", lambda f: with_comment(zipped({"a.csv": CSV})), PLAIN)
messy("zip_called_csv", "a.csv", zipped({"b.csv": CSV}), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))


def with_comment(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = "由某局提供".encode()
    return out.getvalue()


def tar(folder: Path) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.csv")
        member.size = len(CSV)
        archive.addfile(member, io.BytesIO(CSV))
    return out.getvalue()


messy("tar", "a.tar", tar, refused("file_type.unread_content", name="a.tar"))
messy("gzip", "a.csv.gz", b"\x1f\x8b\x08" + bytes(40), refused("file_type.unread_content", name="a.csv.gz"))
messy("rar", "a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40), refused("file_type.unread_content", name="a.rar"))
messy("seven_zip", "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), refused("file_type.unread_content", name="a.7z"))

# ---- photos (CIPA DC-008): 24°26′46″N 118°05′22″E -------------------------------------------------------------------
SPOT = (118 + 322 / 3600, 24 + 1606 / 3600)
TAKEN = Outcome(at=(SPOT,), values={"taken": ["2026:05:01 10:00:00"]})
messy("photo", "IMG_1.jpg", photo(somewhere()), TAKEN)
messy("photo_without_gps", "IMG_1.jpg", photo(), Outcome(at=(), left_out={1: "read_photos.no_position"}))
messy(
    "photo_of_the_southern_hemisphere",
    "IMG_1.jpg",
    photo(somewhere(ns="S")),
    Outcome(at=((SPOT[0], -SPOT[1]),), told={1: "repair.outside_study_area"}),
)
messy("photo_without_its_hemisphere", "IMG_1.jpg", photo({2: (24.0, 26.0, 46.0), 4: (118.0, 5.0, 22.0)}), TAKEN)
messy(
    "photos_some_without_gps",
    "照片.zip",
    zipped({"1.jpg": photo(somewhere()), "2.jpg": photo()}),
    Outcome(at=(SPOT,), left_out={2: "read_photos.no_position"}),
)
messy(
    "photos_one_damaged",
    "照片.zip",
    zipped({"1.jpg": b"\xff\xd8\xff" + bytes(20), "2.jpg": photo(somewhere())}),
    Outcome(at=(SPOT,), left_out={1: "read_photos.no_position"}),
)
messy(
    "photo_of_an_iphone",
    "IMG_1.HEIC",
    b"\0\0\0\x18ftypheic" + bytes(99),
    refused("file_type.unread_content", name="IMG_1.HEIC"),
)
messy(
    "video_of_a_drone",
    "DJI_1.MP4",
    b"\0\0\0\x18ftypmp42" + bytes(99),
    refused("file_type.unread_content", name="DJI_1.MP4"),
)
messy(
    "screenshot_of_a_map", "a.png", b"\x89PNG\r\n\x1a\n" + bytes(99), refused("file_type.unread_content", name="a.png")
)
messy("scan_of_a_plan", "a.pdf", b"%PDF-1.7\n" + bytes(99), refused("file_type.unread_content", name="a.pdf"))
messy("raster_with_a_place", "a.tif", b"II*\0" + bytes(99), refused("file_type.unread_content", name="a.tif"))
messy("drawing_of_autocad", "a.dwg", b"AC1032" + bytes(99), refused("file_type.unread_content", name="a.dwg"))
messy(
    "document_of_word",
    "a.docx",
    zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
    refused("file_type.unread_content", name="a.docx"),
)
messy("empty_file", "a.csv", b"", refused("read_limits.empty_file", file="a.csv"))
