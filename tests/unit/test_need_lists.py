"""A need that joins several things, or that names what it is for, is matched thing by thing."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need


@pytest.mark.parametrize(
    ("need", "industry"),
    [
        ("zzxq widgets and lithium batteries", "lithium"),  # what is not known hides nothing
        ("锂电池和某某物件", "lithium"),
        ("an ODM for lithium batteries", "lithium"),  # what precedes "for" is not known
        ("4680 lithium batteries", "lithium"),  # a number is no thing
        ("自升式钻井平台", "marine-equipment"),  # a long word is what it is, whatever else ends in 平台
    ],
)
def test_what_is_known_is_found_beside_what_is_not(catalogue: Catalogue, need: str, industry: str) -> None:
    found = match_need(catalogue, need)
    assert found.certainty != "refuse"
    assert found.matches[0].industry_id == industry


@pytest.mark.parametrize("need", ["lithium batteries and surgical robots", "锂电池、手术机器人"])
def test_things_of_two_industries_are_a_question(catalogue: Catalogue, need: str) -> None:
    found = match_need(catalogue, need)
    assert found.certainty == "ask"
    assert {match.industry_id for match in found.matches[:2]} == {"lithium", "devices"}


def test_things_of_one_industry_are_sure_together(catalogue: Catalogue) -> None:
    found = match_need(catalogue, "lithium batteries and battery packs")
    assert (found.certainty, found.matches[0].industry_id) == ("sure", "lithium")


def test_a_thing_no_plan_places_beside_another_is_no_sure_match(catalogue: Catalogue) -> None:
    assert match_need(catalogue, "木质家具制造和锂电池").certainty != "sure"
