"""GeoPackage and Shapefile by GDAL, which is given nothing but a file of that very format under a name of ours.

The content is known by its first bytes, so that no other driver takes it. Of a GeoPackage only plain tables are read:
no views, which could run for ever, and no virtual tables, which could reach other files.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem, parse_system, transformer
from geoplan.errors import ReaderError
from geoplan.files import scratch_folder
from geoplan.readers.attribute_columns import distinct
from geoplan.readers.read_limits import FEATURES, MOST_ROWS, limit_message
from geoplan.readers.row_report import RowReport
from geoplan.readers.source_table import Option, Question, SourceTable
from geoplan.readers.write_ahead_log import LEFT_OPEN, left_open
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.shorten import shorten

# A system may name a file of its own to be read, even one that never ends; "@null" is none.
_FILES: Final = re.compile(r"grids?\"?\s*[=,]\s*\"?(?!@null\b)|PARAMETERFILE|\+(init|file|catalog)=", re.IGNORECASE)
_UNKNOWN: Final = message("readers.read_vector.unknown_crs")
_COMMENT: Final = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_RTREE: Final = re.compile(r'CREATE VIRTUAL TABLE ("(?:[^"]|"")*"|\w+) USING RTREE\s*\(')
_STEPS: Final = 2_000_000  # of SQLite's machine; a list of layers takes a few hundred


def read_gpkg(content: bytes, name: str, layer: str | None = None) -> SourceTable:
    """Read one layer of a GeoPackage, by default the first; curves become short straight lines.

    A note says where changes may be missing, see `geoplan.readers.write_ahead_log`. ReaderError is raised where the
    file is damaged or dangerous, has no layer or not this one, or too many features.
    """
    with scratch_folder() as folder:
        path = folder / "layer.gpkg"
        path.write_bytes(content)
        try:
            layers, views = _gpkg_layers(path, name)
            chosen = chosen_layer(layer, layers, name)
            source = read_by_gdal(path, chosen, name)
        except ReaderError as error:  # a layer may be missing, and pages too
            if not left_open(content):
                raise
            raise ReaderError(
                "readers.read_vector.damaged_and_left_open", error=error.what, left_open=LEFT_OPEN
            ) from error
    if left_open(content):
        source.notes.append(LEFT_OPEN)
    if len(layers) > 1:
        source.questions.append(layer_question(layers, chosen, layer))
    if views:
        source.notes.append(message("readers.read_vector.unread_views", views=joined(map(shorten, views[:5]))))
    return source


def _gpkg_layers(path: Path, name: str) -> tuple[list[str], list[str]]:
    file = shorten(name)
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            database.set_progress_handler(lambda: 1, _STEPS)
            schema = database.execute("SELECT type, lower(name), upper(sql) FROM sqlite_master").fetchall()
            tables = {n for kind, n, _ in schema if kind == "table"}
            views = {n for kind, n, _ in schema if kind == "view"}
            virtual = [
                n
                for kind, n, sql in schema
                if sql and "VIRTUAL" in _COMMENT.sub(" ", sql).split("(")[0].split()[:3] and not _RTREE.match(sql)
            ]
            if virtual or any(n.startswith("gpkg_") for n in views):
                table = shorten((virtual or sorted(views))[0])
                raise ReaderError("readers.read_vector.virtual_table", file=file, table=table)
            computed = [n for n in sorted(tables) if _has_computed_columns(database, n)]
            if computed:
                raise ReaderError("readers.read_vector.computed_columns", file=file, table=shorten(computed[0]))
            if "gpkg_contents" not in tables:
                raise ReaderError("readers.read_vector.not_a_geopackage", file=file)
            contents = database.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid"
            ).fetchall()
        with closing(sqlite3.connect(path)) as database:  # its word on its own length may be old, and features be lost
            database.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")
    except (sqlite3.Error, UnicodeError) as error:  # the latter where SQLite quotes bytes that are no text
        raise ReaderError("readers.read_vector.damaged_geopackage", file=file) from error
    names = [str(n) for (n,) in contents]
    layers = [n for n in names if n.lower() in tables]
    if not layers:
        raise ReaderError("readers.read_vector.no_layer", file=file)
    return layers, [n for n in names if n.lower() in views]


def _has_computed_columns(database: sqlite3.Connection, table: str) -> bool:
    rows = database.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,)).fetchall()
    return any(hidden in (2, 3) for (hidden,) in rows)  # virtual or stored, as SQLite numbers them


def chosen_layer(layer: str | None, layers: list[str], name: str) -> str:
    """The layer of the user's answer, else the first; raise ReaderError where there is none of that name."""
    if layer is not None and layer not in layers:
        offered = joined(map(shorten, layers[:8]))
        raise ReaderError(
            "readers.read_vector.no_such_layer", name=shorten(name), layer=shorten(layer), offered=offered
        )
    return layers[0] if layer is None else layer


