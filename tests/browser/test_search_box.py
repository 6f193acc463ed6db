"""The search box finds in the browser what a person means, without a request, with keys, input methods and bad names."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import orjson
import pytest
from long_lists import all_but
from playwright.sync_api import Browser, expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.search import parse_lonlat
from geoplan.query.search_file import search_file
from geoplan.query.search_index import search_entries, search_entry

from .search_page import SearchPage, open_search

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.hit = 1">'


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> bytes:
    return search_file(catalogue)


@pytest.fixture(scope="module")
def opened(browser: Browser, index: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchPage]:
    with open_search(browser, tmp_path_factory.mktemp("search"), index) as page:
        yield page
        assert page.errors == []


@pytest.fixture
def box(opened: SearchPage) -> SearchPage:
    opened.page.keyboard.press("Escape")
    opened.input.fill("")
    opened.page.evaluate("answers.length = 0")
    opened.requests.clear()
    return opened


# The first row and what choosing it tells the app; ids as data/*.csv have them.
@pytest.mark.parametrize(
    ("text", "name", "kind", "entry_id"),
    [
        ("厦门软件园二期", "厦门软件园二期", "site", "software-park-2"),  # exact
        ("开元创", "开元创新社区", "site", "kaiyuan-community"),  # prefix
        ("软二", "厦门软件园二期", "site", "software-park-2"),  # nickname
        ("軟件園三期", "厦门软件园三期", "site", "software-park-3"),  # traditional
        ("rjy", "厦门软件园", "site", "software-park"),  # initials
        ("xmdx", "厦门大学", "site", "xiamen-university"),
        ("kaiyuanchuangxin", "开元创新社区", "site", "kaiyuan-community"),  # pinyin
        ("海苍", "海沧区", "region", "350205"),  # the same sound
        ("生物医药岗", "厦门生物医药港", "site", "biomedical-harbour"),
        ("biomedical harbour", "厦门生物医药港", "site", "biomedical-harbour"),  # British and American
        ("Biomedical Harbor", "厦门生物医药港", "site", "biomedical-harbour"),
        ("software park phase 2", "厦门软件园二期", "site", "software-park-2"),
        ("biomedcial harbour", "厦门生物医药港", "site", "biomedical-harbour"),  # a slip in English
        ("思明 软件园一期", "厦门软件园一期", "site", "software-park-1"),  # two words, one of them the district
        ("翔安区", "翔安区", "region", "350213"),
        ("海沧", "海沧区", "region", "350205"),
        ("haicang", "海沧区", "region", "350205"),
        ("翔安校区", "翔安校区", "part", "xiamen-university/翔安校区"),
        ("后溪镇", "后溪镇", "place", "118.0333,24.6313/后溪镇"),
        ("锂电新能源", "锂电新能源", "industry", "lithium"),
        ("电池隔膜", "电池隔膜", "word", "new-energy-materials/电池隔膜"),
        ("戴尔", "戴尔", "firm", "戴尔"),
        ("海辰新能源", "海辰新能源", "firm", "海辰新能源"),
        ("高崎国际机场", "厦门高崎国际机场", "gateway", "xiamen-gaoqi-airport"),
        ("闽政办〔2021〕58号", "福建省“十四五”科技创新发展专项规划", "plan", "fujian-st"),
        ("闽东药城", "闽东药城", "programme", "mindong-pharma-city"),
    ],
)  # fmt: skip
def test_the_first_row_is_what_is_meant(box: SearchPage, text: str, name: str, kind: str, entry_id: str) -> None:
    assert box.find(text)[0] == name
    box.page.keyboard.press("Enter")
    assert box.answers() == [["choose", {"kind": kind, "id": entry_id}]]
    expect(box.input).to_have_value(name)
    expect(box.options).to_have_count(0)


def test_a_word_of_industry_lists_the_industries_that_use_it(box: SearchPage) -> None:
    box.find("锂电池")
    assert {"新能源材料", "新一代安全高效锂电池"} <= set(box.groups()["产业"])


def test_every_entry_answers_with_an_id_that_the_server_knows(box: SearchPage, catalogue: Catalogue) -> None:
    ids = box.page.evaluate(
        "fetch('index.json').then((a) => a.json()).then((f) => matcher.buildIndex(f).entries.map((e) => [e.kind, e.id]))"
    )
    assert len(ids) == len(search_entries(catalogue))
    assert [one for one in ids if search_entry(catalogue, *one) is None] == []


def test_groups_stand_in_one_order_and_the_list_is_short(box: SearchPage) -> None:
    names = box.find("厦门大学")
    assert list(box.groups()) == ["载体", "组成部分", "地名", "项目"]
    assert len(box.groups()["载体"]) == 4
    assert len(names) <= 11  # ten and the one that filters
    assert names[-1] == "按“厦门大学”筛选列表"
    box.find("海沧")
    assert list(box.groups())[:2] == ["最符合", "载体"]
    assert box.page.locator(".gp-panel").evaluate("el => el.scrollTop") == 0  # the first heading is in view


@pytest.mark.parametrize(
    "text",
    [
        "118.1, 24.5", "24.5 118.1", "24.5N 118.1E", "24°26′46″N 118°05′22″E", "118°05'22\"E, 24°26'46\"N",
        "POINT (118.1 24.5)", "北纬24度26分46秒，东经118度5分22秒", "东经118.1 北纬24.5", "１１８．１，２４．５",
        "24 26 46 118 5 22", "N24°26.766667′ E118°5.366667′",
    ],
)  # fmt: skip
def test_a_coordinate_is_offered_as_it_is_written(box: SearchPage, text: str) -> None:
    assert box.find(text) == [f"定位到坐标 {text}", f"按“{text}”筛选列表"]
    box.page.keyboard.press("Enter")
    assert box.answers() == [["choose", {"coordinate": text}]]
    assert parse_lonlat(text) is not None


@pytest.mark.parametrize("text", ["2021-2025", "5G", "第3期 2026年", "24", "3 km", "1, 2", "200, 24", "POINT EMPTY"])
def test_other_numbers_are_no_coordinates(box: SearchPage, text: str) -> None:
    assert not box.find(text)[0].startswith("定位到坐标")


def test_nothing_is_asked_for_while_one_types(box: SearchPage) -> None:
    for text in ("软件园", "海苍", "zzzz", "118.1, 24.5"):
        box.input.fill("")
        box.input.press_sequentially(text)
    assert box.requests == []
    assert box.answers() == []


def test_nothing_found_says_what_is_near_and_why(box: SearchPage) -> None:
    assert box.find("火星软件院区") != []
    box.find("海苍")
    assert box.page.locator(".gp-note").inner_text() == "没有名称含“海苍”。读音或写法相近的有："
    names = box.find("厦门生物制药港")
    assert "厦门生物医药港" in names
    assert box.page.locator(".gp-note").inner_text().startswith("没有名称含“厦门生物制药港”。最接近的是：")
    assert box.find("separators") == ["按“separators”筛选列表"]  # no plan has an English word for 电池隔膜
    assert box.status == "没有名称含“separators”，也没有相近的名称。"


def test_keys_walk_through_the_rows_and_round(box: SearchPage) -> None:
    names = box.find("软件园")
    assert box.active() == names[0]
    expect(box.input).to_have_attribute("aria-expanded", "true")
    box.page.keyboard.press("ArrowDown")
    assert box.active() == names[1]
    box.page.keyboard.press("ArrowUp")
    box.page.keyboard.press("ArrowUp")
    assert box.active() == names[-1] == "按“软件园”筛选列表"
    expect(box.page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.page.keyboard.press("Enter")
    assert box.answers() == [["choose", {"text": "软件园"}]]


def test_escape_closes_first_and_empties_then(box: SearchPage) -> None:
    box.find("软件园")
    box.page.keyboard.press("Escape")
    expect(box.input).to_have_attribute("aria-expanded", "false")
    expect(box.input).to_have_value("软件园")
    box.page.keyboard.press("Escape")
    expect(box.input).to_have_value("")
    assert box.answers() == []  # the list was not filtered


def test_a_slash_goes_to_the_box_but_not_from_another_field(box: SearchPage) -> None:
    other = box.page.locator("#other")
    other.focus()
    box.page.keyboard.press("/")
    expect(other).to_have_value("/")
    other.fill("")
    other.blur()
    box.page.keyboard.press("/")
    expect(box.input).to_be_focused()
    expect(box.input).to_have_value("")


def test_the_button_empties_the_box_and_tells_only_of_a_filter(box: SearchPage) -> None:
    clear = box.page.get_by_role("button", name="清空")
    box.find("软件园")
    clear.click()
    expect(box.input).to_have_value("")
    expect(clear).to_be_hidden()
    assert box.answers() == []


def test_a_row_is_chosen_by_pointer(box: SearchPage) -> None:
    box.find("软二")
    box.options.first.click()
    assert box.answers() == [["choose", {"kind": "site", "id": "software-park-2"}]]


def test_an_input_method_is_left_alone_until_it_is_done(box: SearchPage) -> None:
    box.input.focus()
    client = box.page.context.new_cdp_session(box.page)
    client.send("Input.imeSetComposition", {"text": "ruan", "selectionStart": 4, "selectionEnd": 4})
    expect(box.input).to_have_value("ruan")
    expect(box.options).to_have_count(0)
    client.send("Input.insertText", {"text": "软二"})
    expect(box.input).to_have_value("软二")
    assert box.active().startswith("厦门软件园二期")


def test_enter_of_an_input_method_chooses_nothing(box: SearchPage) -> None:
    box.find("软件园")
    press = """options => document.querySelector("#host").shadowRoot.querySelector("input").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true, ...options }))"""
    box.page.evaluate(press, {"isComposing": True})
    box.page.evaluate(press, {"keyCode": 229})  # as Safari says it
    assert box.answers() == []
    box.page.evaluate(press, {})
    assert len(box.answers()) == 1


def test_american_spelling_is_no_slip(box: SearchPage) -> None:
    box.find("Biomedical Harbor")
    assert box.status == "1 条建议"
    box.find("Biomedical Harbuor")
    assert box.status == "没有名称含“Biomedical Harbuor”。读音或写法相近的有："


def test_the_text_of_the_list_is_shown_and_emptied(browser: Browser, index: bytes, tmp_path: Path) -> None:
    with open_search(browser, tmp_path, index, lang="en") as box:
        data = box.page.evaluate("""() => ({ url: "index.json", lang: "en", value: "park", texts: {} })""")
        texts = {
            "placeholder": "p",
            "label": "Search",
            "suggestions": "s",
            "clear": "Clear",
            "filter": "f",
            "coordinate": "c",
        }
        box.page.evaluate("data => show(data)", {**data, "texts": texts})
        expect(box.input).to_have_value("park")
        box.page.get_by_role("button", name="Clear").click()
        assert box.answers() == [["choose", {"text": ""}]]
        assert box.page.evaluate("matcher.edits('lithum', 'lithium', 2)") == 1
        box.page.evaluate("remove()")
        expect(box.root).to_have_count(0)
        slash = """() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }))"""
        assert box.page.evaluate(slash)  # nobody takes the key any more
        assert box.errors == []


def test_english_shows_english_and_also_the_name_that_was_found(browser: Browser, index: bytes, tmp_path: Path) -> None:
    with open_search(browser, tmp_path, index, lang="en") as box:
        assert box.find("软二") == ["Xiamen Software Park Phase II", "Filter the list by “软二”"]
        assert box.page.locator(".gp-also").inner_text() == "软二"
        assert box.page.locator(".gp-line").first.inner_text() == "Park · Siming District"
        box.find("lithum")
        assert box.page.locator(".gp-note").inner_text().startswith("No name contains “lithum”.")
        assert "Lithium batteries" in box.groups()["Industries"]


def test_hostile_names_are_shown_as_they_are_written(
    browser: Browser, catalogue: Catalogue, index: bytes, tmp_path: Path
) -> None:
    content = orjson.loads(index)
    content["entries"]["site"][0][:3] = [HOSTILE, f"坏{HOSTILE}", f"Bad {HOSTILE}"]
    content["entries"]["site"][0].append(f"别名{HOSTILE}")
    content["texts"] = [[HOSTILE, HOSTILE] for _ in content["texts"]]
    with open_search(browser, tmp_path, orjson.dumps(content)) as box:
        assert box.find("坏")[0] == f"坏{HOSTILE}"
        box.find("别名<img")
        assert HOSTILE in box.page.locator(".gp-also").inner_text()
        box.page.keyboard.press("Enter")
        assert box.answers()[0][1]["id"] == HOSTILE
        for text in (HOSTILE, "{text}", "{names}{n}", "constructor", "__proto__", "\\", "((", "[a-", "\u200b"):
            box.input.fill(text)
        assert box.find(HOSTILE)[-1] == f"按“{HOSTILE}”筛选列表"
        assert box.find("{names}")[-1] == "按“{names}”筛选列表"
        assert box.page.evaluate("document.querySelector('#host').shadowRoot.querySelectorAll('img').length") == 0
        assert box.page.evaluate("window.hit") is None
        assert box.errors == []


def test_without_the_index_the_list_can_still_be_filtered(browser: Browser, tmp_path: Path) -> None:
    with open_search(browser, tmp_path, None) as box:
        box.input.fill("软件园")
        expect(box.page.locator(".gp-note")).to_have_text("名称读取失败，仍可按文字筛选列表。")
        box.page.keyboard.press("Enter")
        assert box.answers() == [["choose", {"text": "软件园"}]]
        assert box.errors == []


@pytest.mark.parametrize(("scheme", "width"), all_but([("dark", 280)], product(["light", "dark"], [280, 420])))
def test_the_box_fits_its_width_and_can_be_read(
    browser: Browser, index: bytes, tmp_path: Path, width: int, scheme: str
) -> None:
    with open_search(browser, tmp_path, index, width=f"{width}px", color_scheme=scheme) as box:
        box.find("厦门大学")
        boxes = box.page.locator(".gp-row, .gp-panel, .gp-input").evaluate_all(
            "all => all.map((el) => { const r = el.getBoundingClientRect(); return [r.left, r.right]; })"
        )
        assert all(left >= 8 and right <= 8 + width for left, right in boxes)
        last = box.options.last.bounding_box()
        panel = box.page.locator(".gp-panel").bounding_box()
        assert last and panel
        assert last["y"] + last["height"] <= panel["y"] + panel["height"]  # in view without scrolling
        ink, paper = box.page.locator(".gp-panel").evaluate(
            "el => [getComputedStyle(el).color, getComputedStyle(el).backgroundColor]"
        )
        assert (ink == "rgb(0, 0, 0)") == (scheme == "light") and ink != paper


def test_a_phone_shows_it_over_the_full_width(browser: Browser, index: bytes, tmp_path: Path) -> None:
    phone = {"width": 375, "height": 780}
    with open_search(browser, tmp_path, index, width="100%", viewport=phone) as box:
        box.find("软件园")
        panel = box.page.locator(".gp-panel").bounding_box()
        assert panel and panel["width"] == 375 - 16
        assert box.page.evaluate("document.documentElement.scrollWidth") == 375
        assert min(row["height"] for row in (option.bounding_box() for option in box.options.all()) if row) >= 36
