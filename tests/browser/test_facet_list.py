"""The list of facets in a browser: by mouse, by keyboard, with its box to find a value, narrow, in both languages."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import TEXTS
from long_lists import all_but
from playwright.sync_api import Browser, Locator, expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.facet_file import facet_file

from .conftest import free_port, start_app
from .panel_page import CONTRAST, CUT, FAULTS, PanelPage, open_panel

pytestmark = pytest.mark.browser
COUNTS = {
    "industries": {"it": 19, "bio": 4},
    "plans": {"fujian-st": 1},
    "regions": {"350000": 57, "350200": 40, "350203": 3, "350206": 1},
    "layers": {"science-city": 2},
}
STATES = {"fujian-st": "ended", "xiamen-st": "in_force"}
DATA: dict[str, Any] = {"lang": "zh", "counts": COUNTS, "chosen": {}, "in_force": False, "states": STATES}
HOSTILE = [
    '<img src=x onerror="window.hit=1">',
    "<script>window.hit=1</script>",
    "${window.hit=1}",
    "&lt;b&gt;",
    *TEXTS,
]


@pytest.fixture(scope="module")
def content(catalogue: Catalogue) -> bytes:
    return facet_file(catalogue)


@pytest.fixture
def panel(browser: Browser, content: bytes, tmp_path: Path) -> Iterator[PanelPage]:
    with open_panel(browser, tmp_path, "facet_list", DATA, content) as page:
        page.page.locator(".gp-facets[data-ready=yes]").wait_for()
        yield page


def says(row: Locator, checked: str) -> None:
    expect(row).to_have_attribute("aria-checked", checked)


def test_a_click_shows_at_once_and_says_the_facet_and_its_values(panel: PanelPage) -> None:
    bio = panel.value("industries", "bio")
    says(bio, "false")
    bio.click()
    says(bio, "true")  # no answer of the server has come
    assert panel.answers() == [["change", {"industries": ["bio"]}]]
    expect(panel.group("industries").locator(".number")).to_have_text("1")
    bio.click()
    says(bio, "false")
    assert panel.answers()[-1] == ["change", {"industries": []}]


def test_the_answer_corrects_counts_and_what_the_server_chose_is_shown(panel: PanelPage) -> None:
    panel.value("industries", "bio").click()
    panel.tell(chosen={"industries": ["bio"]}, counts={**COUNTS, "industries": {"bio": 7}})
    expect(panel.value("industries", "bio").locator(".count")).to_have_text("7")
    expect(panel.value("industries", "it").locator(".count")).to_have_text("0")
    panel.tell(chosen={})  # as a chip above the map is taken away
    says(panel.value("industries", "bio"), "false")


def test_the_answer_to_an_earlier_click_does_not_undo_a_later_one(panel: PanelPage) -> None:
    panel.value("industries", "bio").click()
    panel.value("industries", "it").click()
    panel.value("plans", "fujian-st").click()
    panel.tell(chosen={"industries": ["bio"]})
    says(panel.value("industries", "it"), "true")
    says(panel.value("plans", "fujian-st"), "true")
    # A message holds all that is not yet answered, as two may reach the server as one.
    assert panel.answers()[-1] == ["change", {"industries": ["bio", "it"], "plans": ["fujian-st"]}]
    panel.tell(chosen={"industries": ["bio", "it"], "plans": ["fujian-st"]})
    panel.tell(chosen={"plans": ["fujian-st"]})
    says(panel.value("industries", "it"), "false")


def test_a_choice_that_the_server_does_not_take_is_no_longer_shown_after_a_while(panel: PanelPage) -> None:
    panel.value("industries", "bio").click()
    panel.tell(chosen={})
    says(panel.value("industries", "bio"), "true")
    expect(panel.value("industries", "bio")).to_have_attribute("aria-checked", "false", timeout=8_000)


def test_a_parent_stands_for_its_children_and_shows_them_as_covered(panel: PanelPage) -> None:
    xiamen, siming, fuzhou = (panel.value("regions", code) for code in ("350200", "350203", "350100"))
    siming.click()
    says(xiamen, "mixed")
    says(panel.value("regions", "350000"), "mixed")
    says(fuzhou, "false")
    xiamen.click()
    says(xiamen, "true")
    says(siming, "true")
    expect(siming).to_have_attribute("aria-disabled", "true")
    expect(siming).to_have_attribute("title", "已含于“厦门市”")
    assert panel.answers()[-1] == ["change", {"regions": ["350200"]}]  # the county is in the city
    siming.click(force=True)
    assert len(panel.answers()) == 2  # a covered value is no choice of its own
    xiamen.click()
    says(siming, "false")


def test_values_without_sites_stay_where_they_are_grey_and_can_be_chosen(panel: PanelPage) -> None:
    jimei = panel.value("regions", "350211")
    expect(jimei).to_be_visible()
    expect(jimei.locator(".count")).to_have_text("0")
    expect(jimei).to_have_class("zero")
    before = panel.shown("regions")
    jimei.click()
    panel.tell(counts={}, chosen={"regions": ["350211"]})
    assert panel.shown("regions") == before
    says(jimei, "true")


def test_a_value_is_found_by_chinese_initials_and_english_with_its_parents(panel: PanelPage) -> None:
    box = panel.group("regions").get_by_role("searchbox")
    expect(box).to_have_attribute("aria-label", "在“县区”中查找")
    for text in ("集美", "jmq", "Jimei", "JIMEI d", "集 美"):
        box.fill(text)
        assert panel.shown("regions") == ["350000", "350200", "350211"], text
    box.fill("秀屿")  # of a city that is folded
    assert panel.shown("regions") == ["350000", "350300", "350305"]
    box.press("Escape")
    expect(box).to_have_value("")
    assert "350305" not in panel.shown("regions") and len(panel.shown("regions")) == 1 + 9 + 6


def test_what_is_not_found_is_said_in_the_language_of_the_page(panel: PanelPage) -> None:
    box = panel.group("industries").get_by_role("searchbox")
    box.fill("<b>xyz</b>")
    expect(panel.group("industries").get_by_role("status")).to_have_text("没有匹配的值：<b>xyz</b>")
    assert panel.shown("industries") == []
    panel.tell(lang="en")
    panel.group("industries").get_by_role("searchbox").fill("qqq")
    expect(panel.group("industries").get_by_role("status")).to_have_text("No matching value: qqq")
    assert panel.group("plans").get_by_role("searchbox").count() == 0  # five values need none


def test_an_input_method_is_left_alone_until_it_is_done(panel: PanelPage) -> None:
    box, all_of_them = panel.group("regions").get_by_role("searchbox"), panel.shown("regions")
    compose = """(el, [text, composing]) => { el.value = text; el.dispatchEvent(new InputEvent("input", { isComposing: composing, bubbles: true })); }"""
    box.evaluate(compose, ["ji'm", True])
    assert panel.shown("regions") == all_of_them
    box.evaluate(
        "el => { el.value = '集美'; el.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })); }"
    )
    assert panel.shown("regions") == ["350000", "350200", "350211"]


def test_the_list_is_used_by_keyboard_alone(panel: PanelPage) -> None:
    focused = "() => { const el = document.querySelector('#host').shadowRoot.activeElement; return el?.dataset.value ?? el?.className ?? el?.tagName; }"
    page = panel.page

    def press(*names: str) -> str:
        for name in names:
            page.keyboard.press(name)
        return str(page.evaluate(focused))

    assert press("Tab") == "fold"
    page.keyboard.press("Tab")
    assert press("Tab") == "it"  # fold, box, and the tree is one stop
    assert press("ArrowDown") == "bio"
    assert press(" ") == "bio"
    says(panel.value("industries", "bio"), "true")
    assert press("ArrowRight") == "bio"
    expect(panel.value("industries", "bio")).to_have_attribute("aria-expanded", "true")
    assert press("ArrowRight") != "bio"
    assert press("ArrowLeft") == "bio"
    assert press("ArrowLeft", "End", "Home") == "it"
    expect(panel.value("industries", "bio")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the heading of the plans
    panel.value("industries", "bio").focus()
    page.keyboard.press("Enter")
    says(panel.value("industries", "bio"), "false")


def test_focus_stays_on_a_row_through_the_answer_of_the_server(panel: PanelPage) -> None:
    row = panel.value("regions", "350206")
    row.focus()
    panel.page.keyboard.press(" ")
    panel.tell(chosen={"regions": ["350206"]}, counts={"regions": {"350206": 2}})
    expect(row).to_be_focused()


def test_a_group_is_cleared_alone(panel: PanelPage) -> None:
    panel.tell(chosen={"industries": ["bio", "it"], "plans": ["xiamen-st"]})
    button = panel.group("industries").get_by_role("button", name="清除“产业”的选择")
    button.click()
    assert panel.answers() == [["change", {"industries": []}]]
    expect(button).to_be_hidden()
    says(panel.value("plans", "xiamen-st"), "true")
    expect(panel.group("kinds").locator(".clear")).to_be_hidden()


def test_three_groups_are_open_at_first_and_what_is_folded_is_remembered(panel: PanelPage) -> None:
    folds = "all => all.map((el) => [el.closest('section').dataset.facet, el.getAttribute('aria-expanded')])"
    before = dict(panel.page.locator(".fold").evaluate_all(folds))
    assert [facet for facet, open_ in before.items() if open_ == "true"] == ["industries", "plans", "regions"]
    panel.group("kinds").locator(".fold").click()
    panel.group("plans").locator(".fold").click()
    panel.value("industries", "bio").locator(".twist").click()
    panel.page.reload()
    panel.page.locator(".gp-facets[data-ready=yes]").wait_for()
    after = dict(panel.page.locator(".fold").evaluate_all(folds))
    assert after == {**before, "kinds": "true", "plans": "false"}
    expect(panel.value("industries", "bio")).to_have_attribute("aria-expanded", "true")
    assert panel.answers() == []  # folding is nobody else's business


def test_the_parents_of_what_is_chosen_are_unfolded(panel: PanelPage) -> None:
    expect(panel.value("regions", "350305")).to_be_hidden()
    panel.tell(chosen={"regions": ["350305"]})
    expect(panel.value("regions", "350305")).to_be_visible()
    says(panel.value("regions", "350300"), "mixed")


def test_the_switch_for_plans_in_force_has_its_help_and_says_what_it_is(panel: PanelPage) -> None:
    switch = panel.page.get_by_role("switch", name="只看现行规划")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert panel.answers() == [["change", {"in_force": True}]]
    help_ = panel.page.locator("#force-help")
    expect(help_).to_be_hidden()
    panel.page.get_by_role("button", name="说明").click()
    expect(help_).to_be_visible()


def test_plans_say_their_state_of_the_day(panel: PanelPage) -> None:
    expect(panel.value("plans", "fujian-st").locator(".label")).to_have_text("福建科技（已到期）")
    expect(panel.value("plans", "xiamen-st").locator(".label")).to_have_text("厦门科技（现行）")
    expect(panel.value("plans", "siming-st").locator(".label")).to_have_text("思明科技")  # a year is missing
    panel.tell(states={"fujian-st": "not_yet"})
    expect(panel.value("plans", "fujian-st").locator(".label")).to_have_text("福建科技（未开始）")


@pytest.mark.parametrize(("lang", "width"), all_but([("en", 280)], product(["zh", "en"], [280, 320])))
def test_nothing_is_cut_unnamed_or_too_faint(
    browser: Browser, content: bytes, tmp_path: Path, lang: str, width: int
) -> None:
    data = {**DATA, "lang": lang, "chosen": {"industries": ["bio"], "regions": ["350203"]}}
    with open_panel(browser, tmp_path, "facet_list", data, content, width) as panel:
        panel.page.locator(".gp-facets[data-ready=yes]").wait_for()
        panel.page.locator(".fold[aria-expanded=false]").evaluate_all("all => all.forEach((el) => el.click())")
        for value in ("it", "ic", "equipment"):
            if panel.value("industries", value).get_attribute("aria-expanded") == "false":
                panel.value("industries", value).locator(".twist").click()
        assert panel.page.evaluate(CUT) == []
        assert panel.page.evaluate(FAULTS) == []
        contrast, text = panel.page.evaluate(CONTRAST)
        assert contrast >= 4.5, text


def test_hostile_names_stay_text(browser: Browser, catalogue: Catalogue, tmp_path: Path) -> None:
    names = [HOSTILE[i % len(HOSTILE)] for i in range(len(catalogue.industries))]
    content = facet_file(replace(catalogue, industries=catalogue.industries.assign(name_zh=names, name_en=names)))
    with open_panel(browser, tmp_path, "facet_list", {**DATA, "chosen": {"industries": ["bio"]}}, content) as panel:
        panel.page.locator(".gp-facets[data-ready=yes]").wait_for()
        labels = panel.group("industries").locator(".label").all_text_contents()
        assert sorted(labels) == sorted(names)
        assert panel.page.locator("#host").locator("img, script, a, b, strong").count() == 0
        assert panel.page.evaluate("window.hit === undefined")


def test_labels_are_fetched_once_and_again_where_they_failed(browser: Browser, content: bytes, tmp_path: Path) -> None:
    with open_panel(browser, tmp_path, "facet_list", DATA, None) as panel:
        expect(panel.page.get_by_role("status").first).to_have_text("not loaded")
        (tmp_path / "facets.json").write_bytes(content)
        panel.page.locator(".gp-facets[data-ready=yes]").wait_for()
        asked = len(panel.requests)
        panel.value("industries", "bio").click()
        panel.tell(chosen={"industries": ["bio"]})
        panel.tell(lang="en")
        expect(panel.value("industries", "bio").locator(".label")).to_have_text("Biomedicine and health")
        assert len(panel.requests) == asked


def test_in_streamlit_choices_reach_the_server_and_its_counts_come_back(browser: Browser) -> None:
    port = free_port()
    static = Path(__file__).parent / "static"
    process = start_app(port, "tests/browser/facet_app.py")
    page = browser.new_page()
    try:
        sent: list[int] = []
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(len(frame))))
        page.goto(f"http://127.0.0.1:{port}")
        page.locator(".gp-facets[data-ready=yes]").wait_for(timeout=60_000)
        answer = page.locator("#answer")

        def told() -> dict[str, Any]:
            return dict(ast.literal_eval(str(answer.text_content())))

        expect(page.locator(".gp-layers")).to_have_text("正在载入图层…")  # there is no map here
        everything = told()["sites"]
        sent.clear()
        page.locator("[data-facet=industries] [data-value=bio]").click()
        expect(answer).to_contain_text("'bio'")
        page.wait_for_timeout(300)
        assert sum(sent) < 8_000, sent
        bio = int(str(page.locator("[data-facet=industries] [data-value=bio] .count").text_content()))
        assert told() == {"sites": bio, "industries": ["bio"], "in_force": False} and bio < everything
        # Faster than the server answers.
        page.locator("[data-facet=regions] [data-value='350203']").click()
        page.locator("[data-facet=plans] [data-value=fujian-st]").click()
        page.get_by_role("switch").click()
        expect(answer).to_contain_text("'in_force': True")
        assert {facet: value for facet, value in told().items() if facet != "sites"} == {
            "industries": ["bio"], "regions": ["350203"], "plans": ["fujian-st"], "in_force": True,
        }  # fmt: skip
        page.get_by_role("button", name="clear").click()
        expect(answer).not_to_contain_text("'bio'")
        expect(page.locator("[data-facet=industries] [data-value=bio]")).to_have_attribute("aria-checked", "false")
        assert errors == []
    finally:
        page.close()
        process.terminate()
        process.wait(10)
        shutil.rmtree(static, ignore_errors=True)


def test_the_data_of_these_tests_name_values_that_there_are(content: bytes) -> None:
    listed = {
        facet["id"]: {value["id"] for part in facet["sections"] for value in part["values"]}
        for facet in json.loads(content)["facets"]
    }
    assert {facet: set(counts) - listed[facet] for facet, counts in COUNTS.items()} == {
        facet: set() for facet in COUNTS
    }
