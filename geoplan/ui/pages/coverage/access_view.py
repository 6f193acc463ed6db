"""How far each site is from airports, stations, ports, universities and laboratories."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.access import DESTINATION_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import html, name, t
from geoplan.ui.resources import measured
from geoplan.ui.widgets.charts import bars
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.display_table import display_table
from geoplan.ui.widgets.result_panel import result_panel

_SHOWN = 40  # bars that a page can hold; the table has all


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose the kind of destination, measure, show the nearest first."""
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    kinds = list(DESTINATION_KINDS)
    kind = pill_choice(t("coverage.kind"), kinds, "access_kind", lambda key: name(DESTINATION_KINDS[key]), left)
    planned = right.toggle(t("coverage.planned"), key="access_planned", help=t("coverage.planned_help"))
    table = measured(measures.gateway_distances, catalogue, tuple(sites), scope, planned)
    rows = table[(table["kind"] == kind) & ((table["destination_id"] != "") | table["distance_high_km"].notna())]
    if rows.empty:
        st.info(t("coverage.no_destination", kind=name(DESTINATION_KINDS[kind])))
        return
    rows = rows.sort_values(["distance_km", "site_id"], ignore_index=True)
    shown = display_table(catalogue, rows)
    titles = {"site": t("coverage.site_id"), "destination": t("coverage.destination_id")}
    titles |= {key: t(f"coverage.{key}") for key in ("distance_km", "distance_low_km", "distance_high_km")}
    nearest = _plain(rows, shown).dropna(subset="distance_km").head(_SHOWN)
    chart = bars(nearest, "site", "distance_km", titles, "distance_low_km", "distance_high_km")
    key_line = html("coverage.whisker_radius")
    result_panel(
        catalogue, shown, f"access-{kind}", t("coverage.how_access"), chart, key_line, members=lambda site: ("", [site])
    )


def _plain(rows: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Numbers with the names that are shown, under keys a chart can take."""
    figures = rows[["distance_km", "distance_low_km", "distance_high_km"]].round(2)
    return figures.assign(
        pick=rows["site_id"].to_numpy(),
        site=shown[t("coverage.site_id")].to_numpy(),
        destination=shown[t("coverage.destination_id")].to_numpy(),
    )
