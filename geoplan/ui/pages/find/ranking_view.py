"""The whole ranking with ranges and TOPSIS, what each criterion adds to the first sites, and the downloads."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.suitability.conditions import MET
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import comma_list, lang, name, names, plain, t
from geoplan.ui.need_reading import ReadNeed, need_words
from geoplan.ui.widgets.charts import draw_chart, stacked
from geoplan.ui.widgets.download import TableFormat, table_downloads
from geoplan.ui.widgets.method_link import method_link
from geoplan.writers.feature_collections import sites_collection

FIRST = 10  # sites whose contributions are drawn
_ROW, _TALLEST = 35, 320  # pixels: a row of the table, the table
_MU = 1e4 / 15  # m²


def view(catalogue: Catalogue, need: ReadNeed, result: SiteSelection) -> None:
    """Show the table, the chart and how scores come about."""
    st.subheader(t("find.whole_ranking"), anchor=False)
    shown = ranking_rows(catalogue, result)
    st.dataframe(
        shown,
        hide_index=True,
        height=min(_ROW * (len(shown) + 1) + 2, _TALLEST),
        placeholder=t("find.no_area"),
        column_config={
            t("find.rank"): st.column_config.NumberColumn(width=50),
            t("find.score"): st.column_config.ProgressColumn(
                width=100, format="%.3f", min_value=0.0, max_value=1.0, color="primary"
            ),
            t("table.name"): st.column_config.TextColumn(width=250, pinned=True),
            t("table.county"): st.column_config.TextColumn(width=116),
            t("find.stated_area"): st.column_config.NumberColumn(width=132, format="%d"),
        },
    )
    language = lang()
    layer = TableFormat("GeoJSON", ".geojson", lambda: as_layer(catalogue, result, language))
    table_downloads(shown, file_stem(*need_words(catalogue, need), plain("find.file_ranking")), "ranking", (layer,))
    st.caption(t("find.method"))
    method_link("find")
    st.subheader(t("find.how_scored", n=min(FIRST, len(result.ranking))), anchor=False)
    _chart(catalogue, result)


def as_layer(catalogue: Catalogue, result: SiteSelection, language: str) -> bytes:
    """Write the ranked sites as GeoJSON, each place with its site's rank and score; geometry may be null."""
    ranked = result.ranking.set_index("site_id")
    frame = sites_collection(catalogue, list(ranked.index), language).frame
    ranks = {column: frame["site_id"].map(ranked[column]) for column in ("rank", "score")}
    return feature_collection(frame.drop(columns="id").assign(**ranks), frame["id"].tolist())


def ranking_rows(catalogue: Catalogue, result: SiteSelection) -> pd.DataFrame:
    """Lay the ranking out for reading, best first."""
    table = result.ranking
    sites = catalogue.sites.loc[table["site_id"]]
    return pd.DataFrame(
        {
            **({t("find.conditions"): table["group"].map(_group)} if len(result.conditions) else {}),
            t("find.rank"): table["rank"],
            t("table.name"): names(sites).to_numpy(),
            t("find.score"): table["score"].round(4),
            t("table.county"): [name(place_name(catalogue, site_id)) for site_id in sites.index],
            t("find.stated_area"): stated_area(catalogue, result).to_numpy(),
            t("find.range"): table["rank_best"].astype(str) + "–" + table["rank_worst"].astype(str),
            t("find.low"): table["score_low"].round(3),
            t("find.high"): table["score_high"].round(3),
            t("find.topsis"): table["topsis_rank"],
            t("find.missing"): [comma_list(name(CRITERIA[code].title) for code in codes) for codes in table["missing"]],
            **({plain("coverage.draft"): table["draft"]} if catalogue.drafted else {}),
        }
    )


def _group(code: str) -> str:
    return plain("find.met" if code == MET else "find.not_known")


def stated_area(catalogue: Catalogue, result: SiteSelection) -> pd.Series:
    """The land area in mu that the plans state for the ranked sites, NaN where none does."""
    return (stated_areas(catalogue) / _MU).round().reindex(result.ranking["site_id"])


def _chart(catalogue: Catalogue, result: SiteSelection) -> None:
    ids = result.ranking["site_id"].head(FIRST).tolist()
    parts = result.contributions[result.contributions["site_id"].isin(ids)]
    frame = pd.DataFrame(
        {
            "site": parts["site_id"].map(names(catalogue.sites)),
            "criterion": parts["criterion"].map(lambda code: name(CRITERIA[code].title)),
            "contribution": parts["contribution"].fillna(0.0).round(4),
            "order": parts["site_id"].map({s: i for i, s in enumerate(ids)}),
        }
    ).sort_values("order", kind="stable")
    titles = {"site": t("table.name"), "criterion": t("find.criterion"), "contribution": t("find.contribution")}
    draw_chart(stacked(frame, "site", "contribution", "criterion", titles))
