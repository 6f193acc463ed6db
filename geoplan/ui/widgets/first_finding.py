"""What the first screen says: one finding from the data, and where it leads."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.analysis.carrier_gaps import carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import study_area
from geoplan.text.message import Text
from geoplan.ui import map_state
from geoplan.ui.frame import frame
from geoplan.ui.language import literal, t
from geoplan.ui.page_switch import ask_for_page
from geoplan.ui.resources import HASHES
from geoplan.ui.widgets.help_dialog import begin_tour
from geoplan.ui.widgets.table_drawer import OPEN

_CLOSED: Final = "finding_closed"  # session key


def first_finding(catalogue: Catalogue) -> None:
    """Draw the finding over the map while nothing is filtered and nothing is open."""
    state = st.session_state
    opened = (map_state.SITE, map_state.COUNTY, map_state.LISTED, map_state.OFFER, OPEN)
    if state.get(_CLOSED) or any(state.get(key) for key in opened) or not map_state.selection().is_empty():
        return
    found = finding(catalogue)
    if found is None:
        return
    industry, sentence = found
    with frame().chips, st.container(key="finding", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(literal(sentence), width="stretch")
        st.button(t("help.to_coverage"), key="finding_coverage", on_click=_look, args=(industry,))
        st.button(t("help.begin"), key="finding_tour", type="tertiary", on_click=begin_tour)
        st.button(
            "", key="finding_close", icon=":material/close:", type="tertiary", on_click=_close, help=t("help.close")
        )


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs=HASHES)
def finding(catalogue: Catalogue) -> tuple[str, Text] | None:
    """The branch of industry that the fewest counties of the home city lack, and the sentence that says so.

    Of several the one with the most known carriers; None where every county has all.
    """
    scope = study_area().home
    counties = counties_in(scope)["adcode"].tolist()
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0].tolist()
    found = carriers(catalogue, catalogue.sites.index.tolist(), branches, scope)
    table = carrier_gaps(found, branches, counties)
    known = table.groupby("industry_id", sort=False)["low"].agg(lacking=lambda low: int((low == 0).sum()), sites="sum")
    partly = known[known["lacking"].between(1, len(counties) - 1)].sort_values(
        ["lacking", "sites"], ascending=[True, False]
    )
    if partly.empty:
        return None
    industry = str(partly.index[0])
    return industry, gap_sentence(
        catalogue, found[found["industry_id"] == industry], table[table["industry_id"] == industry], scope
    )


def _look(industry: str) -> None:
    """Ask for the industry, on the page of coverage."""
    st.session_state["industries"] = [industry]
    ask_for_page("coverage")


def _close() -> None:
    st.session_state[_CLOSED] = True
