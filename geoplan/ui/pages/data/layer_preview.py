"""A layer that is not in the catalogue yet: its features as rows, and a small picture of where they lie."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, STORAGE, metric_crs_for
from geoplan.forms.filled_form import Table
from geoplan.forms.layer_draft import LayerDraft
from geoplan.geodata.boundaries import land_outlines
from geoplan.ui.language import name, names, t
from geoplan.ui.widgets.charts import chart_colour

_ROOM = 2000.0  # metres of land shown around the features
_HEIGHT = 220  # pixels


def layer_rows(layer: LayerDraft, tables: list[Table], catalogue: Catalogue) -> pd.DataFrame:
    """Lay out a layer's features for reading, areas in km²; a site may be new in the filled sheets."""
    titles = names(catalogue.sites).to_dict()
    for table in tables:
        if table.form.name == "sites":
            filled = pd.DataFrame([row.values for row in table.rows], columns=["site_id", "name_zh", "name_en"]).fillna(
                ""
            )
            titles |= dict(zip(filled["site_id"], names(filled), strict=True))
    frame = _frame(layer)
    areas = frame.to_crs(metric_crs_for(frame)).area.fillna(0) / 1e6
    parts = names(frame.rename(columns={"part": "part_zh"}), "part").fillna("")
    return pd.DataFrame(
        {
            t("templates.site"): [
                " · ".join(filter(None, (titles.get(site, site), part)))
                for site, part in zip(frame["site_id"], parts, strict=True)
            ],
            t("templates.method"): [name(vocabulary.METHODS[method]) for method in frame["method"]],
            t("templates.area"): [f"{km2:,.3f}" if km2 else "" for km2 in areas],
        }
    )


def layer_picture(layer: LayerDraft, catalogue: Catalogue) -> Any:
    """Draw a layer over the land around it, in metres of the province's conic; None where nothing is drawn."""
    import altair as alt

    frame = _frame(layer)
    frame = frame[frame.geometry.notna()].to_crs(AREA)
    if frame.empty:
        return None
    west, south, east, north = frame.total_bounds
    land = land_outlines().to_crs(AREA).clip((west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM))
    frame["site"] = frame["site_id"].map(names(catalogue.sites)).fillna(frame["site_id"])
    tooltip = [alt.Tooltip("properties.site:N", title=t("templates.site"))]
    ground = alt.Chart(_geojson(land[["geometry"]])).mark_geoshape(
        fill=chart_colour("blank"), stroke=chart_colour("pale")
    )
    is_point = frame.geom_type == "Point"
    drawn = [
        alt.Chart(_geojson(part[["site", "geometry"]]))
        .mark_geoshape(fill=chart_colour("accent"), fillOpacity=0.55, stroke=chart_colour("accent"), strokeDash=dashes)
        .encode(tooltip=tooltip)
        for part, dashes in ((frame[~is_point], [4, 2]), (frame[is_point], [1, 0]))
        if len(part)
    ]
    return alt.layer(ground, *drawn).project(type="identity", reflectY=True).properties(height=_HEIGHT)


def _frame(layer: LayerDraft) -> gpd.GeoDataFrame:
    rows = [{"part": None, "part_en": None, **feature["properties"]} for feature in layer.features]
    drawn = [shape(feature["geometry"]) if feature["geometry"] else None for feature in layer.features]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=drawn, crs=STORAGE)


def _geojson(frame: gpd.GeoDataFrame) -> Any:
    import altair as alt

    return alt.Data(values=frame.__geo_interface__["features"])
