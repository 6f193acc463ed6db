"""The gateways as shipped: where they stand, and that they were read from the gazetteer as it is written."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA
from geoplan.geodata.boundaries import counties
from geoplan.query.selection import Selection
from geoplan.query.table_rows import list_rows
from geoplan.vocabulary import CONFIDENCES, DATUMS, GATEWAY_KINDS, STATUSES


@pytest.fixture(scope="module")
def gazetteer(home: Path) -> list[dict[str, str]]:
    path = home.parent / "shared" / "reference" / "gazetteer.csv"
    if not path.is_file():
        pytest.skip("the gazetteer does not lie beside the project (../shared/reference)")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(home: Path) -> list[dict[str, str]]:
    with (home / "data" / "gateways.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_gateway_stands_in_the_county_it_names(catalogue: Catalogue) -> None:
    inside = gpd.sjoin(catalogue.gateways[["adcode", "geometry"]], counties()[["adcode", "geometry"]], how="left")
    assert len(inside) == len(catalogue.gateways)
    assert (inside["adcode_left"] == inside["adcode_right"]).all()


def test_codes_are_words_of_the_model(catalogue: Catalogue) -> None:
    gateways = catalogue.gateways
    assert set(gateways["kind"]) == set(GATEWAY_KINDS)
    for column, terms in (("status", STATUSES), ("confidence", CONFIDENCES), ("source_datum", DATUMS)):
        assert set(gateways[column]) <= set(terms)


def test_no_id_of_a_gateway_is_one_of_a_site(catalogue: Catalogue) -> None:
    assert not set(catalogue.gateways.index) & set(catalogue.sites.index)


def test_a_gateway_that_is_a_site_stands_where_the_site_stands(catalogue: Catalogue) -> None:
    same = catalogue.gateways[catalogue.gateways["site_id"] != ""]
    assert set(same["site_id"]) == set(catalogue.sites.index[catalogue.sites["kind"] == "gateway"])
    places = catalogue.places.set_index("site_id")
    for gateway in same.itertuples():
        place = places.loc[gateway.site_id]
        assert gateway.geometry.equals(place.geometry)
        assert (gateway.radius_m, gateway.confidence) == (place["radius_m"], place["confidence"])
        assert catalogue.sites.at[gateway.site_id, "status"] == gateway.status
        assert catalogue.sites.at[gateway.site_id, "adcode"] == gateway.adcode


def test_no_two_of_a_kind_are_one_place(catalogue: Catalogue) -> None:
    metric = catalogue.gateways.to_crs(AREA)
    for _, group in metric.groupby("kind"):
        for i, a in enumerate(group.itertuples()):
            for b in list(group.itertuples())[i + 1 :]:
                assert a.geometry.distance(b.geometry) > 1000, (a.Index, b.Index)


def test_xiamen_has_its_airports_stations_and_ports(catalogue: Catalogue) -> None:
    rows = list_rows(catalogue, "gateways", Selection(regions=("350200",)))
    assert rows.groupby("kind")["name_zh"].agg(set).to_dict() == {
        "airport": {"厦门高崎国际机场", "厦门翔安国际机场"},
        "station": {"厦门站", "厦门北站"},
        "port": {"厦门港东渡港区", "厦门港海沧港区", "厦门邮轮母港"},
    }
    assert rows.set_index("gateway_id").at["xiamen-station", "county"] == "思明区"
    assert "geometry" not in rows


def test_all_gateways_are_listed_whatever_sites_are_chosen(catalogue: Catalogue) -> None:
    assert len(list_rows(catalogue, "gateways", Selection(kinds=("laboratory",)))) == len(catalogue.gateways)
    assert list_rows(catalogue, "gateways", Selection(), "en")["county"].str.isascii().all()


def test_every_row_is_a_row_of_the_gazetteer(gazetteer: list[dict[str, str]], written: list[dict[str, str]]) -> None:
    columns = ("lon", "lat", "adcode", "radius_m", "confidence", "source_datum", "source")
    known = {tuple(row[c] for c in columns): row["name"] for row in gazetteer}
    assert {known[tuple(row[c] for c in columns)]: row["name_zh"] for row in written} == SAME_PLACE


def test_every_gateway_of_the_gazetteer_is_listed_once_unless_unsure(gazetteer: list[dict[str, str]]) -> None:
    """Read from the other end: by what the gazetteer's names end in."""
    ends = ("站", "(高铁/动车)", "港", "港区", "作业区", "集装箱码头", "机场", "(在建)", "(沙县)", "(漳州开发区)")
    marks = ("(XMN)", "(FOC)", "(JJN)", "(WUS)", "(SQJ)", "(LCX)", "(国际邮轮中心)", "大嶝)")
    named = {row["name"]: row["confidence"] for row in gazetteer if row["name"].endswith((*ends, *marks))}
    gateways = {name for name in named if not name.endswith(NO_GATEWAYS)}
    left_out = gateways - set(SAME_PLACE)
    assert left_out == DOUBLES | LOW
    assert {name for name in gateways if named[name] == "low"} == LOW | {"厦门港 东渡/海天港区"}
    assert len(gateways) == 39 + 6 + 4


