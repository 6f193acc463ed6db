"""The ranking: a table to pick from, the map with the same sites, and what each criterion adds to the first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue import Catalogue
from geoplan.suitability.finding import Result
from geoplan.suitability.scales import CRITERIA
from geoplan.ui import state, wish
from geoplan.ui.map_frame import drawn_map
from geoplan.ui.text import lang, t
from geoplan.ui.views.charts import stacked
from geoplan.ui.views.result import show

FIRST = 10  # sites whose contributions are drawn


def ranking(catalogue: Catalogue, result: Result) -> str:
    """Show the ranking and let a site be opened.

    Parameters
    ----------
    catalogue : Catalogue
        For names and places.
    result : Result
        What was found.

    Returns
    -------
    str
        The site whose grounds are to be shown: the picked row's, the first at the beginning.
    """
    ids = result.ranking["site_id"].tolist()
    left, right = st.columns([5, 4], gap="medium")
    with left:
        st.markdown(f"**{t('find.found', n=len(ids))}**")
        event = st.dataframe(
            rows(catalogue, result),
            hide_index=True,
            height=520,
            key=f"ranking-{lang()}-{hash(tuple(ids)) & 0xFFFFFFFF:x}",
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                t("find.score"): st.column_config.ProgressColumn(format="%.3f", min_value=0.0, max_value=1.0),
                t("table.name"): st.column_config.TextColumn(width="medium", pinned=True),
            },
        )
        st.caption(t("find.method"))
    with right:
        wanted = list(wish.picked()) or ids[:FIRST]
        drawn = [part for s in wanted for part in (s, *state.family(catalogue, s))]
        drawn_map(catalogue, drawn, key="find")
        st.caption(t("find.map_key"))
    chosen = event.selection.rows
    _first(catalogue, result)
    return ids[chosen[0]] if chosen else ids[0]


def rows(catalogue: Catalogue, result: Result) -> pd.DataFrame:
    """Lay the ranking out for reading.

    Parameters
    ----------
    catalogue : Catalogue
        For the names.
    result : Result
        What was found.

    Returns
    -------
    DataFrame
        In the session's language, best first.
    """
    table = result.ranking
    sites = catalogue.sites.loc[table["site_id"]]
    criteria = {code: c.zh if lang() == "zh" else c.en for code, c in CRITERIA.items()}
    return pd.DataFrame(
        {
            t("find.rank"): table["rank"],
            t("table.name"): sites[f"name_{lang()}"].to_numpy(),
            t("find.score"): table["score"].round(4),
            t("find.range"): table["rank_best"].astype(str) + "–" + table["rank_worst"].astype(str),
            t("find.low"): table["score_low"].round(3),
            t("find.high"): table["score_high"].round(3),
            t("find.topsis"): table["topsis_rank"],
            t("table.county"): sites["adcode"].map(catalogue.regions[f"name_{lang()}"]).to_numpy(),
            t("find.missing"): ["、".join(criteria[c] for c in gone) for gone in table["missing"]],
        }
    )


def _first(catalogue: Catalogue, result: Result) -> None:
    ids = result.ranking["site_id"].head(FIRST).tolist()
    parts = result.contributions[result.contributions["site_id"].isin(ids)]
    names = catalogue.sites[f"name_{lang()}"]
    frame = pd.DataFrame(
        {
            "site": parts["site_id"].map(names),
            "criterion": [CRITERIA[c].zh if lang() == "zh" else CRITERIA[c].en for c in parts["criterion"]],
            "contribution": parts["contribution"].fillna(0.0).round(4),
            "order": parts["site_id"].map({s: i for i, s in enumerate(ids)}),
        }
    ).sort_values("order", kind="stable")
    titles = {"site": t("table.name"), "criterion": t("find.criterion"), "contribution": t("find.contribution")}
    show(stacked(frame, "site", "contribution", "criterion", titles))
