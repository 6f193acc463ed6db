"""The sites of one cell of the matrix: known to stand in the county, and possible there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui import map_state
from geoplan.ui.choice_state import COVERAGE_CELL
from geoplan.ui.language import literal, names, t


def cell_sites(catalogue: Catalogue, found: pd.DataFrame, cell: tuple[str, str], industry_name: str) -> list[str]:
    """List the sites of a cell, an adcode and an industry, each of which opens its dossier, and return them.

    `found` is `geoplan.analysis.carrier_gaps.carriers`.
    """
    adcode, industry = cell
    rows = found[(found["adcode"] == adcode) & (found["industry_id"] == industry)]
    known, possible = rows.loc[rows["certain"], "site_id"].tolist(), rows.loc[~rows["certain"], "site_id"].tolist()
    county = str(names(catalogue.regions)[adcode])
    with st.container(border=True, key="coverage_cell_sites"):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.subheader(t("gaps.sites", county=county, industry=industry_name), anchor=False)
        right.button(t("gaps.close"), key="coverage_cell_close", on_click=_close, type="tertiary")
        if known:
            st.caption(t("gaps.known", county=county, n=len(known)))
            _buttons(catalogue, known)
        else:
            st.caption(t("gaps.no_known", county=county))
        if possible:
            with st.expander(t("gaps.possible", county=county, n=len(possible)), expanded=not known):
                _buttons(catalogue, possible)
    return [*known, *possible]


def _buttons(catalogue: Catalogue, sites: list[str]) -> None:
    shown = names(catalogue.sites)
    for site_id in sites:
        st.button(
            literal(shown[site_id]), key=f"cell_site:{site_id}", on_click=map_state.open_site,
            args=(catalogue, site_id), type="tertiary",
        )  # fmt: skip


def _close() -> None:
    st.session_state[COVERAGE_CELL] = ""
