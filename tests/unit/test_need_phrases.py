"""Conditions that are written into a line are read back as they were; a part that is taken out leaves the others."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.need_line import read_need_line
from geoplan.suitability.need_phrases import (
    add_part,
    floor_phrase,
    land_phrase,
    near_phrase,
    remove_part,
    replace_part,
    unit_of,
)


# 15 mu are a hectare, 100 hectares a square kilometre.
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("amount", "unit", "km2"), [(300.0, "mu", 0.2), (13.0, "ha", 0.13), (1.5, "km2", 1.5), (12345.6, "mu", 8.2304)]
)
def test_land_is_read_back_with_its_unit(catalogue: Catalogue, lang: str, amount: float, unit: str, km2: float) -> None:
    said = read_need_line(catalogue, land_phrase(amount, unit).text(lang))
    assert said.land_km2 == pytest.approx(km2, rel=1e-9)
    assert (said.product, said.floor_m2, said.unread) == ("", None, ())
    assert unit_of(said.chips[0]) == unit


def test_a_unit_that_cannot_be_chosen_is_none(catalogue: Catalogue) -> None:
    assert unit_of(read_need_line(catalogue, "100 acres").chips[0]) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_floor_is_read_back_as_floor(catalogue: Catalogue, lang: str) -> None:
    said = read_need_line(catalogue, floor_phrase(5000.0).text(lang))
    assert (said.floor_m2, said.land_km2, said.product, said.unread) == (5000.0, None, "", ())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("km", [None, 20.0, 2.5])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("airport", ""), ("station", ""), ("port", ""), ("university", ""), ("university", "xiamen-university"),
        ("county", "350203"), ("firm", "宁德时代"),
    ],
)  # fmt: skip
def test_a_nearness_is_read_back_behind_a_product(
    catalogue: Catalogue, lang: str, km: float | None, kind: str, name: str
) -> None:
    near = Nearness(kind, name, km)
    product = {"zh": "锂电池隔膜", "en": "battery separators"}[lang]
    said = read_need_line(catalogue, add_part(product, near_phrase(catalogue, near), lang))
    assert (said.product, said.near, said.unread, said.regions) == (product, (near,), (), ())


@pytest.mark.parametrize(
    ("line", "part", "left"),
    [
        ("锂电池隔膜, 200亩, 近港口", "锂电池隔膜", "200亩, 近港口"),
        ("锂电池隔膜, 200亩, 近港口", "200亩", "锂电池隔膜, 近港口"),
        ("锂电池隔膜, 200亩, 近港口", "近港口", "锂电池隔膜, 200亩"),
        ("surgical robots, 13 ha, near an airport", "13 ha", "surgical robots, near an airport"),
        ("无人机整机 厂房5000平米 翔安", "厂房5000平米", "无人机整机 翔安"),
        ("200亩", "200亩", ""),
    ],
)
def test_a_part_is_taken_out_with_its_separator(catalogue: Catalogue, line: str, part: str, left: str) -> None:
    (chip,) = [chip for chip in read_need_line(catalogue, line).chips if chip.text == part]
    assert remove_part(line, chip) == left


def test_a_part_is_replaced_where_it_stands_and_traditional_characters_do_not_shift_it(catalogue: Catalogue) -> None:
    line = "鋰電池隔膜，200畝，近港口"
    (chip,) = [chip for chip in read_need_line(catalogue, line).chips if chip.kind == "land"]
    assert replace_part(line, chip, "13公顷") == "锂电池隔膜，13公顷，近港口"
