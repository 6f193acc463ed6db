"""A name is recognised, and doubted, by the published rules."""

import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA
from geoplan.errors import GeocodingError
from geoplan.geocoding.fuzzy_match import head_of, keeps_head
from geoplan.geocoding.gazetteer import gazetteer
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.name_columns import NameColumns, guess_name_columns
from geoplan.geocoding.name_normalisation import normalise_chinese, normalise_latin, normalise_name
from geoplan.geocoding.name_variants import chinese_names
from geoplan.geocoding.outside_province import short_name
from geoplan.geocoding.region_parser import RegionNameIndex
from geoplan.geocoding.scoring import MEDIUM, METHODS, NOTES, PENALTIES, SCORES
from geoplan.geodata.boundaries import counties


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("軟件園（２期）", "软件园二期"),
        ("软件园 Ⅲ 期", "软件园三期"),
        ("火炬（翔安）产业区", "火炬翔安产业区"),
        ("“芯火”双创基地", "芯火双创基地"),
        ("12期", "12期"),
    ],
)
def test_ways_of_writing_one_name_are_one(text: str, same: str) -> None:
    assert normalise_chinese(text) == same


def test_what_stood_between_is_remembered() -> None:
    assert normalise_name("软件园 路演中心") == ("软件园路演中心", frozenset({3}))
    assert normalise_latin("Xi'an Software Park, Phase 2") == "xian software park phase ii"


def test_regions_are_told_from_streets_and_firms(catalogue: Catalogue) -> None:
    names = RegionNameIndex(catalogue)
    assert names.mentions(normalise_name("厦门思明区同安路")).adcodes == ("350200", "350203")
    assert names.mentions(normalise_name("集美大学")).adcodes == ()
    assert names.mentions(normalise_name("南京市鼓楼区")).elsewhere == "南京市"
    assert names.mentions(normalise_name("思明区福州市")).at_odds
    assert names.mentions(normalise_name("东方大厦")).elsewhere == ""
    assert short_name("思明区") == "思明" and short_name("厦门市") == "厦门"


def test_a_region_has_a_point_on_its_land_and_reaches_its_corners(catalogue: Catalogue) -> None:
    """Independently: the point is inside the polygon, and no corner is farther off than the reach."""
    siming = gazetteer(catalogue)["region:350203"]
    shape = counties().set_index("adcode").geometry["350203"]
    assert shape.contains(shapely.Point(siming.lon, siming.lat))
    metric = counties().set_index("adcode").to_crs(AREA).geometry["350203"]
    west, south, east, north = metric.bounds
    assert max(east - west, north - south) / 2 <= siming.reach_m <= math.hypot(east - west, north - south)
    assert not siming.is_located


def test_categories_and_programmes_are_no_places(catalogue: Catalogue) -> None:
    ids = {place.id for place in gazetteer(catalogue).values() if place.kind == "site"}
    kinds = catalogue.sites.loc[sorted(ids), "kind"]
    assert not set(kinds) & {"category", "programme"}


def test_every_site_is_found_by_its_own_name(catalogue: Catalogue) -> None:
    coder = geocoder(catalogue)
    sites = catalogue.sites[~catalogue.sites["kind"].isin(["category", "programme"])]
    lost = []
    for site_id, name in sites["name_zh"].items():
        answer = coder.answer(name)
        ids = {answer.place.id if answer.place else "", *(rival.place.id for rival in answer.rivals)}
        if site_id not in ids:
            lost.append((site_id, answer.how, answer.place and answer.place.id))
    assert not lost


def test_only_what_has_a_position_is_given_one(catalogue: Catalogue) -> None:
    coder = geocoder(catalogue)
    drawn = set(catalogue.sites.index[catalogue.sites["drawn"]])
    for name in catalogue.sites["name_zh"]:
        answer = coder.answer(name)
        if answer.is_located and answer.place is not None and answer.place.kind == "site":
            assert answer.place.id in drawn


@pytest.mark.parametrize(
    ("text", "how", "note", "confidence"),
    [
        ("软件园二期", "alias", "", "high"),
        ("思明区软件园二期观日路1号", "contained", "", "high"),
        ("厦门市翔安区软件园二期", "alias", "other_county", "low"),
        ("软件园二期附近", "contained", "near", "low"),
        ("恒隆软件园二期", "contained", "joined", "low"),
        ("厦门软件园二期物业有限公司", "contained", "firm", "low"),
        ("福州软件园F区", "contained", "other_part", "low"),
        ("自贸区", "alias", "parts", "low"),
        ("莲河片区", "alias", "no_region", "low"),
        ("湖里东部科技创新园", "name", "unplaced", "low"),
    ],
)
def test_what_speaks_against_an_answer_is_said_and_counts(
    catalogue: Catalogue, text: str, how: str, note: str, confidence: str
) -> None:
    answer = geocoder(catalogue).answer(text)
    assert (answer.how, answer.confidence) == (how, confidence)
    assert not note or note in answer.notes
    assert answer.score == SCORES[how] - sum(PENALTIES.get(n, 0) for n in answer.notes)


