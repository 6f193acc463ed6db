"""Weights a user brings: points (enterprises, addresses with people) or a grid of population."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain, islice
from pathlib import PurePath
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from geoplan.crs.metric import STORAGE
from geoplan.errors import ReaderError, WeightsError
from geoplan.readers.coordinate_parsing import parse_coordinate_column
from geoplan.readers.extents import study_area_name
from geoplan.readers.file_type import detect_file_type
from geoplan.readers.header_row import LOOKED_AT, find_header
from geoplan.readers.patterns import HEADINGS, heading_of
from geoplan.readers.read_layer import read_layer
from geoplan.readers.read_limits import MOST_BYTES
from geoplan.readers.tabular import Limits, cell_text, open_tabular
from geoplan.readers.text_table import choose_sheet
from geoplan.readers.write_ahead_log import LEFT_OPEN, left_open
from geoplan.study_area import study_area
from geoplan.text.message import local_text

MOST_POINTS: Final = 2_000_000
_LIMITS: Final = Limits(rows=MOST_POINTS, cells=MOST_BYTES)  # three columns are held, however many there are
_BATCH: Final = 100_000  # rows


def read_weights(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Read points or a grid.

    Parameters
    ----------
    name : str
        Its name; the suffix tells the format: CSV or XLSX with longitude, latitude and, if wanted, a weight; GeoTIFF,
        each cell a point at its centre, no-data and 0 left out; any other is a layer, of which a point in each shape
        counts.

    Returns
    -------
    GeoDataFrame
        Points in EPSG:4326 with ``weight`` (1 each where the file has no such column). The coordinates of a table,
        and degrees of a layer that does not say, are taken for WGS 84.

    Raises
    ------
    WeightsError
        A format that is not read, nothing usable in it, rows that may be missing, coordinates nowhere near the study
        area, or a negative weight.
    """
    suffix = PurePath(name).suffix.lower()
    readers: dict[str, Callable[[bytes], gpd.GeoDataFrame]] = {
        **dict.fromkeys((".csv", ".xlsx"), partial(_table, name=name, suffix=suffix)),
        **dict.fromkeys((".tif", ".tiff"), _grid),
    }
    try:
        frame = readers.get(suffix, partial(_vector, name=name))(content)
    except WeightsError:
        raise
    except ReaderError as error:
        raise WeightsError("readers.population.unreadable", error=error.what) from error
    except _raster_errors() as error:  # which names a file of GDAL's memory that the user never saw
        raise WeightsError("readers.population.unreadable_raster", name=name) from error
    except (ValueError, OSError, KeyError, MemoryError) as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise WeightsError("readers.population.unreadable_save_anew", name=name, reason=reason) from error
    return _checked(frame, name)


def _table(content: bytes, name: str, suffix: str) -> gpd.GeoDataFrame:
    if suffix == ".xlsx" and content and detect_file_type(content, name) != "xlsx":
        raise ReaderError("readers.safe_zip.damaged_archive", file=name)
    file = open_tabular(content, name, limits=_LIMITS)
    rows = (cells for _, cells in file.rows(choose_sheet(file)))
    top = list(islice(rows, LOOKED_AT))
    header = find_header([[cell_text(cell) for cell in cells] for cells in top])
    headings = header.names if header.is_present else []
    lon = heading_of(headings, *HEADINGS["lon"], "x")
    lat = heading_of(headings, *HEADINGS["lat"], "y")
    if not lon or not lat:
        raise WeightsError("readers.population.no_coordinate_columns")
    used = {lon, lat, heading_of(headings, *HEADINGS["weight"])}
    places = {heading: at for at, heading in enumerate(headings) if heading in used}
    data, parts = chain(top[header.above :], rows), [np.empty((0, 3))]
    while batch := list(islice(data, _BATCH)):  # numbers take a tenth of their text's memory
        columns = {name: [cell_text(row[at]) if at < len(row) else "" for row in batch] for name, at in places.items()}
        frame = pd.DataFrame(columns, dtype="str")
        xy = (parse_coordinate_column(frame[axis])[0] for axis in (lon, lat))
        parts.append(np.column_stack([*xy, _weight(frame)]))
    x, y, weight = np.vstack(parts).T
    return gpd.GeoDataFrame({"weight": weight}, geometry=shapely.points(x, y), crs=STORAGE)