# A second reading, row by row: what the gazetteer calls a place, and what we call it.
SAME_PLACE = {
    "厦门新机场(翔安机场, 大嶝)": "厦门翔安国际机场",
    "高崎机场": "厦门高崎国际机场",
    "厦门北站": "厦门北站",
    "厦门站": "厦门站",
    "厦门邮轮母港(国际邮轮中心)": "厦门邮轮母港",
    "海沧港": "厦门港海沧港区",
    "东渡港": "厦门港东渡港区",
    "福州长乐国际机场(FOC)": "福州长乐国际机场",
    "泉州晋江国际机场(JJN)": "泉州晋江国际机场",
    "武夷山机场(WUS)": "武夷山机场",
    "三明沙县机场(SQJ)": "三明沙县机场",
    "龙岩冠豸山机场(LCX)": "龙岩冠豸山机场",
    "福州站 (高铁/动车)": "福州站",
    "福州南站 (高铁/动车)": "福州南站",
    "福清站 (高铁/动车)": "福清站",
    "平潭站 (高铁/动车)": "平潭站",
    "长乐东站 (高铁/动车)": "长乐东站",
    "莆田站 (高铁/动车)": "莆田站",
    "仙游站 (高铁/动车)": "仙游站",
    "泉州站 (高铁/动车)": "泉州站",
    "泉州东站 (高铁/动车)": "泉州东站",
    "泉州南站 (高铁/动车)": "泉州南站",
    "漳州站 (高铁/动车)": "漳州站",
    "龙岩站 (高铁/动车)": "龙岩站",
    "三明北站 (高铁/动车)": "三明北站",
    "三明站 (高铁/动车)": "三明站",
    "南平延平站 (高铁/动车)": "延平站",
    "武夷山北站 (高铁/动车)": "武夷山北站",
    "宁德站 (高铁/动车)": "宁德站",
    "福安站 (高铁/动车)": "福安站",
    "霞浦站 (高铁/动车)": "霞浦站",
    "福鼎站 (高铁/动车)": "福鼎站",
    "福州港 江阴港区集装箱码头": "福州港江阴港区",
    "福州港 马尾(闽江口内)港区": "福州港马尾港区",
    "福州港 罗源湾/可门作业区": "福州港罗源湾港区可门作业区",
    "泉州港 肖厝港区": "泉州港肖厝港区",
    "宁德港 漳湾作业区": "宁德港漳湾作业区",
    "莆田 湄洲湾港 秀屿港区": "湄洲湾港秀屿港区",
    "莆田 湄洲湾港 东吴/罗屿作业区": "湄洲湾港东吴港区",
}
# The less sure of two rows for one place.
DOUBLES = {
    "厦门高崎国际机场(XMN)",
    "厦门翔安国际机场(在建)",
    "厦门站 (高铁/动车)",
    "厦门北站 (高铁/动车)",
    "厦门港 海沧港区",
    "厦门港 东渡/海天港区",
}
LOW = {"泉州港 石湖港区集装箱码头", "漳州 招银港区(漳州开发区)", "漳州 古雷港区", "三明陆地港(沙县)"}
# Names that end alike without being gateways.
NO_GATEWAYS = ("工作站", "金沙园(沙县)")
