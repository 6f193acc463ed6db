"""选址: the page shows what the library finds, keeps what was chosen, and refuses in words."""

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from long_lists import one_in
from own_widgets import address, on_map, told
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.suitability.site_selection import find_sites
from geoplan.text.message import translate
from geoplan.ui.pages.find.ranking_view import as_layer

LINE = "锂电池隔膜, 200亩, 近港口"
WEAK = "新能源汽车芯片"  # two readings, neither of which is sure


def opened(lang: str = "zh", **query: object) -> AppTest:
    at = AppTest.from_string(page_script("find", lang), default_timeout=90)
    for key, value in query.items():
        at.query_params[key.replace("__", ".")] = value
    return at.run()


def typed(at: AppTest, line: str) -> AppTest:
    return at.text_input(key="find_text").set_value(line).run()


def cards(at: AppTest) -> list[dict[str, Any]]:
    """The cards of all groups, in order."""
    return [card for group in told(at, "site_cards")["groups"] for card in group["cards"]]


def has_cards(at: AppTest) -> bool:
    return any(one.proto.component_name == "geoplan.site_cards" for one in at.get("bidi_component"))


def chips(at: AppTest) -> list[str]:
    """What is on the chips, by the words of the buttons that take them away."""
    lead = translate("ui.find.drop_part", "zh", part="")
    return [button.label.removeprefix(lead) for button in at.button if button.label.startswith(lead)]


def push(at: AppTest, start: str) -> AppTest:
    """Press the button whose key starts so."""
    (button,) = [button for button in at.button if (button.key or "").startswith(start)]
    return button.click().run()


def edit(at: AppTest, kind: str, start: str) -> Any:
    """The one widget of a kind whose key starts so."""
    (widget,) = [widget for widget in at.get(kind) if (widget.key or "").startswith(start)]
    return widget


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_at_first_the_page_says_how_to_begin_and_an_example_ranks(lang: str) -> None:
    at = opened(lang)
    assert not at.exception and not at.error
    assert translate("ui.find.begin", lang) in [m.value for m in at.markdown]
    at.button(key="example_0").click().run()
    assert at.text_input(key="find_text").value == translate("ui.find.examples.battery", lang)
    assert cards(at)


# ---- the line ----------------------------------------------------------------------------------------------------
def test_a_line_is_ranked_at_once_by_all_that_it_says(catalogue: Catalogue) -> None:
    """15 亩 are a hectare: 200 亩 are 0.13333 km²; the port alone counts as a gateway."""
    at = typed(opened(), LINE)
    need = Requirements(
        ("new-energy-materials",),
        words=("锂电池隔膜",),
        min_area_km2=200 / 1500,
        near=(Nearness("port"),),
        gateway_kinds=("port",),
    )
    want = find_sites(catalogue, need)
    shown = cards(at)
    assert [card["id"] for card in shown] == want.ranking["site_id"].tolist()
    assert [card["score"] for card in shown] == want.ranking["score"].round(3).tolist()
    assert [g["title"] for g in told(at, "site_cards")["groups"]] == [f"有条件未公布，待核实 {len(shown)} 处"]
    facts = want.conditions.groupby("site_id")["fact_zh"].agg(list)
    for card in shown:
        assert [outcome["text"] for outcome in card["outcomes"]] == facts[card["id"]]
    assert address(at) == {"make": [LINE], "lang": ["zh"]}


def test_sites_that_meet_all_conditions_stand_apart_and_first(catalogue: Catalogue) -> None:
    at = opened(make="生物医药，1平方公里，距机场20公里以内")
    groups = told(at, "site_cards")["groups"]
    assert [g["title"].split()[0] for g in groups] == ["符合全部条件", "有条件未公布，待核实"]
    assert all(outcome["met"] for card in groups[0]["cards"] for outcome in card["outcomes"])
    assert all(any(not o["met"] for o in card["outcomes"]) for card in groups[1]["cards"])
    # 开元创新社区: the plan of Siming states 4680 亩 = 3.12 km²; 高崎 lies in the next district.
    assert "kaiyuan-community" in [card["id"] for card in groups[0]["cards"]]
    numbers = [card["number"] for card in cards(at)]
    assert (
        numbers == sorted(numbers)
        and numbers[0] == 1
        and numbers[len(groups[0]["cards"])] == len(groups[0]["cards"]) + 1
    )


