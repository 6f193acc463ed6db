"""The ranking: a table to pick from, the map with the same sites, and what each criterion adds to the first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.ui import map_state, site_search_state
from geoplan.ui.language import lang, t
from geoplan.ui.widgets.charts import stacked
from geoplan.ui.widgets.map_widget import drawn_map
from geoplan.ui.widgets.result_panel import show
from geoplan.ui.widgets.table_downloads import Take, table_downloads
from geoplan.writers.feature_collections import sites_collection
from geoplan.writers.write_geojson import feature_collection

FIRST = 10  # sites whose contributions are drawn


def ranking(catalogue: Catalogue, result: SiteSelection) -> str:
    """Show the ranking and let a site be opened.

    Parameters
    ----------
    catalogue : Catalogue
        For names and places.
    result : SiteSelection
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
        shown = rows(catalogue, result)
        event = st.dataframe(
            shown,
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
        language = lang()
        layer = Take("GeoJSON", ".geojson", "application/geo+json", lambda: as_layer(catalogue, result, language))
        table_downloads(shown, f"geoplan-ranking-{catalogue.version}", "ranking", (layer,))
    with right:
        wanted = list(site_search_state.picked_sites()) or ids[:FIRST]
        drawn = [part for s in wanted for part in (s, *map_state.family(catalogue, s))]
        drawn_map(catalogue, drawn, key="find")
        st.caption(t("find.map_key"))
    chosen = event.selection.rows
    _first(catalogue, result)
    return ids[chosen[0]] if chosen else ids[0]


def as_layer(catalogue: Catalogue, result: SiteSelection, language: str) -> bytes:
    """Write the ranked sites as GeoJSON, each place with its site's rank and score.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    result : SiteSelection
        What was found.
    language : str
        Of the names beside codes.

    Returns
    -------
    bytes
        RFC 7946; geometry null where only the county is known.
    """
    ranked = result.ranking.set_index("site_id")
    frame = sites_collection(catalogue, list(ranked.index), language).frame
    added = {column: frame["site_id"].map(ranked[column]) for column in ("rank", "score")}
    return feature_collection(frame.drop(columns="id").assign(**added), frame["id"].tolist())


def rows(catalogue: Catalogue, result: SiteSelection) -> pd.DataFrame:
    """Lay the ranking out for reading.

    Parameters
    ----------
    catalogue : Catalogue
        For the names.
    result : SiteSelection
        What was found.

    Returns
    -------
    DataFrame
        In the session's language, best first.
    """
    table = result.ranking
    sites = catalogue.sites.loc[table["site_id"]]
    criteria = {code: c.title.text(lang()) for code, c in CRITERIA.items()}
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


def _first(catalogue: Catalogue, result: SiteSelection) -> None:
    ids = result.ranking["site_id"].head(FIRST).tolist()
    parts = result.contributions[result.contributions["site_id"].isin(ids)]
    names = catalogue.sites[f"name_{lang()}"]
    frame = pd.DataFrame(
        {
            "site": parts["site_id"].map(names),
            "criterion": [CRITERIA[c].title.text(lang()) for c in parts["criterion"]],
            "contribution": parts["contribution"].fillna(0.0).round(4),
            "order": parts["site_id"].map({s: i for i, s in enumerate(ids)}),
        }
    ).sort_values("order", kind="stable")
    titles = {"site": t("table.name"), "criterion": t("find.criterion"), "contribution": t("find.contribution")}
    show(stacked(frame, "site", "contribution", "criterion", titles))
