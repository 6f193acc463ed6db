"""From a line of need to sites with their reasons, a shortlist and a brief."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import SiteSelection, find_sites
from geoplan.ui import address, map_state, need_reading
from geoplan.ui import site_search_state as state
from geoplan.ui.frame import side
from geoplan.ui.language import literal, names, plain, t
from geoplan.ui.need_reading import ReadNeed
from geoplan.ui.page_map import colour_by, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.coverage.street_choice import known_streets, stored_streets, ways
from geoplan.ui.pages.find import adjust_view, ranking_view, results_view, shortlist_view
from geoplan.ui.pages.find.need_form import need_form, question
from geoplan.ui.pages.find.score_breakdown import score_breakdown
from geoplan.ui.resources import HASHES, get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice

_LISTED = "find_listed"  # session key: the sites that the map was moved to
_WIDE = ("scores", "shortlist")  # tabs whose tables need room


def page() -> None:
    """Read the need, rank, show what the tab asks for."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["find"])
    if opened := st.session_state.pop(state.TO_OPEN, None):  # before the widgets that it sets
        need_reading.open_shortlist(catalogue, opened)
    state.drop_unknown(catalogue)
    need = need_reading.read_need(catalogue)
    colour_by(catalogue, need.industries)
    show_on_map(catalogue.sites.index.tolist())
    with side(), st.container(key="find", gap="small"):
        st.title(t("page.find"), anchor=False)
        need_form(catalogue, need)
        result = _answer(catalogue, need)
        if result:
            _map(catalogue, result)
        else:
            st.session_state[_LISTED] = set()
        tab = _tabs(result)
        with st.container(key=f"find-{'wide' if tab in _WIDE else 'narrow'}"):
            _show(catalogue, need, result, tab)


def _answer(catalogue: Catalogue, need: ReadNeed) -> SiteSelection | None:
    """The ranking; None where no industry is asked for, or, with a message, where it cannot be made."""
    if not need.industries:
        return None
    try:
        asked = need_reading.requirements(catalogue, need)
    except RequirementsError as error:
        st.warning(literal(error))
        return None
    mode = st.session_state[state.BY] if known_streets() else "straight"
    streets = None if mode == "straight" else stored_streets(adjust_view.STREETS)
    with st.spinner(t("find.ranking_now")):
        return _result(catalogue, asked, mode, streets, settings().day)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=HASHES)
def _result(
    catalogue: Catalogue, requirements: Requirements, mode: str, streets: StreetGraph | None, day: date
) -> SiteSelection:
    """The ranking, with what its notes and citations say of plans on a day."""
    if streets is None:
        return find_sites(catalogue, requirements)
    crs = positioned_sites(catalogue).crs
    return find_sites(catalogue, requirements, ways(streets, mode, str(crs), crs))


def _map(catalogue: Catalogue, result: SiteSelection) -> None:
    """Show all results with their numbers, in the tab of the shortlist its sites, and move the map to hold them."""
    numbers = results_view.card_numbers(result)
    if st.session_state.get(state.TAB) == "shortlist" and (picked := state.picked_sites()):
        numbers = {site: numbers.get(site, 0) for site in picked}
    show_on_map(list(numbers), numbers=list(numbers.values()))
    before, st.session_state[_LISTED] = st.session_state.get(_LISTED), set(numbers)
    changed = before not in (None, set(numbers)) and not address.is_history_step()  # an address may bring its own view
    if numbers and (changed or address.is_new_page("find")):
        map_state.go_to_sites(catalogue, list(numbers))


def _tabs(result: SiteSelection | None) -> str:
    """Let the tab be chosen."""
    labels = {
        "results": plain("find.tab.results", n=len(result.ranking)) if result else plain("find.tab.begin"),
        "scores": plain("find.tab.scores"),
        "shortlist": plain("find.tab.shortlist", n=len(state.picked_sites()), most=shortlist_view.MOST_SITES),
        "adjust": plain("find.tab.adjust"),
    }
    offered = [tab for tab in state.TABS if tab != "scores" or (result and not result.reason)]
    with st.container(key="find-tabs"):
        return str(pill_choice(t("find.tab.label"), offered, state.TAB, lambda tab: labels[tab], hide_label=True))


def _show(catalogue: Catalogue, need: ReadNeed, result: SiteSelection | None, tab: str) -> None:
    if tab == "adjust":
        adjust_view.view(catalogue)
    elif tab == "shortlist":
        shortlist_view.view(catalogue, need, result)
    elif result is None:
        question(catalogue, need)
    elif tab == "results":
        results_view.view(catalogue, need, result)
    else:
        score_breakdown(catalogue, result, _site(catalogue, result))
        ranking_view.view(catalogue, need, result)


def _site(catalogue: Catalogue, result: SiteSelection) -> str:
    """The site whose scores are shown: the open one where it is ranked, else the first; another can be chosen."""
    ids, titles = result.ranking["site_id"].tolist(), names(catalogue.sites).to_dict()
    chosen = st.session_state.get(map_state.SITE)
    site = str(chosen if chosen in ids else ids[0])
    key = f"scores-of-{site}"
    st.selectbox(
        t("find.site"), ids, ids.index(site), format_func=titles.__getitem__, key=key,
        on_change=lambda: map_state.open_site(catalogue, st.session_state[key]),
    )  # fmt: skip
    return site
