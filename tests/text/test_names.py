"""Names stand beside ids, in the language asked or in its fallback."""

from types import SimpleNamespace

import pandas as pd

from geoplan.text.citation import citation
from geoplan.text.message import local_text
from geoplan.text.names import column, name_of, with_names

SITES = pd.DataFrame(
    {"name_zh": ["软件园", "科学城"], "name_en": ["Software Park", "Science City"]}, index=["park", "city"]
)
INDUSTRIES = pd.DataFrame({"name_zh": ["生物医药"], "name_en": ["Biomedicine"]}, index=["bio"])
PLANS = pd.DataFrame(
    {"title_zh": ["甲规划"], "title_en": ["Plan A"], "short_zh": ["甲"], "short_en": ["A"]}, index=["a"]
)
REGIONS = pd.DataFrame({"name_zh": ["思明区"], "name_en": ["Siming"]}, index=["350203"])
NAMELESS = SITES.iloc[:0]
TABLES = SimpleNamespace(
    sites=SITES, industries=INDUSTRIES, plans=PLANS, regions=REGIONS, programmes=NAMELESS, functions=NAMELESS
)


def test_each_name_stands_right_of_its_id_and_an_unknown_id_has_none() -> None:
    frame = pd.DataFrame({"site_id": ["park", "gone"], "industry_id": ["bio", "bio"], "adcode": ["350203", ""]})
    got = with_names(frame, TABLES, "en")
    assert got.columns.tolist() == ["site_id", "site", "industry_id", "industry", "adcode", "county"]
    assert got.to_numpy().tolist() == [
        ["park", "Software Park", "bio", "Biomedicine", "350203", "Siming"],
        ["gone", "", "bio", "Biomedicine", "", ""],
    ]
    assert frame.columns.tolist() == ["site_id", "industry_id", "adcode"], "the frame given stays as it was"


def test_a_parent_may_be_a_site_or_an_industry() -> None:
    got = with_names(pd.DataFrame({"parent_id": ["city", "bio"]}), TABLES, "zh")
    assert got["parent"].tolist() == ["科学城", "生物医药"]


def test_a_table_of_sites_keeps_its_own_names() -> None:
    frame = SITES.rename_axis("site_id").reset_index()
    assert with_names(frame, TABLES, "zh").columns.tolist() == ["site_id", "name_zh", "name_en"]


def test_a_language_the_data_lack_takes_its_fallback() -> None:
    only_english = SITES[["name_en"]]
    assert column(only_english, "name", "zh").tolist() == ["Software Park", "Science City"]
    assert name_of(only_english, "park").text("zh") == "Software Park"


def test_a_citation_is_the_title_in_book_marks_and_the_address() -> None:
    got = citation(local_text("厦门新兴产业", "Xiamen SEI"), "第五章/专栏6/8")
    assert got.text("zh") == "《厦门新兴产业》第五章/专栏6/8"
    assert got.text("en") == "Xiamen SEI 第五章/专栏6/8"
