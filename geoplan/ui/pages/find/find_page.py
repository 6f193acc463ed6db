"""From what is to be made to a ranking with its reasons, a shortlist and a brief."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import SiteSelection, find_sites
from geoplan.ui import address, site_search_state
from geoplan.ui.file_stems import file_stem, need_words
from geoplan.ui.frame import side
from geoplan.ui.language import literal, names, plain, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.page_map import colour_by, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.coverage.street_choice import chosen_streets, known_streets, ways
from geoplan.ui.pages.find import ranking_view, shortlist_view
from geoplan.ui.pages.find.requirements_form import requirements_form
from geoplan.ui.pages.find.score_breakdown import score_breakdown
from geoplan.ui.resources import HASHES, get_catalogue
from geoplan.ui.widgets.download import table_downloads


def page() -> None:
    """Ask, rank, look into the scores, keep the best."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["find"])
    colour_by(catalogue, st.session_state[site_search_state.INDUSTRIES])
    show_on_map(catalogue.sites.index.tolist())
    if opened := st.session_state.pop(site_search_state.TO_OPEN, None):  # before the widgets that it sets
        site_search_state.open_shortlist(opened)
    site_search_state.drop_unknown(catalogue)
    with side():
        heading("page.find", "find.lead")
        about_area = requirements_form(catalogue)
        if not st.session_state[site_search_state.INDUSTRIES]:
            return
        try:
            requirements = site_search_state.current_requirements()
        except RequirementsError as error:
            st.warning(literal(error))
            return
        mode = st.session_state[site_search_state.BY] if known_streets() else "straight"
        streets = None if mode == "straight" else chosen_streets("find_streets")
        with st.spinner(t("find.ranking_now")):
            result = _result(catalogue, requirements, mode, streets, settings().day)
        for remark in result.remarks:
            st.info(literal(remark))
        if result.reason:
            st.warning(literal(result.reason))
        else:
            unstated = int(ranking_view.stated_area(catalogue, result).isna().sum())
            if result.need.min_area_km2 and unstated:
                about_area.caption(t("find.area_unstated", n=unstated))
            site_id = ranking_view.view(catalogue, result)
            score_breakdown(catalogue, result, site_id)
            ranking_view.contributions(catalogue, result)
            shortlist_view.view(catalogue, result)
        _excluded(catalogue, result)
        if not result.reason:
            shortlist_view.tray(catalogue, site_id)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=HASHES)
def _result(
    catalogue: Catalogue, requirements: Requirements, mode: str, streets: StreetGraph | None, day: date
) -> SiteSelection:
    """The ranking, with what its notes and citations say of plans on a day."""
    if streets is None:
        return find_sites(catalogue, requirements)
    crs = positioned_sites(catalogue).crs
    return find_sites(catalogue, requirements, ways(streets, mode, str(crs), crs))


def _excluded(catalogue: Catalogue, result: SiteSelection) -> None:
    rows = result.excluded
    with st.expander(t("find.excluded", n=len(rows))):
        regions = catalogue.sites["adcode"].map(names(catalogue.regions))
        table = pd.DataFrame(
            {
                t("table.name"): rows["site_id"].map(names(catalogue.sites)),
                t("table.county"): rows["site_id"].map(regions),
                t("find.why_not"): names(rows, "reason"),
            }
        )
        st.dataframe(table, hide_index=True)
        table_downloads(table, file_stem(*need_words(catalogue), plain("find.file_excluded")), "excluded")
