"""对比 sets two to four sites side by side, marks what differs by a sign and a word, and its state is in the address."""

import re

import pytest
from own_widgets import told
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.comparison import compare_sites
from geoplan.ui.compare_state import MOST_SITES, CompareQuery
from geoplan.ui.widgets.comparison_table import comparison_rows

PAIR = ["biomedical-harbour", "xinyang"]  # both in 海沧区


def opened(sites: list[str], lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_string(page_script("concordance", lang), default_timeout=120)
    at.query_params["with"] = sites
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception and not at.error
    return at


def table(at: AppTest) -> str:
    (found,) = [e.proto.body for e in at.get("html") if '<div class="gp-compare"' in e.proto.body]
    return found


def rows(at: AppTest) -> dict[str, bool]:
    """The facts of the table, and whether each is marked."""
    found = re.findall(
        r'<tr( class="differs")?><th scope="row">(.*?)(?: <span class="gp-differs">.*?</span>)?</th>', table(at)
    )
    return {title: bool(differs) for differs, title in found}


def test_what_differs_is_marked_by_a_sign_and_a_word(catalogue: Catalogue) -> None:
    at = opened(PAIR)
    marked = rows(at)
    assert marked["所在县区"] is False and marked["类型"] is True
    assert table(at).count("≠") == sum(marked.values()) == table(at).count("不同</span>")
    heads = re.findall(r'<th scope="col">(.*?)</th>', table(at))
    assert heads[1:] == [catalogue.sites.at[site, "name_zh"] for site in PAIR]


def test_only_what_differs_is_shown_when_that_is_asked() -> None:
    at = opened(PAIR, only="1")
    assert "所在县区" not in rows(at) and all(rows(at).values())
    at.toggle(key="compare_only").set_value(False).run()
    assert "所在县区" in rows(at) and "only" not in at.session_state["address"]


@pytest.mark.parametrize(("lang", "area"), [("zh", "3.12 平方公里（4,680 亩）"), ("en", "3.12 km², 312 ha (4,680 mu)")])
def test_the_area_of_one_and_the_missing_area_of_the_other_stand_side_by_side(lang: str, area: str) -> None:
    shown = table(opened(["kaiyuan-community", "xinyang"], lang))
    assert area in shown and {"zh": "规划未载", "en": "not stated in any plan"}[lang] in shown


def test_a_site_is_added_and_the_address_says_so() -> None:
    at = opened(PAIR[:1])
    assert "再选一处" in at.info[0].value
    at.multiselect(key="compare_sites").set_value(PAIR).run()
    assert at.session_state["address"]["with"] == PAIR and rows(at)["类型"]


def test_the_view_is_in_the_address() -> None:
    at = opened(PAIR, compare="indicator")
    assert not any("gp-compare" in e.proto.body and "<table" in e.proto.body for e in at.get("html"))
    assert at.session_state["address"]["compare"] == ["indicator"] and at.session_state["address"]["with"] == PAIR


def test_an_address_of_many_unknown_or_repeated_sites_is_cut_to_known_ones(catalogue: Catalogue) -> None:
    ids = ["nowhere", "xinyang", "xinyang", "<b>", *catalogue.sites.index[:6]]
    taken = CompareQuery.from_query({"with": ids, "compare": ["<b>"]}, catalogue)
    assert len(taken.sites) == len(set(taken.sites)) == MOST_SITES and taken.sites[0] == "xinyang"
    assert set(taken.to_query()) == {"with"}


def test_the_file_has_a_row_a_fact_and_a_column_a_site(catalogue: Catalogue) -> None:
    cells = compare_sites(catalogue, PAIR)
    frame = comparison_rows(cells, {site: catalogue.sites.at[site, "name_zh"] for site in PAIR})
    assert list(frame.columns) == ["项目", "不同", *(catalogue.sites.at[s, "name_zh"] for s in PAIR)]
    assert len(frame) == cells["fact"].nunique()
    assert frame.set_index("项目").at["所在县区", "不同"] == "" and frame.set_index("项目").at["类型", "不同"] == "不同"


@pytest.mark.parametrize(
    ("page", "button", "key"), [("concordance", "compare", "compare_sites"), ("find", "shortlist", "find_picked")]
)
def test_what_a_dossier_adds_is_there_when_the_page_is_first_opened(page: str, button: str, key: str) -> None:
    script = (
        "import streamlit as st\nfrom geoplan.ui.page_chrome import page_chrome\n"
        f"from geoplan.ui.pages.map import map_page\nfrom geoplan.ui.pages.{page} import {page}_page\n"
        f"with page_chrome():\n    ({page}_page if st.session_state.get('later') else map_page).page()\n"
    )
    at = AppTest.from_string(script, default_timeout=120)
    at.query_params["site"] = "xinyang"
    at.run()
    at.button(key=button).click().run()
    at.session_state["later"] = True
    at.run()
    assert not at.exception and at.session_state[key] == ["xinyang"]


# 开元创新社区 as data/ cites it: 思明科技 and 厦门苏颂工程 call it by one name, 福建科技 also by another; 福建科技 and 思明科技
# give it industries; 福建科技 alone gives its area, 厦门新兴产业 alone counts it as part of a whole.
COMMUNITY = {"compare": "site", "site": "kaiyuan-community"}


def heads(at: AppTest) -> list[str]:
    return re.findall(r'<p class="gp-name">([^<（]*)', table(at))


def test_all_plans_that_name_a_site_stand_side_by_side_at_first() -> None:
    at = opened([], **COMMUNITY)
    assert heads(at) == ["福建科技", "厦门新兴产业", "思明科技", "厦门苏颂工程"]
    marked = rows(at)
    assert marked["名称"] and marked["产业"] and not marked["隶属"] and not marked["用地面积"]
    assert "between" not in at.session_state["address"]


def test_two_plans_on_one_site_are_chosen_and_the_address_brings_them_back() -> None:
    at = opened([], **COMMUNITY)
    at.pills(key="compare_plans").set_value(["siming-st", "xiamen-susong"]).run()
    assert not at.exception and heads(at) == ["思明科技", "厦门苏颂工程"]
    marked = rows(at)
    assert not marked["名称"] and marked["状态"] and "用地面积" not in marked
    written = at.session_state["address"]
    assert written["between"] == ["siming-st", "xiamen-susong"] and written["about"] == ["kaiyuan-community"]
    again = AppTest.from_string(page_script("concordance", "zh"), default_timeout=120)
    for key, values in written.items():
        again.query_params[key] = values
    again.run()
    assert heads(again) == heads(at) and rows(again) == marked


def test_only_differences_between_the_chosen_plans_are_explained() -> None:
    why = "把它算作厦门软件园的一部分"  # of 厦门新兴产业 against 思明科技
    both = opened([], **COMMUNITY)
    assert any(why in e.proto.body for e in both.get("html"))
    both.pills(key="compare_plans").set_value(["fujian-st", "xiamen-susong"]).run()
    assert not any(why in e.proto.body for e in both.get("html"))


def test_another_site_begins_with_all_its_plans() -> None:
    at = opened([], **COMMUNITY)
    at.pills(key="compare_plans").set_value(["siming-st", "xiamen-susong"]).run()
    at.selectbox(key="compare_about").set_value("marine-hightech-park").run()
    assert not at.exception and "between" not in at.session_state["address"]
    assert at.session_state["address"]["about"] == ["marine-hightech-park"] and len(heads(at)) > 1


def test_one_plan_alone_asks_for_another() -> None:
    at = opened([], **COMMUNITY)
    at.pills(key="compare_plans").set_value(["siming-st"]).run()
    assert "再选一部规划" in at.info[0].value and heads(at) == ["思明科技"]


def test_an_open_site_of_one_plan_is_not_replaced_by_another_without_a_word() -> None:
    at = opened([], compare="site", site="xinyang")  # of 厦门新兴产业 alone
    assert "新阳工业区仅见于一部规划" in at.info[0].value
    assert not any('<div class="gp-compare"' in e.proto.body for e in at.get("html"))


def test_unknown_plans_and_a_hostile_site_of_an_address_are_dropped(catalogue: Catalogue) -> None:
    query = {"compare": ["site"], "about": ["<b>"], "between": ["siming-st", "nowhere", "siming-st", "<b>"]}
    taken = CompareQuery.from_query(query, catalogue)
    assert taken.about is None and taken.between == ["siming-st"]


def with_table(**state: object) -> AppTest:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=120)
    at.run()
    for key, value in {"table_open": True, **state}.items():
        at.session_state[key] = value
    return at.run()