def layer_question(layers: list[str], chosen: str, answer: str | None) -> Question:
    """Ask which layer is meant; `chosen` is the one that was read, `answer` the user's so far."""
    options = tuple(map(Option.named, layers))
    which = message("readers.read_vector.which_layer", n=len(layers))
    return Question("layer", which, options, chosen, must=answer is None)


def read_by_gdal(path: Path, layer: str | None, name: str, encoding: str | None = None) -> SourceTable:
    """Read a layer of a file that is known to be what its suffix says, with the system it declares.

    `name` is the user's name of the file; ReaderError is raised where it is damaged or has too many features.
    """
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    location = shorten(name) + (f" › {shorten(layer)}" if layer else "")
    try:
        n = pyogrio.read_info(path, layer=layer, force_feature_count=True, encoding=encoding)["features"]
        if n > MOST_ROWS:
            raise limit_message(location, FEATURES, n, MOST_ROWS)
        meta, _, wkb, values = pyogrio.raw.read(path, layer=layer, encoding=encoding, datetime_as_string=True)
        shapes = _shapes(wkb, n)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise _damaged(location) from error
    except (pyogrio.errors.GeometryError, pyogrio.errors.FieldError, ValueError, OverflowError, OSError) as error:
        if isinstance(error, ReaderError):
            raise
        raise _damaged(location) from error
    rows = np.arange(1, len(shapes) + 1)
    frame = pd.DataFrame(dict(enumerate(values)), index=pd.Index(rows, name="row")).set_axis(
        list(meta["fields"]), axis=1
    )
    system, notes = declared(meta["crs"])
    return SourceTable(shapes, distinct(frame), RowReport(), system=system, layer=layer or "", notes=notes)


def _shapes(wkb: Any, n: int) -> np.ndarray:
    if wkb is None:  # a table without shapes
        return np.full(n, None, dtype=object)
    shapes: np.ndarray = shapely.from_wkb(wkb, on_invalid="fix")
    return shapes


def _damaged(location: str) -> ReaderError:
    return ReaderError("readers.read_vector.damaged_layer", location=location)


def declared(crs: str | None) -> tuple[CoordinateSystem | None, list[Text]]:
    """Understand what a file declares of its coordinates by an authority's code or WKT.

    None where nothing is declared, or where it cannot be understood, which is noted.
    """
    if not crs:
        return None, []
    for offset in ("GCJ-02", "BD-09"):
        if offset in crs.upper():
            return parse_system(offset), []
    if _FILES.search(crs):
        return None, [_UNKNOWN]
    try:
        known = CRS.from_user_input(crs)
        transformer(known, STORAGE)  # fails for another planet or unknown units
    except ProjError:
        return None, [_UNKNOWN]
    if known.is_compound or known.is_bound:
        known = known.sub_crs_list[0] if known.sub_crs_list else (known.source_crs or known)
    known = known.to_2d() if len(known.axis_info) > 2 else known  # heights are dropped
    code = known.to_epsg()
    if not (known.is_geographic or known.is_projected):
        return None, [message("readers.read_vector.inconvertible_crs", crs=shorten(known.name))]
    if code:
        return parse_system(str(code)), []
    name = shorten(known.name)
    return CoordinateSystem(name, local_text(name, name), known), []
