"""A question about one industry begins with the industry that is filtered by."""

import pytest
from long_lists import one_in
from test_coverage_views import opened

INDUSTRY = "nearest_industry"


@pytest.mark.parametrize("industry", one_in(2, ["bio", "marine"]))
def test_the_nearest_sites_are_those_of_the_industry_filtered_by(industry: str) -> None:
    at = opened(coverage_view="nearest", industries=[industry], text="")
    assert not at.exception
    assert at.session_state[INDUSTRY] == industry


@pytest.mark.long
def test_another_filter_changes_the_question_and_a_choice_of_ones_own_stays() -> None:
    at = opened(coverage_view="nearest", industries=["bio"], text="")
    at.session_state["industries"] = ["marine"]
    at.run()
    assert at.session_state[INDUSTRY] == "marine"
    at.session_state["industries"] = ["bio", "marine"]
    at.run()
    at.session_state[INDUSTRY] = "marine"
    at.run()
    assert at.session_state[INDUSTRY] == "marine"
