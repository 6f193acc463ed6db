"""Shapefiles, GeoPackages, drawings, MapInfo and the like as programs leave them; made by GDAL, then spoilt by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import shapely
from format_samples import by_gdal, parquet
from messy_outcomes import HERE, THERE, Outcome, messy, refused
from reader_samples import frame, gpkg, shapefile, zipped

TWO = [shapely.Point(HERE), shapely.Point(THERE)]
WORDS = ["软件园三期", "火炬高新区"]
NAMES = {"名称": WORDS}
PLAIN = Outcome(values=NAMES)
NO_PRJ, NO_DBF, NO_CPG = (f"read_shapefile.{note}" for note in ("no_prj", "no_dbf", "no_cpg"))


def rows(shapes: list[Any] | None = None, code: Any = 4326, **columns: Any) -> Any:
    return frame(shapes or TWO, 4326, **(columns or {"名称": WORDS})).to_crs(code)


# ---- Shapefiles (Esri white paper J-7855; dBASE III) ----------------------------------------------------------------
def shp(
    code: int = 4326,
    encoding: str = "utf-8",
    drop: tuple[str, ...] = (),
    stem: str = "点位",
    shapes: Any = None,
    **parts: bytes,
) -> Any:
    """A zipped Shapefile, some of its parts dropped or put in place of others."""

    def build(folder: Path) -> bytes:
        made = shapefile(rows(shapes, code), folder, encoding, drop)
        return zipped(
            {f"{stem}{suffix}": part for suffix, part in {**made, **{f".{k}": v for k, v in parts.items()}}.items()}
        )

    return build


messy("shp_plain", "a.zip", shp(), PLAIN)
messy("shp_without_shx", "a.zip", shp(drop=(".shx",)), Outcome(values=NAMES, notes=("read_shapefile.shx_restored",)))
messy("shp_without_prj", "a.zip", shp(drop=(".prj",)), Outcome(values=NAMES, notes=(NO_PRJ,)))
messy("shp_without_dbf", "a.zip", shp(drop=(".dbf", ".cpg")), Outcome(notes=(NO_DBF,)))
messy(
    "shp_without_prj_in_metres",
    "a.zip",
    shp(4527, drop=(".prj",)),
    Outcome(system="EPSG:4527", notes=(NO_PRJ,), asks=("system",)),
)
messy(
    "shp_the_shp_alone_in_a_zip",
    "a.zip",
    shp(drop=(".shx", ".dbf", ".prj", ".cpg")),
    Outcome(notes=("read_shapefile.shx_restored", NO_DBF, NO_PRJ)),
)
messy("shp_without_the_shp", "a.zip", shp(drop=(".shp",)), refused("file_type.no_layer_in_archive", name="a.zip"))
messy("shp_gbk_with_cpg", "a.zip", shp(encoding="gbk", cpg=b"GBK"), PLAIN)
messy("shp_gbk_with_cpg_936", "a.zip", shp(encoding="gbk", cpg=b"936"), PLAIN)
messy("shp_gbk_without_cpg", "a.zip", shp(encoding="gbk", drop=(".cpg",)), Outcome(values=NAMES, notes=(NO_CPG,)))
messy(
    "shp_gbk_with_cpg_of_utf8",
    "a.zip",
    shp(encoding="gbk", cpg=b"UTF-8"),
    Outcome(values=NAMES, notes=("read_shapefile.cpg_contradicted",)),
)
messy(
    "shp_utf8_with_cpg_of_gbk",
    "a.zip",
    shp(cpg=b"GBK"),
    Outcome(values=NAMES, notes=("read_shapefile.cpg_contradicted",)),
)
messy("shp_utf8_without_cpg", "a.zip", shp(drop=(".cpg",)), PLAIN)
messy("shp_cpg_of_nonsense", "a.zip", shp(encoding="gbk", cpg=b"SYSTEM"), Outcome(values=NAMES, notes=(NO_CPG,)))
messy("shp_cpg_empty", "a.zip", shp(cpg=b""), PLAIN)
for _code in (4490, 4548, 4527, 4498, 32650, 3857):
    messy(f"shp_in_{_code}", "a.zip", shp(_code), Outcome(system=f"EPSG:{_code}", values=NAMES))
for _code in (2384, 2436):
    messy(
        f"shp_in_{_code}",
        "a.zip",
        shp(_code),
        Outcome(system=f"EPSG:{_code}", values=NAMES, notes=("georeference.inexact_datum",)),
    )
ESRI_4527 = (  # as ArcGIS writes it
    b'PROJCS["CGCS2000_3_Degree_GK_Zone_39",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    b'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    b'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000.0],PARAMETER["False_Northing",0.0],'
    b'PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
messy("shp_prj_of_arcgis", "a.zip", shp(4527, prj=ESRI_4527), Outcome(system="EPSG:4527", values=NAMES))
messy(
    "shp_prj_with_mark", "a.zip", shp(4527, prj=b"\xef\xbb\xbf" + ESRI_4527), Outcome(system="EPSG:4527", values=NAMES)
)
messy("shp_prj_empty", "a.zip", shp(prj=b""), Outcome(values=NAMES, notes=(NO_PRJ,)))
messy("shp_prj_of_degrees_over_metres", "a.zip", shp(4548, prj=b'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'),
      Outcome(system="EPSG:4548", values=NAMES, asks=("system",)))  # fmt: skip
messy(
    "shp_parts_in_capitals",
    "a.zip",
    lambda f: zipped({f"A{s.upper()}": p for s, p in shapefile(rows(), f).items()}),
    PLAIN,
)
messy(
    "shp_parts_in_both_cases",
    "a.zip",
    lambda f: zipped({("a" if n % 2 else "A") + s: p for n, (s, p) in enumerate(shapefile(rows(), f).items())}),
    PLAIN,
)
messy("shp_in_a_folder", "a.zip", shp(stem="成果/图层/点位"), PLAIN)
messy(
    "shp_with_rubbish_of_macos",
    "a.zip",
    lambda f: zipped(
        {**{f"点{s}": p for s, p in shapefile(rows(), f).items()}, "__MACOSX/._点.shp": b"x", ".DS_Store": b"x"}
    ),
    PLAIN,
)
messy(
    "shp_with_apple_doubles_beside",
    "a.zip",
    lambda f: zipped({**{f"点{s}": p for s, p in shapefile(rows(), f).items()}, "._点.shp": b"x", "._点.dbf": b"x"}),
    PLAIN,
)
messy("shp_with_parts_of_arcgis", "a.zip", shp(sbn=b"x", sbx=b"x", **{"shp.xml": b"<metadata/>"}), PLAIN)
messy(
    "shp_two_layers",
    "a.zip",
    lambda f: zipped({f"{n}{s}": p for n in "ab" for s, p in shapefile(rows(), f).items()}),
    Outcome(values=NAMES, asks=("layer",)),
)
messy("shp_of_three_dimensions", "a.zip", shp(shapes=[shapely.Point(*HERE, 5), shapely.Point(*THERE, 6)]),
      Outcome(values=NAMES, mended=dict.fromkeys((1, 2), "repair.heights_dropped")))  # fmt: skip
messy(
    "shp_with_an_empty_shape",
    "a.zip",
    shp(shapes=[None, TWO[1]]),
    Outcome(at=(THERE,), left_out={1: "repair.no_geometry"}),
)
messy(
    "shp_of_nothing",
    "a.zip",
    lambda f: zipped({f"a{s}": p for s, p in shapefile(rows().head(0), f).items()}),
    refused("read_layer.no_row"),
)
messy("shp_that_crosses_itself", "a.zip", shp(shapes=[shapely.Polygon([HERE, THERE, (118.2, 24.5), (118.1, 24.6)]), shapely.box(*THERE, 118.3, 24.7)]),
      Outcome(mended={1: "repair.repaired"}))  # fmt: skip
messy("shp_cut_off_in_its_records", "a.zip", lambda f: zipped({f"a{s}": p[:-10] if s == ".shp" else p for s, p in shapefile(rows(), f).items()}),
      refused("read_vector.damaged_layer"))  # fmt: skip
messy("shp_with_a_table_of_another", "a.zip", lambda f: (lambda a, b: zipped({f"a{s}": p for s, p in {**a, ".dbf": b}.items()}))(
      shapefile(rows(), f), shapefile(rows([*TWO, TWO[0]], 名称=["甲", "乙", "丙"]), f)[".dbf"]), Outcome(notes=("read_shapefile.counts_differ",)))  # fmt: skip

# ---- GeoPackages (OGC 12-128) ---------------------------------------------------------------------------------------


def altered_gpkg(*statements: str, **layers: Any) -> Any:
    def build(folder: Path) -> bytes:
        gpkg(layers or {"点位": rows()}, folder)
        with sqlite3.connect(folder / "sample.gpkg") as database:
            for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f'DROP TRIGGER "{trigger}"')
            for statement in statements:
                database.execute(statement)
        database.close()
        return (folder / "sample.gpkg").read_bytes()

    return build


WAL = "write_ahead_log.left_open"
messy("gpkg_plain", "a.gpkg", altered_gpkg(), PLAIN)
messy(
    "gpkg_left_open_in_qgis",
    "a.gpkg",
    lambda f: (lambda b: b[:18] + b"\x02\x02" + b[20:])(gpkg({"点位": rows()}, f)),
    Outcome(values=NAMES, notes=(WAL,)),
)
messy(
    "gpkg_without_layers",
    "a.gpkg",
    altered_gpkg("DELETE FROM gpkg_geometry_columns", "DELETE FROM gpkg_contents"),
    refused("read_vector.no_layer", file="a.gpkg"),
)
messy(
    "gpkg_of_tiles",
    "a.gpkg",
    altered_gpkg("DELETE FROM gpkg_geometry_columns", "UPDATE gpkg_contents SET data_type = 'tiles'"),
    refused("read_vector.no_layer", file="a.gpkg"),
)
messy("gpkg_two_layers", "a.gpkg", altered_gpkg(甲=rows(), 乙=rows()), Outcome(values=NAMES, asks=("layer",)))
messy(
    "gpkg_a_blank_layer_first",
    "a.gpkg",
    altered_gpkg("DELETE FROM 甲", 甲=rows(), 乙=rows()),
    Outcome(at=(), asks=("layer",)),
)
messy("gpkg_a_blank_layer_alone", "a.gpkg", altered_gpkg("DELETE FROM 点位"), refused("read_layer.no_row"))
messy("gpkg_in_metres", "a.gpkg", altered_gpkg(a=rows(code=4548)), Outcome(system="EPSG:4548", values=NAMES))
messy(
    "gpkg_of_an_undefined_system",
    "a.gpkg",
    altered_gpkg(a=rows(code=4548).set_crs(None, allow_override=True)),
    Outcome(system="EPSG:4548", asks=("system",)),
)
messy(
    "gpkg_with_a_row_without_a_shape",
    "a.gpkg",
    altered_gpkg("UPDATE 点位 SET geom = NULL WHERE fid = 1"),
    Outcome(at=(THERE,), left_out={1: "repair.no_geometry"}),
)
messy("gpkg_called_db", "a.db", altered_gpkg(), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))

# ---- FlatGeobuf and GeoParquet --------------------------------------------------------------------------------------
messy("fgb_plain", "a.fgb", lambda f: by_gdal(rows(), f, "FlatGeobuf", "a.fgb", SPATIAL_INDEX="NO")["a.fgb"], PLAIN)
messy(
    "fgb_cut_off",
    "a.fgb",
    lambda f: by_gdal(rows(), f, "FlatGeobuf", "a.fgb")["a.fgb"][:-20],
    refused("isolated_reader.damaged", name="a.fgb"),
)
messy(
    "fgb_in_metres",
    "a.fgb",
    lambda f: by_gdal(rows(code=4527), f, "FlatGeobuf", "a.fgb", SPATIAL_INDEX="NO")["a.fgb"],
    Outcome(system="EPSG:4527", values=NAMES),
)
messy("parquet_plain", "a.parquet", lambda f: parquet(rows()), PLAIN)
messy("parquet_in_metres", "a.parquet", lambda f: parquet(rows(code=4548)), Outcome(system="EPSG:4548", values=NAMES))
messy("parquet_without_the_key_geo", "a.parquet", lambda f: (rows().drop(columns="geometry").to_parquet(f / "a"), (f / "a").read_bytes())[1],
      refused("isolated_reader.no_geometry", name="a.parquet"))  # fmt: skip
messy(
    "parquet_cut_off_at_its_end",
    "a.parquet",
    lambda f: parquet(rows())[:-8],
    refused("isolated_reader.damaged", name="a.parquet"),
)
