"""A synthetic register counted in 2,000 parks, beside geopandas, DuckDB spatial, dask-geopandas and SedonaDB.

Each peer at its best of the settings that were tried, in a process of its own; those that are not installed are said.
Run ``python benchmarks/bench_registers.py [ROWS ...]``, by default 10,000 and 1,000,000; it prints ratios of CPU time
and the peak of memory, and checks that all count the same. The parks and enterprises are made up (seeded).
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geoplan.registers.area_index import AreaIndex
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.industry_codes import IndustryCodes
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.register_file import open_register
from geoplan.registers.run_distributed import run_distributed
from geoplan.registers.run_in_process import run_in_process
from geoplan.registers.run_streamed import run_streamed
from geoplan.registers.synthetic_register import synthetic_register

AGAINST_GEOPANDAS = 3.0
AGAINST_READING = 8.0
MOST_MEMORY = 1_000  # MB, at 10,000,000 rows
PARKS = 2_000
CODES = [f"{i:04d}" for i in range(1, 1383)]
COLUMNS = ["lon", "lat", "gbt_code"]
PEERS = {
    "geopandas": "geopandas",
    "geopandas_parks_left": "geopandas",
    "duckdb": "duckdb_extension_spatial",
    "dask_geopandas": "dask_geopandas",
    "sedonadb": "sedonadb",
}


def made_up_parks(n: int = PARKS, seed: int = 7) -> gpd.GeoDataFrame:
    """Ragged parks of 0.2-3 km across round 60 towns of a province, so that they overlap; a tenth with a hole."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform((116.0, 23.8), (120.2, 28.0), (60, 2))
    at = towns[rng.integers(0, 60, n)] + rng.normal(0, 0.08, (n, 2))
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    reach = rng.uniform(100, 1_500, (n, 1)) * rng.uniform(0.6, 1, (n, 24)) / 111_320
    rings = np.stack([at[:, :1] + reach * np.cos(turn), at[:, 1:] + reach * np.sin(turn)], axis=-1)
    shapes = shapely.polygons(rings)
    holes = shapely.buffer(shapely.points(at), reach.min(axis=1) / 3, quad_segs=2)
    shapes[::10] = shapely.difference(shapes[::10], holes[::10])
    return gpd.GeoDataFrame({"site_id": [f"p{i}" for i in range(n)]}, geometry=shapes, crs=4326)


def write_register(path: Path, parks: gpd.GeoDataFrame, n: int) -> None:
    rng = np.random.default_rng(11)
    towns = rng.uniform((116.0, 23.8), (120.2, 28.0), (60, 2))
    with pq.ParquetWriter(path, next(synthetic_register(parks.geometry.to_numpy(), towns, CODES, 1)).schema) as writer:
        for table in synthetic_register(parks.geometry.to_numpy(), towns, CODES, n):
            writer.write_table(table)


def plan_of(parks: gpd.GeoDataFrame, asked: str = "") -> CountingPlan:
    codes = IndustryCodes(("", *CODES), {}, {code: i + 1 for i, code in enumerate(CODES)})
    columns = RegisterColumns("lon", "lat", industry="gbt_code")
    if asked == "sums":
        columns = replace(columns, capital="capital", staff="staff", also=("capital", "staff"))
    returned = asked == "returned"
    layers = {"inside": AreaIndex(parks["site_id"], parks.geometry)}
    return CountingPlan(layers, columns, codes, keep=returned, assign=returned)


def ours(file: Path, parks: gpd.GeoDataFrame, runner: str = "in_process", scheduler: str = "") -> pd.Series:
    plan = plan_of(parks, runner)
    parts = open_register(file).parts(plan.columns.used)
    if runner == "streamed":
        counts = run_streamed(parts, plan, workers=2)
    elif runner == "distributed":
        counts = run_distributed(parts, plan, scheduler)
    else:
        counts = run_in_process(parts, plan)
    frame = counts.layers["inside"].cells.frame().groupby(["area", "industry"])["0"].sum()
    area, industry = (frame.index.get_level_values(i) for i in range(2))
    levels = [plan.layers["inside"].ids, pd.Index(plan.codes.codes)]
    return frame.set_axis(pd.MultiIndex(levels=levels, codes=[area, industry], verify_integrity=False))


def reading(file: Path, parks: gpd.GeoDataFrame) -> pd.Series:
    pq.read_table(file, columns=COLUMNS)
    return pd.Series(dtype="int64")


def geopandas(file: Path, parks: gpd.GeoDataFrame, parks_left: bool = False) -> pd.Series:
    frame = pd.read_parquet(file, columns=COLUMNS).dropna(subset=["lon", "lat"])
    points = gpd.GeoDataFrame(frame[["gbt_code"]], geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326)
    pair = (parks, points) if parks_left else (points, parks)
    return gpd.sjoin(*pair, predicate="intersects").groupby(["site_id", "gbt_code"]).size()


def geopandas_parks_left(file: Path, parks: gpd.GeoDataFrame) -> pd.Series:
    return geopandas(file, parks, parks_left=True)


def duckdb(file: Path, parks: gpd.GeoDataFrame) -> pd.Series:
    import duckdb as engine
    from duckdb_extensions import import_extension

    base = engine.connect()
    import_extension("spatial", con=base)
    base.execute("LOAD spatial")
    table = pa.table(
        {"site_id": parks["site_id"], "wkb": pa.array(shapely.to_wkb(parks.geometry).tolist(), pa.binary())}
    )
    base.register("given", table)
    base.execute("CREATE TABLE parks AS SELECT site_id, ST_GeomFromWKB(wkb) AS shape FROM given")
    query = f"""SELECT site_id, gbt_code, count(*) AS n FROM read_parquet('{file}') JOIN parks
        ON ST_Intersects(shape, ST_Point(lon, lat)) WHERE lon IS NOT NULL GROUP BY ALL"""
    return base.execute(query).df().set_index(["site_id", "gbt_code"])["n"]


