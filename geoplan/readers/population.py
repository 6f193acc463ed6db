"""Weights a user brings: points (enterprises, addresses with people) or a grid of population."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely
from pyproj import CRS, Transformer
from rasterio.errors import RasterioError

from geoplan.crs.metric import STORAGE
from geoplan.errors import ReaderError, WeightsError
from geoplan.readers.read_csv import read_sheet
from geoplan.readers.read_layer import read_layer
from geoplan.readers.read_xlsx import require_harmless
from geoplan.readers.write_ahead_log import LEFT_OPEN, left_open
from geoplan.text.message import local_text

_LON: Final = ("lon", "lng", "longitude", "x", "经度")
_LAT: Final = ("lat", "latitude", "y", "纬度")
_WEIGHT: Final = ("weight", "population", "pop", "people", "employees", "count", "权重", "人口", "人数", "从业人员")
SUFFIXES: Final = (".csv", ".xlsx", ".geojson", ".json", ".gpkg", ".tif", ".tiff")
MOST_POINTS: Final = 2_000_000
_AROUND: Final = (110.0, 20.0, 125.0, 32.0)  # degrees west, south, east, north: what may concern Fujian


def read_weights(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Read points or a grid.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name; the suffix tells the format: CSV or XLSX with longitude, latitude and, if wanted, a weight; GeoJSON
        or GeoPackage of points; GeoTIFF, each cell a point at its centre, no-data and 0 left out.

    Returns
    -------
    GeoDataFrame
        Points in EPSG:4326 with ``weight`` (1 each where the file has no such column). The coordinates of a table,
        and degrees of a layer that does not say, are taken for WGS 84.

    Raises
    ------
    WeightsError
        Another format, nothing usable in it, rows that may be missing, coordinates nowhere near Fujian, or a
        negative weight.
    """
    suffix = PurePath(name).suffix.lower()
    readers: dict[str, Callable[[bytes], gpd.GeoDataFrame]] = {
        **{".csv": _csv, ".xlsx": partial(_xlsx, name=name)},
        **dict.fromkeys((".tif", ".tiff"), _grid),
        **dict.fromkeys((".geojson", ".json", ".gpkg"), partial(_vector, name=name)),
    }
    if suffix not in readers:
        raise WeightsError(
            "readers.population.format_not_supported_use",
            name=name,
            suffixes=local_text("、".join(SUFFIXES), ", ".join(SUFFIXES)),
        )
    try:
        frame = readers[suffix](content)
    except WeightsError:
        raise
    except ReaderError as error:
        raise WeightsError("readers.population.cannot_read", error=error) from error
    except (ValueError, OSError, KeyError, RasterioError, MemoryError) as error:
        why = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise WeightsError("readers.population.cannot_read_save_anew", name=name, why=why) from error
    return _checked(frame, name)


def _csv(content: bytes) -> gpd.GeoDataFrame:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return _table(pd.read_csv(BytesIO(content), encoding=encoding))
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GB 18030")


def _xlsx(content: bytes, name: str) -> gpd.GeoDataFrame:
    require_harmless(content, name)
    return _table(read_sheet(content, name))


def _table(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    columns = {str(column).strip().lower(): column for column in frame.columns}
    lon, lat = (next((columns[n] for n in names if n in columns), None) for names in (_LON, _LAT))
    if lon is None or lat is None:
        raise WeightsError(
            "readers.population.table_no_longitude_latitude_call",
            lon=_LON[0],
            lat=_LAT[0],
            lon2=_LON[-1],
            lat2=_LAT[-1],
        )
    xy = frame[[lon, lat]].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    return gpd.GeoDataFrame({"weight": _weight(frame)}, geometry=shapely.points(xy), crs=STORAGE)


def _weight(frame: pd.DataFrame) -> np.ndarray:
    columns = {str(column).strip().lower(): column for column in frame.columns}
    found = next((columns[name] for name in _WEIGHT if name in columns), None)
    if found is None:
        return np.ones(len(frame))
    return pd.to_numeric(frame[found], errors="coerce").to_numpy(dtype=float)


def _vector(content: bytes, name: str) -> gpd.GeoDataFrame:
    """A layer, read as own layers are: GDAL is never left to guess what a stranger's file may be."""
    intake = read_layer(content, name)
    if left_open(content):  # weights that may lack rows are refused, like those with rows left out
        raise WeightsError("readers.population.text", name=name, left_open=LEFT_OPEN)
    if intake.pending:
        asked = intake.pending[0].said
        raise WeightsError("readers.population.settle_first", name=name, asked=asked)
    lost = intake.report[intake.report["what"] == "left_out"]
    if len(lost):
        row, zh, en = lost.iloc[0][["row", "why_zh", "why_en"]]
        raise WeightsError("readers.population.record_no_place_add_delete", name=name, row=row, zh=local_text(zh, en))
    points = shapely.point_on_surface(intake.frame.geometry.to_numpy())
    return gpd.GeoDataFrame({"weight": _weight(intake.frame)}, geometry=points, crs=STORAGE)


def _grid(content: bytes) -> gpd.GeoDataFrame:
    with rasterio.MemoryFile(content) as memory, memory.open() as grid:
        if grid.crs is None:
            raise WeightsError("readers.population.grid_no_coordinate_system_set")
        if grid.width * grid.height > 100 * MOST_POINTS:
            raise WeightsError("readers.population.grid_too_large_cut_fujian")
        values = grid.read(1, masked=True)
        row, column = np.nonzero(~np.ma.getmaskarray(values) & (values.data != 0))
        if len(row) > MOST_POINTS:
            raise WeightsError("readers.population.grid_cells_value_over_cut", n=len(row), most_points=MOST_POINTS)
        a, b, c, d, e, f = tuple(grid.transform)[:6]
        x, y = a * (column + 0.5) + b * (row + 0.5) + c, d * (column + 0.5) + e * (row + 0.5) + f
        lon, lat = Transformer.from_crs(CRS.from_user_input(grid.crs.to_wkt()), STORAGE, always_xy=True).transform(x, y)
        weight = values.data[row, column].astype(float)
    return gpd.GeoDataFrame({"weight": weight}, geometry=shapely.points(lon, lat), crs=STORAGE)


def _checked(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    xy = shapely.get_coordinates(shapely.force_2d(frame.geometry.to_numpy())) if len(frame) else np.empty((0, 2))
    if len(xy) != len(frame):
        raise WeightsError("readers.population.some_rows_no_place_add", name=name)
    if len(frame) > MOST_POINTS:
        raise WeightsError("readers.population.rows_more_than_split", name=name, n=len(frame), most_points=MOST_POINTS)
    weight = frame["weight"].to_numpy(dtype=float)
    usable = np.isfinite(xy).all(axis=1) & np.isfinite(weight)
    if not usable.any():
        raise WeightsError("readers.population.no_row_both_coordinates_weight", name=name)
    if (weight[usable] < 0).any():
        at = int(np.flatnonzero(usable & (weight < 0))[0]) + 1
        raise WeightsError("readers.population.record_negative_weight_correct", name=name, at=at)
    west, south, east, north = _AROUND
    x, y = xy[usable].T
    if not ((x > west) & (x < east) & (y > south) & (y < north)).any():
        raise WeightsError("readers.population.nothing_lies_near_fujian_such", name=name, x=x[0], y=y[0])
    return frame[usable].reset_index(drop=True)