def test_the_line_of_the_table_says_how_many_sites_are_compared_and_drops_them() -> None:
    at = with_table()
    assert told(at, "row_table")["compared"] == [] and "table_compare" not in [b.key for b in at.button]
    at.session_state["compare_sites"] = PAIR
    at.run()
    assert told(at, "row_table")["compared"] == PAIR
    button = at.button(key="table_compare")
    assert button.label == "对比 2 处" and not button.disabled
    at.button(key="table_compare_clear").click().run()
    assert told(at, "row_table")["compared"] == []


def test_one_site_is_no_comparison_and_the_button_says_what_is_missing() -> None:
    button = with_table(compare_sites=PAIR[:1]).button(key="table_compare")
    assert button.disabled and button.help == "再选一处即可对比"


def test_the_button_of_the_table_leads_to_the_sites_side_by_side() -> None:
    at = with_table(compare_sites=PAIR, compare_view="indicator")
    at.button(key="table_compare").click().run()
    assert at.session_state["compare_view"] == "sites" and at.session_state["page_asked"] == "concordance"


def test_a_row_is_added_once_and_taken_out_and_a_fifth_is_refused_in_words(catalogue: Catalogue) -> None:
    script = (
        "import streamlit as st\nfrom geoplan.ui.widgets.site_table import compare_row\n"
        "compare_row(st.session_state['row'])\n"
    )
    at = AppTest.from_string(script, default_timeout=60)
    for site in [*catalogue.sites.index[:MOST_SITES], "nowhere"]:
        at.session_state["row"] = site
        at.run()
    assert at.session_state["compare_sites"] == catalogue.sites.index[:MOST_SITES].tolist() and not at.toast
    at.session_state["row"] = catalogue.sites.index[MOST_SITES]
    at.run()
    assert len(at.session_state["compare_sites"]) == MOST_SITES and "对比最多 4 处" in at.toast[0].value
    at.session_state["row"] = catalogue.sites.index[0]
    at.run()
    assert catalogue.sites.index[0] not in at.session_state["compare_sites"]


@pytest.mark.parametrize(("n", "offered"), [(1, False), (2, True), (4, True), (5, False)])
def test_a_short_list_of_the_map_is_compared_at_once(n: int, offered: bool, catalogue: Catalogue) -> None:
    ids = catalogue.sites.index[:n].tolist()
    at = with_table(listed=("名单", ids))
    assert ("compare_listed" in [b.key for b in at.button]) == offered
    if offered:
        at.button(key="compare_listed").click().run()
        assert at.session_state["compare_sites"] == ids
