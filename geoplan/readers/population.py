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
from geoplan.errors import UserError
from geoplan.readers.messages import ReaderError
from geoplan.readers.read_csv import read_sheet
from geoplan.readers.read_layer import read_layer
from geoplan.readers.read_xlsx import require_harmless
from geoplan.readers.write_ahead_log import LEFT_OPEN, left_open

_LON: Final = ("lon", "lng", "longitude", "x", "经度")
_LAT: Final = ("lat", "latitude", "y", "纬度")
_WEIGHT: Final = ("weight", "population", "pop", "people", "employees", "count", "权重", "人口", "人数", "从业人员")
SUFFIXES: Final = (".csv", ".xlsx", ".geojson", ".json", ".gpkg", ".tif", ".tiff")
MOST_POINTS: Final = 2_000_000
_AROUND: Final = (110.0, 20.0, 125.0, 32.0)  # degrees west, south, east, north: what may concern Fujian


class WeightsError(UserError):
    """What was brought cannot be read as weights."""


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
            f"{name}：不支持该格式，请用 {'、'.join(SUFFIXES)}",
            f"{name}: this format is not supported; use {', '.join(SUFFIXES)}",
        )
    try:
        frame = readers[suffix](content)
    except WeightsError:
        raise
    except ReaderError as error:
        raise WeightsError(f"无法读取——{error.zh}", f"cannot be read: {error.en}") from error
    except (ValueError, OSError, KeyError, RasterioError, MemoryError) as error:
        why = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise WeightsError(
            f"{name}：无法读取（{why}），请另存后重试", f"{name}: cannot be read ({why}); save it anew"
        ) from error
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
            f"表中没有经纬度列，请命名为 {_LON[0]}、{_LAT[0]}（或 {_LON[-1]}、{_LAT[-1]}）",
            f"the table has no longitude and latitude; call the columns {_LON[0]} and {_LAT[0]}",
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
        raise WeightsError(f"{name}：{LEFT_OPEN.zh}", f"{name}: {LEFT_OPEN.en}")
    if intake.pending:
        asked = intake.pending[0].said
        raise WeightsError(f"{name}：有待定之处，请先处理——{asked.zh}", f"{name}: settle this first: {asked.en}")
    lost = intake.report[intake.report["what"] == "left_out"]
    if len(lost):
        row, zh, en = lost.iloc[0][["row", "why_zh", "why_en"]]
        raise WeightsError(
            f"{name}：第 {row} 条{zh}，请补上或删去", f"{name}: record {row} has no place ({en}); add it or delete it"
        )
    points = shapely.point_on_surface(intake.frame.geometry.to_numpy())
    return gpd.GeoDataFrame({"weight": _weight(intake.frame)}, geometry=points, crs=STORAGE)


def _grid(content: bytes) -> gpd.GeoDataFrame:
    with rasterio.MemoryFile(content) as memory, memory.open() as grid:
        if grid.crs is None:
            raise WeightsError("栅格没有坐标系，请先设定后再用", "the grid has no coordinate system; set one first")
        if grid.width * grid.height > 100 * MOST_POINTS:
            raise WeightsError("栅格过大，请先裁剪到福建", "the grid is too large; cut it to Fujian first")
        values = grid.read(1, masked=True)
        row, column = np.nonzero(~np.ma.getmaskarray(values) & (values.data != 0))
        if len(row) > MOST_POINTS:
            raise WeightsError(
                f"栅格有 {len(row)} 个有值的格，超过 {MOST_POINTS}，请先裁剪或重采样",
                f"the grid has {len(row)} cells with a value, over {MOST_POINTS}; cut or resample it first",
            )
        a, b, c, d, e, f = tuple(grid.transform)[:6]
        x, y = a * (column + 0.5) + b * (row + 0.5) + c, d * (column + 0.5) + e * (row + 0.5) + f
        lon, lat = Transformer.from_crs(CRS.from_user_input(grid.crs.to_wkt()), STORAGE, always_xy=True).transform(x, y)
        weight = values.data[row, column].astype(float)
    return gpd.GeoDataFrame({"weight": weight}, geometry=shapely.points(lon, lat), crs=STORAGE)


def _checked(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    xy = shapely.get_coordinates(shapely.force_2d(frame.geometry.to_numpy())) if len(frame) else np.empty((0, 2))
    if len(xy) != len(frame):
        raise WeightsError(
            f"{name}：有的行没有位置，请补上或删去", f"{name}: some rows have no place; add it or delete them"
        )
    if len(frame) > MOST_POINTS:
        raise WeightsError(
            f"{name}：{len(frame)} 行，超过 {MOST_POINTS}",
            f"{name}: {len(frame)} rows, more than {MOST_POINTS}; split it",
        )
    weight = frame["weight"].to_numpy(dtype=float)
    usable = np.isfinite(xy).all(axis=1) & np.isfinite(weight)
    if not usable.any():
        raise WeightsError(f"{name}：没有一行同时有坐标和权重", f"{name}: no row has both coordinates and a weight")
    if (weight[usable] < 0).any():
        at = int(np.flatnonzero(usable & (weight < 0))[0]) + 1
        raise WeightsError(
            f"{name}：第 {at} 条的权重为负，请改正", f"{name}: record {at} has a negative weight; correct it"
        )
    west, south, east, north = _AROUND
    x, y = xy[usable].T
    if not ((x > west) & (x < east) & (y > south) & (y < north)).any():
        raise WeightsError(
            f"{name}：坐标不在福建一带（如 {x[0]:.4f}, {y[0]:.4f}），请检查经纬度次序与坐标系",
            f"{name}: nothing lies near Fujian (such as {x[0]:.4f}, {y[0]:.4f}); check axis order and system",
        )
    return frame[usable].reset_index(drop=True)
