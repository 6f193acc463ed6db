"""Four threads cut, fill and locate with the same geometries for a while: run as a script by test_prepared_copies."""

from __future__ import annotations

import sys
import time
from threading import Thread

import geopandas as gpd
import numpy as np
import shapely

from geoplan.analysis.footprint import cut_by_region
from geoplan.analysis.locate_features import in_sites
from geoplan.analysis.point_grid import points_in
from geoplan.registers.area_index import AreaIndex

CHANCE = np.random.default_rng(1)
METRIC = 4549


def star(x: float, y: float, corners: int, radius: float) -> shapely.Polygon:
    turn = np.sort(CHANCE.uniform(0, 2 * np.pi, corners))
    out = radius * CHANCE.uniform(0.7, 1, corners)
    return shapely.Polygon(np.column_stack([x + out * np.cos(turn), y + out * np.sin(turn)]))


def main() -> None:
    areas = np.array([star(1500 * n, 0, 3000, 1000) for n in range(8)])
    shapes = np.array([star(CHANCE.uniform(-500, 12_000), CHANCE.uniform(-800, 800), 30, 120) for _ in range(400)])
    places = gpd.GeoDataFrame({"site_id": range(8), "radius_m": 0.0}, geometry=areas, crs=METRIC)
    own = gpd.GeoDataFrame(geometry=shapes, crs=METRIC)
    x, y = CHANCE.uniform(-1000, 12_000, 5000), CHANCE.uniform(-1000, 1000, 5000)
    index = AreaIndex(range(8), areas)
    end, done = time.monotonic() + float(sys.argv[1]), []

    def work() -> None:
        while time.monotonic() < end:
            cut_by_region(shapes.copy(), areas)
            points_in(areas[0], 20.0)
            in_sites(own, places)
            index.locate(x, y)
            done.append(1)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(done))


if __name__ == "__main__":
    main()
