"""Two to four sites side by side."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.settings import settings
from geoplan.suitability.comparison import compare_sites
from geoplan.text.file_names import download_stem
from geoplan.ui import compare_state
from geoplan.ui.language import comma_list, html, name, names, plain, t
from geoplan.ui.widgets.comparison_table import comparison_html, comparison_rows, shown_facts
from geoplan.ui.widgets.download import table_downloads


def view(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Choose sites, show the facts in which they differ and the others, offer the table as a file."""
    compare_state.drop_unknown(catalogue)
    labels = site_labels(catalogue)
    st.multiselect(
        t("compare.choose"), list(labels), key=compare_state.COMPARED, format_func=labels.__getitem__,
        max_selections=compare_state.MOST_SITES, placeholder=t("compare.choose_hint"), select_all=False,
        persist_state="session",
    )  # fmt: skip
    ids = compare_state.compared()
    if len(ids) < 2:
        st.info(t("compare.one_more" if ids else "compare.none"))
        if not ids:
            return
    shown = shown_facts(compare_sites(catalogue, ids), alone=len(ids) < 2)
    if shown.empty:
        st.info(t("compare.all_alike"))
        return
    sites = {site: str(names(catalogue.sites)[site]) for site in ids}
    caption = html("compare.caption", sites=comma_list(sites.values()))
    st.html(comparison_html(shown, {site: escape(title) for site, title in sites.items()}, caption))
    stem = download_stem([plain("compare.file"), *sites.values()], settings().day)
    table_downloads(comparison_rows(shown, sites), stem, plain("compare.sheet"))


def site_labels(catalogue: Catalogue) -> dict[str, str]:
    """The name of each site with its district, in the order of the catalogue."""
    own = names(catalogue.sites)
    return {s: f"{own[s]} · {name(place_name(catalogue, s))}" for s in catalogue.sites.index}
