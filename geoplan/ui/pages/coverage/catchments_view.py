"""What lies within a distance, or minutes over streets, of a site, and what does not."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import streamlit as st

from geoplan.analysis import measures, network_catchment
from geoplan.analysis.catchment import KILOMETRES, catchments
from geoplan.analysis.coverage_cells import cell_members
from geoplan.analysis.drawn_features import distinct_features
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import DENOMINATORS, clip_to_streets, reporting_units
from geoplan.analysis.unknown_sites import count_unknown
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import WeightsError
from geoplan.geodata.base_map import drawn_land
from geoplan.readers.population import read_weights
from geoplan.streets.graph import StreetGraph
from geoplan.streets.travel_rules import RULES
from geoplan.study_area import study_area
from geoplan.ui.language import html, literal, name, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.coverage.street_choice import chosen_streets
from geoplan.ui.resources import HASHES
from geoplan.ui.widgets.charts import PICK, bars
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.display_table import display_table, region_name
from geoplan.ui.widgets.method_link import method_link
from geoplan.ui.widgets.result_panel import result_panel
from geoplan.vocabulary import REACHES

_METRES = 15.0  # how far a drawn outline may stray, well under a pixel at city scale


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose how far, compute the shares, show them on the map, as bars and as rows."""
    left, middle, right = st.columns([3, 3, 4])
    mode = pill_choice(t("coverage.reach"), list(REACHES), "reach_mode", lambda key: name(REACHES[key]), left)
    straight = mode == "straight"
    steps, unit = (KILOMETRES, "km") if straight else (network_catchment.MINUTES, "min")
    step = pill_choice(t("coverage.within"), steps, f"reach_{unit}", lambda n: f"{n:g} {unit}", middle, steps[1])
    label = t("coverage.denominator")
    outline = pill_choice(label, measures.OUTLINES, "reach_outline", lambda key: name(DENOMINATORS[key]), right)
    streets = None if straight else chosen_streets("streets")
    if streets is None and not straight:
        return
    if streets and clip_to_streets(reporting_units(scope, "county", outline), streets).empty:
        st.info(t("coverage.streets_elsewhere", name=streets.metadata.name))
        return
    weights = _weights()
    with st.spinner(t("coverage.computing")):
        table = _table(catalogue, tuple(sites), scope, outline, mode, streets, weights)
    asked, left_out = count_unknown(catalogue, sites, scope)
    places = distinct_features(measures.placed_features(catalogue, sites, scope))
    if places.empty and left_out:
        st.info(t("coverage.none_placed_why", n=left_out))
        return
    if streets is None:
        _map(catalogue, sites, places, scope, step)
    method_link("uncovered" if straight else "streets")
    chart = _chart(catalogue, table, "km" if straight else "minutes", unit)
    key_line = f"{html('coverage.whisker')} {html('coverage.left_out', n=left_out, asked=asked)}"
    common = {"denominator": name(DENOMINATORS[outline]), "seed": SEED, "left_out": left_out, "n": len(places)}
    if streets is None:
        how = t("coverage.how_reach", draws=DRAWS, **study_area().labels, **common)
    else:
        rules = "\n".join(f"- {literal(rule)}" for rule in RULES)
        p = streets.metadata
        limits = {"used": p.limits_used, "missing": p.limits_missing, "discarded": p.limits_discarded}
        source = {"name": p.name, "source": p.source, "date": p.fetched_on, "licence": p.licence}
        how = t("coverage.how_travel", draws=network_catchment.DRAWS, **common)
        how += f"\n\n{rules}\n\n{t('coverage.streets_source', **source, **limits)}"
    gaps = (lambda: measures.uncovered(catalogue, sites, scope, step, outline)) if straight else None

    def members(mark: str) -> tuple[str, list[str]]:
        return region_name(catalogue, mark), cell_members(catalogue, sites, ("county",), (mark,), scope)

    shown = display_table(catalogue, table, 4)
    result_panel(catalogue, shown, f"reach-{mode}", how, chart, key_line, gaps, members=members)


def _content(weights: gpd.GeoDataFrame) -> bytes:
    """What tells one set of weights from another."""
    points = shapely.get_coordinates(weights.geometry.to_numpy())
    return bytes(weights["weight"].to_numpy().tobytes() + points.tobytes())


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=HASHES | {gpd.GeoDataFrame: _content})
def _table(
    catalogue: Catalogue,
    sites: tuple[str, ...],
    scope: str,
    outline: str,
    mode: str,
    streets: StreetGraph | None,
    weights: gpd.GeoDataFrame | None,
) -> pd.DataFrame:
    if streets is None:
        return measures.catchments(catalogue, list(sites), scope, KILOMETRES, outline, weights)
    return measures.network_catchments(
        catalogue, list(sites), scope, streets, mode, network_catchment.MINUTES, outline, weights
    )


def _weights() -> gpd.GeoDataFrame | None:
    """Points or a grid of the user's own; a file that cannot be used gives a warning and changes nothing."""
    with st.expander(t("coverage.weights")):
        file = st.file_uploader(t("coverage.weights_help"), key="weights", max_upload_size=50)
        if file is None:
            return None
        try:
            weights = _read(file.getvalue(), file.name)
        except WeightsError as error:
            st.warning(literal(error))
            return None
        st.caption(t("coverage.weights_read", n=len(weights), total=f"{weights['weight'].sum():,.6g}"))
        return weights


@st.cache_data(show_spinner=False, max_entries=4)
def _read(content: bytes, file_name: str) -> gpd.GeoDataFrame:
    return read_weights(content, file_name)


def _map(catalogue: Catalogue, sites: list[str], places: gpd.GeoDataFrame, scope: str, km: float) -> None:
    covered = shapely.union_all(catchments(places, km, 16).geometry.to_numpy())
    inside = shapely.simplify(
        shapely.intersection(reporting_units(scope, "province").geometry.iloc[0], covered), _METRES
    )
    wgs84 = gpd.GeoSeries([inside], crs=places.crs).to_crs(4326).iloc[0]
    wgs84 = shapely.intersection(wgs84, drawn_land(catalogue.home))  # as the eye sees the land, whatever is measured
    show_on_map(sites, overlay=wgs84, scope=scope)
    st.caption(t("coverage.map_key", km=f"{km:g}"))


def _chart(catalogue: Catalogue, table: pd.DataFrame, step: str, unit: str) -> Any:
    rows = table.assign(
        county=[region_name(catalogue, code) for code in table["adcode"]],
        pick=table["adcode"],
        within=[f"{v:g} {unit}" for v in table[step]],
    )
    shares = ["share", "share_low", "share_high"]
    facet = ""
    if "weight_share" in rows:
        weighed = rows.assign(**{share: rows[f"weight_{share}"] for share in shares}, of=plain("coverage.of_weights"))
        rows, facet = pd.concat([rows.assign(of=plain("coverage.of_land")), weighed]), "of"
    titles = {column: t(f"coverage.{column}") for column in ["county", "within", *shares]}
    rows = rows[[*titles, PICK, *([facet] if facet else [])]]
    return bars(rows, "county", "share", titles, "share_low", "share_high", percent=True, colour="within", facet=facet)
