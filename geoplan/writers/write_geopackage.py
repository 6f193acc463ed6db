"""GeoPackage: all collections in one file, one form a table, with the style QGIS takes up by itself and the record.

GDAL writes the tables; the record, the field titles (extension ``gpkg_schema``) and the styles are added by SQL, for
no driver offers them. No table carries the day it was written: the same set gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import orjson
import pandas as pd
import pyogrio

from geoplan.text.message import Text, in_fallback, translate
from geoplan.vocabulary import BRANCH_COLOURS
from geoplan.writers.driver_frame import driver_frame, require_rows
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.geometry_columns import UNPLACED, split_by_geometry_type
from geoplan.writers.layer_style import LayerStyle
from geoplan.writers.metadata_record import record
from geoplan.writers.qml_style import qml
from geoplan.writers.sld_style import sld

_NO_CLOCK: Final = "1980-01-01T00:00:00.000Z"
_GEOMETRY: Final = "geom"
_TYPES: Final = {"area": "MultiPolygon", "line": "MultiLineString", "point": "Point"}
_FORMS: Final = {
    "area": ("范围", "areas"),
    "line": ("线", "lines"),
    "point": ("点位", "points"),
    UNPLACED: ("仅知县区", "county known, site not"),
}
_DICTIONARY: Final = "geoplan_fields"
_NO_BRANCH: Final = {"zh": "未指定产业", "en": "No industry"}
_EXTENSIONS: Final = {
    "gpkg_data_columns": "schema",
    "gpkg_data_column_constraints": "schema",
    "gpkg_metadata": "metadata",
    "gpkg_metadata_reference": "metadata",
}
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME);
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
"""


class _Table(NamedTuple):
    name: str
    form: str  # of its geometry; "" for a plain table
    title: str
    collection: Collection


def write_geopackage(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    """Write all collections into one file.

    Parameters
    ----------
    content : ExportContent
        Any collections. Points and areas go into tables of their own, and so do the rows without geometry.
    path : Path
        Where to; nothing may be there yet.
    progress : callable
        Told the share done.

    Returns
    -------
    list of ExportNote
        None: nothing is lost.
    """
    tables: list[_Table] = []
    with _no_clock():
        for number, collection in enumerate(content.collections, start=1):
            frame = driver_frame(content, collection)
            parts = split_by_geometry_type(frame) if collection.has_places else {"": frame}
            for form, rows in parts.items():
                tables.append(_table(content, collection, form))
                _write(path, tables[-1], rows, collection)
                require_rows(path, len(rows), tables[-1].name)
            progress(number / (len(content.collections) + 1))
        _write_dictionary(path, content)
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        _declare_extensions(database)
        _say_what_it_is(database, content, tables)
        _title_columns(database, content, tables)
        _hang_up_styles(database, content, tables)
    progress(1.0)
    return []


@contextmanager
def _no_clock() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _table(content: ExportContent, collection: Collection, form: str) -> _Table:
    name, title = collection.name, collection.title(content.lang)
    if not form:
        return _Table(name, form, title, collection)
    system = content.system
    mark = f"，{system.code}" if system.is_offset else ""
    if content.lang == "zh":
        title = f"{title}（{_FORMS[form][0]}{mark}）"
    else:
        title = f"{title} ({_FORMS[form][1]}{mark.replace('，', ', ')})"
    return _Table(f"{content.table_name(collection)}_{form}", form, title, collection)


def _write(path: Path, table: _Table, rows: gpd.GeoDataFrame, collection: Collection) -> None:
    options: dict[str, Any] = {
        "IDENTIFIER": table.title,
        "DESCRIPTION": f"{collection.meaning_zh} {collection.meaning_en}",
    }
    if not path.exists():
        options["VERSION"] = "1.3"  # the newest that GDAL 3.6 and QGIS 3.22 read without a warning
    if table.form in _TYPES:
        kind = _TYPES[table.form]
        if table.form == "point" and (rows.geometry.geom_type != "Point").any():
            kind = "MultiPoint"
        pyogrio.write_dataframe(
            rows, path, layer=table.name, driver="GPKG", append=path.exists(), geometry_type=kind,
            promote_to_multi=kind.startswith("Multi"), GEOMETRY_NAME=_GEOMETRY, **options,
        )  # fmt: skip
    else:
        bare = pd.DataFrame(rows.drop(columns="geometry"))
        pyogrio.write_dataframe(bare, path, layer=table.name, driver="GPKG", append=path.exists(), **options)


def _write_dictionary(path: Path, content: ExportContent) -> None:
    rows = [{"collection": c.name, **field._asdict()} for c in content.collections for field in c.fields]
    title = translate("writers.write_geopackage.what_fields_mean", content.lang)
    pyogrio.write_dataframe(pd.DataFrame(rows), path, layer=_DICTIONARY, driver="GPKG", append=True, IDENTIFIER=title)


def _declare_extensions(database: sqlite3.Connection) -> None:
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')",
        [
            (table, f"gpkg_{extension}", f"http://www.geopackage.org/spec121/#extension_{extension}")
            for table, extension in _EXTENSIONS.items()
        ],
    )


