"""Two to four sites side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.settings import settings
from geoplan.suitability.comparison import compare_sites
from geoplan.text.file_names import download_stem
from geoplan.ui import compare_state
from geoplan.ui.language import name, names, plain, t
from geoplan.ui.pages.concordance.comparison_table import comparison_html
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
    cells = compare_sites(catalogue, ids)
    left, right = st.columns([3, 2], vertical_alignment="center")
    only = right.toggle(t("compare.only"), key=compare_state.ONLY, persist_state="session")
    differing = cells.groupby("fact", sort=False)["differs"].first()
    left.markdown(f"**{t('compare.count', n=int(differing.sum()), total=len(differing))}**")
    shown = cells[cells["differs"]] if only and len(ids) > 1 else cells
    if shown.empty:
        st.info(t("compare.all_alike"))
        return
    st.html(comparison_html(catalogue, shown, ids))
    sites = names(catalogue.sites)
    stem = download_stem([plain("compare.file"), *(sites[s] for s in ids)], settings().day)
    table_downloads(comparison_rows(catalogue, shown, ids), stem, plain("compare.sheet"))


def site_labels(catalogue: Catalogue) -> dict[str, str]:
    """The name of each site with its district, in the order of the catalogue."""
    own = names(catalogue.sites)
    districts = {code: name(county_name(catalogue.regions, code)) for code in catalogue.sites["adcode"].unique()}
    return {s: f"{own[s]} · {districts[code]}" for s, code in catalogue.sites["adcode"].items()}


def comparison_rows(catalogue: Catalogue, cells: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """The table as a file has it: a row a fact, whether the sites differ, a column a site.

    Two sites of one name get columns of their own.
    """
    titles, values, sites = names(cells, "title"), names(cells, "value"), names(catalogue.sites)
    heads = [plain("compare.fact"), plain("compare.differs")]
    for site_id in ids:
        title = sites[site_id]
        heads.append(f"{title} ({site_id})" if title in heads else title)
    rows = []
    for _, group in cells.groupby("fact", sort=False):
        mark = plain("compare.differs") if bool(group["differs"].iloc[0]) else ""
        rows.append([titles[group.index[0]], mark, *values[group.index]])
    return pd.DataFrame(rows, columns=heads)
