"""What is wrong with a register is told with row numbers, and the rest is counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geoplan.crs.offset_datums import to_bd09
from geoplan.crs.systems import parse_system
from geoplan.errors import ReaderError
from geoplan.registers import csv_parts
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.count_table import count_table
from geoplan.registers.register_columns import guess_columns
from geoplan.registers.register_file import open_register
from geoplan.registers.run_in_process import count_frame, run_in_process
from registers.conftest import World


def counted(path: Path, world: World) -> RegisterCounts:
    return run_in_process(open_register(path).parts(world.plan.columns.used), world.plan)


def rows_of(counts: RegisterCounts, reason: str) -> list[int]:
    return [row for _, row in counts.reasons.first.get(reason, [])]


def test_a_damaged_row_group_is_told_and_the_others_are_counted(world: World, tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    pq.write_table(pa.Table.from_pandas(world.register, preserve_index=False), path, row_group_size=1_000)
    group = pq.read_metadata(path).row_group(3)
    content = bytearray(path.read_bytes())
    start = group.column(0).dictionary_page_offset or group.column(0).data_page_offset
    content[start : start + group.column(0).total_compressed_size] = b"\xff" * group.column(0).total_compressed_size
    path.write_bytes(content)
    counts = counted(path, world)
    assert counts.n_rows == 6_000
    assert counts.reasons.counts["unreadable"] == 1_000
    assert rows_of(counts, "unreadable") == list(range(3_001, 3_011))
    without = count_frame(world.register.drop(index=range(3_000, 4_000)), world.plan)
    assert counts.layers["inside"].cells.counts.tolist() == without.layers["inside"].cells.counts.tolist()


def test_a_file_without_its_end_is_refused_by_name(world: World, tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    world.register.to_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ReaderError, match=r"register\.parquet"):
        open_register(path)


def test_a_csv_row_with_a_cell_too_many_is_told_and_the_rows_after_it_keep_their_numbers(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    lines = ["lon,lat,industry,founded,closed"] + ["118.1,24.1,3912,2001,"] * 30
    lines[7] = "118.1,24.1,3912,2001,,surplus"  # the eighth line
    lines[20] = "somewhere,24.1,3912,2001,"
    path.write_text("\n".join(lines) + "\n")
    counts = counted(path, world)
    assert counts.n_rows == 30
    assert rows_of(counts, "unreadable") == [8]
    assert rows_of(counts, "not_a_coordinate") == [21]
    assert counts.n_placed == 28


def test_numbers_of_broken_rows_hold_across_blocks(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_parts, "_BLOCK", 4_096)
    path = tmp_path / "register.csv"
    lines = ["lon,lat,industry,founded,closed", *["118.1,24.1,3912,2001,"] * 3_000]
    broken, lost = [2, 3, 170, 171, 1_500, 2_999, 3_001], [1, 169, 500, 172, 2_998]
    for row in broken:
        lines[row - 1] = "118.1,24.1"
    for row in (number for number in lost if number > 1):
        lines[row - 1] = ",,3912,2001,"
    path.write_text("\n".join(lines))
    counts = counted(path, world)
    assert counts.n_rows == 3_000
    assert rows_of(counts, "unreadable") == broken
    assert rows_of(counts, "no_coordinates") == sorted(lost)[1:]


def test_blank_lines_and_bytes_that_are_no_characters_stop_nothing(world: World, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    row = b"118.1,24.1,3912,2001,\n"
    path.write_bytes(
        b"lon,lat,industry,founded,closed\n" + row + b"\n,,,,\n" + row * 60_000 + b"118.1,24.1,\xff\xfe,2001,\n\n"
    )
    counts = counted(path, world)
    assert rows_of(counts, "unreadable") == []
    assert rows_of(counts, "unknown_industry") == [60_005]
    assert rows_of(counts, "no_coordinates") == [3, 4, 60_006]
    assert (counts.n_rows, counts.n_placed) == (60_005, 60_002)


def test_a_register_without_rows_has_counts_of_nothing(world: World) -> None:
    counts = count_frame(world.register.head(0), world.plan)
    table = count_table(counts, world.plan, "county")
    assert (counts.n_rows, len(table)) == (0, 0)
    assert count_table(counts, world.plan, "county", "area")["founded"].tolist() == [0] * len(world.counties)


@pytest.mark.parametrize(
    ("crs", "told"),
    [("EPSG:4548", "4548"), ("OGC:CRS84", "4326"), ("+proj=tmerc +lon_0=118.1 +ellps=GRS80 +units=m", "")],
)
def test_a_system_of_geoparquet_that_has_no_code_is_not_taken_for_degrees(crs: str, told: str, tmp_path: Path) -> None:
    points = gpd.GeoSeries.from_xy([1], [2], crs=crs)
    gpd.GeoDataFrame(geometry=points).to_parquet(tmp_path / "points.parquet")
    assert open_register(tmp_path / "points.parquet").system == told


def test_shapes_of_geoparquet_are_read_in_their_system(world: World, tmp_path: Path) -> None:
    placed = world.register[world.register["lon"].notna()].head(200)
    points = gpd.GeoDataFrame(placed, geometry=gpd.points_from_xy(placed["lon"], placed["lat"]), crs=4326).to_crs(4548)
    points.drop(columns=["lon", "lat"]).to_parquet(tmp_path / "points.parquet")
    register = open_register(tmp_path / "points.parquet")
    columns = guess_columns(register.sample, "points.parquet", None, "", register.system)
    assert (columns.wkt, columns.system.code, columns.assumed) == ("geometry", "EPSG:4548", False)
    counts = run_in_process(register.parts(columns.used), replace(world.plan, columns=columns))
    assert counts.n_placed == 200


def test_a_column_of_another_type_is_told_row_by_row(world: World) -> None:
    frame = world.register.head(3).assign(lon=[[118.1], [118.2], None], lat=24.1)
    counts = count_frame(frame, world.plan)
    assert rows_of(counts, "not_a_coordinate") == [1, 2]
    assert rows_of(counts, "no_coordinates") == [3]
    as_text = world.register.astype({"lon": "str", "lat": "str", "founded": "str"})
    as_text.loc[0, "founded"] = "12/2001"
    told = count_frame(as_text.replace("nan", ""), world.plan)
    assert told.layers["inside"].n_distinct == count_frame(world.register, world.plan).layers["inside"].n_distinct
    assert rows_of(told, "unknown_founding") == [1]


def test_a_column_that_one_file_of_a_folder_lacks_leaves_its_rows_without_it(world: World, tmp_path: Path) -> None:
    world.register.head(100).to_parquet(tmp_path / "a.parquet")
    world.register.head(100).drop(columns="lat").to_parquet(tmp_path / "b.parquet")
    counts = counted(tmp_path, world)
    assert counts.n_rows == 200
    assert [number for number in counts.reasons.first["no_coordinates"] if number.file == 0][:1]
    assert counts.reasons.counts["no_coordinates"] == 100 + world.register["lon"].head(100).isna().sum()


def test_a_register_without_coordinates_is_refused_with_its_headings() -> None:
    with pytest.raises(ReaderError, match="industry"):
        guess_columns(pd.DataFrame({"industry": ["3912"], "name": ["x"]}), "r.csv")


def test_rows_outside_china_infinite_ones_and_exchanged_axes_are_counted_in_no_area(world: World) -> None:
    frame = pd.DataFrame({"lon": [0.0, np.inf, 24.1, 118.1], "lat": [0.0, 24.1, 118.1, 24.1]}).assign(
        industry="39", founded=2001, closed=None
    )
    counts = count_frame(frame, world.plan)
    assert (rows_of(counts, "outside_china"), rows_of(counts, "not_a_coordinate")) == ([1, 3], [2])
    assert counts.n_placed == 1


def test_coordinates_in_bd09_are_brought_to_wgs84_before_they_are_counted(world: World) -> None:
    lon, lat = to_bd09(world.register["lon"].to_numpy(), world.register["lat"].to_numpy())
    inside = np.arange(0, 6_000) >= 4_000  # points anywhere: those on borders are displaced by rounding
    plan = replace(world.plan, columns=replace(world.plan.columns, system=parse_system("BD-09")))
    moved = count_frame(world.register.assign(lon=lon, lat=lat)[inside], plan)
    as_they_were = count_frame(world.register[inside], world.plan)
    assert moved.n_placed == as_they_were.n_placed
    assert abs(moved.layers["inside"].n_distinct - as_they_were.layers["inside"].n_distinct) <= 8
