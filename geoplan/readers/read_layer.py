"""Reading a layer or sheet that a user brings: what was read, mended and left out, and what only the user knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem
from geoplan.errors import ReaderError
from geoplan.readers.attribute_columns import repeated_ids
from geoplan.readers.file_type import Kind, detect_file_type, suffix_mismatch
from geoplan.readers.georeference import georeference
from geoplan.readers.read_bundle import read_bundle
from geoplan.readers.read_by_driver import read_by_driver
from geoplan.readers.read_geodatabase import read_geodatabase
from geoplan.readers.read_geojson import read_geojson
from geoplan.readers.read_kml import read_kml, read_kmz
from geoplan.readers.read_limits import MOST_VERTICES, VERTICES, content_of, limit_message
from geoplan.readers.read_mapinfo import read_mapinfo
from geoplan.readers.read_photos import read_photos
from geoplan.readers.read_shapefile import read_shapefile
from geoplan.readers.read_table import read_table
from geoplan.readers.read_vector import read_gpkg
from geoplan.readers.repair import drop_unusable, make_valid
from geoplan.readers.source_table import Answers, ColumnRoles, Question, SourceTable
from geoplan.text.message import Text, joined, message
from geoplan.text.shorten import shorten

Reader = Callable[[bytes, str, Answers], SourceTable]


def _by_driver(kind: Kind) -> Reader:
    return lambda content, name, answers: read_by_driver(kind, content, name, answers.layer)


_READERS: Final[dict[Kind, Reader]] = {
    "geojson": lambda content, name, answers: read_geojson(content, name, answers.layer),
    "gpkg": lambda content, name, answers: read_gpkg(content, name, answers.layer),
    "shapefile": lambda content, name, answers: read_shapefile(content, name, answers.layer, answers.encoding),
    "kml": lambda content, name, answers: read_kml(content, name),
    "kmz": lambda content, name, answers: read_kmz(content, name),
    **dict.fromkeys(("csv", "xlsx", "xls", "ods"), read_table),
    "filegdb": lambda content, name, answers: read_geodatabase(content, name, answers.layer),
    "mapinfo": lambda content, name, answers: read_mapinfo(content, name, answers.layer, answers.encoding),
    "photos": lambda content, name, answers: read_photos(content, name),
    "bundle": lambda content, name, answers: read_bundle(content, name, answers, _read_member),
    **{kind: _by_driver(kind) for kind in ("gpx", "gml", "dxf", "flatgeobuf", "geoparquet")},
}
KINDS: Final[dict[Kind, Text]] = {kind: message(f"readers.read_layer.kinds.{kind}") for kind in _READERS}


@dataclass(frozen=True, eq=False)
class LayerReading:
    """A layer that was read.

    Attributes
    ----------
    frame : GeoDataFrame
        EPSG:4326; ``row`` (of the sheet, or the number of the feature from 1), then the user's own columns,
        ``geometry``: valid, without heights, never empty.
    report : DataFrame
        One row a source row: ``row``, ``what`` (read, mended, left_out), ``why_zh``, ``why_en``, ``spot``.
    questions : list of Question
        What the user may or must decide.
    headings : tuple of str
        The user's columns, to choose others from.
    """

    name: str
    kind: Kind
    frame: gpd.GeoDataFrame
    report: pd.DataFrame
    questions: list[Question]
    notes: list[Text]
    system: CoordinateSystem
    layer: str = ""
    columns: ColumnRoles | None = None
    headings: tuple[str, ...] = ()

    @property
    def pending(self) -> list[Question]:
        """What must be decided before the layer is to be used."""
        return [question for question in self.questions if question.must]


def read_layer(content: bytes | Path, name: str, answers: Answers = Answers()) -> LayerReading:  # noqa: B008  (frozen)
    """Read a layer or a sheet in any of the formats of `geoplan.readers.file_type.SUFFIXES_OF`.

    What the file is, its content tells; its suffix is only noted. Nothing is written but into a private folder that
    is removed at once, nothing is fetched, no formula is computed. Formats that GDAL or a library of compiled code
    reads are read in a process of their own, which has limits of memory and time.

    Returns
    -------
    LayerReading
        The layer as the answers, and failing those the assumptions of the questions, have it.

    Raises
    ------
    ReaderError
        It cannot be read at all; one line in each language names the file, the spot, the fact and the remedy.
    UnknownSystemError
        The answer names no coordinate system.
    """
    data = content_of(content, name)
    kind = detect_file_type(data, name)
    try:
        source = _READERS[kind](data, name, answers)
        del data
        _require_few_vertices(source.shapes, name)
        return _located(source, name, kind, answers)
    except MemoryError as error:
        raise ReaderError("readers.read_layer.out_of_memory", name=shorten(name)) from error


def _read_member(content: bytes, name: str, answers: Answers) -> SourceTable:
    """Read a file of an archive; an archive of files within it is not opened."""
    kind = detect_file_type(content, name)
    if kind == "bundle":
        raise ReaderError("readers.read_layer.archive_in_archive", name=shorten(name))
    return _READERS[kind](content, name, answers)


def _require_few_vertices(shapes: np.ndarray, name: str) -> None:
    n = int(shapely.get_num_coordinates(shapes).sum())
    if n > MOST_VERTICES:
        raise limit_message(shorten(name), VERTICES, n, MOST_VERTICES)


def _located(source: SourceTable, name: str, kind: Kind, answers: Answers) -> LayerReading:
    if not len(source.attributes) and not any(question.must for question in source.questions):
        raise ReaderError("readers.read_layer.no_row", name=shorten(name))
    rows = source.attributes.index.to_numpy()
    row_report, notes = source.row_report, list(source.notes)
    if suffix_mismatch(kind, name):
        notes.insert(0, message("readers.read_layer.suffix_differs", kind=KINDS[kind]))
    flat = ~shapely.has_z(source.shapes) & ~shapely.has_m(source.shapes)
    source.shapes = drop_unusable(source.shapes, rows, row_report)
    georeferenced = georeference(source, answers)
    row_report.add_all(rows[georeferenced.exchanged], "mended", message("readers.read_layer.axes_exchanged"))
    shapes = make_valid(georeferenced.shapes, rows, row_report, flat)
    repeats, id_notes = repeated_ids(source.attributes)
    for row, reason in repeats.items():
        row_report.add(row, "read", reason)
    usable = ~shapely.is_missing(shapes)
    attributes = source.attributes[usable].reset_index()
    frame = gpd.GeoDataFrame(attributes, geometry=shapes[usable], crs=STORAGE)
    types = sorted({t.removeprefix("Multi") for t in frame.geom_type})
    if len(types) > 1:
        notes.append(message("readers.read_layer.mixed_geometry", n=len(types), types=joined(types)))
    return LayerReading(
        name,
        kind,
        frame,
        row_report.report(rows, source.locations),
        [*source.questions, *georeferenced.questions],
        [*notes, *georeferenced.notes, *id_notes],
        georeferenced.system,
        source.layer,
        source.columns,
        tuple(source.attributes.columns),
    )