def test_without_conditions_there_is_one_group_that_judges_nothing() -> None:
    (group,) = told(opened(make="生物医药"), "site_cards")["groups"]
    assert group["title"] == f"候选载体 {len(group['cards'])} 处"
    assert not any(card["outcomes"] for card in group["cards"])


def test_the_map_holds_all_results_with_their_numbers_also_elsewhere(catalogue: Catalogue) -> None:
    at = opened(make="生物医药")
    asked = at.session_state["page_map"]
    assert on_map(at) == [card["id"] for card in cards(at)]
    assert asked["numbers"] == [card["number"] for card in cards(at)]
    (south, west), (north, east) = at.session_state["go"]["bounds"]
    places = catalogue.places[catalogue.places["site_id"].isin(on_map(at)) & catalogue.places.geometry.notna()]
    box = places.total_bounds
    assert west <= box[0] and south <= box[1] and east >= box[2] and north >= box[3]
    assert north - south > 1  # degrees: Sanming lies in another prefecture than Xiamen


# ---- the chips ---------------------------------------------------------------------------------------------------
def test_each_part_of_the_line_is_a_chip_with_its_meaning() -> None:
    at = opened(make="无人机整机，厂房5000平方米，13公顷，距机场20公里以内，翔安区，水电齐全")
    assert chips(at) == [
        "无人机整机 → 航空航天（行业通用说法）",
        "建筑面积：5,000 平方米",
        "用地：13公顷（0.13 km²）",
        "邻近：机场，20 公里以内",
        "县区：翔安区",
        "未识别：水电齐全",
    ]


@pytest.mark.parametrize(
    ("chip", "left"), [("land", "锂电池隔膜, 近港口"), ("near", "锂电池隔膜, 200亩"), ("industry", "200亩, 近港口")]
)
def test_a_chip_that_is_taken_away_leaves_the_line(chip: str, left: str) -> None:
    at = push(opened(make=LINE), f"drop-{chip}")
    assert at.text_input(key="find_text").value == left
    assert has_cards(at) == (chip != "industry")


@pytest.mark.long
def test_an_area_is_corrected_with_its_unit() -> None:
    at = opened(make=LINE)
    assert edit(at, "number_input", "edit-land").value == 200
    edit(at, "number_input", "edit-land").set_value(13)
    edit(at, "selectbox", "edit-land").set_value("ha").run()
    push(at, "edit-land")
    assert at.text_input(key="find_text").value == "锂电池隔膜, 13公顷, 近港口"
    assert "用地：13公顷（0.13 km²）" in chips(at)


@pytest.mark.long
def test_a_nearness_is_corrected() -> None:
    at = opened(make=LINE)
    edit(at, "selectbox", "edit-near").set_value("airport")
    edit(at, "number_input", "edit-near").set_value(25).run()
    push(at, "edit-near")
    assert at.text_input(key="find_text").value == "锂电池隔膜, 200亩, 距机场25公里以内"
    said = [outcome["text"] for card in cards(at) for outcome in card["outcomes"] if "机场" in outcome["text"]]
    assert len(said) == len(cards(at)) and all("25 公里以内" in text for text in said)


@pytest.mark.long
def test_a_condition_is_added_to_the_line() -> None:
    at = opened(make="锂电池隔膜")
    edit(at, "number_input", "add-land").set_value(200).run()
    push(at, "add-land")
    assert at.text_input(key="find_text").value == "锂电池隔膜，200亩"


@pytest.mark.long
def test_a_region_is_chosen_beside_the_line_and_taken_away(catalogue: Catalogue) -> None:
    at = opened(make="生物医药，翔安区")
    edit(at, "selectbox", "edit-county").set_value("350205").run()
    push(at, "edit-county")
    assert at.text_input(key="find_text").value == "生物医药"
    assert address(at)["in"] == ["350205"]
    assert {catalogue.sites.at[card["id"], "adcode"] for card in cards(at)} == {"350205"}
    push(at, "drop-region")
    assert "in" not in address(at)


@pytest.mark.long
def test_an_area_of_an_older_address_is_a_chip_too() -> None:
    at = opened(**{"for": "bio", "area": "1"})
    assert "用地：1500亩（1 km²）" in chips(at)
    assert all(card["outcomes"] for card in cards(at))
    push(at, "drop-area")
    assert "area" not in address(at) and not any(card["outcomes"] for card in cards(at))


