"""GeoPackage: all collections in one file, one geometry type a table, with the styles QGIS reads and the record.

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

from geoplan.symbology import symbology
from geoplan.text.message import Text, fallbacks, languages, message, translate
from geoplan.writers.driver_frame import driver_frame, require_rows, split_by_geometry_type
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.layer_style import LayerStyle
from geoplan.writers.metadata_record import record
from geoplan.writers.qgis_project import ProjectLayer, project, store_project
from geoplan.writers.qml_style import qml
from geoplan.writers.sld_style import sld

_NO_CLOCK: Final = "1980-01-01T00:00:00.000Z"
_GEOMETRY: Final = "geom"
_TYPES: Final = {"area": "MultiPolygon", "line": "MultiLineString", "point": "Point"}
_DICTIONARY: Final = "geoplan_fields"
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
    geometry_type: str  # "" for a plain table
    title: str
    collection: Collection


def write_geopackage(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write all collections: a table for each geometry type, and one for the rows without geometry."""
    tables: list[_Table] = []
    with _no_clock():
        for number, collection in enumerate(content.collections, start=1):
            frame = driver_frame(content, collection)
            parts = split_by_geometry_type(frame) if collection.has_places else {"": frame}
            for geometry_type, rows in parts.items():
                tables.append(_table(content, collection, geometry_type))
                _write(path, tables[-1], rows, collection)
                require_rows(path, len(rows), tables[-1].name)
            on_progress(number / (len(content.collections) + 1))
        _write_dictionary(path, content)
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        _declare_extensions(database)
        _write_records(database, content, tables)
        _title_columns(database, content, tables)
        _write_styles(database, content, tables)
        layers = [ProjectLayer(t.name, t.title, _style(t, content.lang, _branches(content))) for t in tables]
        store_project(database, project(content, layers, path.name))
    on_progress(1.0)
    return []


@contextmanager
def _no_clock() -> Iterator[None]:
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _table(content: ExportContent, collection: Collection, geometry_type: str) -> _Table:
    name, title = collection.name, collection.title
    if geometry_type:
        name = f"{content.table_name(collection)}_{geometry_type}"
        kind = message(f"writers.write_geopackage.geometry_types.{geometry_type}")
        title = message("writers.write_geopackage.table", title=title, kind=kind)
        if content.system.is_offset:
            title = message(
                "writers.write_geopackage.offset_table", title=collection.title, kind=kind, system=content.system.code
            )
    return _Table(name, geometry_type, title.text(content.lang), collection)


def _write(path: Path, table: _Table, rows: gpd.GeoDataFrame, collection: Collection) -> None:
    import pyogrio

    options: dict[str, Any] = {
        "IDENTIFIER": table.title,
        "DESCRIPTION": " ".join(collection.meaning.text(lang) for lang in languages()),
    }
    if not path.exists():
        options["VERSION"] = "1.3"  # the newest that GDAL 3.6 and QGIS 3.22 read without a warning
    if table.geometry_type in _TYPES:
        kind = _TYPES[table.geometry_type]
        if table.geometry_type == "point" and (rows.geometry.geom_type != "Point").any():
            kind = "MultiPoint"
        pyogrio.write_dataframe(
            rows, path, layer=table.name, driver="GPKG", append=path.exists(), geometry_type=kind,
            promote_to_multi=kind.startswith("Multi"), GEOMETRY_NAME=_GEOMETRY, **options,
        )  # fmt: skip
    else:
        bare = pd.DataFrame(rows.drop(columns="geometry"))
        pyogrio.write_dataframe(bare, path, layer=table.name, driver="GPKG", append=path.exists(), **options)


def _write_dictionary(path: Path, content: ExportContent) -> None:
    import pyogrio

    rows = [{"collection": c.name, **field.as_record()} for c in content.collections for field in c.fields]
    title = translate("writers.write_geopackage.dictionary", content.lang)
    pyogrio.write_dataframe(pd.DataFrame(rows), path, layer=_DICTIONARY, driver="GPKG", append=True, IDENTIFIER=title)


def _declare_extensions(database: sqlite3.Connection) -> None:
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')",
        [
            (table, f"gpkg_{extension}", f"http://www.geopackage.org/spec121/#extension_{extension}")
            for table, extension in _EXTENSIONS.items()
        ],
    )


def _write_records(database: sqlite3.Connection, content: ExportContent, tables: list[_Table]) -> None:
    """The whole record for the file; for each table that of its collection."""
    records: list[tuple[str, str | None, dict[str, Any]]] = [("geopackage", None, record(content))]
    records += [("table", table.name, record(content.only(table.collection))) for table in tables]
    for number, (scope, table_name, metadata) in enumerate(records, start=1):
        text = orjson.dumps(metadata, option=orjson.OPT_INDENT_2).decode()
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
        (table.name, f.name, f.name, f.title.text(content.lang), f.titles + (f" ({f.unit})" if f.unit else ""))
        for table in tables
        for f in table.collection.fields
    ]
    database.executemany("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)", rows)


def _write_styles(database: sqlite3.Connection, content: ExportContent, tables: list[_Table]) -> None:
    """Write the styles into the table that QGIS reads; GDAL shows it the table only if it is registered."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS', ?, 0)",
        (_NO_CLOCK,),
    )
    branches = _branches(content)
    for number, table in enumerate((t for t in tables if t.geometry_type in _TYPES), start=1):
        style = _style(table, content.lang, branches)
        name, styles = table.name, (qml(style), sld(style, table.name))
        database.execute(
            "INSERT INTO layer_styles VALUES (?, '', '', ?, ?, ?, ?, ?, 1, ?, 'geoplan', NULL, ?)",
            (number, name, _GEOMETRY, name[:30], *styles, table.title, _NO_CLOCK),
        )


def _style(table: _Table, lang: str, branches: dict[str, str]) -> LayerStyle:
    columns = {field.name for field in table.collection.fields}
    return LayerStyle(
        geometry_type=table.geometry_type if table.geometry_type in _TYPES else "",
        label=next((name for name in (f"name_{language}" for language in fallbacks(lang)) if name in columns), ""),
        branches=branches if "branch" in columns else {},
        no_branch=translate("map.legend.no_industry", lang),
        aliases={field.name: field.title.text(lang) for field in table.collection.fields},
        columns=frozenset(columns),
        kinds=frozenset(table.collection.frame["kind"] if "kind" in columns else ()),
    )


def _branches(content: ExportContent) -> dict[str, str]:
    """The names of the main industries that occur, in the order of the legend."""
    names: dict[str, str] = {}
    for collection in content.collections:
        if {"branch", "main_industry"} <= set(collection.frame.columns):
            names |= dict(zip(collection.frame["branch"], collection.frame["main_industry"], strict=True))
    return {branch: names[branch] for branch in symbology().branches if branch in names}
