"""Rows are given back with their reasons, cells and areas: all of them, in order, whichever runner counted them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from geoplan.errors import ExportError
from geoplan.registers import counting_plan, returned_rows
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_file import open_register
from geoplan.registers.returned_rows import (
    ASSIGNED,
    LEFT_OUT,
    RowSpool,
    RowsTakenOff,
    assigned_frame,
    left_out_frame,
)
from geoplan.registers.run_in_process import run_in_process
from geoplan.registers.run_streamed import run_streamed
from geoplan.writers import write_pieces as pieces_writer
from geoplan.writers.write_pieces import slices, write_pieces
from registers.conftest import World


@pytest.fixture(scope="module")
def register(world: World) -> pd.DataFrame:
    """With a coordinate that is none, one abroad, and days that are none."""
    frame = world.register.astype({"lon": "str", "lat": "str", "founded": "str"})
    frame[["lon", "lat"]] = frame[["lon", "lat"]].fillna("")
    frame.loc[[7, 5_000], "lon"] = "=1+1"
    frame.loc[9, ["lon", "lat"]] = ["0", "0"]
    frame.loc[[7, 8], "founded"] = "soon"
    return frame


@pytest.fixture(scope="module")
def parquet(register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("returned") / "register.parquet"
    pq.write_table(pa.Table.from_pandas(register, preserve_index=False), path, row_group_size=500)
    return path


def taken_off(folder: Path) -> RowsTakenOff:
    return RowsTakenOff(RowSpool(folder, "left-out", LEFT_OUT), RowSpool(folder, "assigned", ASSIGNED))


def frames(taken: RowsTakenOff, plan: CountingPlan) -> tuple[pd.DataFrame, pd.DataFrame]:
    assert taken.left_out is not None
    assert taken.assigned is not None
    ids = plan.layers["inside"].ids
    left = pd.concat([left_out_frame(piece, ["r"]) for piece in taken.left_out.pieces()], ignore_index=True)
    areas = [assigned_frame(piece, ["r"], "site_id", ids, ["inside"]) for piece in taken.assigned.pieces()]
    return left, pd.concat(areas, ignore_index=True)


def wanted(register: pd.DataFrame) -> pd.DataFrame:
    """By the rules of the how-to, row by row."""
    rows = []
    for number, row in enumerate(register.itertuples(), start=1):
        if not row.lon:
            rows.append((number, "no_coordinates", ""))
        elif row.lon == "=1+1":
            rows.append((number, "not_a_coordinate", f"{row.lon}, {row.lat}"))
        elif row.lon == "0":
            rows.append((number, "outside_china", "0, 0"))
        if row.industry in ("", "xyz"):
            rows.append((number, "unknown_industry" if row.industry else "no_industry", row.industry))
        if row.founded == "soon":
            rows.append((number, "unknown_founding", "soon"))
    return pd.DataFrame(rows, columns=["row", "reason", "text"])


def test_each_row_is_returned_in_order_by_every_runner(
    world: World, register: pd.DataFrame, parquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(world.plan, layers={"inside": world.plan.layers["inside"]}, keep=True, assign=True)
    monkeypatch.setattr(counting_plan, "_TASK", 1_000)
    monkeypatch.setattr(returned_rows, "_PIECE", 700)
    parts = list(open_register(parquet).parts(plan.columns.used))
    found = []
    for name in ("in_process", "streamed"):
        (folder := tmp_path / name).mkdir()
        taken = taken_off(folder)
        if name == "streamed":
            counts = run_streamed(parts, plan, workers=2, take=taken.take)
        else:
            counts = run_in_process(reversed(parts), plan, take=taken.take)
        assert (counts.reasons.kept, counts.assigned) == ([], [])
        found.append(frames(taken, plan))
    for left, areas in found:
        pd.testing.assert_frame_equal(left.drop(columns="file"), wanted(register), check_dtype=False)
        assert sum(counts.reasons.counts.values()) == len(left)
        pd.testing.assert_frame_equal(areas, found[0][1])
    placed = world.register[world.register["lon"].notna()].drop(index=[7, 9, 5_000], errors="ignore")
    points = gpd.GeoDataFrame(placed, geometry=gpd.points_from_xy(placed["lon"], placed["lat"]), crs=4326)
    joined = gpd.sjoin(points, world.parks, predicate="intersects")
    pairs = sorted(zip(joined.index + 1, joined["site_id"], strict=True))
    assert list(zip(found[0][1]["row"], found[0][1]["site_id"], strict=True)) == pairs


def test_rows_that_come_late_stand_where_they_belong(tmp_path: Path) -> None:
    def table(*rows: int) -> pa.Table:
        n = len(rows)
        return pa.table({"file": [0] * n, "row": rows, "reason": [0] * n, "text": [""] * n}).cast(LEFT_OUT)

    spool = RowSpool(tmp_path, "left-out", LEFT_OUT)
    assert [len(piece) for piece in spool.pieces()] == [0]
    for rows in ((10, 12), (2, 4), (20,)):
        spool.add([table(*rows)])
    spool.add_late([table(11, 1), table(30, 5)])
    assert pa.concat_tables(spool.pieces()).column("row").to_pylist() == [1, 2, 4, 5, 10, 11, 12, 20, 30]
    assert len(spool) == 9


def test_pieces_make_one_file_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"row": range(5), "text": ["=1+1", "", "b", "c", "d"]})
    monkeypatch.setattr(pieces_writer, "_PIECE", 2)
    for suffix in (".csv", ".xlsx", ".parquet"):
        write_pieces(tmp_path / f"rows{suffix}", slices(frame), len(frame))
    assert (tmp_path / "rows.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    as_csv = pd.read_csv(tmp_path / "rows.csv", keep_default_na=False)
    assert as_csv["text"].tolist() == ["'=1+1", "", "b", "c", "d"]
    assert as_csv["row"].tolist() == frame["row"].tolist()
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "rows.parquet"), frame, check_dtype=False)
    sheet = load_workbook(tmp_path / "rows.xlsx").active
    assert [cell.value for cell in sheet["B"]] == ["text", "=1+1", None, "b", "c", "d"]
    assert sheet["B2"].data_type == "s"

    def broken():
        yield frame
        raise OSError

    before = sorted(path.name for path in tmp_path.iterdir())
    content = (tmp_path / "rows.csv").read_bytes()
    for suffix in (".csv", ".xlsx", ".parquet"):
        with pytest.raises(OSError):
            write_pieces(tmp_path / f"rows{suffix}", broken(), 5)
    with pytest.raises(ExportError, match="1048575"):
        write_pieces(tmp_path / "rows.xlsx", slices(frame), 1_048_576)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "rows.csv").read_bytes() == content


def test_a_damaged_row_group_is_returned_row_by_row(world: World, parquet: Path, tmp_path: Path) -> None:
    group = pq.read_metadata(parquet).row_group(3).column(0)
    start = group.dictionary_page_offset or group.data_page_offset
    content = bytearray(parquet.read_bytes())
    content[start : start + group.total_compressed_size] = b"\xff" * group.total_compressed_size
    damaged = tmp_path / "register.parquet"
    damaged.write_bytes(content)
    plan = replace(world.plan, keep=True)
    counts = run_in_process(open_register(damaged).parts(plan.columns.used), plan)
    left = left_out_frame(pa.concat_tables(counts.reasons.kept), ["r"])
    lost = left[left["reason"] == "unreadable"]
    assert np.array_equal(np.sort(lost["row"]), np.arange(1_501, 2_001))
