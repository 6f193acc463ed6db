"""The nearest site of an industry, for every point of a grid over the land."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.possible_ground import unplaced_sites
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import html, names, t
from geoplan.ui.pages.coverage.asked_industry import asked_industries, follow_asked
from geoplan.ui.resources import measured
from geoplan.ui.widgets.charts import field
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.display_table import display_table
from geoplan.ui.widgets.result_panel import result_panel

_POINTS = 2500  # about as many as a reader can distinguish on a page
_INDUSTRY = "nearest_industry"  # session key
_PIXELS = 520  # the chart's height


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose an industry, find each point's nearest site of it, show the distance."""
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0].tolist()
    industries = names(catalogue.industries)
    options = list(dict.fromkeys([*asked_industries(), *branches]))
    groups = measures.industry_groups(catalogue, sites, "term")
    members = {i: set(groups.loc[groups["industry_id"] == i, "site_id"]) for i in options}
    places, unplaced = measures.placed_features(catalogue, sites, scope), unplaced_sites(catalogue, sites, scope)
    known = [i for i in options if members[i] & set(places["site_id"])]
    asked = next(iter(asked_industries()), None)
    if asked and asked not in known:
        st.info(t("gaps.asked_unplaced", industry=str(industries[asked]), n=len(members[asked])))
        return
    if not known:
        st.info(t("coverage.none_placed"))
        return
    follow_asked(_INDUSTRY, asked)
    industry = pill_choice(t("coverage.industry"), known, _INDUSTRY, lambda key: str(industries[key]))
    depth = "branch" if industry in branches else "term"
    spacing = _spacing(scope)
    with st.spinner(t("coverage.computing")):
        table = measured(measures.nearest, catalogue, tuple(sites), scope, spacing, depth)
    table = table[table["industry_id"] == industry].reset_index(drop=True)
    points = pd.DataFrame(table.drop(columns="geometry")).assign(x=table.geometry.x, y=table.geometry.y)
    points = points.assign(site=table["site_id"].map(names(catalogue.sites)), distance_km=table["distance_km"].round(2))
    titles = {"distance_km": t("coverage.distance_km"), "site": t("coverage.site_id")}
    tall = reporting_units(scope, "province", "land").total_bounds
    chart = field(points, _borders(scope), "distance_km", titles, side=_PIXELS * spacing / (tall[3] - tall[1]))
    how = t("coverage.how_nearest", spacing=f"{spacing:,.0f}", n=len(table))
    rows = table.groupby(["adcode", "site_id"], sort=False).agg(
        places=("point", "size"),
        distance_km=("distance_km", "mean"),
        distance_low_km=("distance_low_km", "mean"),
        distance_high_km=("distance_high_km", "mean"),
        furthest_km=("distance_km", "max"),
    )
    shown = display_table(catalogue, rows.reset_index())
    left_out = len(members[industry].intersection(unplaced))
    key_line = html("coverage.nearest_key", spacing=f"{spacing:,.0f}")
    if left_out:
        key_line += f" {html('coverage.nearest_left_out', n=left_out)}"
    result_panel(catalogue, shown, f"nearest-{industry}", how, chart, key_line, lambda: table, stretch=False)


def _spacing(scope: str) -> float:
    """A round distance that gives about as many points as a page can show."""
    wide = float(np.sqrt(reporting_units(scope, "province", "land")["zone_km2"].sum() * 1e6 / _POINTS))
    step = 10 ** np.floor(np.log10(wide))
    return float(next(step * m for m in (1, 2, 2.5, 5, 10) if step * m >= wide * 0.9))


def _borders(scope: str) -> pd.DataFrame:
    """County borders as points in order, thinned to what the chart can show."""
    regions = reporting_units(scope, "county", "land")
    step = float(np.ptp(regions.total_bounds[[1, 3]])) / _PIXELS
    rings = shapely.get_rings(shapely.get_parts(shapely.simplify(regions.geometry.to_numpy(), step)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return pd.DataFrame({"x": xy[:, 0], "y": xy[:, 1], "ring": ring, "order": np.arange(len(ring))})
