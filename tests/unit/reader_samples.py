"""Files as users bring them, each built in code."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
import shapely

# Three places of Xiamen and Quanzhou, longitude and latitude in WGS 84.
PLACES = {"厦门北站": (118.0707, 24.6374), "软件园三期": (118.0400, 24.6110), "泉州湾": (118.6800, 24.8700)}
NAMES = list(PLACES)
POINTS = [shapely.Point(xy) for xy in PLACES.values()]


def table(x: list[Any], y: list[Any], heads: tuple[str, str] = ("经度", "纬度")) -> bytes:
    """A CSV in UTF-8."""
    return pd.DataFrame({"名称": NAMES[: len(x)], heads[0]: x, heads[1]: y}).to_csv(index=False).encode()


def workbook(*rows: list[Any], title: str = "Sheet1") -> bytes:
    """An XLSX of these rows."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def geojson(*geometries: Any, **members: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {"名称": f"第{i}处"}, "geometry": g}
        for i, g in enumerate(geometries, start=1)
    ]
    return orjson.dumps({"type": "FeatureCollection", **members, "features": features})


def point(x: Any, y: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def polygon(*ring: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(p) for p in ring]]}


def frame(shapes: list[Any], crs: Any = 4326, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns or {"名称": NAMES[: len(shapes)]}, geometry=shapes, crs=crs)


def gpkg(layers: dict[str, gpd.GeoDataFrame], folder: Path) -> bytes:
    path = folder / "sample.gpkg"
    for name, layer in layers.items():
        layer.to_file(path, layer=name, driver="GPKG")
    return path.read_bytes()


def shapefile(
    layer: gpd.GeoDataFrame, folder: Path, encoding: str = "utf-8", drop: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """The parts of a Shapefile by suffix."""
    path = folder / "sample.shp"
    layer.to_file(path, driver="ESRI Shapefile", encoding=encoding)
    parts = {p.suffix: p.read_bytes() for p in sorted(folder.glob("sample.*"))}
    return {suffix: part for suffix, part in parts.items() if suffix not in drop}


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped_shapefile(parts: dict[str, bytes], stem: str = "点位") -> bytes:
    return zipped({f"{stem}{suffix}": part for suffix, part in parts.items()})


def kml(*placemarks: str, head: str = "") -> bytes:
    body = "".join(f"<Placemark>{p}</Placemark>" for p in placemarks)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{body}</Document></kml>"
    ).encode()
