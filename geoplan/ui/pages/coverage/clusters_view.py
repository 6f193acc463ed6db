"""集聚: whether the carriers of an industry stand closer together than chance would put them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.autocorrelation import MIN_AREAS, Autocorrelation
from geoplan.analysis.clustering import ALPHA, DRAWS, MIN_POINTS
from geoplan.analysis.position_error import SEED
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import lang, t
from geoplan.ui.widgets.charts import bars
from geoplan.ui.widgets.designation_basis import bases_choice
from geoplan.ui.widgets.display_table import display_table
from geoplan.ui.widgets.result_panel import result, show


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose which designations count, test each branch, show the indices and the verdicts."""
    bases = bases_choice("clusters_bases")
    with st.spinner(t("coverage.computing")):
        table, moran = _tests(catalogue.version, catalogue, tuple(sites), scope, bases)
    few = int((table["verdict"] == "too few").sum())
    if few:
        st.warning(t("coverage.too_few_note", few=few, of=len(table), least=MIN_POINTS))
    rows = table[table["index"].notna()].assign(
        industry=lambda r: r["industry_id"].map(catalogue.industries[f"name_{lang()}"])
    )
    chart = None
    if len(rows):
        titles = {key: t(f"coverage.{key}") for key in ("industry", "index", "index_low", "index_high", "n", "p_value")}
        chart = bars(rows[[*titles]].round(3), "industry", "index", titles, "index_low", "index_high", mark=1.0)
        show(chart)
        st.html(f'<p class="gp-key">{t("coverage.index_key")}</p>')
    said = {"too few": "moran_few", "no evidence": "moran_none"}.get(moran.verdict, "moran_found")
    figures = {"index": f"{moran.index:.2f}", "p": f"{moran.p_value:.3f}", "n": moran.n, "least": MIN_AREAS}
    st.markdown(t(f"coverage.{said}", **figures))
    how = t("coverage.how_clusters", draws=DRAWS, seed=SEED, alpha=ALPHA, least=MIN_POINTS)
    result(catalogue, display_table(catalogue, table), "clusters", how, chart)


@st.cache_data(show_spinner=False, max_entries=16)
def _tests(
    version: str, _catalogue: Catalogue, sites: tuple[str, ...], scope: str, bases: tuple[str, ...]
) -> tuple[pd.DataFrame, Autocorrelation]:
    table = measures.clusters(_catalogue, list(sites), scope, bases)
    return table, measures.county_autocorrelation(_catalogue, list(sites), scope)
