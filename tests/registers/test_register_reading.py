"""Columns are guessed from headings as registers have them, and their cells are read whatever their type."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from geoplan.errors import ReaderError
from geoplan.registers.column_values import coordinates, years
from geoplan.registers.industry_codes import IndustryCodes
from geoplan.registers.read_rows import read_rows
from geoplan.registers.register_columns import RegisterColumns, guess_columns

CHINESE = {
    "企业名称": ["甲", "乙", "丙"], "行业代码": ["C3912", "6510", ""], "成立日期": ["2001-02-03", "2010/1/1", "20150630"],
    "注销日期": ["", "长期", "2020年5月"], "注册资本（万元）": ["100", "20.5", ""], "经度": ["118.1", "118.2", "118.3"],
    "纬度": ["24.5", "24.6", "24.7"], "住所": ["某路 1 号", "", ""],
}  # fmt: skip


def test_roles_are_guessed_from_chinese_headings() -> None:
    columns = guess_columns(pd.DataFrame(CHINESE), "名录.csv")
    assert columns.by_role == {
        "lon": "经度", "lat": "纬度", "industry": "行业代码", "founded": "成立日期", "closed": "注销日期",
        "capital": "注册资本（万元）", "name": "企业名称", "address": "住所",
    }  # fmt: skip
    assert columns.system.code == "EPSG:4326"
    assert columns.assumed


def test_a_guess_can_be_overruled_and_a_heading_tells_the_system() -> None:
    sample = pd.DataFrame({"bd_lng": ["118.1"], "bd_lat": ["24.5"], "x1": ["3912"], "行业": ["制造业"]})
    columns = guess_columns(sample, "r.csv", {"industry": "x1"})
    assert (columns.industry, columns.system.code, columns.assumed) == ("x1", "BD-09", False)
    with pytest.raises(ReaderError, match="nonsense"):
        guess_columns(sample, "r.csv", {"industry": "nonsense"})


def test_metres_of_an_unknown_zone_are_asked_for() -> None:
    sample = pd.DataFrame({"x": ["458000.5", "459000"], "y": ["2707000", "2708000.25"]})
    with pytest.raises(ReaderError, match="--crs"):
        guess_columns(sample, "r.csv")
    assert guess_columns(sample, "r.csv", system="4548").system.code == "EPSG:4548"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3912", "3912"), ("C3912", "3912"), ("c39", "39"), ("C", "C"), ("制造业", "C"), ("I65 软件和信息技术服务业", "65"),
        ("计算机零部件制造", "3912"), ("Ｃ３９１２", "3912"), ("软件和信息技术服务业", "65"), ("", ""), ("-", ""),
    ],
)  # fmt: skip
def test_an_industry_is_known_by_code_name_or_word(codes: IndustryCodes, text: str, code: str) -> None:
    assert codes.codes[codes.position(text)] == code


@pytest.mark.parametrize("text", ["9999", "A3912", "不存在的行业", "39.5", "391234"])
def test_an_industry_that_is_none_is_not_guessed(codes: IndustryCodes, text: str) -> None:
    assert codes.position(text) == -1


def test_codes_are_summed_up_by_level(codes: IndustryCodes) -> None:
    places = {code: i for i, code in enumerate(codes.codes)}
    for level, code in ((1, "C"), (2, "39"), (3, "391"), (4, "3912")):
        assert codes.at_level(level)[places["3912"]] == places[code]
    assert codes.at_level(4)[places["C"]] == places["C"]
    chosen = codes.within(["391", "I"])
    assert [chosen[places[c]] for c in ("", "3912", "39", "6513", "I")] == [False, True, False, True, True]


def test_years_are_read_from_days_years_and_texts() -> None:
    texts = pa.array(
        ["2001-02-03", "2010/1/1", "20150630", "2020年5月", "长期", "9999-12-31", "", None, "12/2001", "1700"]
    )
    assert years(texts).tolist() == [2001, 2010, 2015, 2020, 0, 0, 0, 0, -1, -1]
    assert years(pa.array([dt.date(2001, 2, 3), None])).tolist() == [2001, 0]
    assert years(pa.array([2001.0, None])).tolist() == [2001, 0]
    assert years(pa.array([dt.datetime(1999, 12, 31, 23)], pa.timestamp("ms", "Asia/Shanghai"))).tolist() == [2000]


def test_coordinates_are_read_from_numbers_and_texts() -> None:
    values, blank = coordinates(pa.array(["118.1", "118°6′E", "", None, "x", " 118.3 "]))
    np.testing.assert_allclose(values, [118.1, 118.1, np.nan, np.nan, np.nan, 118.3])
    assert blank.tolist() == [False, False, True, True, False, False]
    values, blank = coordinates(pa.array([118, None], pa.int32()))
    assert (values[0], blank.tolist()) == (118.0, [False, True])


def test_points_stand_in_pairs_and_shapes_too(codes: IndustryCodes) -> None:
    table = pa.table({
        "pair": ["118.1,24.5", "24.6 N 118.2 E", ""],
        "wkb": shapely.to_wkb(shapely.points([118.1, 118.2, 118.3], [24.5, 24.6, 24.7])).tolist(),
    })  # fmt: skip
    numbers = np.arange(1, 4)
    paired = read_rows(table, RegisterColumns(pair="pair"), codes, 0, numbers)
    assert (paired.lon[:2].tolist(), paired.lat[:2].tolist()) == ([118.1, 118.2], [24.5, 24.6])
    assert [row for _, row in paired.reasons.first["no_coordinates"]] == [3]
    shaped = read_rows(table, RegisterColumns(wkt="wkb"), codes, 0, numbers)
    assert (shaped.lon.tolist(), shaped.lat.tolist()) == ([118.1, 118.2, 118.3], [24.5, 24.6, 24.7])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.1.3", "3915"),  # data/gbt_to_sei.csv: 3915 alone
        ("1.3.1", "651"),  # 6511, 6512, 6513
        ("1.3.1 新兴软件开发", "651"),
        ("1.1.1", "39"),  # 3919 and 3921
        ("1.2.4", "C"),  # 3562 and 3973, both of manufacturing
        ("1.4.3", "I"),  # 6450 and 6512
        ("新兴软件和新型信息技术服务", "I"),  # 1.3: 6440 … 6591, all of information services
        ("1.9.9", None),
        ("7", None),
        ("生物产业", None),  # 4: agriculture, manufacturing and services
        ("集成电路制造", "3973"),  # a name of GB/T 4754 comes first
    ],
)
def test_a_strategic_class_is_the_narrowest_code_that_all_of_it_lies_in(
    codes: IndustryCodes, cell: str, code: str | None
) -> None:
    at = codes.position(cell)
    assert (codes.codes[at] if at >= 0 else None) == code
