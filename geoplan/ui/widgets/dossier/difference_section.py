"""Where plans differ about a site: the weightiest differences, and the way to all of them."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences
from geoplan.dossier.difference_lines import difference_lines
from geoplan.dossier.folding import SHOWN_DIFFERENCES
from geoplan.query.dossier import Dossier
from geoplan.ui.compare_state import show_plans
from geoplan.ui.language import t
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import reader


def site_differences(catalogue: Catalogue, record: Dossier) -> None:
    """List the differences about this site, the gravest first."""
    table = differences(catalogue)
    rows = table[table["subject"] == record.site_id]
    if rows.empty:
        return
    heading("differences", len(rows))
    blocks(difference_lines(catalogue, rows, reader()), SHOWN_DIFFERENCES)
    st.button(t("dossier.all_differences"), key="dossier_differences", on_click=show_plans, type="tertiary")
