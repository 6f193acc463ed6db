"""A designation concerns a need as closely as the plan's words do, and a reason says no more than the plan."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.designation_strength import designation_strength
from geoplan.suitability.industry_matching import needed_words
from geoplan.suitability.relevance import designations_of_plans, headings, related_terms, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import find_sites

XIAMEN = ("350200",)


def test_headings_are_the_three_branches_that_gather_what_differs(catalogue: Catalogue) -> None:
    assert headings(catalogue) == {"future", "traditional", "other"}


def test_nothing_is_part_of_a_heading_and_no_heading_covers_a_need(catalogue: Catalogue) -> None:
    for heading in headings(catalogue):
        assert related_terms(catalogue, (heading,))["industry_id"].tolist() == [heading]
    for need in ("quantum", "food", "robots", "public-safety"):
        assert headings(catalogue).isdisjoint(related_terms(catalogue, (need,))["industry_id"])


@pytest.mark.parametrize("word", ["无人机", "无人机整机", "飞机零部件"])
def test_aircraft_maintenance_is_the_industry_of_drones_and_not_the_word(catalogue: Catalogue, word: str) -> None:
    need = Requirements(("aerospace",), words=(word,))
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    maintenance = rows[rows["wording"] == "航空维修"]
    assert len(maintenance) and set(maintenance["kinship"]) == {"industry"}
    assert maintenance["fit"].tolist() == pytest.approx([0.8] * len(maintenance))


def test_a_designation_that_names_the_product_fits_in_full(catalogue: Catalogue) -> None:
    need = Requirements(("aerospace",), words=("航空维修",))
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    named = rows[rows["wording"] == "航空维修"]
    assert set(named["kinship"]) == {"term"} and set(named["fit"]) == {1.0}
    # As does one that adds idle words to it.
    assert rows.loc[~rows["wording"].str.contains("航空维修"), "kinship"].ne("term").all()


@pytest.mark.parametrize(
    ("word", "wording", "kinship"),
    [
        ("电池", "电池", "term"),
        ("电池", "动力电池", "narrower"),
        ("电池", "电池回收", "industry"),
        ("电池", "电池回收和动力电池", "narrower"),
        ("电池回收", "动力电池、电池回收", "term"),
        ("传感器", "智能传感器", "narrower"),
        ("水下机器人", "机器人", "industry"),
    ],
)
def test_a_wording_names_a_product_where_it_is_or_ends_in_it(
    catalogue: Catalogue, word: str, wording: str, kinship: str
) -> None:
    said = catalogue.designations.head(1).assign(industry_id="lithium", wording=wording)
    row = relevant_designations(catalogue, Requirements(("lithium",), words=(word,)), said).iloc[0]
    assert (row["kinship"], row["fit"]) == (kinship, {"term": 1.0, "narrower": 0.9, "industry": 0.8}[kinship])


def test_a_broader_industry_is_named_and_not_said_to_cover_the_need(catalogue: Catalogue) -> None:
    """厦门新兴产业 names 航空维修 at 航空工业园高崎片区, an industry beside satellites; both are of 航空航天."""
    need = Requirements(("satellite",))
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    fact = next(designation_strength(catalogue, need, rows, ["aviation-park-gaoqi"])).fact
    assert "航空维修" in fact.text("zh") and "仅属上级产业“航空航天”" in fact.text("zh")
    assert "broader industry only" in fact.text("en")


def test_the_name_of_an_industry_is_no_product(catalogue: Catalogue) -> None:
    assert needed_words(catalogue, "aerospace", "航空航天") == ()
    assert needed_words(catalogue, "aerospace", "aviation") == ()
    assert needed_words(catalogue, "aerospace", "无人机") == ("无人机",)


def test_the_fact_names_the_closer_designation_that_weighs_less(catalogue: Catalogue) -> None:
    """思明科技 names 数字机器人 as new in 开元创新社区 (0.25 × 1); the broader 智能制造 leads there (1 × 0.5)."""
    need = Requirements(("robots",))
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    fact = next(designation_strength(catalogue, need, rows, ["kaiyuan-community"])).fact.text("zh")
    assert "智能制造" in fact and "数字机器人" in fact


@pytest.mark.parametrize("industry", ["carbon", "solar"])
def test_sites_of_a_broader_term_alone_are_named_and_not_ranked(catalogue: Catalogue, industry: str) -> None:
    result = find_sites(catalogue, Requirements((industry,), regions=XIAMEN), weight_draws=0, draws=0)
    assert result.ranking.empty
    assert result.reason is not None and "相近的有" in result.reason.text("zh")
    assert result.excluded["reasons"].map(lambda codes: codes == ["broader_only"]).any()
