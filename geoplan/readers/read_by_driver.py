"""Formats that GDAL or pyarrow reads in a process of its own: one table of what each needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow.feather
import shapely

from geoplan.readers.attribute_columns import distinct
from geoplan.readers.byte_texts import decode_texts
from geoplan.readers.drawing_letters import ENCODING, has_end, in_utf8_letters
from geoplan.readers.file_type import Kind
from geoplan.readers.isolated_reader import read_apart
from geoplan.readers.read_limits import MOST_PARTS, PARTS, limit_message
from geoplan.readers.read_vector import chosen_layer, declared, layer_question
from geoplan.readers.row_report import RowReport
from geoplan.readers.safe_xml import in_utf8, refuse_doctype, require_complete
from geoplan.readers.source_table import SourceTable
from geoplan.text.message import message
from geoplan.text.shorten import shorten


@dataclass(frozen=True)
class Driver:
    """What it takes to read a format.

    Attributes
    ----------
    name : str
        GDAL's driver; "" for GeoParquet, which pyarrow reads.
    file : str
        The name under which GDAL finds the file, or the folder that is the layer.
    options : dict
        Open options of the driver.
    is_xml : bool
        Whether the text is looked at as XML before it is handed on.
    points_of : dict
        Layers that only repeat another as points.
    noise : tuple of str
        Columns that say nothing but what the shape says.
    is_sparse : bool
        Whether the format has many columns that a file may leave blank; such columns are dropped.
    """

    name: str
    file: str
    options: dict[str, str] = field(default_factory=dict)
    is_xml: bool = False
    points_of: dict[str, str] = field(default_factory=dict)
    noise: tuple[str, ...] = ()
    is_sparse: bool = False


_REPEATED: Final = {"track_points": "tracks", "route_points": "routes"}
DRIVERS: Final[dict[Kind, Driver]] = {
    "gpx": Driver("GPX", "layer.gpx", is_xml=True, points_of=_REPEATED, is_sparse=True),
    "gml": Driver("GML", "layer.gml", {"DOWNLOAD_SCHEMA": "NO"}, is_xml=True, noise=("lowerCorner", "upperCorner")),
    "dxf": Driver("DXF", "layer.dxf", {"CLOSED_LINE_AS_POLYGON": "TRUE"}, noise=("SubClasses",), is_sparse=True),
    "flatgeobuf": Driver("FlatGeobuf", "layer.fgb", {"VERIFY_BUFFERS": "YES"}),
    "filegdb": Driver("OpenFileGDB", "layer.gdb"),
    "mapinfo": Driver("MapInfo File", "layer"),
    "geoparquet": Driver("", "layer.parquet"),
}


def read_by_driver(kind: Kind, content: bytes, name: str, layer: str | None = None) -> SourceTable:
    """Read one layer of a file, by default the first that has features.

    Returns
    -------
    SourceTable
        With a question where several layers have features.

    Raises
    ------
    ReaderError
        The file is damaged, dangerous, has no layer or not this one, or takes more than may be.
    """
    driver = DRIVERS[kind]
    if driver.is_xml:
        content = _plain_xml(content, name)
    if kind != "dxf":
        return read_files(kind, {driver.file: content}, name, layer)
    content, is_told = in_utf8_letters(content)
    source = read_files(kind, {driver.file: content}, name, layer, {"DXF_ENCODING": ENCODING} if is_told else {})
    if not has_end(content):
        source.notes.append(message("readers.read_by_driver.no_end"))
    return source


def read_files(
    kind: Kind,
    files: dict[str, bytes],
    name: str,
    layer: str | None = None,
    settings: dict[str, str] | None = None,
    encoding: str | None = None,
) -> SourceTable:
    """Read a layer that stands in several files, as `read_by_driver` does; the first is opened.

    `settings` are GDAL's for this file; `encoding` is that of its texts, where the user knows it and the file does
    not say.
    """
    driver = DRIVERS[kind]
    values: dict[str, Any] = {"layer": layer, "options": driver.options}
    with read_apart(
        files, name, "gdal" if driver.name else "parquet", {**(settings or {}), "driver": driver.name}, **values
    ) as (folder, told):
        layers = [one for one in told["layers"] if driver.points_of.get(one) not in told["layers"]]
        if told["layer"] is None:
            chosen_layer(layer, layers, name)  # says that there is none
        table = pyarrow.feather.read_table(folder / "rows.arrow", memory_map=False)
    source = _source(table, told, driver)
    if len(layers) > 1:
        source.questions.append(layer_question(layers, told["layer"], layer))
    if not told.get("encoding"):
        return source
    source, written_in, _ = decode_texts(source, "", encoding)
    source.notes.append(message("readers.read_by_driver.no_charset", encoding=written_in))
    return source


def _source(table: pyarrow.Table, told: dict[str, Any], driver: Driver) -> SourceTable:
    shapes = shapely.from_wkb(table["wkb"].to_numpy(), on_invalid="fix")
    rows = pd.RangeIndex(1, len(shapes) + 1, name="row")
    frame = table.drop(["wkb"]).to_pandas().set_axis(rows, axis=0).set_axis(told["fields"], axis=1)
    blank = frame.columns[frame.isna().all()] if driver.is_sparse else []
    frame = frame.drop(columns={*driver.noise, *blank} & set(frame.columns))
    system, notes = declared(told["crs"])
    return SourceTable(
        np.asarray(shapes, dtype=object), distinct(frame), RowReport(), system=system, layer=told["layer"], notes=notes
    )


def _plain_xml(content: bytes, name: str) -> bytes:
    """An XML text that may be handed on: in a known encoding, without a document type, whole, not too long."""
    content = in_utf8(content)
    refuse_doctype(content, shorten(name))
    require_complete(content, shorten(name))
    if (tags := content.count(b"<")) > MOST_PARTS // 4:
        raise limit_message(shorten(name), PARTS, tags, MOST_PARTS // 4)
    return content
