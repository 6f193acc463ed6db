"""选址: the page shows what the library finds, keeps what was chosen, and refuses in words."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.suitability.site_selection import find_sites
from geoplan.text.message import translate
from geoplan.ui.pages.find.ranking_view import as_layer


def opened(lang: str = "zh", **query: object) -> AppTest:
    at = AppTest.from_string(page_script("find", lang), default_timeout=90)
    for key, value in query.items():
        at.query_params[key.replace("__", ".")] = value
    return at.run()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_first_the_page_says_how_to_begin(lang: str) -> None:
    at = opened(lang)
    assert not at.exception and not at.error
    assert translate("ui.find.begin", lang) in [i.value for i in at.info]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ranking_is_that_of_the_library(lang: str, catalogue: Catalogue) -> None:
    at = opened(lang, **{"for": "bio"})
    assert not at.exception and not at.error
    want = find_sites(catalogue, Requirements(industries=("bio",))).ranking
    shown = at.dataframe[0].value
    assert (
        shown[translate("ui.table.name", lang)].tolist()
        == catalogue.sites.loc[want["site_id"], f"name_{lang}"].tolist()
    )
    assert shown[translate("ui.find.score", lang)].tolist() == want["score"].round(4).tolist()
    assert shown[translate("ui.find.rank", lang)].tolist() == want["rank"].tolist()


def test_the_ranking_goes_along_as_a_layer(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(industries=("marine",)))
    features = json.loads(as_layer(catalogue, result, "zh"))["features"]
    said = {f["properties"]["site_id"]: (f["properties"]["rank"], f["properties"]["score"]) for f in features}
    want = result.ranking
    assert said == dict(zip(want["site_id"], zip(want["rank"], want["score"], strict=True), strict=True))
    assert sum(f["geometry"] is not None for f in features) == sum(
        len(catalogue.places[(catalogue.places["site_id"] == s) & catalogue.places.geometry.notna()]) for s in said
    )


def test_free_text_offers_what_it_matches_and_says_why() -> None:
    at = opened()
    at.text_input(key="find_text").set_value("微创手术机器人").run()
    assert any("微创手术机器人" in line.value for line in at.text)
    at.button(key="match_devices").click().run()
    assert at.multiselect(key="find_industries").value == ["devices"]
    assert len(at.dataframe[0].value)


def test_text_that_matches_nothing_names_what_is_nearest() -> None:
    at = opened()
    at.text_input(key="find_text").set_value("qzxvw").run()
    assert not at.exception and not at.error
    assert any("qzxvw" in i.value for i in at.info)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "${x}", "`x`", "\\", "=cmd()", "a" * 100])
def test_hostile_text_does_no_harm(text: str) -> None:
    at = opened()
    at.text_input(key="find_text").set_value(text).run()
    assert not at.exception and not at.error


def test_weights_are_heeded_and_can_be_reset(catalogue: Catalogue) -> None:
    at = opened(**{"for": "bio"})
    at.slider(key="weight_room").set_value(100)
    at.slider(key="weight_strength").set_value(0).run()
    weights = {**DEFAULT_WEIGHTS, "room": 100.0, "strength": 0.0}
    want = find_sites(catalogue, Requirements(industries=("bio",), weights=weights)).ranking
    assert at.dataframe[0].value["得分"].tolist() == want["score"].round(4).tolist()
    next(b for b in at.button if b.label == translate("ui.find.reset", "zh")).click().run()
    assert {c: at.slider(key=f"weight_{c}").value for c in CRITERIA} == DEFAULT_WEIGHTS


def test_weights_of_nothing_are_refused_in_words() -> None:
    at = opened(**{"for": "bio"})
    for code in CRITERIA:
        at.slider(key=f"weight_{code}").set_value(0)
    at.run()
    assert not at.exception and not at.error
    assert "权重" in at.warning[0].value


def test_conditions_rule_sites_out_and_say_why(catalogue: Catalogue) -> None:
    at = opened(**{"for": "bio", "in": "350205"})
    want = find_sites(catalogue, Requirements(industries=("bio",), regions=("350205",)))
    assert len(at.dataframe[0].value) == len(want.ranking)
    excluded = next(e for e in at.expander if "未入选" in e.label).dataframe[0].value
    assert len(excluded) == len(want.excluded)
    assert excluded["原因"].str.len().gt(0).all()


def test_a_shortlist_is_compared_and_what_differs_is_marked(catalogue: Catalogue) -> None:
    ids = ["biomedical-harbour", "science-city"]
    at = opened(**{"for": "bio", "pick": ids})
    table = at.dataframe[2].value
    cells = compare_sites(catalogue, ids, find_sites(catalogue, Requirements(industries=("bio",))))
    marked = cells.groupby("fact", sort=False)["differs"].first()
    assert (table["≠"] == "≠").tolist() == marked.tolist()
    assert table["1　厦门生物医药港"].tolist() == cells.loc[cells["site_id"] == ids[0], "value_zh"].tolist()


def test_picking_and_dropping() -> None:
    at = opened(**{"for": "bio"})
    at.button(key="pick").click().run()
    first = at.session_state["find_picked"][0]
    assert at.button(key="pick").disabled
    at.text_input(key=f"note_{first}").set_value("看过现场").run()
    at.button(key=f"drop_{first}").click().run()
    assert at.session_state["find_picked"] == []


def test_the_address_brings_back_need_weights_picks_and_notes() -> None:
    query = {
        "for": "bio",
        "in": "350205",
        "w__room": "30",
        "pick": ["biomedical-harbour"],
        "note__biomedical-harbour": "近地铁",
    }
    at = opened(**query)
    assert at.multiselect(key="find_regions").value == ["350205"]
    assert at.slider(key="weight_room").value == 30
    assert at.text_input(key="note_biomedical-harbour").value == "近地铁"


def test_an_address_with_nonsense_is_ignored() -> None:
    at = opened(**{"for": "moon", "w__room": "many", "area": "-1", "pick": ["nowhere"], "via": "spaceport"})
    assert not at.exception and not at.error
    assert at.session_state["find_picked"] == []
    assert at.session_state["find_area"] == 0


def test_an_industry_that_no_plan_places_anywhere_gives_an_empty_result_with_the_reason(catalogue: Catalogue) -> None:
    nowhere = [
        i
        for i in catalogue.industries.index
        if find_sites(catalogue, Requirements(industries=(i,)), weight_draws=0, draws=0).ranking.empty
    ]
    assert nowhere
    at = opened(**{"for": nowhere[0]})
    assert not at.exception and not at.error
    assert at.warning[0].value


def test_the_saved_file_is_the_shortlist(catalogue: Catalogue) -> None:
    from geoplan.suitability.shortlist import from_json, shortlist, to_json

    made = shortlist(catalogue, Requirements(industries=("bio",)), {"biomedical-harbour": "近地铁"})
    assert from_json(to_json(made), catalogue) == made
    broken = json.loads(to_json(made))
    broken["shortlist"]["sites"][0]["note"] = "改过"
    with pytest.raises(ValueError, match="checksum"):
        from_json(json.dumps(broken), catalogue)


def test_with_streets_minutes_to_the_gateways_change_the_scores(streets: str) -> None:
    at = opened(**{"for": "it", "go": "car"})
    assert not at.exception and not at.error
    straight = opened(**{"for": "it"})
    assert at.dataframe[0].value["得分"].tolist() != straight.dataframe[0].value["得分"].tolist()


def test_without_streets_an_address_that_asks_for_them_is_answered_in_a_straight_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
    settings.cache_clear()
    try:
        at = opened(**{"for": "it", "go": "car"})
        assert not at.exception and not at.error
        assert len(at.dataframe[0].value)
    finally:
        settings.cache_clear()
