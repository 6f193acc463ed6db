"""Files of further formats, each made by a peer: GDAL's writers, pyarrow and Pillow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from PIL import Image
from reader_samples import zipped


def by_gdal(rows: gpd.GeoDataFrame, folder: Path, driver: str, file: str, **options: Any) -> dict[str, bytes]:
    """The files that a driver writes, by name; a folder's by their path."""
    path = folder / file
    pyogrio.write_dataframe(rows, path, driver=driver, **options)
    if path.is_dir():
        return {f"{file}/{p.name}": p.read_bytes() for p in sorted(path.iterdir())}
    return {p.name: p.read_bytes() for p in sorted(folder.glob(f"{path.stem}.*"))}


def geodatabase(layers: dict[str, gpd.GeoDataFrame], folder: Path, name: str = "数据.gdb") -> dict[str, bytes]:
    """A file geodatabase of several layers."""
    files: dict[str, bytes] = {}
    for title, layer in layers.items():
        kind = {} if len(layer) else {"geometry_type": "Point"}
        files = by_gdal(layer, folder, "OpenFileGDB", name, layer=title, **kind)
    return files


def gpx(layer: gpd.GeoDataFrame, folder: Path, kind: str = "waypoints") -> bytes:
    return by_gdal(layer, folder, "GPX", f"{kind}.gpx", layer=kind)[f"{kind}.gpx"]


def photo(gps: dict[int, Any] | None = None, taken: str = "2026:05:01 10:00:00") -> bytes:
    """A JPEG with a GPS block, if one is given."""
    exif = Image.Exif()
    if gps is not None:
        exif[0x8825] = gps
    exif[0x0132] = taken
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def somewhere(
    lat: Any = (24.0, 26.0, 46.0), lon: Any = (118.0, 5.0, 22.0), ns: str = "N", ew: str = "E", **more: Any
) -> dict[int, Any]:
    """The GPS block of 24°26′46″N 118°05′22″E, or of another place."""
    return {1: ns, 2: lat, 3: ew, 4: lon, **{int(tag[1:]): value for tag, value in more.items()}}


def parquet(layer: gpd.GeoDataFrame, **options: Any) -> bytes:
    out = io.BytesIO()
    layer.to_parquet(out, **options)
    return out.getvalue()


def dxf(*entities: str, header: str = "", tables: str = "", blocks: str = "") -> bytes:
    """A drawing in text, as AutoCAD R12 has it."""
    parts = [
        f"0\nSECTION\n2\n{name}\n{body}0\nENDSEC\n"
        for name, body in (("HEADER", header), ("TABLES", tables), ("BLOCKS", blocks))
        if body
    ]
    return ("".join(parts) + "0\nSECTION\n2\nENTITIES\n" + "".join(entities) + "0\nENDSEC\n0\nEOF\n").encode()


def dxf_point(x: float, y: float, layer: str = "0") -> str:
    return f"0\nPOINT\n8\n{layer}\n10\n{x}\n20\n{y}\n30\n0\n"


def dxf_outline(*xy: tuple[float, float], layer: str = "0", closed: int = 1) -> str:
    """A light polyline."""
    corners = "".join(f"10\n{x}\n20\n{y}\n" for x, y in xy)
    return f"0\nLWPOLYLINE\n8\n{layer}\n90\n{len(xy)}\n70\n{closed}\n{corners}"


def zipped_mapinfo(
    layer: gpd.GeoDataFrame, folder: Path, suffix: str = "tab", drop: tuple[str, ...] = (), **options: Any
) -> bytes:
    files = by_gdal(layer, folder, "MapInfo File", f"layer.{suffix}", **options)
    return zipped({name: content for name, content in files.items() if Path(name).suffix not in drop})


def nested_blocks(depth: int) -> bytes:
    """Blocks that insert ten of the one below them: a drawing of a few lines is a power of ten of points."""
    at = dxf_point(440_000, 2_711_000)
    blocks = "0\nBLOCK\n8\n0\n2\nB0\n70\n0\n10\n0\n20\n0\n" + at + "0\nENDBLK\n"
    for n in range(1, depth):
        inner = "".join(f"0\nINSERT\n8\n0\n2\nB{n - 1}\n10\n{i}\n20\n0\n" for i in range(10))
        blocks += f"0\nBLOCK\n8\n0\n2\nB{n}\n70\n0\n10\n0\n20\n0\n{inner}0\nENDBLK\n"
    insert = f"0\nINSERT\n8\n0\n2\nB{depth - 1}\n10\n0\n20\n0\n"
    return dxf(insert, header="9\n$ACADVER\n1\nAC1015\n", blocks=blocks)
