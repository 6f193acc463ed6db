"""The table of sites: the same set as the map, and its accessible twin."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft_marks import method_label
from geoplan.text.message import translate
from geoplan.text.names import column
from geoplan.ui import map_state
from geoplan.ui.language import lang, t, wording_list


def site_rows(catalogue: Catalogue, site_ids: list[str]) -> pd.DataFrame:
    """Lay out sites for reading, in this order and in the session's language; indexed by site id."""
    return all_rows(catalogue, lang()).loc[site_ids]


@lru_cache(maxsize=8)
def all_rows(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Lay out every site in a language; the frame is shared by all sessions, so copy it before changing it."""
    sites = catalogue.sites
    branches = column(catalogue.industries, "name", language)
    wordings = catalogue.designations.drop_duplicates(["site_id", "wording"])
    terms = wordings.groupby("site_id")["wording"].agg(wording_list)
    namings = catalogue.citations.drop_duplicates(["site_id", "plan_id"])
    plans = column(catalogue.plans, "short", language).rename("plan").to_frame().merge(namings, on="plan_id")
    plans = plans.groupby("site_id")["plan"].agg(translate("punctuation.list", language).join)  # the catalogue's order
    # By the code of the title; a column of the data has one in ``fields.columns``.
    columns = {
        "ui.table.name": column(sites, "name", language),
        "ui.table.county": sites["adcode"].map(column(catalogue.regions, "name", language)).fillna(""),
        "ui.table.kind": [vocabulary.KINDS[k].text(language) for k in sites["kind"]],
        "ui.table.industry": sites["branch"].map(branches).fillna(""),
        "ui.table.terms": terms.reindex(sites.index).fillna(""),
        "ui.table.plans": plans.reindex(sites.index).fillna(""),
        "ui.table.status": [vocabulary.STATUSES[s].text(language) for s in sites["status"]],
        "ui.table.position": [
            method_label(method, bool(mark)).text(language)
            for method, mark in zip(sites["method"], catalogue.draft_marks(sites.index), strict=True)
        ],
    }
    return pd.DataFrame({translate(title, language): values for title, values in columns.items()}, index=sites.index)


def site_table(catalogue: Catalogue, site_ids: list[str]) -> None:
    """Draw the table; picking a row opens the site, and the open site's row is picked."""
    rows = site_rows(catalogue, site_ids)
    site = st.session_state.get(map_state.SITE)
    at = [site_ids.index(site)] if site in site_ids else []
    # A new key when the set or the open site changes from elsewhere, so that the picked row follows.
    key = f"table-{hash((tuple(site_ids), site, lang())) & 0xFFFFFFFF:x}"
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
        if picked:
            map_state.open_site(catalogue, site_ids[picked[0]])
        else:
            map_state.choose(None)
        st.rerun()
