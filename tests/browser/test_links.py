"""Everything answers everything: rows, marks, cells, counties, suggestions and the address show and open one another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from long_lists import all_but
from playwright.sync_api import Locator, expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select
from geoplan.text.message import translate

from .conftest import IFRAME, Atlas, words

pytestmark = pytest.mark.browser

PARK = "biomedical-harbour"
CITY = "24.56,118.12,11"


def open_table(atlas: Atlas) -> None:
    atlas.page.locator(".st-key-table_toggle button:visible").click()
    atlas.page.locator(".gp-table tbody tr").first.wait_for()
    atlas.settle()


def row(atlas: Atlas, site: str) -> Locator:
    return atlas.page.locator(f'.gp-table tr[data-id="{site}"]')


def view(atlas: Atlas) -> tuple[float, float, float]:
    """Latitude, longitude and zoom of the map."""
    lat, lon, zoom = map(float, str(atlas.map.get_attribute("data-view")).split(","))
    return lat, lon, zoom


def still(atlas: Atlas) -> tuple[float, float, float]:
    """The view of the map when it moves no more."""
    atlas.settle()
    before = None
    while (now := view(atlas)) != before:
        before = now
        atlas.page.wait_for_timeout(300)
    return now


def shown_box(atlas: Atlas) -> list[float]:
    """West, south, east and north of what no panel lies over."""
    box: list[float] = atlas.frame.locator("body").evaluate("""() => {
      const edge = (side) => parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--inset-${side}`)) || 0;
      const { x, y } = map.getSize(), at = (p) => map.containerPointToLatLng(p);
      const low = at([edge("left"), y - edge("bottom")]), high = at([x - edge("right"), edge("top")]);
      return [low.lng, low.lat, high.lng, high.lat];
    }""")
    return box


def is_in_view(atlas: Atlas, lon: float, lat: float) -> bool:
    west, south, east, north = shown_box(atlas)
    return west <= lon <= east and south <= lat <= north


def position(catalogue: Catalogue, site: str) -> tuple[float, float]:
    """Longitude and latitude of a site's first place."""
    places = catalogue.places[(catalogue.places["site_id"] == site) & catalogue.places.geometry.notna()]
    at = places.geometry.iloc[0].representative_point()
    return at.x, at.y


# ---- rows and marks --------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_a_row_under_the_pointer_marks_its_site_on_the_map(atlas: Atlas) -> None:
    atlas.open(f"?industry=bio&view={CITY}")
    open_table(atlas)
    row(atlas, PARK).locator("td").first.hover()
    mark = atlas.frame.locator(f'path[data-site="{PARK}"].gp-hover')
    expect(mark.first).to_be_attached()
    others = atlas.frame.locator(".gp-hover").evaluate_all("els => els.map(e => e.dataset.site || e.dataset.sites)")
    assert all(PARK in one.split(" ") for one in others), others
    atlas.page.mouse.move(700, 20)
    expect(atlas.frame.locator(".gp-hover")).to_have_count(0)


@pytest.mark.long
def test_a_mark_and_a_name_under_the_pointer_mark_their_row(atlas: Atlas) -> None:
    atlas.open("?industry=bio&view=24.46,118.05,11")
    open_table(atlas)
    name = atlas.frame.locator(f'.gp-name[data-site="{PARK}"]')
    name.hover()
    expect(atlas.page.locator(".gp-table tr.is-hovered")).to_have_count(1)
    expect(row(atlas, PARK)).to_have_class(re.compile("is-hovered"))
    atlas.page.mouse.move(700, 20)
    expect(atlas.page.locator(".gp-table tr.is-hovered")).to_have_count(0)


def test_a_click_anywhere_on_a_row_opens_the_dossier_and_moves_the_map(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open(f"?industry=bio&view={CITY}")
    open_table(atlas)
    for site, cell in ((PARK, "th"), ("kaiyuan-community", "td >> nth=0"), ("wuyuan-bay-health", "td >> nth=4")):
        line = row(atlas, site)
        if not line.count():
            continue
        line.locator(cell).click()
        expect(atlas.page.locator("h2.gp-name")).to_have_text(str(catalogue.sites.at[site, "name_zh"]))
        still(atlas)
        assert is_in_view(atlas, *position(catalogue, site)), site
        expect(line).to_have_attribute("aria-selected", "true")
        expect(atlas.map).to_have_attribute("data-chosen", site)


@pytest.mark.long
def test_a_row_is_opened_by_arrow_and_enter_and_the_focus_marks_it_on_the_map(atlas: Atlas) -> None:
    atlas.open("?industry=marine")
    open_table(atlas)
    rows = atlas.page.locator(".gp-table tbody tr")
    rows.first.focus()
    atlas.page.keyboard.press("ArrowDown")
    second = str(rows.nth(1).get_attribute("data-id"))
    expect(rows.nth(1)).to_be_focused()
    atlas.page.keyboard.press("Enter")
    expect(atlas.map).to_have_attribute("data-chosen", second)


@pytest.mark.long
def test_rows_are_chosen_for_a_comparison_by_pointer_and_keys_and_opened_by_a_click_elsewhere(atlas: Atlas) -> None:
    atlas.open("?industry=marine")
    open_table(atlas)
    rows, buttons = atlas.page.locator(".gp-table tbody tr"), atlas.page.locator(".gp-table .compare")
    names = [rows.nth(i).locator("th").inner_text() for i in range(2)]
    buttons.first.click()
    atlas.settle()
    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    expect(buttons.first).to_have_attribute("aria-label", words("table.compare_site", name=names[0]))
    expect(atlas.map).not_to_have_attribute("data-chosen", re.compile("."))  # the row was not opened
    compare = atlas.page.locator(".st-key-table_compare button:visible").first
    expect(compare).to_be_disabled()
    rows.first.focus()
    atlas.page.keyboard.press("ArrowDown")
    atlas.page.keyboard.press("Tab")
    expect(buttons.nth(1)).to_be_focused()
    atlas.page.keyboard.press("Enter")
    atlas.settle()
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(buttons.nth(1)).to_be_focused()
    expect(compare).to_have_text(re.compile(words("table.compare", n=2)))
    rows.nth(2).locator("td").nth(2).click()
    expect(atlas.map).to_have_attribute("data-chosen", str(rows.nth(2).get_attribute("data-id")))
    compare.click()
    heads = atlas.page.locator(".gp-compare thead th")
    expect(heads).to_have_text([words("compare.fact"), *names], timeout=20_000)
    expect(atlas.page).to_have_url(re.compile("with=.*with="))
    atlas.page.go_back()
    expect(rows.first).to_be_visible(timeout=20_000)
    assert atlas.errors == []


@pytest.mark.long
def test_the_table_fills_the_drawer_below_its_head_line(atlas: Atlas) -> None:
    atlas.open()
    open_table(atlas)
    drawer = atlas.page.locator(".st-key-foot-open").bounding_box()
    table = atlas.page.locator(".gp-table").bounding_box()
    assert drawer and table
    assert table["height"] > drawer["height"] - 45  # the head line has 40


@pytest.mark.long
def test_marks_that_lie_over_one_another_open_a_list(atlas: Atlas) -> None:
    atlas.open(f"?view={CITY}")
    group = atlas.frame.locator(".gp-group").first
    n = int(str(group.get_attribute("data-n")))
    assert n > 1
    group.click()
    entries = atlas.frame.locator(".gp-list button")
    expect(entries).to_have_count(n)
    name = entries.last.inner_text()
    entries.last.click()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(name)


@pytest.mark.parametrize("lang", all_but(["zh"], ["zh", "en"]))
def test_the_pointer_over_a_mark_tells_name_kind_district_industries_area_and_how_sure(atlas: Atlas, lang: str) -> None:
    # Of 厦门火炬高新区 part 同安工业集中区 and others the layer has a position; this one has all of the facts.
    atlas.open(f"?lang={lang}&layer=innovation-communities&view=24.49,118.16,13")
    atlas.frame.locator('path[data-site="kaiyuan-community"]').last.dispatch_event("mouseover")
    tip = atlas.frame.locator(".gp-tip")
    wanted = {
        "zh": ("开元创新社区", "思明区", "社区", "3.12", "4,680", "误差约"),
        "en": ("Kaiyuan Innovation Community", "Siming", "ommunity", "3.12", "4,680", "±|within|about"),
    }
    for text in wanted[lang]:
        expect(tip).to_contain_text(re.compile(text))
    assert len(tip.locator("div div").all()) >= 4  # what and where, industries, area, how sure


# ---- one industry ----------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_one_industry_gives_every_site_its_colour(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open(f"?view={CITY}")
    colours = "els => [...new Set(els.filter(e => e.getAttribute('d') !== 'M0 0').map(e => e.getAttribute('fill')))]"
    marks = atlas.frame.locator(".leaflet-gp-marks-pane path[data-site]")
    assert len(marks.evaluate_all(colours)) > 3
    atlas.choose("产业", "生物医药与健康")
    n = len(select(catalogue, Selection(industries=("bio",))))
    expect(atlas.page.locator(".st-key-foot-line")).to_contain_text(str(n))
    [colour] = marks.evaluate_all(colours)
    legend = atlas.frame.locator(".gp-legend summary svg path")
    expect(legend).to_have_count(1)
    expect(legend).to_have_attribute("fill", str(colour))


# ---- 覆盖 ------------------------------------------------------------------------------------------------------------
def open_coverage(atlas: Atlas) -> None:
    atlas.page.goto(f"{atlas.address}/coverage?industry=bio")
    atlas.page.locator(".gp-matrix table").wait_for(timeout=60_000)
    atlas.frame.locator('#map_div[data-ready=yes][data-choropleth="6"]').wait_for(timeout=60_000)
    atlas.settle()


@pytest.mark.long
def test_a_cell_of_the_matrix_opens_its_sites_and_a_site_its_dossier(atlas: Atlas, catalogue: Catalogue) -> None:
    open_coverage(atlas)
    cell = atlas.page.locator('.gp-matrix td[data-row="350205"][data-column="bio"]')
    n = int(cell.locator("b").inner_text())
    cell.click()
    box = atlas.page.locator(".st-key-coverage_cell_sites")
    expect(box).to_be_visible()
    buttons = box.locator('[class*="st-key-cell_site:"] button:visible, [class*="st-key-cell_site"] button:visible')
    expect(buttons).to_have_count(n)
    for name in buttons.all_inner_texts():
        [site] = catalogue.sites.index[catalogue.sites["name_zh"] == name]
        assert catalogue.sites.at[site, "adcode"] == "350205"
    still(atlas)
    west, south, east, north = shown_box(atlas)
    assert west < 117.98 < east and south < 24.49 < north  # 海沧区政府
    name = buttons.first.inner_text()
    buttons.first.click()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(name)


@pytest.mark.long
def test_a_county_under_the_pointer_on_the_map_marks_its_row_and_the_reverse(atlas: Atlas) -> None:
    open_coverage(atlas)
    polygons = atlas.frame.locator(".leaflet-gp-choropleth-pane path")
    assert polygons.count() == 6
    hot = atlas.page.locator(".gp-matrix tr.hot")
    seen = set()
    for i in range(6):
        polygons.nth(i).dispatch_event("mouseover")
        expect(hot).to_have_count(1)
        seen.add(hot.get_attribute("data-row"))
        polygons.nth(i).dispatch_event("mouseout")
        expect(hot).to_have_count(0)
    assert seen == {"350203", "350205", "350206", "350211", "350212", "350213"}
    thick = atlas.frame.locator('.leaflet-gp-choropleth-pane path[stroke-width="3"]')
    expect(thick).to_have_count(0)
    atlas.page.locator('.gp-matrix tr[data-row="350211"] th').hover()
    expect(thick).to_have_count(1)
    atlas.page.locator(".st-key-side h1").hover()
    expect(thick).to_have_count(0)


# ---- the address -----------------------------------------------------------------------------------------------------
def test_what_is_wrong_in_an_address_is_said_and_the_rest_holds(atlas: Atlas) -> None:
    atlas.open("?industry=nonsense&industry=bio&site=no-such-place")
    toasts = atlas.page.get_by_test_id("stToast")
    for key, value in (("industry", "nonsense"), ("site", "no-such-place")):
        text = words("app.unknown_in_address", key=key, value=value)
        expect(toasts.filter(has_text=text)).to_be_visible(timeout=4_000)
    expect(toasts).to_have_count(2)
    expect(atlas.page.locator(".st-key-chips")).to_contain_text("生物医药与健康")
    assert "nonsense" not in atlas.page.url and "no-such" not in atlas.page.url


@pytest.mark.long
def test_notes_of_the_shortlist_are_never_in_an_address(atlas: Atlas) -> None:
    addresses: list[str] = []
    atlas.page.on("framenavigated", lambda frame: addresses.append(frame.url))
    atlas.page.on("request", lambda request: addresses.append(request.url))
    atlas.page.goto(f"{atlas.address}/find?for=bio&pick={PARK}&tab=shortlist")
    note = atlas.page.get_by_placeholder(words("find.note"))
    note.wait_for(timeout=60_000)
    note.fill("PRIVATE remark")
    note.press("Enter")
    atlas.settle()
    links = "els => els.map(e => e.href)"
    for folder in ("map", "coverage", "concordance", "data", "find"):
        atlas.page.locator(f".st-key-page-{folder}-link a").click()
        atlas.page.locator(f".st-key-page-{folder}-here").wait_for()
        atlas.settle()
        addresses += [atlas.page.url, *atlas.page.locator("a[href]").evaluate_all(links)]
    expect(note).to_have_value("PRIVATE remark")
    assert f"pick={PARK}" in atlas.page.url
    assert not [address for address in addresses if "PRIVATE" in address]


@pytest.mark.long
def test_each_page_writes_only_its_own_keys(atlas: Atlas) -> None:
    atlas.page.goto(f"{atlas.address}/coverage?show=counts&scope=350000&industry=bio")
    atlas.page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    atlas.settle()
    keys = {"map": {"industry"}, "find": set(), "concordance": set(), "data": {"industry", "data"}}
    for folder, wanted in keys.items():
        atlas.page.locator(f".st-key-page-{folder}-link a").click()
        atlas.page.locator(f".st-key-page-{folder}-here").wait_for()
        atlas.settle()
        has = set(atlas.page.evaluate("[...new URL(location).searchParams.keys()]")) - {"view"}
        assert has <= wanted, folder


# ---- clearing --------------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_clearing_closes_the_dossier_and_shows_the_whole_city(atlas: Atlas) -> None:
    atlas.open()
    home = still(atlas)
    atlas.choose("产业", "生物医药与健康")
    atlas.frame.locator(f'.gp-name[data-site="{PARK}"]').click()
    expect(atlas.map).to_have_attribute("data-chosen", PARK)
    x, y = atlas.middle(atlas.page.locator(IFRAME))
    atlas.page.mouse.move(x, y)
    for _ in range(3):
        atlas.page.mouse.wheel(0, -120)
        atlas.page.wait_for_timeout(400)
    assert still(atlas)[2] >= home[2] + 2
    atlas.page.locator(".st-key-clear button:visible").click()
    expect(atlas.page.locator("h2.gp-name")).to_have_count(0)
    expect(atlas.map).to_have_attribute("data-chosen", "")
    assert still(atlas) == pytest.approx(home, abs=0.01)
    assert not {"site", "industry"} & set(atlas.page.evaluate("[...new URL(location).searchParams.keys()]"))


@pytest.mark.long
def test_clearing_works_after_a_coordinate_too(atlas: Atlas) -> None:
    atlas.open("?industry=bio")
    home = still(atlas)
    atlas.suggest("118.35, 24.55")
    atlas.search.press("Enter")
    expect(atlas.map).to_have_attribute("data-pin", "24.55000,118.35000")
    assert still(atlas) != pytest.approx(home, abs=0.01)
    atlas.page.locator(".st-key-clear button:visible").click()
    expect(atlas.map).to_have_attribute("data-pin", "")
    assert still(atlas) == pytest.approx(home, abs=0.01)
    atlas.page.locator(".st-key-search .gp-clear").click()
    expect(atlas.search).to_have_value("")


# ---- search ----------------------------------------------------------------------------------------------------------
@pytest.mark.long
@pytest.mark.parametrize("first", ["", "118.35, 24.55"])
def test_a_university_is_flown_to_and_opened_also_after_a_coordinate(
    atlas: Atlas, catalogue: Catalogue, first: str
) -> None:
    atlas.open()
    if first:
        atlas.suggest(first)
        atlas.search.press("Enter")
        expect(atlas.map).not_to_have_attribute("data-pin", "")
        still(atlas)
    expect(atlas.suggest("厦门大学").first).to_contain_text("厦门大学")
    atlas.search.press("Enter")
    expect(atlas.page.locator("h2.gp-name")).to_have_text("厦门大学")
    still(atlas)
    chosen = str(atlas.map.get_attribute("data-chosen"))
    assert catalogue.sites.at[chosen, "name_zh"] == "厦门大学"
    assert is_in_view(atlas, *position(catalogue, chosen))
    assert view(atlas)[2] >= 12


@pytest.mark.long
def test_a_coordinate_is_pinned_with_what_it_is(atlas: Atlas) -> None:
    atlas.open()
    atlas.suggest("24°30′N 118°06′E")
    atlas.search.press("Enter")
    pin = atlas.frame.locator(".gp-pin")
    expect(pin).to_be_visible()
    expect(pin).to_contain_text("118.10000")
    still(atlas)
    assert is_in_view(atlas, 118.1, 24.5)


@pytest.mark.long
@pytest.mark.parametrize("text", ["海苍", "海沧区", "海沧"])
def test_a_district_zooms_and_offers_the_filter(atlas: Atlas, catalogue: Catalogue, text: str) -> None:
    atlas.open()
    home = still(atlas)
    option = atlas.suggest(text).filter(has_text="海沧区")
    option.first.click()
    offer = atlas.page.locator(".st-key-chip_offer button:visible")
    expect(offer).to_contain_text("海沧区")
    assert still(atlas)[2] > home[2]
    assert is_in_view(atlas, 117.98, 24.49)
    offer.click()
    n = len(select(catalogue, Selection(regions=("350205",))))
    expect(atlas.page.locator(".st-key-foot-line")).to_contain_text(re.compile(rf"(^|\D){n}\D"))
    expect(offer).to_have_count(0)
    expect(atlas.page).to_have_url(re.compile("county=350205"))


@pytest.mark.long
def test_an_industrys_word_sets_the_filter(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    atlas.suggest("锂电池")
    atlas.search.press("Enter")
    chip = atlas.page.locator(".st-key-chips button:visible").first
    expect(chip).to_be_visible()
    atlas.settle()
    [industry] = atlas.page.evaluate("new URL(location).searchParams.getAll('industry')")
    assert industry == "lithium"
    expect(chip).to_contain_text(str(catalogue.industries.at[industry, "name_zh"]))
    n = len(select(catalogue, Selection(industries=(industry,))))
    expect(atlas.page.locator(".st-key-foot-line")).to_contain_text(re.compile(rf"(^|\D){n}\D"))


@pytest.mark.long
def test_a_nickname_opens_its_park(atlas: Atlas) -> None:
    atlas.open()
    atlas.suggest("软二")
    atlas.search.press("Enter")
    expect(atlas.map).to_have_attribute("data-chosen", "software-park-2")


@pytest.mark.long
@pytest.mark.parametrize("firm", ["戴尔", "海辰新能源"])
def test_a_firm_of_which_only_the_city_is_known_leads_there_and_says_so(atlas: Atlas, firm: str) -> None:
    atlas.open("?view=26.0,118.3,8")
    expect(atlas.suggest(firm).first).to_contain_text(firm)
    atlas.search.press("Enter")
    expect(atlas.page.get_by_test_id("stToast")).to_contain_text(
        words("search.region_only", name=firm, region="厦门市")
    )
    expect(atlas.page.locator(".st-key-chip_offer button:visible")).to_contain_text("厦门市")
    assert still(atlas)[2] > 9
    assert is_in_view(atlas, 118.09, 24.48)


@pytest.mark.long
def test_a_firm_whose_site_a_plan_names_opens_it(atlas: Atlas, catalogue: Catalogue) -> None:
    named = catalogue.firms[catalogue.firms["site_id"] != ""].groupby("name_zh")["site_id"].unique()
    firm = next(
        name for name, sites in named.items() if len(sites) == 1 and name not in set(catalogue.sites["name_zh"])
    )
    atlas.open()
    suggestions = atlas.suggest(str(firm))
    suggestions.filter(has_text=words_of_search("firm")).filter(has_text=str(firm)).first.click()
    expect(atlas.map).to_have_attribute("data-chosen", str(named[firm][0]))


def words_of_search(kind: str) -> str:
    return translate(f"search_index.{kind}", "zh")


@pytest.mark.long
def test_what_is_not_found_is_said_with_what_is_near(atlas: Atlas) -> None:
    atlas.open()
    atlas.suggest("量子烘焙坊")
    note = atlas.page.locator(".st-key-search .gp-note")
    expect(note).to_be_visible()
    expect(note).to_contain_text("量子烘焙坊")


# ---- the map's size and its wheel ------------------------------------------------------------------------------------
@pytest.mark.long
@pytest.mark.parametrize("notch", [120, 100])
def test_a_notch_of_the_wheel_is_at_most_one_level(atlas: Atlas, notch: int) -> None:
    atlas.open()
    x, y = atlas.middle(atlas.page.locator(IFRAME))
    atlas.page.mouse.move(x, y)
    before = still(atlas)[2]
    for turn in (-notch, -notch, notch):
        atlas.page.mouse.wheel(0, turn)
        atlas.page.wait_for_function("z => document.querySelector('.st-key-map iframe').contentWindow.map.getZoom() !== z", arg=before)  # fmt: skip
        after = still(atlas)[2]
        assert 0 < abs(after - before) <= 1
        before = after


@pytest.mark.long
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080)])
def test_the_dossier_reaches_the_foot(atlas: Atlas, width: int, height: int) -> None:
    atlas.page.set_viewport_size({"width": width, "height": height})
    atlas.open(f"?site={PARK}")
    boxes: dict[str, Any] = {
        name: atlas.page.locator(f".st-key-{name}").bounding_box() for name in ("drawer-dossier", "foot-closed", "bar")
    }
    drawer, foot, bar = boxes["drawer-dossier"], boxes["foot-closed"], boxes["bar"]
    assert drawer["y"] == pytest.approx(bar["y"] + bar["height"], abs=2)
    assert drawer["y"] + drawer["height"] == pytest.approx(foot["y"], abs=2)
    assert foot["y"] + foot["height"] == pytest.approx(height, abs=1)
    # All of the text can be scrolled to.
    last = atlas.page.locator(".st-key-drawer-dossier [data-testid=stElementContainer]").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert atlas.page.evaluate("[document.documentElement.scrollHeight, scrollY]") == [height, 0]
