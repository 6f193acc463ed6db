"""The table of sites: the same set as the map, and its accessible twin."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import translate
from geoplan.text.names import column
from geoplan.ui import map_state
from geoplan.ui.language import lang, t


def site_rows(catalogue: Catalogue, site_ids: list[str]) -> pd.DataFrame:
    """Lay out sites for reading.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones, in this order.

    Returns
    -------
    DataFrame
        Indexed by site id, in the session's language.
    """
    return all_rows(catalogue, lang()).loc[site_ids]


@lru_cache(maxsize=8)
def all_rows(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Lay out every site in a language; the frame is shared by all sessions, so copy it before changing it."""
    sites = catalogue.sites
    branches = column(catalogue.industries, "name", language)
    wordings = catalogue.designations.drop_duplicates(["site_id", "wording"])
    terms = wordings.groupby("site_id")["wording"].agg("、".join)
    named = catalogue.namings.drop_duplicates(["site_id", "plan_id"])
    plans = column(catalogue.plans, "short", language).rename("plan").to_frame().merge(named, on="plan_id")
    plans = plans.groupby("site_id")["plan"].agg("、".join)  # in the catalogue's order of plans
    return pd.DataFrame(
        {
            translate("ui.table.name", language): column(sites, "name", language),
            translate("ui.table.county", language): sites["adcode"].map(column(catalogue.regions, "name", language)),
            translate("ui.table.kind", language): [vocabulary.KINDS[k].text(language) for k in sites["kind"]],
            translate("ui.table.industry", language): sites["branch"].map(branches).fillna(""),
            translate("ui.table.terms", language): terms.reindex(sites.index).fillna(""),
            translate("ui.table.plans", language): plans.reindex(sites.index).fillna(""),
            translate("ui.table.status", language): [vocabulary.STATUSES[s].text(language) for s in sites["status"]],
            translate("ui.table.position", language): [vocabulary.METHODS[m].text(language) for m in sites["method"]],
        },
        index=sites.index,
    )


def site_table(catalogue: Catalogue, site_ids: list[str]) -> None:
    """Draw the table; picking a row opens the site, and the open site's row is picked."""
    rows = site_rows(catalogue, site_ids)
    chosen = st.session_state.get("site")
    at = [site_ids.index(chosen)] if chosen in site_ids else []
    # A new key when the set or the chosen site changes from elsewhere, so that the picked row follows.
    key = f"table-{hash((tuple(site_ids), chosen, lang())) & 0xFFFFFFFF:x}"
    event = st.dataframe(
        rows,
        key=key,
        hide_index=True,
        height=min(36 * (len(rows) + 1) + 2, 420),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": at}},
        alt=t("table.alt"),
        column_config={
            t("table.name"): st.column_config.TextColumn(width="medium", pinned=True),
            t("table.terms"): st.column_config.TextColumn(width="large"),
        },
    )
    picked = event.selection.rows
    if picked != at:
        site = site_ids[picked[0]] if picked else None
        map_state.choose(site)
        if site:
            map_state.go_to_site(catalogue, site)
        st.rerun()