def dask_geopandas(file: Path, parks: gpd.GeoDataFrame) -> pd.Series:
    import dask.dataframe as dd
    import dask_geopandas as engine

    frame = dd.read_parquet(file, columns=COLUMNS, split_row_groups=True).dropna(subset=["lon", "lat"])
    points = engine.from_dask_dataframe(frame, geometry=engine.points_from_xy(frame, "lon", "lat", crs=4326))
    joined = engine.sjoin(points, parks, predicate="intersects")
    return joined.groupby(["site_id", "gbt_code"]).size().compute(scheduler="threads")


def sedonadb(file: Path, parks: gpd.GeoDataFrame) -> pd.Series:
    import sedonadb as engine

    base = engine.connect()
    base.read_parquet(str(file)).to_view("register")
    base.create_data_frame(parks).to_view("parks")
    query = """SELECT site_id, gbt_code, count(*) AS n FROM parks JOIN
        (SELECT gbt_code, ST_SetSRID(ST_Point(lon, lat), 4326) AS point FROM register WHERE lon IS NOT NULL)
        ON ST_Intersects(geometry, point) GROUP BY site_id, gbt_code"""
    return base.sql(query).to_pandas().set_index(["site_id", "gbt_code"])["n"]


def measured(case: str, file: Path) -> dict[str, Any]:
    """CPU seconds, seconds on the clock and peak memory of a case, counted from after its imports; and what it counts."""
    parks = made_up_parks()
    work = {"ours": ours, "reading": reading, **{name: globals()[name] for name in PEERS}}
    arguments: dict[str, Any] = {}
    if case.startswith("ours_"):
        arguments = {"runner": case.removeprefix("ours_")}
        case = "ours"
    before, start = _cpu(), time.perf_counter()
    counts = work[case](file, parks, **arguments)
    spent, clock = _cpu() - before, time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    counts = counts.sort_index()
    names = ",".join(f"{site}/{code}" for site, code in counts.index)
    check = [
        int(counts.sum()),
        len(counts),
        int(pd.util.hash_array(np.array([names, *map(str, counts)], dtype=object)).sum()),
    ]
    return {"cpu": spent, "clock": clock, "peak": peak, "counts": check}


def _cpu() -> float:
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def run(case: str, file: Path, times: int) -> dict[str, Any] | None:
    """The best of several runs in processes of their own; None where a peer fails, which is printed."""
    best: dict[str, Any] | None = None
    for _ in range(times):
        done = subprocess.run([sys.executable, __file__, "--case", case, str(file)], capture_output=True, text=True)
        if done.returncode:
            print(f"  {case:24s} fails: {done.stderr.strip().splitlines()[-1][:150]}")
            return None
        result = json.loads(done.stdout.splitlines()[-1])
        best = result if best is None or result["cpu"] < best["cpu"] else best
    return best


def compare(n: int, folder: Path, peers: list[str]) -> dict[str, dict[str, Any]]:
    file = folder / f"synthetic-{n}.parquet"
    write_register(file, made_up_parks(), n)
    times = 5 if n <= 100_000 else 3 if n <= 1_000_000 else 1
    results = {}
    for case in ("reading", "ours", "ours_streamed", "ours_sums", "ours_returned", *peers):
        if case in PEERS and importlib.util.find_spec(PEERS[case]) is None:
            print(f"  {case:24s} is not installed")
        elif (result := run(case, file, times)) is not None:
            results[case] = result
    own = results["ours"]
    print(f"{n:,} rows × {PARKS:,} parks: {own['counts'][0]:,} pairs; ours {own['cpu']:.2f} CPU s = 1")
    for case, result in results.items():
        same = "" if case == "reading" else " same counts" if result["counts"] == own["counts"] else " OTHER COUNTS"
        print(
            f"  {case:24s} {result['cpu'] / own['cpu']:6.2f} x CPU {result['clock']:7.2f} s {result['peak']:6.0f} MB{same}"
        )
    return results


def main() -> None:
    if sys.argv[1:2] == ["--case"]:
        print(json.dumps(measured(sys.argv[2], Path(sys.argv[3]))))
        return
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 1_000_000]
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            results = compare(n, Path(folder), list(PEERS) if n <= 1_000_000 else [])
            own, peers = results["ours"], [r for name, r in results.items() if name.startswith("geopandas")]
            if any(r["counts"] != own["counts"] for name, r in results.items() if name != "reading"):
                faults.append(f"{n}: other counts")
            least = AGAINST_GEOPANDAS if n >= 1_000_000 else 1.0
            if peers and min(r["cpu"] for r in peers) < least * own["cpu"]:
                faults.append(f"{n}: less than {least:.0f} x geopandas")
            if n >= 1_000_000 and own["cpu"] > AGAINST_READING * results["reading"]["cpu"]:
                faults.append(f"{n}: more than {AGAINST_READING:.0f} x reading")
            if max(own["peak"], results["ours_streamed"]["peak"]) > MOST_MEMORY:
                faults.append(f"{n}: over {MOST_MEMORY} MB")
    if faults:
        sys.exit("; ".join(faults))


if __name__ == "__main__":
    main()
