"""The address brings back what a page shows, and holds nothing of the other pages."""

import pytest
from own_widgets import address
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.choice_state import CoverageQuery, DataQuery
from geoplan.ui.compare_state import CompareQuery
from geoplan.ui.map_state import SelectionQuery, SiteQuery
from geoplan.ui.site_search_state import SiteSearchQuery

# What an address may hold, by the part of it; gateways are those of data/gateways.csv without airports.
PARTS = {
    SelectionQuery: {"industry": ["bio", "marine"], "county": ["350203"], "kind": ["park"], "q": ["软件园"], "in_force": ["1"]},
    SiteQuery: {"site": ["software-park-2"]},
    CoverageQuery: {"show": ["pairs"], "scope": ["350000"]},
    DataQuery: {"data": ["export"]},
    CompareQuery: {"with": ["xinyang", "software-park-2"], "only": ["1"], "compare": ["differences"]},
    SiteSearchQuery: {
        "for": ["bio"], "in": ["350205"], "not": ["unplaced"], "via": ["port"], "go": ["car"], "make": ["药"],
        "area": ["1.5"], "w.room": ["30"], "pick": ["xinyang", "software-park-2"], "tab": ["adjust"],
    },
}  # fmt: skip
EVERYTHING = {key: values for part in PARTS.values() for key, values in part.items()}
PAGES = {
    "map": (SelectionQuery, SiteQuery),
    "coverage": (SelectionQuery, CoverageQuery, SiteQuery),
    "find": (SiteSearchQuery, SiteQuery),
    "concordance": (SiteQuery, CompareQuery),
    "data": (SelectionQuery, DataQuery),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_address_is_read_and_written_alike(part: type, catalogue: Catalogue) -> None:
    written = part.from_query(EVERYTHING, catalogue).to_query()
    assert {key: values for key, values in written.items() if values} == PARTS[part]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_unknown_or_missing_leaves_nothing(part: type, catalogue: Catalogue) -> None:
    nonsense = {key: ["\u202e<b>"] for key in EVERYTHING} | {
        key: [""] for key in ("q", "make", "show", "scope", "data")
    }
    for query in ({}, nonsense):
        assert not any(part.from_query(query, catalogue).to_query().values())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_writes_its_own_keys_alone(name: str) -> None:
    at = AppTest.from_string(page_script(name, "zh"), default_timeout=90)
    for key, values in EVERYTHING.items():
        if key != "go":  # the streets of a mode may not have been fetched
            at.query_params[key] = values
    at.run()
    assert not at.exception
    own = {key for part in PAGES[name] for key in PARTS[part]} - {"go"}
    assert {key for key in address(at) if key != "lang"} == own


def test_a_page_opened_later_finds_what_the_first_address_held() -> None:
    script = (
        "import streamlit as st\nfrom geoplan.ui.page_chrome import page_chrome\n"
        "from geoplan.ui.pages.map import map_page\nfrom geoplan.ui.pages.find import find_page\n"
        "st.session_state['turn'] = st.session_state.get('turn', 0) + 1\n"
        "with page_chrome():\n    (map_page if st.session_state['turn'] == 1 else find_page).page()\n"
    )
    at = AppTest.from_string(script, default_timeout=90)
    at.query_params["for"], at.query_params["q"] = "bio", "生物"
    at.run()
    assert set(address(at)) == {"q"}
    at.run()
    assert at.multiselect(key="find_industries").value == ["bio"]
    assert set(address(at)) == {"for"}


def test_notes_are_read_from_an_older_address_and_never_written(catalogue: Catalogue) -> None:
    older = SiteSearchQuery.from_query({"pick": ["xinyang"], "note.xinyang": ["近地铁"]}, catalogue)
    assert older.notes == {"xinyang": "近地铁"}
    assert not any("近地铁" in values for values in older.to_query().values())


def test_what_an_address_asks_for_and_is_not_known_is_said() -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=90)
    at.query_params["industry"], at.query_params["county"], at.query_params["utm_source"] = (
        ["bio", "nonsense"],
        "1",
        "x",
    )
    at.run()
    said = [toast.value for toast in at.toast]
    assert [part for part in ("nonsense", "county=1", "utm") if any(part in one for one in said)] == [
        "nonsense",
        "county=1",
    ]
    assert address(at) == {"industry": ["bio"], "lang": ["zh"]}
