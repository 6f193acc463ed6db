"""Drawings, MapInfo tables and file geodatabases as programs leave them; by GDAL or by hand after their formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from format_samples import dxf, dxf_outline, dxf_point, geodatabase, zipped_mapinfo
from messy_gis_files import NAMES, PLAIN, WORDS, rows
from messy_outcomes import HERE, Outcome, in_system, messy, refused
from pyproj import Transformer
from reader_samples import zipped

# ---- drawings (Autodesk DXF reference) ------------------------------------------------------------------------------
(X, Y), (X2, Y2) = in_system("EPSG:4548")
FIRST = Outcome(at=(HERE,), system="EPSG:4548", asks=("system",))
FLAT = dict.fromkeys((1, 2), "repair.heights_dropped")
POINTS = dxf_point(X, Y, "红线") + dxf_point(X2, Y2, "红线")
SQUARE = ((X, Y), (X + 300, Y), (X + 300, Y + 200), (X, Y + 200))
# The grid is turned against the meridian: the southernmost corner is another than the westernmost.
LONS, LATS = Transformer.from_crs(4548, 4326, always_xy=True).transform(*zip(*SQUARE, strict=True))
OUTLINE = Outcome(at=((min(LONS), min(LATS)),), system="EPSG:4548", asks=("system",))
messy(
    "dxf_points",
    "a.dxf",
    dxf(POINTS),
    Outcome(system="EPSG:4548", asks=("system",), mended=FLAT, values={"Layer": ["红线", "红线"]}),
)
messy("dxf_in_gbk", "a.dxf", dxf(POINTS, header="9\n$DWGCODEPAGE\n3\nANSI_936\n").decode().encode("gbk"),
      Outcome(system="EPSG:4548", asks=("system",), mended=FLAT, values={"Layer": ["红线", "红线"]}))  # fmt: skip
messy(
    "dxf_with_zone_39",
    "a.dxf",
    dxf(*(dxf_point(*xy) for xy in in_system("EPSG:4527"))),
    Outcome(system="EPSG:4527", asks=("system",), mended=FLAT),
)
messy(
    "dxf_with_zone_39_as_the_user_says",
    "a.dxf",
    dxf(*(dxf_point(*xy) for xy in in_system("EPSG:4527"))),
    Outcome(system="EPSG:4527", mended=FLAT),
    system="4527",
)
messy("dxf_in_millimetres", "a.dxf", dxf(dxf_point(X * 1000, Y * 1000)), refused("georeference.no_system_fits"))
messy("dxf_drawn_at_the_origin", "a.dxf", dxf(dxf_outline((0, 0), (50, 0), (50, 40), (0, 40))),
      Outcome(at=((0, 0),), asks=("system",), told={1: "repair.outside_study_area"}))  # fmt: skip
messy("dxf_a_closed_outline", "a.dxf", dxf(dxf_outline(*SQUARE)), OUTLINE)
messy(
    "dxf_without_its_end",
    "a.dxf",
    dxf(dxf_outline(*SQUARE)).removesuffix(b"0\nEOF\n"),
    replace(OUTLINE, notes=("read_by_driver.no_end",)),
)
messy("dxf_a_block", "a.dxf",
      dxf(f"0\nINSERT\n8\n0\n2\nB\n10\n{X}\n20\n{Y}\n", blocks="0\nBLOCK\n8\n0\n2\nB\n70\n0\n10\n0\n20\n0\n" + dxf_point(0, 0) + "0\nENDBLK\n"),
      replace(FIRST, mended={1: "repair.heights_dropped"}))  # fmt: skip
VERTICES = "".join(f"0\nVERTEX\n8\n0\n10\n{x}\n20\n{y}\n30\n0\n" for x, y in SQUARE)
messy("dxf_an_old_polyline", "a.dxf", dxf(f"0\nPOLYLINE\n8\n0\n66\n1\n70\n1\n{VERTICES}0\nSEQEND\n8\n0\n"),
      replace(OUTLINE, mended={1: "repair.heights_dropped"}))  # fmt: skip

# ---- MapInfo and geodatabases; GDAL writes the letters as asked and calls them "Neutral" -----------------------------
NO_CHARSET = ("read_by_driver.no_charset",)
messy(
    "tab_in_gbk",
    "a.zip",
    lambda f: zipped_mapinfo(rows(name=WORDS), f, encoding="CP936"),
    Outcome(values={"name": WORDS}, notes=NO_CHARSET, tolerance=1e-6),
)
messy(
    "mif_in_gbk",
    "a.zip",
    lambda f: zipped_mapinfo(rows(name=WORDS), f, "mif", encoding="CP936"),
    Outcome(values={"name": WORDS}, notes=NO_CHARSET),
)
MIF = 'Version 300\nCharset "{letters}"\nDelimiter ","\n{system}Columns 1\n  name Char(20)\nData\n\nPoint {a}\nPoint {b}\n'
DEGREES = "CoordSys Earth Projection 1, 104\n"
BOTH = {"a": "118.1 24.5", "b": "118.2 24.6"}


def mif(letters: str, system: str = DEGREES, encoding: str = "gbk") -> bytes:
    return zipped(
        {
            "a.mif": MIF.format(letters=letters, system=system, **BOTH).encode(),
            "a.mid": f'"{WORDS[0]}"\n"{WORDS[1]}"\n'.encode(encoding),
        }
    )


messy("mif_by_hand", "a.zip", mif("WindowsSimpChinese"), Outcome(values={"name": WORDS}))
messy(
    "mif_of_neutral_letters",
    "a.zip",
    mif("Neutral"),
    Outcome(values={"name": WORDS}, notes=NO_CHARSET),
)
messy("mif_without_a_system", "a.zip", mif("WindowsSimpChinese", ""), Outcome(values={"name": WORDS}))
messy("gdb_plain", "a.zip", lambda f: zipped(geodatabase({"点位": rows()}, f)), PLAIN)
messy(
    "gdb_in_metres",
    "a.zip",
    lambda f: zipped(geodatabase({"点位": rows(code=4527)}, f)),
    Outcome(system="EPSG:4527", values=NAMES),
)
messy(
    "gdb_two_layers",
    "a.zip",
    lambda f: zipped(geodatabase({"点位": rows(), "另": rows()}, f)),
    Outcome(values=NAMES, asks=("layer",)),
)
messy(
    "gdb_files_without_their_folder",
    "a.zip",
    lambda f: zipped({Path(n).name: c for n, c in geodatabase({"点位": rows()}, f).items()}),
    PLAIN,
)
