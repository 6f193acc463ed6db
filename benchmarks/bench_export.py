"""GeoJSON of 20,000 polygons, beside ``GeoDataFrame.to_file`` after RFC 7946; both must be valid and say the same.

The polygons are made up (seeded ragged outlines): this measures time, nothing about Fujian.
Run ``python benchmarks/bench_export.py``; it prints CPU ratios.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geoplan.crs.systems import parse_system
from geoplan.text.message import local_text
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection
from geoplan.writers.field_dictionary import Field
from geoplan.writers.write_export import write_export

PROMISE = 8.0
POLYGONS = 20_000
VERTICES = (64, 24)  # the catalogue's polygons have 64 on average, which the promise is about; and few


def made_up(n: int, vertices: int, seed: int = 11) -> gpd.GeoDataFrame:
    """Ragged clockwise polygons round Xiamen, with texts and numbers."""
    rng = np.random.default_rng(seed)
    at = rng.uniform((117.9, 24.4), (118.5, 24.9), (n, 2))
    turn = np.linspace(2 * np.pi, 0, vertices, endpoint=False)
    reach = rng.uniform(0.001, 0.01, (n, 1)) * rng.uniform(0.6, 1, (n, vertices))
    rings = np.stack([at[:, :1] + reach * np.cos(turn), at[:, 1:] + reach * np.sin(turn)], axis=-1)
    columns = {
        "id": [f"park-{i}" for i in range(n)],
        "name_zh": [f"园区{i}号" for i in range(n)],
        "main_industry": rng.choice(["生物医药与健康", "新能源", "海洋高新"], n),
        "radius_m": rng.uniform(50, 900, n).round(1),
        "plans": rng.integers(1, 5, n),
    }
    return gpd.GeoDataFrame(columns, geometry=shapely.polygons(rings), crs=4326)


def content_of(frame: gpd.GeoDataFrame) -> ExportContent:
    fields = tuple(Field(name, name[:10], local_text(name, name), "string", "") for name in frame.columns[:-1])
    collection = Collection("parks", local_text("园区", "Parks"), local_text("", ""), "id", frame, fields)
    return ExportContent((collection,), parse_system("4326"), {"title": "made up", "note": ""})


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def faults(path: Path, frame: gpd.GeoDataFrame) -> list[str]:
    """What RFC 7946 or the frame would object to."""
    written = orjson.loads(path.read_bytes())
    shapes = shapely.from_geojson([orjson.dumps(f["geometry"]) for f in written["features"]])
    coordinates = shapely.get_coordinates(shapes)
    said = [f["properties"]["name_zh"] for f in written["features"]]
    checks = {
        "a crs member": "crs" in written,
        "invalid polygons": not shapely.is_valid(shapes).all(),
        "left-handed rings": not shapely.is_ccw(shapely.get_exterior_ring(shapes)).all(),
        "more than 7 decimals": bool((np.abs(coordinates - coordinates.round(7)) > 0).any()),
        "other shapes": bool(shapely.hausdorff_distance(shapes, frame.geometry.to_numpy()).max() > 2e-7),
        "other texts": said != frame["name_zh"].tolist(),
    }
    return [what for what, found in checks.items() if found]


def compare(vertices: int) -> float:
    """Print the ratios of the peer's CPU time to ours, taken in turns; return that of RFC 7946."""
    frame = made_up(POLYGONS, vertices)
    content = content_of(frame)
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.geojson" for name in ("ours", "rfc", "plain")}
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: write_export(content, paths["ours"]),
            "rfc": lambda: frame.to_file(paths["rfc"], driver="GeoJSON", RFC7946="YES"),
            "plain": lambda: frame.to_file(paths["plain"], driver="GeoJSON"),
        }
        spent = dict.fromkeys(ways, float("inf"))
        for turn in range(6):
            for name in ways if turn % 3 == 0 else ("ours",):
                spent[name] = min(spent[name], cpu(ways[name]))
        print(f"{POLYGONS} polygons of {vertices} vertices; ours {spent['ours']:.2f} CPU s = 1")
        titles = {"rfc": "geopandas to_file, RFC7946", "plain": "geopandas to_file, plain", "ours": "ours"}
        for name, title in titles.items():
            found = ", ".join(faults(paths[name], frame)) or "none"
            print(f"  {title:28s} {spent[name] / spent['ours']:6.1f} x   faults: {found}")
        if faults(paths["ours"], frame):
            sys.exit("ours is not valid")
    return spent["rfc"] / spent["ours"]


def main() -> None:
    ratio, *_ = [compare(vertices) for vertices in VERTICES]
    if ratio < PROMISE:
        sys.exit(f"promised {PROMISE:.0f} x against to_file with RFC7946, got {ratio:.1f}")


if __name__ == "__main__":
    main()
