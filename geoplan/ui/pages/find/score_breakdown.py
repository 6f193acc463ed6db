"""The grounds of one site: each criterion with its weight, value, fact and citation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.shortlist import MOST_SITES
from geoplan.suitability.site_selection import SiteSelection
from geoplan.ui import site_search_state
from geoplan.ui.language import lang, t
from geoplan.ui.widgets.table_downloads import table_downloads


def score_breakdown(catalogue: Catalogue, result: SiteSelection, site_id: str) -> None:
    """Show why a site stands where it stands, and let it be put on the shortlist.

    Parameters
    ----------
    catalogue : Catalogue
        For names.
    result : SiteSelection
        What was found.
    site_id : str
        One of the ranking.
    """
    called = str(catalogue.sites.at[site_id, f"name_{lang()}"])
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    left.subheader(t("find.grounds", site=called), anchor=False)
    kept = site_search_state.picked_sites()
    right.button(
        t("find.picked") if site_id in kept else t("find.pick"),
        key="pick", on_click=site_search_state.pick, args=(site_id,),
        disabled=site_id in kept or len(kept) >= MOST_SITES, icon=":material/playlist_add:", width="stretch",
        help=t("find.full", most=MOST_SITES) if len(kept) >= MOST_SITES else None,
    )  # fmt: skip
    shown = rows(catalogue, result, site_id)
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            t("find.fact"): st.column_config.TextColumn(width="large"),
            t("find.share"): st.column_config.NumberColumn(format="percent"),
        },
        placeholder=t("find.unknown"),
    )
    table_downloads(shown, f"geoplan-grounds-{site_id}-{catalogue.version}", "grounds")


def rows(catalogue: Catalogue, result: SiteSelection, site_id: str) -> pd.DataFrame:
    """Lay out a site's criteria for reading.

    Parameters
    ----------
    catalogue : Catalogue
        For the plans' names.
    result : SiteSelection
        What was found.
    site_id : str
        One of the ranking.

    Returns
    -------
    DataFrame
        One row a criterion, in the session's language; a missing value is NaN.
    """
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    short = catalogue.plans[f"short_{lang()}"]
    codes = [code for code in CRITERIA if code in parts.index]
    cited = ["；".join(f"{short[plan]} {section}" for plan, section in facts.at[code, "citations"]) for code in codes]
    return pd.DataFrame(
        {
            t("find.criterion"): [CRITERIA[c].title.text(lang()) for c in codes],
            t("find.share"): parts.loc[codes, "share"].to_numpy(),
            t("find.value"): parts.loc[codes, "value"].round(3).to_numpy(),
            t("find.contribution"): parts.loc[codes, "contribution"].round(3).to_numpy(),
            t("find.fact"): facts.loc[codes, f"fact_{lang()}"].to_numpy(),
            t("find.cited"): cited,
        }
    )
