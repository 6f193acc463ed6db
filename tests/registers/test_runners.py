"""All runners count what geopandas.sjoin counts, and report the same rows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geoplan.errors import UserError
from geoplan.registers import area_index, counting_plan
from geoplan.registers.count_rows import RegisterCounts, assigned_areas
from geoplan.registers.counting_plan import CountingPlan, parts_of_frame
from geoplan.registers.read_rows import read_rows
from geoplan.registers.register_file import open_register
from geoplan.registers.run_distributed import run_distributed
from geoplan.registers.run_in_process import count_frame, run_in_process
from geoplan.registers.run_streamed import run_streamed
from registers.conftest import World


def by_sjoin(world: World) -> dict[str, pd.Series]:
    """Rows founded by area, code and year, from a join of points; in counties the lowest code has a border."""
    register = world.register.assign(code=world.register["industry"].replace({"C391": "391", "I65": "65", "xyz": ""}))
    points = gpd.GeoDataFrame(register, geometry=gpd.points_from_xy(register["lon"], register["lat"]), crs=4326)
    points = points[register["lon"].notna()]
    found = {}
    for layer, areas, key in (("county", world.counties, "adcode"), ("inside", world.parks, "site_id")):
        joined = gpd.sjoin(points, areas, predicate="intersects").rename_axis("row").reset_index()
        if layer == "county":
            joined = joined.sort_values(["row", key]).drop_duplicates("row")
        found[layer] = joined.groupby([key, "code", "founded"]).size()
    return found


def as_series(counts: RegisterCounts, plan: CountingPlan, layer: str, column: str = "0") -> pd.Series:
    frame = counts.layers[layer].cells.frame()
    key = "adcode" if layer == "county" else "site_id"
    frame[key], frame["code"] = plan.layers[layer].ids[frame["area"]], np.array(plan.codes.codes)[frame["industry"]]
    series = frame.set_index([key, "code", "year"])[column]
    return series[series > 0]


def assert_same(a: RegisterCounts, b: RegisterCounts) -> None:
    assert (a.n_rows, a.n_placed, a.n_asked) == (b.n_rows, b.n_placed, b.n_asked)
    assert a.reasons == b.reasons
    assert a.layers.keys() == b.layers.keys()
    for name, layer in a.layers.items():
        other = b.layers[name]
        assert layer.n_distinct == other.n_distinct
        np.testing.assert_array_equal(layer.cells.keys, other.cells.keys)
        np.testing.assert_array_equal(layer.cells.counts, other.cells.counts)


@pytest.fixture(scope="module")
def in_process(world: World) -> RegisterCounts:
    return count_frame(world.register, world.plan)


@pytest.fixture(scope="module")
def parquet(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register.parquet"
    pq.write_table(pa.Table.from_pandas(world.register, preserve_index=False), path, row_group_size=500)
    return path


@pytest.mark.parametrize("layer", ["county", "inside"])
@pytest.mark.parametrize("few", [0, 10**9], ids=["grid", "tree"])
def test_counts_are_those_of_sjoin(world: World, layer: str, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_index, "_FEW", few)
    wanted = by_sjoin(world)[layer].rename_axis(["", "code", "year"])
    found = as_series(count_frame(world.register, world.plan), world.plan, layer)
    assert dict(zip(found.index, found, strict=True)) == dict(zip(wanted.index, wanted, strict=True))


def test_a_row_in_several_parks_is_counted_in_each_and_once_in_the_total(
    world: World, in_process: RegisterCounts
) -> None:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(world.register["lon"], world.register["lat"]), crs=4326)
    joined = gpd.sjoin(points[world.register["lon"].notna()], world.parks, predicate="intersects")
    inside = in_process.layers["inside"]
    assert inside.cells.counts[:, 0].sum() == len(joined) > joined.index.nunique() == inside.n_distinct


def test_rows_are_assigned_to_the_parks_that_sjoin_finds(world: World) -> None:
    (part,) = parts_of_frame(world.register, world.plan.columns)
    rows = read_rows(part.table, world.plan.columns, world.plan.codes, part.file, part.numbers)
    row, area = assigned_areas(rows, world.plan.layers["inside"])
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(world.register["lon"], world.register["lat"]), crs=4326)
    joined = gpd.sjoin(points[world.register["lon"].notna()], world.parks, predicate="intersects")
    assert set(zip(row.tolist(), area.tolist(), strict=True)) == set(
        zip(joined.index.tolist(), joined["index_right"].tolist(), strict=True)
    )


def test_every_row_is_accounted_for(world: World, in_process: RegisterCounts) -> None:
    lost = world.register["lon"].isna()
    assert in_process.n_rows == len(world.register) == in_process.n_placed + in_process.reasons.unplaced
    assert in_process.reasons.counts["no_coordinates"] == lost.sum()
    assert [row for _, row in in_process.reasons.first["no_coordinates"]] == (np.flatnonzero(lost)[:10] + 1).tolist()
    assert in_process.reasons.counts["unknown_industry"] == (world.register["industry"] == "xyz").sum()
    assert in_process.reasons.counts["no_industry"] == (world.register["industry"] == "").sum()


def test_closed_enterprises_are_counted_in_the_year_they_close(world: World, in_process: RegisterCounts) -> None:
    register, years = world.register, as_series(in_process, world.plan, "county", "1").groupby("year").sum()
    placed = register[register["lon"].notna()]
    points = gpd.GeoDataFrame(placed, geometry=gpd.points_from_xy(placed["lon"], placed["lat"]), crs=4326)
    inside = gpd.sjoin(points, world.counties, predicate="intersects").reset_index().drop_duplicates("index")
    assert years.to_dict() == inside["closed"].dropna().astype(int).value_counts().to_dict()


def test_streamed_is_as_in_process(
    world: World, parquet: Path, in_process: RegisterCounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = open_register(parquet)
    assert register.n_rows == 6_000
    parts = list(register.parts(world.plan.columns.used))
    assert len(parts) == 12
    monkeypatch.setattr(counting_plan, "_TASK", 1_000)
    told: list[int] = []
    assert_same(run_streamed(parts, world.plan, told.append, workers=2), in_process)
    assert told == sorted(told)
    assert told[-1] == 6_000
    assert len(told) == 6
    assert_same(run_in_process(reversed(parts), world.plan), in_process)


@pytest.mark.long
def test_processes_do_not_run_the_main_module_which_in_the_app_is_the_page(
    world: World, parquet: Path, in_process: RegisterCounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    Path(page.__file__).write_text("raise RuntimeError('the page runs again')")
    monkeypatch.setitem(sys.modules, "__main__", page)
    parts = open_register(parquet).parts(world.plan.columns.used)
    assert_same(run_streamed(parts, world.plan, workers=2), in_process)


def test_a_process_that_is_ended_from_outside_ends_the_run(
    world: World, parquet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting_plan, "_TASK", 500)
    parts = list(open_register(parquet).parts(world.plan.columns.used)) * 20

    def end_all(_: int) -> None:
        for process in multiprocessing.active_children():
            os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(BrokenProcessPool):
        run_streamed(parts, world.plan, end_all, workers=2)
    assert multiprocessing.active_children() == []


def test_csv_and_workbook_are_as_the_frame(world: World, tmp_path: Path) -> None:
    csv, xlsx = tmp_path / "register.csv", tmp_path / "register.xlsx"
    rounded = world.register.round(9)  # which both write in full; points of the lattice stay where they are
    in_process = count_frame(rounded, world.plan)
    rounded.to_csv(csv, index=False, encoding="gb18030")
    rounded.to_excel(xlsx, index=False)
    for path in (csv, xlsx):
        register = open_register(path)
        counts = run_in_process(register.parts(world.plan.columns.used), world.plan)
        rows = [row for _, row in in_process.reasons.first["no_coordinates"]]
        # A sheet's rows are numbered as it shows them: the heading is row 1.
        assert [row for _, row in counts.reasons.first["no_coordinates"]] == [row + 1 for row in rows]
        counts.reasons = in_process.reasons if counts.reasons.counts == in_process.reasons.counts else counts.reasons
        assert_same(counts, in_process)


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own, as the how-to starts them."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started: list[subprocess.Popen[bytes]] = []

    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *arguments]
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        return started[-1]

    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert scheduler.stderr is not None
    address = next(line.split()[-1] for line in map(bytes.decode, scheduler.stderr) if "Scheduler at:" in line)
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    workers = []
    for _ in range(2):
        worker = start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        threading.Thread(target=worker.stderr.read, daemon=True).start()  # type: ignore[union-attr]
        workers.append(worker)
    yield address, workers
    for process in reversed(started):
        process.kill()
        process.wait()


def rows_given_back(counts: RegisterCounts) -> list[list[tuple[object, ...]]]:
    tables = counts.reasons.kept, counts.assigned
    assert all(len(pa.concat_tables(table)) for table in tables)
    return [sorted(zip(*pa.concat_tables(table).to_pydict().values(), strict=True), key=str) for table in tables]


def _until_there(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=60) as client:
        client.wait_for_workers(workers, timeout=60)


@pytest.mark.cluster
def test_a_cluster_is_as_in_process_and_loses_nothing_with_a_worker(
    world: World,
    parquet: Path,
    in_process: RegisterCounts,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, workers = cluster
    monkeypatch.setattr(counting_plan, "_TASK", 1_000)
    _until_there(address, 2)
    parts = list(open_register(parquet).parts(world.plan.columns.used))
    assert_same(run_distributed(parts, world.plan, address), in_process)
    plan = replace(world.plan, keep=True, assign=True)
    assert rows_given_back(run_distributed(parts, plan, address)) == rows_given_back(run_in_process(parts, plan))

    def kill_after(n_rows: int) -> None:
        if n_rows >= 1_000 and workers[0].poll() is None:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait()

    many = parts * 20
    counts = run_distributed(many, world.plan, address, kill_after)
    assert workers[0].poll() is not None
    assert_same(counts, run_in_process(many, world.plan))


@pytest.mark.cluster
def test_a_scheduler_that_does_not_answer_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geoplan.registers.run_distributed._PATIENCE", 0.5)
    start = time.monotonic()
    with pytest.raises(UserError, match=r"tcp://127\.0\.0\.1:9"):
        run_distributed([], world.plan, "tcp://127.0.0.1:9")
    assert time.monotonic() - start < 30
