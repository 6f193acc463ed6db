"""The table of sites: the same set as the map, and its accessible twin."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui import map_state
from geoplan.ui.language import lang, name, t


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
    sites = catalogue.sites.loc[site_ids]
    language = lang()
    rows = catalogue.all_designations
    rows = rows[rows["site_id"].isin(site_ids) & (rows["basis"] != "inherited")]
    terms = rows.groupby("site_id", sort=False)["wording"].agg(lambda w: "、".join(dict.fromkeys(w)))
    short = catalogue.plans[f"short_{language}"]
    plans = catalogue.namings.drop_duplicates(["site_id", "plan_id"]).groupby("site_id")["plan_id"]
    named = plans.agg(lambda ids: "、".join(short[i] for i in short.index if i in set(ids)))
    branches = catalogue.industries[f"name_{language}"]
    return pd.DataFrame(
        {
            t("table.name"): sites[f"name_{language}"],
            t("table.county"): sites["adcode"].map(catalogue.regions[f"name_{language}"]),
            t("table.kind"): [name(vocabulary.KINDS[k]) for k in sites["kind"]],
            t("table.industry"): [branches.get(b, "") for b in sites["branch"]],
            t("table.terms"): terms.reindex(sites.index).fillna(""),
            t("table.plans"): named.reindex(sites.index).fillna(""),
            t("table.status"): [name(vocabulary.STATUSES[s]) for s in sites["status"]],
            t("table.position"): [name(vocabulary.METHODS[m]) for m in sites["method"]],
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