def _say_what_it_is(database: sqlite3.Connection, content: ExportContent, tables: list[_Table]) -> None:
    """The whole record for the file; for each table that of its collection."""
    said: list[tuple[str, str | None, dict[str, Any]]] = [("geopackage", None, record(content))]
    said += [("table", table.name, record(content.only(table.collection))) for table in tables]
    for number, (scope, table_name, what) in enumerate(said, start=1):
        text = orjson.dumps(what, option=orjson.OPT_INDENT_2).decode()
        database.execute(
            "INSERT INTO gpkg_metadata VALUES (?, 'dataset', 'https://json-schema.org/', 'application/json', ?)",
            (number, text),
        )
        database.execute(
            "INSERT INTO gpkg_metadata_reference VALUES (?, ?, NULL, NULL, ?, ?, ?)",
            (scope, table_name, _NO_CLOCK, number, 1 if number > 1 else None),
        )


def _title_columns(database: sqlite3.Connection, content: ExportContent, tables: list[_Table]) -> None:
    rows = [
        (table.name, f.name, f.name, f.title(content.lang), f"{f.zh} · {f.en}" + (f" ({f.unit})" if f.unit else ""))
        for table in tables
        for f in table.collection.fields
    ]
    database.executemany("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)", rows)


def _hang_up_styles(database: sqlite3.Connection, content: ExportContent, tables: list[_Table]) -> None:
    """Lay the styles where QGIS looks; GDAL shows it the table only if it is registered."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS', ?, 0)",
        (_NO_CLOCK,),
    )
    branches = _branches(content)
    for number, table in enumerate((t for t in tables if t.form in _TYPES), start=1):
        look = _look(table, content.lang, branches)
        database.execute(
            "INSERT INTO layer_styles VALUES (?, '', '', ?, ?, ?, ?, ?, 1, ?, 'geoplan', NULL, ?)",
            (number, table.name, _GEOMETRY, table.name[:30], qml(look), sld(look, table.name), table.title, _NO_CLOCK),
        )


def _look(table: _Table, lang: str, branches: dict[str, str]) -> LayerStyle:
    columns = {field.name for field in table.collection.fields}
    return LayerStyle(
        form=table.form,
        label=next((c for c in (f"name_{lang}", "name_zh") if c in columns), ""),
        branches=branches if "branch" in columns else {},
        no_branch=in_fallback(_NO_BRANCH, lang),
        aliases={field.name: field.title(lang) for field in table.collection.fields},
        schematic="method" in columns,
    )


def _branches(content: ExportContent) -> dict[str, str]:
    """What the main industries met with are called, in the order of the legend."""
    called: dict[str, str] = {}
    for collection in content.collections:
        if {"branch", "main_industry"} <= set(collection.frame.columns):
            called |= dict(zip(collection.frame["branch"], collection.frame["main_industry"], strict=True))
    return {branch: called[branch] for branch in BRANCH_COLOURS if branch in called}
