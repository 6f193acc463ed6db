"""选址: from what is to be made to a shortlist that survives a challenge, and a brief that can be sent."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue import Catalogue
from geoplan.streets.graph import Streets
from geoplan.suitability.finding import Result, find_sites
from geoplan.suitability.near import placed
from geoplan.suitability.need import Need, NeedError
from geoplan.ui import wish
from geoplan.ui.frame import heading
from geoplan.ui.shelf import the_catalogue
from geoplan.ui.text import lang, name, t
from geoplan.ui.views.find_grounds import grounds
from geoplan.ui.views.find_need import conditions, what
from geoplan.ui.views.find_ranking import ranking
from geoplan.ui.views.find_shortlist import shortlist
from geoplan.ui.views.streets import chosen_streets, known_streets, ways
from geoplan.ui.widgets.table_downloads import table_downloads


def page() -> None:
    """Ask, rank, look into the grounds, keep the best."""
    catalogue = the_catalogue()
    if kept := st.session_state.pop("find_to_open", None):  # before the widgets that it sets
        wish.open_list(kept)
    heading(t("page.find"), t("find.lead"))
    conditions(catalogue)
    what(catalogue)
    if not st.session_state.find_industries:
        st.info(t("find.begin"))
        return
    try:
        need = wish.need()
    except NeedError as error:
        st.warning(error.zh if lang() == "zh" else error.en)
        return
    mode = st.session_state[wish.BY] if known_streets() else "straight"
    streets = None if mode == "straight" else chosen_streets("find_streets")
    with st.spinner(t("find.ranking_now")):
        result = _found(catalogue.version, repr(need), mode, streets, catalogue, need)
    for remark in result.remarks:
        st.info(name(remark))
    if result.ranking.empty:
        st.warning(result.reason_zh if lang() == "zh" else result.reason_en)
        _excluded(catalogue, result)
        return
    chosen = ranking(catalogue, result)
    grounds(catalogue, result, chosen)
    shortlist(catalogue, result)
    _excluded(catalogue, result)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={Streets: lambda s: s.passport.to_json()})
def _found(version: str, asked: str, mode: str, streets: Streets | None, _catalogue: Catalogue, _need: Need) -> Result:
    if streets is None:
        return find_sites(_catalogue, _need)
    crs = placed(_catalogue).crs
    return find_sites(_catalogue, _need, ways(streets, mode, str(crs), crs))


def _excluded(catalogue: Catalogue, result: Result) -> None:
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