@pytest.mark.long
def test_another_industry_is_chosen_for_the_product_and_given_up_with_it() -> None:
    at = opened(make="锂电池隔膜")
    at.multiselect(key="find_industries").set_value(["polymers"]).run()
    assert address(at)["for"] == ["polymers"]
    assert chips(at)[0].startswith("锂电池隔膜 → ") and chips(at)[0].endswith("（自选）")
    typed(at, "锂电池隔膜，200亩")
    assert address(at)["for"] == ["polymers"]  # the product is the same
    typed(at, "微创手术机器人")
    assert "for" not in address(at)
    assert chips(at)[0].startswith("微创手术机器人 → 高性能医疗器械")


# ---- what is not ranked --------------------------------------------------------------------------------------------
def test_a_weak_match_is_a_question_and_an_answer_ranks() -> None:
    at = typed(opened(), WEAK)
    assert not has_cards(at)
    assert any(translate("ui.find.ask", "zh", text=WEAK) in m.value for m in at.markdown)
    offered = [button.key for button in at.button if (button.key or "").startswith("match_")]
    assert len(offered) > 1
    at.button(key=offered[0]).click().run()
    assert cards(at) and address(at)["for"] == [offered[0].removeprefix("match_")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_no_plan_places_is_refused_with_its_class_and_neighbours_on_offer(lang: str, catalogue: Catalogue) -> None:
    """卷烟 is group 162 卷烟制造 of GB/T 4754."""
    at = opened(lang, make="卷烟")
    assert not has_cards(at) and not at.exception
    assert "162" in at.warning[0].value and "卷烟" in at.warning[0].value
    near = [button.key.removeprefix("match_") for button in at.button if (button.key or "").startswith("match_")]
    assert near and set(near) <= set(catalogue.designations["industry_id"])
    at.button(key=f"match_{near[0]}").click().run()
    assert address(at)["for"] == [near[0]] and address(at)["make"] == ["卷烟"]


def test_text_that_matches_nothing_is_refused_by_its_characters() -> None:
    at = typed(opened(), "qzxvw")
    assert not at.exception and not at.error and not has_cards(at)
    assert any("qzxvw" in i.value for i in at.info)


def test_a_line_without_a_product_asks_for_one() -> None:
    at = typed(opened(), "200亩")
    assert not has_cards(at)
    assert translate("ui.find.no_product", "zh") in [i.value for i in at.info]


@pytest.mark.parametrize("text", one_in(3, ["<script>alert(1)</script>", "${x}", "`x`", "\\", "=cmd()", "a" * 200]))
def test_hostile_text_does_no_harm(text: str) -> None:
    at = typed(opened(), text)
    assert not at.exception and not at.error


def test_an_industry_that_no_plan_places_anywhere_gives_an_empty_result_with_the_reason(catalogue: Catalogue) -> None:
    named = set(catalogue.all_designations["industry_id"])
    nowhere = next(
        i
        for i in catalogue.industries.index.difference(named)
        if find_sites(catalogue, Requirements(industries=(i,)), weight_draws=0, draws=0).ranking.empty
    )
    at = opened(**{"for": nowhere})
    assert not at.exception and not at.error and not has_cards(at)
    assert at.warning[0].value


# ---- grounds, weights, conditions ------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_the_whole_ranking_is_that_of_the_library(lang: str, catalogue: Catalogue) -> None:
    at = opened(lang, **{"for": "bio", "tab": "scores"})
    assert not at.exception and not at.error
    want = find_sites(catalogue, Requirements(industries=("bio",))).ranking
    shown = at.dataframe[1].value
    assert (
        shown[translate("ui.table.name", lang)].tolist()
        == catalogue.sites.loc[want["site_id"], f"name_{lang}"].tolist()
    )
    assert shown[translate("ui.find.score", lang)].tolist() == want["score"].round(4).tolist()
    assert shown[translate("ui.find.rank", lang)].tolist() == want["rank"].tolist()


@pytest.mark.long
def test_the_grounds_are_those_of_the_open_site(catalogue: Catalogue) -> None:
    at = opened(**{"for": "bio", "tab": "scores", "site": "xinyang"})
    assert translate("ui.find.grounds", "zh", site="新阳工业区") in [s.value for s in at.subheader]


def test_the_ranking_goes_along_as_a_layer(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(industries=("marine",)))
    features = json.loads(as_layer(catalogue, result, "zh"))["features"]
    said = {f["properties"]["site_id"]: (f["properties"]["rank"], f["properties"]["score"]) for f in features}
    want = result.ranking
    assert said == dict(zip(want["site_id"], zip(want["rank"], want["score"], strict=True), strict=True))
    assert sum(f["geometry"] is not None for f in features) == sum(
        len(catalogue.places[(catalogue.places["site_id"] == s) & catalogue.places.geometry.notna()]) for s in said
    )


@pytest.mark.long
def test_weights_are_heeded_and_can_be_reset(catalogue: Catalogue) -> None:
    at = opened(**{"for": "bio", "tab": "adjust"})
    at.slider(key="weight_room").set_value(100)
    at.slider(key="weight_strength").set_value(0).run()
    weights = {**DEFAULT_WEIGHTS, "room": 100.0, "strength": 0.0}
    want = find_sites(catalogue, Requirements(industries=("bio",), weights=weights)).ranking
    at.session_state["find_tab"] = "results"
    at.run()
    assert [card["score"] for card in cards(at)] == want["score"].round(3).tolist()
    at.session_state["find_tab"] = "adjust"
    at.run()
    next(b for b in at.button if b.label == translate("ui.find.reset", "zh")).click().run()
    assert {c: at.slider(key=f"weight_{c}").value for c in CRITERIA} == DEFAULT_WEIGHTS


def test_weights_of_nothing_are_refused_in_words() -> None:
    at = opened(**{"for": "bio", "tab": "adjust"})
    for code in CRITERIA:
        at.slider(key=f"weight_{code}").set_value(0)
    at.run()
    assert not at.exception and not at.error
    assert "权重" in at.warning[0].value


def test_conditions_rule_sites_out_and_say_why(catalogue: Catalogue) -> None:
    at = opened(**{"for": "bio", "in": "350205"})
    want = find_sites(catalogue, Requirements(industries=("bio",), regions=("350205",)))
    assert len(cards(at)) == len(want.ranking)
    excluded = next(e for e in at.expander if "未入选" in e.label).dataframe[0].value
    assert len(excluded) == len(want.excluded)
    assert excluded["原因"].str.len().gt(0).all()


def test_conditions_without_words_are_counted_on_a_chip_that_shows_them() -> None:
    at = opened(**{"for": "bio", "is": "existing", "not": "unplaced"})
    push(at, "need-further")
    assert at.session_state["find_tab"] == "adjust"
    assert at.multiselect(key="find_statuses").value == ["existing"]


# ---- the shortlist ---------------------------------------------------------------------------------------------------
def test_a_shortlist_is_compared_and_what_differs_is_marked(catalogue: Catalogue) -> None:
    ids = ["biomedical-harbour", "science-city"]
    at = opened(**{"for": "bio", "pick": ids, "tab": "shortlist"})
    [page] = [block.proto.body for block in at.get("html") if "gp-compare" in block.proto.body]
    table = lxml.html.fromstring(page).find(".//table")
    cells = compare_sites(catalogue, ids, find_sites(catalogue, Requirements(industries=("bio",))))
    marked = cells.groupby("fact", sort=False)["differs"].first()
    assert ["differs" in row.classes for row in table.findall("tbody/tr")] == marked.tolist()
    assert [head.text for head in table.findall("thead/tr/th")][1:] == ["1　厦门生物医药港", "2　厦门科学城"]
    of_first = [row.find("td").text for row in table.findall("tbody/tr")]
    assert of_first == cells.loc[cells["site_id"] == ids[0], "value_zh"].tolist()
    assert on_map(at) == ids


@pytest.mark.long
def test_a_card_says_whether_its_site_is_on_the_shortlist_and_a_full_one_takes_no_more(catalogue: Catalogue) -> None:
    ids = find_sites(catalogue, Requirements(industries=("bio",))).ranking["site_id"].tolist()
    told_of = told(opened(**{"for": "bio", "pick": ids[:5]}), "site_cards")
    assert told_of["picked"] == ids[:5] and not told_of["full"]
    assert told(opened(**{"for": "bio", "pick": ids[:6]}), "site_cards")["full"]


def test_picking_and_dropping() -> None:
    at = opened(**{"for": "bio", "pick": "biomedical-harbour", "tab": "shortlist"})
    at.text_input(key="note_biomedical-harbour").set_value("看过现场").run()
    at.button(key="drop_biomedical-harbour").click().run()
    assert at.session_state["find_picked"] == []
    assert any(translate("ui.find.no_pick", "zh", most=6) == i.value for i in at.info)


def test_the_address_brings_back_need_weights_picks_and_notes() -> None:
    query = {
        "for": "bio",
        "in": "350205",
        "w__room": "30",
        "pick": ["biomedical-harbour"],
        "note__biomedical-harbour": "近地铁",
    }
    at = opened(**query, tab="shortlist")
    assert at.text_input(key="note_biomedical-harbour").value == "近地铁"
    at = opened(**query, tab="adjust")
    assert at.multiselect(key="find_regions").value == ["350205"]
    assert at.slider(key="weight_room").value == 30


def test_an_address_with_nonsense_is_ignored() -> None:
    at = opened(
        **{"for": "moon", "w__room": "many", "area": "-1", "pick": ["nowhere"], "via": "spaceport", "tab": "moon"}
    )
    assert not at.exception and not at.error
    assert at.session_state["find_picked"] == []
    assert at.session_state["find_area"] == 0
    assert at.session_state["find_tab"] == "results"


def test_the_saved_file_is_the_shortlist_and_brings_back_the_line(catalogue: Catalogue) -> None:
    from geoplan.suitability.shortlist import from_json, shortlist, to_json

    need = Requirements(
        ("devices",), words=("手术机器人",), near=(Nearness("airport", km=20.0),), min_floor_m2=5000.0, min_area_km2=1.0
    )
    made = shortlist(catalogue, need, {"biomedical-harbour": "近地铁"})
    assert from_json(to_json(made), catalogue) == made
    at = opened()
    at.session_state["find_to_open"] = made
    at.run()
    assert not at.exception
    assert at.text_input(key="find_text").value == "手术机器人，距机场20公里以内，建筑面积5000平方米"
    assert "用地：1500亩（1 km²）" in chips(at)
    broken = json.loads(to_json(made))
    broken["shortlist"]["sites"][0]["note"] = "改过"
    with pytest.raises(ValueError, match="checksum"):
        from_json(json.dumps(broken), catalogue)


@pytest.mark.long
def test_a_saved_list_comes_back_in_the_words_that_were_typed(catalogue: Catalogue) -> None:
    from geoplan.suitability.shortlist import shortlist

    line = "手术机器人，1500亩，海沧区，距机场20公里以内"
    need = Requirements(
        ("devices",), regions=("350205",), words=("手术机器人",), near=(Nearness("airport", km=20.0),), min_area_km2=1.0
    )
    at = opened()
    at.session_state["find_to_open"] = shortlist(catalogue, need, {"biomedical-harbour": ""}, line)
    at.run()
    assert not at.exception
    assert at.text_input(key="find_text").value == line
    # What the line says is not asked for a second time beside it: taking its chip away takes the condition away.
    assert at.session_state["find_area"] == 0 and at.session_state["find_regions"] == []


@pytest.mark.long
def test_with_streets_minutes_to_the_gateways_change_the_scores(streets: str) -> None:
    at = opened(**{"for": "it", "go": "car"})
    assert not at.exception and not at.error
    straight = opened(**{"for": "it"})
    assert [card["score"] for card in cards(at)] != [card["score"] for card in cards(straight)]
    assert at.session_state["find_by"] == "car"


def test_without_streets_an_address_that_asks_for_them_is_answered_in_a_straight_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
    settings.cache_clear()
    try:
        at = opened(**{"for": "it", "go": "car"})
        assert not at.exception and not at.error
        assert cards(at)
    finally:
        settings.cache_clear()


@pytest.mark.parametrize(("lang", "wrong"), one_in(2, [("zh", "全部"), ("en", "All")]))
def test_what_is_left_out_is_nothing_at_first_and_says_so(lang: str, wrong: str) -> None:
    at = opened(lang)
    at.session_state["find_tab"] = "adjust"
    at.run()
    left_out = next(box for box in at.multiselect if box.label == translate("ui.find.exclude", lang))
    assert left_out.value == [] and left_out.placeholder == translate("ui.find.exclude_none", lang) != wrong
