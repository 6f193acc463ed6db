"""Geocoding: names and addresses to places, with how sure; a person decides, and takes a review or a layer along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import geopandas as gpd
import pandas as pd
import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, STORAGE
from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.result_table import ACCEPT, add_result_columns, pairs
from geoplan.geocoding.review import RowPosition, layer
from geoplan.geocoding.scoring import HIGH, MEDIUM, PENALTIES, TIE, GeocodingResult
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.study_area import stem, study_area
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.data.geocode_decisions import geocode_decisions, with_input_text
from geoplan.ui.pages.data.geocode_input import geocode_input
from geoplan.ui.pages.data.geocode_online import geocode_online
from geoplan.ui.resources import HASHES
from geoplan.ui.widgets.download import download
from geoplan.writers.plain_tables import as_csv, as_xlsx

_ROOM: Final = 0.02  # degrees shown around what is accepted
_SIDES: Final = 8  # of a quarter disc: the eye sees no corner


def view(catalogue: Catalogue) -> None:
    """Bring names or addresses, see what they mean, decide, take it along."""
    st.caption(t("geocode.lead"))
    sheet = geocode_input()
    if sheet is None:
        return
    rows = pairs(*sheet)
    with st.spinner(t("geocode.working")):
        coder = _coder(catalogue)
        answers = coder.answers(rows)
    answers = geocode_online(rows, answers, coder)
    _counts(answers)
    st.subheader(t("geocode.table"), anchor=False)
    st.caption(t("geocode.table_help"))
    decisions, positions = geocode_decisions(catalogue, with_input_text(rows, answers))
    _downloads(catalogue, sheet.frame, answers, decisions, positions)
    _map(catalogue, [position for position in positions if position])
    with st.expander(t("geocode.rules")):
        st.markdown(t("geocode.rules_text", high=HIGH, medium=MEDIUM, tie=TIE, **PENALTIES))


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs=HASHES)
def _coder(catalogue: Catalogue) -> Geocoder:
    return Geocoder(catalogue)


def _counts(answers: Sequence[GeocodingResult]) -> None:
    n, located = len(answers), sum(answer.is_located for answer in answers)
    sure = sum(answer.is_located and answer.confidence in {"high", "medium"} for answer in answers)
    regions = sum(answer.place is not None and not answer.is_located for answer in answers)
    st.markdown(t("geocode.counts", n=n, located=located, sure=sure, regions=regions, unknown=n - located - regions))


def _map(catalogue: Catalogue, accepted: Sequence[RowPosition]) -> None:
    st.subheader(t("geocode.map"), anchor=False)
    located = [p for p in accepted if p.lon is not None]
    if not accepted:
        st.info(t("geocode.nothing_accepted"))
        return
    discs, go, area = None, None, study_area()
    at_home = all(p.adcode.startswith(stem(area.home)) for p in located)
    if located:
        points = gpd.GeoSeries(gpd.points_from_xy([p.lon for p in located], [p.lat for p in located]), crs=STORAGE)
        metric = points.to_crs(AREA).buffer([p.radius_m or 0.0 for p in located], quad_segs=_SIDES)
        discs = gpd.GeoSeries([shapely.union_all(metric.to_numpy())], crs=AREA).to_crs(STORAGE).iloc[0]
        west, south, east, north = (round(edge, 4) for edge in discs.buffer(_ROOM).bounds)
        bounds = [[south, west], [north, east]]
        go = {"bounds": bounds, "token": crc32(str(bounds).encode())}  # moves when what is accepted does, not else
    show_on_map([], overlay=discs, scope=area.home if at_home else area.area, go=go)
    st.caption(t("geocode.map_key", n=len(located), regions=len(accepted) - len(located)))


def _downloads(
    catalogue: Catalogue,
    frame: pd.DataFrame,
    answers: Sequence[GeocodingResult],
    decisions: list[str],
    positions: Sequence[RowPosition | None],
) -> None:
    def review() -> pd.DataFrame:
        table = add_result_columns(frame, answers, catalogue, lang(), review=True)
        return table.assign(**{ACCEPT: decisions})

    def as_layer() -> bytes:
        accepted = [at for at, position in enumerate(positions) if position]
        features = layer(frame.iloc[accepted], [position for position in positions if position])
        return feature_collection(features, [str(at) for at in range(1, len(features) + 1)])

    file_name = file_stem(plain("data.view_geocode"))
    with st.container(horizontal=True):
        download(t("geocode.review_csv"), lambda: as_csv(review()), f"{file_name}.csv")
        download(t("geocode.review_xlsx"), lambda: as_xlsx(review(), "geocoding"), f"{file_name}.xlsx")
        if any(positions):
            download(t("geocode.layer"), as_layer, f"{file_name}.geojson")
