"""服务圈: what lies within so many kilometres, or minutes over streets, of a carrier, and what does not."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import streamlit as st

from geoplan.analysis import measures, network_catchment
from geoplan.analysis.catchment import KILOMETRES, catchments
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import DENOMINATORS, clip_to_streets, reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import WeightsError
from geoplan.geodata.base_map import drawn_land
from geoplan.readers.population import SUFFIXES, read_weights
from geoplan.streets.graph import StreetGraph
from geoplan.streets.travel_rules import RULES
from geoplan.ui.language import lang, name, t
from geoplan.ui.pages.coverage.street_choice import chosen_streets
from geoplan.ui.widgets.charts import bars
from geoplan.ui.widgets.display_table import display_table, place_name
from geoplan.ui.widgets.map_widget import drawn_map
from geoplan.ui.widgets.pill_choice import choice
from geoplan.ui.widgets.result_panel import result, show
from geoplan.vocabulary import REACHES

_METRES = 15.0  # how far a drawn outline may stray, well under a pixel at city scale


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose how far, compute the shares, show them on the map, as bars and as rows."""
    left, middle, right = st.columns([3, 3, 4])
    mode = choice(t("coverage.reach"), list(REACHES), "reach_mode", lambda key: name(REACHES[key]), left)
    straight = mode == "straight"
    steps, unit = (KILOMETRES, "km") if straight else (network_catchment.MINUTES, "min")
    step = choice(t("coverage.within"), steps, f"reach_{unit}", lambda value: f"{value:g} {unit}", middle, steps[1])
    outlines = measures.OUTLINES
    outline = choice(t("coverage.denominator"), outlines, "reach_outline", lambda key: name(DENOMINATORS[key]), right)
    streets = None if straight else chosen_streets("streets")
    if streets is None and not straight:
        return
    if streets and clip_to_streets(reporting_units(scope, "county", outline), streets).empty:
        st.info(t("coverage.streets_elsewhere", name=streets.passport.name))
        return
    weights = _weights()
    with st.spinner(t("coverage.computing")):
        table = _table(catalogue.version, catalogue, tuple(sites), scope, outline, mode, streets, weights)
    places, left_out = measures.placed_sites(catalogue, sites, scope)
    if streets is None:
        _map(catalogue, sites, places, scope, step)
    chart = _chart(catalogue, table, "km" if straight else "minutes", unit)
    show(chart)
    st.html(f'<p class="gp-key">{t("coverage.whisker")} {t("coverage.left_out", n=len(left_out))}</p>')

    def gaps() -> gpd.GeoDataFrame:
        return measures.uncovered(catalogue, sites, scope, step, outline)

    common = {"denominator": name(DENOMINATORS[outline]), "seed": SEED, "left_out": len(left_out), "n": len(places)}
    if streets is None:
        how = t("coverage.how_reach", draws=DRAWS, **common)
    else:
        how = (
            t("coverage.how_travel", draws=network_catchment.DRAWS, **common)
            + "\n\n"
            + "\n".join(f"- {r}" for r in RULES[lang()])
        )
        p = streets.passport
        limits = {"used": p.limits_used, "missing": p.limits_missing, "discarded": p.limits_discarded}
        source = {"name": p.name, "source": p.source, "date": p.fetched_on, "licence": p.licence}
        how += "\n\n" + t("coverage.streets_source", **source, **limits)
    result(catalogue, display_table(catalogue, table, 4), f"reach-{mode}", how, chart, gaps if straight else None)


def _content(weights: gpd.GeoDataFrame) -> bytes:
    """What tells one set of weights from another."""
    return bytes(
        weights["weight"].to_numpy().tobytes() + shapely.get_coordinates(weights.geometry.to_numpy()).tobytes()
    )


@st.cache_data(
    show_spinner=False,
    max_entries=64,
    hash_funcs={StreetGraph: lambda s: s.passport.to_json(), gpd.GeoDataFrame: _content},
)
def _table(
    version: str,
    _catalogue: Catalogue,
    sites: tuple[str, ...],
    scope: str,
    outline: str,
    mode: str,
    streets: StreetGraph | None,
    weights: gpd.GeoDataFrame | None,
) -> pd.DataFrame:
    if streets is None:
        return measures.catchments(_catalogue, list(sites), scope, KILOMETRES, outline, weights)
    return measures.network_catchments(
        _catalogue, list(sites), scope, streets, mode, network_catchment.MINUTES, outline, weights
    )


def _weights() -> gpd.GeoDataFrame | None:
    """Points or a grid of the user's own; what cannot be used is said and nothing else changes."""
    with st.expander(t("coverage.weights")):
        file = st.file_uploader(
            t("coverage.weights_help"), type=[suffix[1:] for suffix in SUFFIXES], key="weights", max_upload_size=50
        )
        if file is None:
            return None
        try:
            weights = _read(file.getvalue(), file.name)
        except WeightsError as error:
            st.warning(error.zh if lang() == "zh" else error.en)
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
    drawn_map(catalogue, sites, key="reach", overlay=wgs84, scope=scope)
    st.caption(t("coverage.map_key", km=f"{km:g}"))


def _chart(catalogue: Catalogue, table: pd.DataFrame, step: str, unit: str) -> Any:
    rows = table.assign(
        county=[place_name(catalogue, code) for code in table["adcode"]], within=[f"{v:g} {unit}" for v in table[step]]
    )
    shares = ["share", "share_low", "share_high"]
    facet = ""
    if "weight_share" in rows:
        weighed = rows.assign(**{share: rows[f"weight_{share}"] for share in shares}, of=t("coverage.of_weights"))
        rows, facet = pd.concat([rows.assign(of=t("coverage.of_land")), weighed]), "of"
    titles = {column: t(f"coverage.{column}") for column in ["county", "within", *shares]}
    rows = rows[[*titles, *([facet] if facet else [])]]
    return bars(rows, "county", "share", titles, "share_low", "share_high", percent=True, colour="within", facet=facet)