def test_a_name_that_two_sites_have_is_ambiguous(catalogue: Catalogue) -> None:
    sites = catalogue.sites.copy()
    for site_id in ("guanyinshan-innovation-concentration-area", "software-park-2"):
        sites.at[site_id, "aliases"] = [*sites.at[site_id, "aliases"], "蓝湾中心"]
    answer = geocoder(replace(catalogue, sites=sites)).answer("蓝湾中心")
    assert (answer.how, answer.confidence) == ("alias", "low")
    assert "ambiguous" in answer.notes


def test_an_address_inside_a_site_may_lie_anywhere_in_it(catalogue: Catalogue) -> None:
    coder = geocoder(catalogue)
    name, address = coder.answer("软件园二期"), coder.answer("软件园二期观日路1号")
    assert name.radius_m == 500  # its passport's
    assert address.radius_m is not None and address.radius_m > 500  # its outline is larger


def test_a_slip_must_spare_what_tells_a_name_from_its_neighbours() -> None:
    assert head_of("新阳工业区") == 2 and head_of("火炬高新区") == 2
    assert not keeps_head("新墟工业区", "新阳工业区")
    assert keeps_head("新洋工业区", "新阳工业区")
    assert keeps_head("火炬高薪区", "火炬高新区")
    assert not keeps_head("福州软件园", "泉州软件园")


@pytest.mark.parametrize(
    ("name", "address", "place", "note"),
    [
        ("厦门大学出版社有限公司", "厦门市思明区软件园二期望海路39号", "software-park-2", ""),
        ("集美大学", "", "jimei-university", ""),
        ("集美大学", "厦门市集美区银江路185号", "jimei-university", "from_name"),
        ("集美大学", "福州市鼓楼区五四路1号", "350102", ""),
        ("集美大学", "深圳市南山区学府路", "", "elsewhere"),
        ("某某公司", "厦门市湖里区某路1号", "350206", "region_only"),
        ("", "", "", "empty"),
    ],
)
def test_the_address_is_heard_before_the_name(
    catalogue: Catalogue, name: str, address: str, place: str, note: str
) -> None:
    answer = geocoder(catalogue).answer_row(name, address)
    assert (answer.place.id if answer.place else "") == place
    assert not note or note in answer.notes


@run(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.text("厦门市思明区软件园一二三期路号0123高新ABCxian ，（）", max_size=40))
def test_any_text_gets_an_answer_that_keeps_the_rules(catalogue: Catalogue, text: str) -> None:
    answer = geocoder(catalogue).answer(text)
    assert answer.how in METHODS and set(answer.notes) <= set(NOTES)
    assert (answer.lon is None) == (answer.lat is None)
    if answer.place is None:
        assert answer.notes and not answer.confidence and answer.radius_m is None
    else:
        assert answer.confidence in {"high", "medium", "low"} and (answer.radius_m or 0) > 0
        assert answer.lon is None or answer.place.is_located
        assert answer.confidence == "low" or answer.score >= MEDIUM
    assert all(rival.place.ref != (answer.place and answer.place.ref) for rival in answer.rivals)


def test_grades_are_computed_from_the_names(catalogue: Catalogue) -> None:
    graded = {(known.text, known.place.id): known.grade for known in chinese_names(catalogue)}
    assert graded["厦门软件园二期", "software-park-2"] == "name"
    assert graded["软件园二期", "software-park-2"] == "alias"
    assert graded["二期", "software-park-2"] == "fragment"
    assert graded["软件园", "fuzhou-software-park"] == "bare"
    assert ("柘荣", "mindong-pharma-city") not in graded  # the county bears that name


def test_columns_are_told_by_their_headings() -> None:
    assert guess_name_columns(["序号", "企业名称", "地址"]) == NameColumns("企业名称", "地址")
    assert guess_name_columns(["Name", "ADDRESS"]) == NameColumns("Name", "ADDRESS")
    assert guess_name_columns(["名称", "企业名称"]) == NameColumns("名称", "")
    assert guess_name_columns(["x", "y"], address="y") == NameColumns("", "y")


@pytest.mark.parametrize(
    ("found", "name", "says"),
    [
        (["x", "y"], "", "no column is recognised as names or addresses (there are 'x', 'y')"),
        (["注册地址", "经营地址"], "", "--address-column: '注册地址', '经营地址' all fit"),
        (["x"], "z", "--name-column: the sheet has no column 'z'"),
    ],
)
def test_columns_that_cannot_be_told_are_asked_about(found: list[str], name: str, says: str) -> None:
    with pytest.raises(GeocodingError) as told:
        guess_name_columns(found, name)
    assert says in told.value.text("en")
