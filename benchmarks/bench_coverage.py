"""Dissolved area per county and industry at 5,000 parks, beside geopandas' overlay + dissolve and plain unions.

The parks are made up (seeded ragged outlines): this measures time, nothing about Fujian.
Run ``python benchmarks/bench_coverage.py``; it prints CPU ratios and checks that all give the same areas.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.footprint import cut_by_region, dissolved_areas
from geoplan.crs.metric import AREA
from geoplan.geodata.boundaries import counties_in

PROMISE = 8.0
PARKS = 5_000


def made_up_parks(
    n: int, scope: str, spread: float, seed: int = 7
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, gpd.GeoDataFrame]:
    """Ragged parks of 0.2-3 km across round 60 towns, so that they overlap and cross borders, each in 1-3 of 7 industries."""
    rng = np.random.default_rng(seed)
    regions = counties_in(scope).to_crs(AREA)[["adcode", "geometry"]]
    west, south, east, north = regions.total_bounds
    towns = rng.uniform((west, south), (east, north), (60, 2))
    at = towns[rng.integers(0, 60, n)] + rng.normal(0, spread, (n, 2))
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    reach = rng.uniform(100, 1_500, (n, 1)) * rng.uniform(0.6, 1, (n, 24))
    rings = np.stack([at[:, :1] + reach * np.cos(turn), at[:, 1:] + reach * np.sin(turn)], axis=-1)
    parks = gpd.GeoDataFrame({"site_id": [f"p{i}" for i in range(n)]}, geometry=shapely.polygons(rings), crs=AREA)
    times = rng.integers(1, 4, n)
    groups = pd.DataFrame({"site_id": np.repeat(parks["site_id"], times), "group": rng.integers(0, 7, times.sum())})
    return parks, groups.drop_duplicates(), regions


def by_overlay(parks: gpd.GeoDataFrame, groups: pd.DataFrame, regions: gpd.GeoDataFrame) -> pd.Series:
    rows = parks.merge(groups, on="site_id")
    cut = gpd.overlay(rows, regions, how="intersection", keep_geom_type=True)
    return cut.dissolve(["adcode", "group"]).area


def by_clip_then_union(parks: gpd.GeoDataFrame, groups: pd.DataFrame, regions: gpd.GeoDataFrame) -> pd.Series:
    """The same pieces as ours, united by plain ``union_all``."""
    region, row, shapes = cut_by_region(parks.geometry.to_numpy(), regions.geometry.to_numpy())
    codes = {"adcode": regions["adcode"].to_numpy()[region], "site_id": parks["site_id"].to_numpy()[row]}
    pieces = gpd.GeoDataFrame(codes, geometry=shapes, crs=parks.crs)
    return (
        pieces.merge(groups, on="site_id").groupby(["adcode", "group"])["geometry"].apply(lambda g: g.union_all().area)
    )


def cpu(work: Callable[[], pd.Series], times: int) -> tuple[float, pd.Series]:
    best, result = float("inf"), pd.Series(dtype=float)
    for _ in range(times):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def compare(title: str, parks: gpd.GeoDataFrame, groups: pd.DataFrame, regions: gpd.GeoDataFrame) -> float:
    """Print the ratios of the peers' CPU time to ours; return the last."""
    ours, areas = cpu(lambda: dissolved_areas(parks, groups, regions).set_index(["adcode", "group"])["area_m2"], 5)
    print(
        f"{title}: {len(parks)} parks, {len(groups)} designations, {len(regions)} counties; ours {ours:.2f} CPU s = 1"
    )
    ratio = 0.0
    for name, work in (("clip + union_all", by_clip_then_union), ("geopandas overlay + dissolve", by_overlay)):
        spent, peer = cpu(lambda work=work: work(parks, groups, regions), 2)
        pd.testing.assert_series_equal(
            areas.sort_index(), peer.sort_index(), check_names=False, rtol=1e-9, check_index_type=False
        )
        ratio = spent / ours
        print(f"  {name:30s} {ratio:6.1f} x")
    return ratio


def main() -> None:
    ratio = compare("Fujian", *made_up_parks(PARKS, "350000", 9_000))
    # Ten times more park than land: all that is left to do is the union itself, which both leave to GEOS.
    compare("crowded into Xiamen", *made_up_parks(PARKS, "350200", 3_000))
    if ratio < PROMISE:
        sys.exit(f"promised {PROMISE:.0f} x against overlay + dissolve over Fujian, got {ratio:.1f}")


if __name__ == "__main__":
    main()
