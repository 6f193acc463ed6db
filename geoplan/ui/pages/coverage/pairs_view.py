"""Sites near each other that are for the same, and those that hold different links of one field."""

from __future__ import annotations

import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.similarity import OTHER_TERMS, SAME_FIELD, SAME_TERMS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import comma_list, names, t
from geoplan.ui.widgets.charts import PICK, dots
from geoplan.ui.widgets.choice_widgets import designation_basis, pill_choice
from geoplan.ui.widgets.display_table import display_table, verdict_name
from geoplan.ui.widgets.result_panel import result_panel


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose how near is near, compare every two sites, show those that have something in common."""
    left, right = st.columns(2)
    within = pill_choice(t("coverage.near_is"), (5.0, 10.0, 20.0), "pairs_km", lambda v: f"{v:g} km", left, 10.0)
    bases = designation_basis("pairs_bases", right)
    table = measures.pairs(catalogue, sites, scope, within, bases)
    table = table[(table["similarity"] > 0) | (table["relation"] != "")].reset_index(drop=True)
    if table.empty:
        st.info(t("coverage.no_pairs"))
        return
    compete, complement, broad = ((table["relation"] == r).sum() for r in ("compete", "complement", "broad"))
    st.markdown(t("coverage.pairs_count", compete=compete, complement=complement, broad=broad, n=len(table)))
    sites_by_id, industries = names(catalogue.sites), names(catalogue.industries)
    for row in table[table["relation"] == "compete"].itertuples():
        terms = comma_list(industries[term] for term in row.shared_terms)
        st.markdown(t("coverage.pair_rests_on", a=sites_by_id[row.site_a], b=sites_by_id[row.site_b], terms=terms))
    rows = table.assign(
        pair=table["site_a"].map(sites_by_id) + " — " + table["site_b"].map(sites_by_id),
        relation=[verdict_name(code) for code in table["relation"]],
    )
    titles = {"distance_km": t("coverage.distance_km"), "similarity": t("coverage.similarity")}
    titles |= {"pair": t("coverage.pair"), "relation": t("coverage.relation")}
    rows = rows.assign(pick=table["site_a"] + " " + table["site_b"])
    chart = dots(rows[[*titles, PICK]].round(3), "distance_km", "similarity", "relation", titles)
    how = t("coverage.how_pairs", same=SAME_TERMS, other=OTHER_TERMS, field=SAME_FIELD, km=f"{within:g}")
    shown = display_table(catalogue, table)
    result_panel(catalogue, shown, "pairs", how, chart, members=lambda mark: (t("coverage.pair"), mark.split()))
