"""A line of need is read into product, land, floor, nearness and county; what is not read is kept."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.chinese_numbers import number
from geoplan.suitability.need_line import Nearness, read_need_line


def test_the_two_lines_of_the_brief_are_read(catalogue: Catalogue) -> None:
    """15 亩 are 1 公顷, so 200 亩 are 13.33 ha; 13 ha are 0.13 km²."""
    zh = read_need_line(catalogue, "锂电池隔膜, 200亩, 近港口")
    assert (zh.product, zh.near, zh.unread) == ("锂电池隔膜", (Nearness("port"),), ())
    assert zh.land_km2 == pytest.approx(2 / 15)
    en = read_need_line(catalogue, "surgical robots, 13 ha, near an airport")
    assert (en.product, en.near, en.unread) == ("surgical robots", (Nearness("airport"),), ())
    assert en.land_km2 == pytest.approx(0.13)


# An acre is 4,046.86 m².
@pytest.mark.parametrize(
    ("area", "km2"),
    [
        ("30亩", 0.02), ("两百亩", 2 / 15), ("1,500 mu", 1.0), ("20公顷", 0.2), ("13 hectares", 0.13), ("1.5平方公里", 1.5),
        ("2 km²", 2.0), ("0.5 km2", 0.5), ("100 acres", 0.40469), ("1.2万亩", 8.0), ("至少300亩", 0.2), ("about 7 ha", 0.07),
        ("用地50000平方米", 0.05), ("200-300亩", 2 / 15),
    ],
)  # fmt: skip
def test_land_has_its_unit(catalogue: Catalogue, area: str, km2: float) -> None:
    said = read_need_line(catalogue, f"光模块, {area}")
    assert said.product == "光模块"
    assert said.land_km2 == pytest.approx(km2, rel=1e-4)
    assert said.floor_m2 is None and said.unread == ()


@pytest.mark.parametrize(
    ("area", "m2"),
    [("厂房5000平方米", 5000), ("3,000 sqm office space", 3000), ("1万㎡", 10_000), ("10000 sq ft", 929.03)],
)
def test_floor_space_is_no_land(catalogue: Catalogue, area: str, m2: float) -> None:
    said = read_need_line(catalogue, f"chip design, {area}")
    assert said.land_km2 is None
    assert said.floor_m2 == pytest.approx(m2, rel=1e-4)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("近港口", Nearness("port")),
        ("靠近高铁站", Nearness("station")),
        ("机场附近", Nearness("airport")),
        ("距港口10公里以内", Nearness("port", km=10.0)),
        ("20公里内有机场", Nearness("airport", km=20.0)),
        ("within 20 km of an airport", Nearness("airport", km=20.0)),
        ("within 10 miles of a port", Nearness("port", km=16.09344)),
        ("close to a university", Nearness("university")),
        ("近厦门大学", Nearness("university", "xiamen-university")),
        ("靠近宁德时代", Nearness("firm", "宁德时代")),
        ("next to a railway station", Nearness("station")),
    ],
)
def test_nearness_has_its_kind_and_reach(catalogue: Catalogue, words: str, near: Nearness) -> None:
    said = read_need_line(catalogue, f"光模块, {words}")
    assert (said.product, said.near, said.unread) == ("光模块", (near,), ())


@pytest.mark.parametrize("words", ["翔安区", "在翔安区", "in Xiang'an", "Xiang'an District", "翔安"])
def test_a_county_is_a_region(catalogue: Catalogue, words: str) -> None:
    said = read_need_line(catalogue, f"光模块, {words}")
    assert (said.product, said.regions, said.unread) == ("光模块", ("350213",), ())


def test_what_is_not_read_is_kept_and_shown(catalogue: Catalogue) -> None:
    said = read_need_line(catalogue, "光模块, 老板喜欢海景, 30亩")
    assert (said.product, said.unread) == ("光模块", ("老板喜欢海景",))
    assert [chip.kind for chip in said.chips] == ["product", "unread", "land"]


def test_each_part_has_its_span_in_the_line(catalogue: Catalogue) -> None:
    line = "我们想找地做锂电池隔膜，两百亩左右，离港口10公里以内"
    for chip in read_need_line(catalogue, line).chips:
        assert line[chip.start : chip.end].strip() == chip.text


@pytest.mark.parametrize(
    "product", ["港口机械", "airport equipment", "station wagons", "大田作物种植", "5G small cells"]
)
def test_a_word_of_the_product_is_no_condition(catalogue: Catalogue, product: str) -> None:
    said = read_need_line(catalogue, f"{product}, 10 ha")
    assert (said.product, said.near, said.regions) == (product, (), ())


def test_traditional_characters_are_read(catalogue: Catalogue) -> None:
    said = read_need_line(catalogue, "鋰電池隔膜，200畝，近港口")
    assert said.product == "锂电池隔膜"
    assert said.land_km2 == pytest.approx(2 / 15) and said.near == (Nearness("port"),)


@pytest.mark.parametrize("line", ["", "  ", ",，;", "200亩", "a" * 5000, "<b>=cmd()", "((((", "一"])
def test_any_line_is_read(catalogue: Catalogue, line: str) -> None:
    said = read_need_line(catalogue, line)
    assert len(said.product) <= 300


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200", 1200), ("1.5万", 15_000), ("两百", 200), ("二十五", 25), ("十", 10), ("三千五百", 3500)],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert number(text) == value
