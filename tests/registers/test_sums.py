"""Capital and staff are read as they stand and summed up as geopandas and pandas sum them, by every runner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geoplan.registers import counting_plan
from geoplan.registers.amounts import MoneyUnit, capitals, money_unit, staffs
from geoplan.registers.count_table import count_table
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_file import open_register
from geoplan.registers.run_in_process import count_frame, run_in_process
from geoplan.registers.run_streamed import run_streamed
from geoplan.registers.sparse_counts import SparseCounts
from registers.conftest import World


@pytest.fixture(scope="module")
def register(world: World) -> pd.DataFrame:
    """Of 6,000 rows some have no capital, a negative one, or no whole number of people."""
    rng = np.random.default_rng(29)
    capital = np.round(rng.lognormal(5, 1.6, 6_000), 4)
    capital[rng.random(6_000) < 0.2] = np.nan
    capital[rng.random(6_000) < 0.05] = -1
    staff = np.where(rng.random(6_000) < 0.1, np.nan, rng.integers(0, 300, 6_000) + (rng.random(6_000) < 0.05) / 2)
    return world.register.round(9).assign(capital=capital, staff=staff)  # which a CSV holds in full


@pytest.fixture(scope="module")
def plan(world: World) -> CountingPlan:
    unit = MoneyUnit("w", "CNY", 10_000)
    columns = replace(world.plan.columns, capital="capital", staff="staff", unit=unit, also=("capital", "staff"))
    return replace(world.plan, columns=columns)


@pytest.mark.parametrize("layer", ["county", "inside"])
def test_sums_are_those_of_sjoin(world: World, register: pd.DataFrame, plan: CountingPlan, layer: str) -> None:
    points = gpd.GeoDataFrame(register, geometry=gpd.points_from_xy(register["lon"], register["lat"]), crs=4326)
    points = points[register["lon"].notna() & register["closed"].isna()]
    areas, key = (world.counties, "adcode") if layer == "county" else (world.parks, "site_id")
    joined = gpd.sjoin(points, areas, predicate="intersects").rename_axis("row").reset_index()
    if layer == "county":
        joined = joined.sort_values(["row", key]).drop_duplicates("row")
    joined["code"] = joined["industry"].replace({"C391": "391", "I65": "65", "xyz": ""})
    good = joined["capital"].where(joined["capital"] >= 0), joined["staff"].where(joined["staff"] % 1 == 0)
    joined = joined.assign(capital=good[0], staff=good[1])
    wanted = joined.groupby([key, "code", "founded"]).agg(
        open=("row", "size"), capital=("capital", "sum"), known=("capital", "count"),
        staff=("staff", "sum"), staff_known=("staff", "count"),
    )  # fmt: skip
    cells = count_frame(register, plan).layers[layer].cells.frame()
    cells = cells[cells["2"] > 0]
    cells[key], cells["code"] = plan.layers[layer].ids[cells["area"]], np.array(plan.codes.codes)[cells["industry"]]
    found = cells.rename(columns={"year": "founded"}).set_index([key, "code", "founded"]).sort_index()
    assert [tuple(i) for i in found.index] == [tuple(i) for i in wanted.index]
    assert found["2"].tolist() == wanted["open"].tolist()
    assert found["3"].tolist() == (wanted["capital"] * 1_000_000).round().astype(int).tolist()
    assert found["4"].tolist() == wanted["known"].tolist()
    assert found[["5", "6"]].to_numpy().tolist() == wanted[["staff", "staff_known"]].to_numpy().tolist()


@pytest.mark.long
def test_order_and_runner_change_no_sum(
    register: pd.DataFrame, plan: CountingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "register.parquet"
    pq.write_table(pa.Table.from_pandas(register, preserve_index=False), path, row_group_size=500)
    monkeypatch.setattr(counting_plan, "_TASK", 1_000)
    wanted = count_frame(register, plan)
    parts = list(open_register(path).parts(plan.columns.used))
    csv = tmp_path / "register.csv"
    register.to_csv(csv, index=False)
    as_texts = run_in_process(open_register(csv).parts(plan.columns.used), plan)
    for counts in (run_in_process(reversed(parts), plan), run_streamed(parts, plan, workers=2), as_texts):
        assert counts.reasons.counts == wanted.reasons.counts
        for name, layer in wanted.layers.items():
            np.testing.assert_array_equal(layer.cells.keys, counts.layers[name].cells.keys)
            np.testing.assert_array_equal(layer.cells.counts, counts.layers[name].cells.counts)
    stays = register["closed"].isna()
    assert wanted.reasons.counts["no_capital"] == (stays & register["capital"].isna()).sum()
    assert wanted.reasons.counts["bad_capital"] == (stays & (register["capital"] < 0)).sum()
    assert wanted.reasons.counts["bad_staff"] == (stays & (register["staff"] % 1 == 0.5)).sum()


def test_sums_of_some_layers_change_no_other_count(register: pd.DataFrame, plan: CountingPlan) -> None:
    every, some = (count_frame(register, each).layers for each in (plan, replace(plan, summed=frozenset({"county"}))))
    for name, width in (("county", 7), ("inside", 2)):
        np.testing.assert_array_equal(some[name].cells.keys, every[name].cells.keys)
        np.testing.assert_array_equal(some[name].cells.counts, every[name].cells.counts[:, :width])


def test_a_sum_of_no_known_value_is_missing_and_not_zero(world: World, plan: CountingPlan) -> None:
    lon, lat = world.counties.geometry.representative_point().get_coordinates().to_numpy()[0]
    rows = {"lon": lon, "lat": lat, "industry": "3912", "founded": 2001, "closed": None}
    register = pd.DataFrame([{**rows, "capital": c, "staff": s} for c, s in ((None, 3), (None, None))])
    table = count_table(count_frame(register, plan), plan, "county", "area").set_index("adcode")
    here, there = table.loc[world.counties["adcode"].iloc[0]], table.loc[world.counties["adcode"].iloc[1]]
    assert (here["open"], here["capital_known"], here["staff_known"]) == (2, 0, 1)
    assert pd.isna(here["capital"])
    assert (here["staff"], there["capital"], there["open"]) == (3, 0, 0)
    assert set(table["capital_unit"]) == {"w"}


def test_a_sum_beyond_63_bits_is_an_error_and_no_other_number() -> None:
    keys, half = np.array([1, 1]), np.full(2, 2**62)
    with pytest.raises(OverflowError):
        SparseCounts.of(keys, keys, keys, sums=[(keys, half)])
    one = SparseCounts.of(keys[:1], keys[:1], keys[:1], sums=[(keys[:1], half[:1])])
    assert one.counts.tolist() == [[1, 1, 1, 2**62, 1]]


@pytest.mark.parametrize(
    ("heading", "currency", "times"),
    [
        ("注册资本（万元）", "CNY", 10_000), ("注册资金(单位:元)", "CNY", 1), ("注册资本 人民币万元", "CNY", 10_000),
        ("注册资本(万美元)", "USD", 10_000), ("capital (USD million)", "USD", 1_000_000), ("capital", "", 1),
        ("reg_capital_10k_cny", "CNY", 10_000),
    ],
)  # fmt: skip
def test_a_heading_tells_the_unit(heading: str, currency: str, times: int) -> None:
    unit = money_unit(heading)
    assert (unit.currency, unit.times) == (currency, times)


def test_cells_with_units_are_read_and_no_currency_is_converted() -> None:
    texts = ["1000", "1,000.5", "5亿元", "100万美元", "-3", "20-30", "", "无", "1000万人民币", "￥30", "1e20", None]
    yuan = [1e7, 10_005_000, 5e8, -3, -2, -2, -1, -1, 1e7, 30, -2, -1]
    wanted = [int(y * 100) if y > 0 else int(y) for y in yuan]
    assert capitals(pa.array(texts), money_unit("注册资本（万元）")).tolist() == wanted
    of_cells = money_unit("注册资本", ["1000万人民币", "500万人民币", "-", "20"])
    assert of_cells.times == 10_000
    assert capitals(pa.array(["1000万人民币", "20"]), of_cells).tolist() == [10**9, -3]
    assert capitals(pa.array([0.005, 1.005, np.nan, np.inf]), MoneyUnit()).tolist() == [0, 100, -1, -2]
    assert staffs(pa.array(["30人", "12.5", "51-100人", "", "3"])).tolist() == [30, -2, -2, -1, 3]
