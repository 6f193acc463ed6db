"""选址: from what is to be made to a shortlist that survives a challenge, and a brief that can be sent."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError
from geoplan.streets.graph import StreetGraph
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import SiteSelection, find_sites
from geoplan.ui import site_search_state
from geoplan.ui.language import lang, name, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.pages.coverage.street_choice import chosen_streets, known_streets, ways
from geoplan.ui.pages.find.ranking_view import ranking
from geoplan.ui.pages.find.requirements_form import conditions_form, product_form
from geoplan.ui.pages.find.score_breakdown import score_breakdown
from geoplan.ui.pages.find.shortlist_view import shortlist
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.table_downloads import table_downloads


def page() -> None:
    """Ask, rank, look into the grounds, keep the best."""
    catalogue = get_catalogue()
    if kept := st.session_state.pop("find_to_open", None):  # before the widgets that it sets
        site_search_state.open_list(kept)
    heading(t("page.find"), t("find.lead"))
    conditions_form(catalogue)
    product_form(catalogue)
    if not st.session_state.find_industries:
        st.info(t("find.begin"))
        return
    try:
        need = site_search_state.current_requirements()
    except RequirementsError as error:
        st.warning(error.zh if lang() == "zh" else error.en)
        return
    mode = st.session_state[site_search_state.BY] if known_streets() else "straight"
    streets = None if mode == "straight" else chosen_streets("find_streets")
    with st.spinner(t("find.ranking_now")):
        result = _found(catalogue.version, repr(need), mode, streets, catalogue, need)
    for remark in result.remarks:
        st.info(name(remark))
    if result.reason:
        st.warning(result.reason.text(lang()))
        _excluded(catalogue, result)
        return
    chosen = ranking(catalogue, result)
    score_breakdown(catalogue, result, chosen)
    shortlist(catalogue, result)
    _excluded(catalogue, result)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={StreetGraph: lambda s: s.passport.to_json()})
def _found(
    version: str, asked: str, mode: str, streets: StreetGraph | None, _catalogue: Catalogue, _need: Requirements
) -> SiteSelection:
    if streets is None:
        return find_sites(_catalogue, _need)
    crs = positioned_sites(_catalogue).crs
    return find_sites(_catalogue, _need, ways(streets, mode, str(crs), crs))


def _excluded(catalogue: Catalogue, result: SiteSelection) -> None:
    rows = result.excluded
    with st.expander(t("find.excluded", n=len(rows))):
        names = catalogue.sites[f"name_{lang()}"]
        places = catalogue.sites["adcode"].map(catalogue.regions[f"name_{lang()}"])
        table = pd.DataFrame(
            {
                t("table.name"): rows["site_id"].map(names),
                t("table.county"): rows["site_id"].map(places),
                t("find.why_not"): rows[f"reason_{lang()}"],
            }
        )
        st.dataframe(table, hide_index=True)
        table_downloads(table, f"geoplan-excluded-{catalogue.version}", "excluded")
