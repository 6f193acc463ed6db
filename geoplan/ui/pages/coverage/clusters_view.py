"""Whether the sites of an industry stand closer together than chance would put them."""

from __future__ import annotations

import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.clustering import NEAR_KM, SCATTERS
from geoplan.analysis.clustering_note import clustering_note
from geoplan.analysis.county_clusters import county_clusters_note
from geoplan.analysis.point_patterns import ALPHA, DRAWS, MIN_POINTS
from geoplan.analysis.position_error import SEED
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import html, literal, names, t
from geoplan.ui.resources import measured
from geoplan.ui.widgets.charts import bars
from geoplan.ui.widgets.choice_widgets import designation_basis
from geoplan.ui.widgets.display_table import display_table
from geoplan.ui.widgets.method_link import method_link
from geoplan.ui.widgets.result_panel import result_panel

_DISPLACED = ("displaced_low", "displaced_high")


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose which designations count, test each branch, show the indices and the verdicts."""
    bases = designation_basis("clusters_bases")
    with st.spinner(t("coverage.computing")):
        table = measured(measures.clusters, catalogue, tuple(sites), scope, bases)
        moran = measured(measures.moran, catalogue, tuple(sites), scope)
    st.markdown(literal(clustering_note(catalogue, table)))
    few = int((table["verdict"] == "too few").sum())
    if few:
        st.warning(t("coverage.too_few_note", few=few, of=len(table), least=MIN_POINTS))
    rows = table[table["index"].notna()].assign(industry=lambda r: r["industry_id"].map(names(catalogue.industries)))
    chart, key_line = None, ""
    if len(rows):
        titles = {key: t(f"coverage.{key}") for key in ("industry", "index", *_DISPLACED, "n", "p_holm")}
        chart = bars(rows[[*titles]].round(3), "industry", "index", titles, *_DISPLACED, mark=1.0)
        key_line = html("coverage.index_key")
    st.markdown(literal(county_clusters_note(moran)))
    method_link("moran")
    how = t(
        "coverage.how_clusters",
        draws=DRAWS,
        seed=SEED,
        alpha=ALPHA,
        least=MIN_POINTS,
        near=f"{NEAR_KM:g}",
        scatters=SCATTERS,
    )
    result_panel(catalogue, display_table(catalogue, table), "clusters", how, chart, key_line)
