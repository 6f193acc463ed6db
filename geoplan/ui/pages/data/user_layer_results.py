"""A user's layer among the sites: on the map, as a table, and where each of its features lies."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import shapely
import streamlit as st

from geoplan.analysis.locate_features import VERDICTS, locate_features, metric_system
from geoplan.catalogue.catalogue import Catalogue
from geoplan.readers.attribute_columns import distinct
from geoplan.readers.read_layer import LayerReading
from geoplan.study_area import study_area
from geoplan.text.shorten import shorten
from geoplan.ui.language import name, names, t
from geoplan.ui.own_layers import put_on_map
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.coverage.asked_industry import asked_industries, follow_asked
from geoplan.ui.pages.data.user_layer_files import UserLayer
from geoplan.ui.widgets.industry_list import indented_industry, tree_order
from geoplan.ui.widgets.result_panel import result_panel

_DRAWN: Final = 4000  # features on the map: what a message can carry and an eye tell apart
_VERTICES: Final = 60_000  # of them together; finer outlines are simplified
_GRID: Final = 1e-5  # degrees, a metre
_ROW: Final = "row"


def user_layer_results(catalogue: Catalogue, layer: UserLayer, reading: LayerReading) -> None:
    """Show one layer's features."""
    frame = reading.frame
    label = st.selectbox(
        t("own.label"), [_ROW, *reading.headings], index=_name_column(reading), key=f"own-{layer.number}-label",
        format_func=lambda column: t("own.row_number") if column == _ROW else shorten(column),
    )  # fmt: skip
    titles = [shorten(value) for value in frame[label].fillna("")]
    _map(catalogue, layer, frame, titles)
    with st.expander(t("own.table"), expanded=False):
        st.dataframe(attributes(frame), hide_index=True, height=320)
    st.subheader(t("own.whereabouts"), anchor=False)
    _locations(catalogue, layer, frame, titles)


def _name_column(reading: LayerReading) -> int:
    """The column that most likely names the features: the first of text that is no coordinate."""
    used = reading.columns.names if reading.columns else ()
    for at, column in enumerate(reading.headings, start=1):
        values = reading.frame[column].head(50).dropna().astype(str)
        if column not in used and len(values) and not pd.to_numeric(values, errors="coerce").notna().any():
            return at
    return 0


def attributes(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """The user's columns with a position, as a table can show them; one that is called as ours are gets a number."""
    point = frame.geometry.representative_point()
    table = pd.DataFrame(frame.drop(columns="geometry"))
    for column in table.select_dtypes("object").columns:
        table[column] = table[column].astype(str).where(table[column].notna(), "")
    own = table.rename(columns={_ROW: t("own.row")})
    position = pd.DataFrame({"lon (WGS 84)": point.x.round(6), "lat (WGS 84)": point.y.round(6)})
    return distinct(pd.concat([own, position], axis=1))


def _map(catalogue: Catalogue, layer: UserLayer, frame: gpd.GeoDataFrame, titles: list[str]) -> None:
    shapes = frame.geometry.to_numpy()[:_DRAWN]
    west, south, east, north = frame.total_bounds.tolist()
    bounds = [[south, west], [north, east]]
    go = {"bounds": bounds, "token": f"own-{layer.number}-{west:.4f}-{south:.4f}-{east:.4f}-{north:.4f}"}
    put_on_map(layer.number, layer.title, _features(shapes, titles))
    show_on_map(catalogue.sites.index.tolist(), go=go)
    st.caption(t("own.map_key"))
    if len(frame) > _DRAWN:
        st.caption(t("own.thinned", n=f"{_DRAWN:,}", all=f"{len(frame):,}"))


def _features(shapes: Any, titles: list[str]) -> dict[str, Any]:
    """GeoJSON for the eye: metres, and outlines no finer than what can be seen at city scale."""
    step = _GRID
    while shapely.get_num_coordinates(shapes).sum() > _VERTICES and step < 0.01:
        step *= 2
        shapes = shapely.simplify(shapes, step)
    texts = shapely.to_geojson(shapely.transform(shapes, lambda xy: xy.round(5)))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"t": title}, "geometry": orjson.loads(text)}
            for text, title in zip(texts, titles, strict=False)
        ],
    }


def _locations(catalogue: Catalogue, layer: UserLayer, frame: gpd.GeoDataFrame, titles: list[str]) -> None:
    options = tree_order(catalogue)
    follow_asked("own-industry", [*asked_industries(), *options][0])
    industry = st.selectbox(
        t("own.industry"), options, key="own-industry",
        format_func=indented_industry(catalogue),
    )  # fmt: skip
    key = f"{catalogue.version}-{industry}"
    if key not in layer.measured:
        with st.spinner(t("own.measuring")):
            layer.measured[key] = locate_features(catalogue, frame, industry)
    table = layer.measured[key]
    counts = table["verdict"].value_counts()
    st.markdown(t("own.summary", **{verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS}))
    rows = display_locations(catalogue, table).assign(**{t("own.row"): frame["row"].to_numpy()})
    rows = rows[[t("own.row"), *(c for c in rows.columns if c != t("own.row"))]]
    rows.insert(1, t("own.feature"), titles)
    how = t("own.how", crs=metric_system(frame).name, area=study_area().name)
    own = gpd.GeoDataFrame(rows, geometry=frame.geometry.to_numpy(), crs=frame.crs)
    result_panel(catalogue, rows, f"own-{layer.number}", how, shapes=lambda: own)


def display_locations(catalogue: Catalogue, table: pd.DataFrame) -> pd.DataFrame:
    """Where features lie, with names for ids and headings in the session's language."""
    sites, regions = names(catalogue.sites), names(catalogue.regions)
    between = t("own.between")

    def in_one_line(column: str, titles: pd.Series) -> list[str]:
        return [between.join(str(titles.get(i, i)) for i in ids) for ids in table[column]]

    columns = {
        "county": in_one_line("adcodes", regions),
        "verdict": table["verdict"].map({code: name(term) for code, term in VERDICTS.items()}),
        **{verdict: in_one_line(verdict, sites) for verdict in ("inside", "partly", "uncertain")},
        "share": table["share"].round(3),
        "nearest": table["nearest_id"].map(sites).fillna(""),
        **{key: table[f"{key}_km"].round(3) for key in ("distance", "distance_low", "distance_high")},
    }
    return pd.DataFrame({t(f"own.{key}"): values for key, values in columns.items()}).reset_index(drop=True)