def _weight(frame: pd.DataFrame) -> np.ndarray:
    column = heading_of(map(str, frame.columns), *HEADINGS["weight"])
    if not column:
        return np.ones(len(frame))
    return pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=float)


def _vector(content: bytes, name: str) -> gpd.GeoDataFrame:
    """A layer, read as own layers are: GDAL never guesses the format of a user's file."""
    layer = read_layer(content, name)
    if left_open(content):  # weights that may lack rows are refused, like those with rows left out
        raise WeightsError("readers.population.rows_may_lack", name=name, reason=LEFT_OPEN)
    if layer.pending:
        raise WeightsError("readers.population.settle_first", name=name, question=layer.pending[0].message)
    left_out = layer.report[layer.report["what"] == "left_out"]
    if len(left_out):
        row, zh, en = left_out.iloc[0][["row", "why_zh", "why_en"]]
        raise WeightsError("readers.population.record_without_position", name=name, row=row, reason=local_text(zh, en))
    points = shapely.point_on_surface(layer.frame.geometry.to_numpy())
    return gpd.GeoDataFrame({"weight": _weight(layer.frame)}, geometry=points, crs=STORAGE)


def _raster_errors() -> type[Exception]:
    from rasterio.errors import RasterioError

    return RasterioError


def _grid(content: bytes) -> gpd.GeoDataFrame:
    import rasterio  # which brings a GDAL of its own, 20 MB that only a raster needs

    with rasterio.MemoryFile(content) as memory, memory.open() as grid:
        if grid.crs is None:
            raise WeightsError("readers.population.raster_without_system")
        if grid.width * grid.height > 100 * MOST_POINTS:
            raise WeightsError("readers.population.raster_too_large", area=study_area_name())
        values = grid.read(1, masked=True)
        row, column = np.nonzero(~np.ma.getmaskarray(values) & (values.data != 0))
        if len(row) > MOST_POINTS:
            raise WeightsError("readers.population.too_many_cells", n=len(row), most=MOST_POINTS)
        a, b, c, d, e, f = tuple(grid.transform)[:6]
        x, y = a * (column + 0.5) + b * (row + 0.5) + c, d * (column + 0.5) + e * (row + 0.5) + f
        lon, lat = Transformer.from_crs(CRS.from_user_input(grid.crs.to_wkt()), STORAGE, always_xy=True).transform(x, y)
        weight = values.data[row, column].astype(float)
    return gpd.GeoDataFrame({"weight": weight}, geometry=shapely.points(lon, lat), crs=STORAGE)


def _checked(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    xy = shapely.get_coordinates(shapely.force_2d(frame.geometry.to_numpy())) if len(frame) else np.empty((0, 2))
    if len(xy) != len(frame):
        raise WeightsError("readers.population.rows_without_position", name=name)
    if len(frame) > MOST_POINTS:
        raise WeightsError("readers.population.too_many_points", name=name, n=len(frame), most=MOST_POINTS)
    weight = frame["weight"].to_numpy(dtype=float)
    usable = np.isfinite(xy).all(axis=1) & np.isfinite(weight)
    if not usable.any():
        raise WeightsError("readers.population.no_usable_row", name=name)
    if (weight[usable] < 0).any():
        record = int(np.flatnonzero(usable & (weight < 0))[0]) + 1
        raise WeightsError("readers.population.negative_weight", name=name, record=record)
    west, south, east, north = study_area().boxes.around
    x, y = xy[usable].T
    if not ((x > west) & (x < east) & (y > south) & (y < north)).any():
        raise WeightsError("readers.population.outside_study_area", name=name, area=study_area_name(), x=x[0], y=y[0])
    return frame[usable].reset_index(drop=True)
