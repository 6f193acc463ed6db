"""The map in a page: the published files, what is to be shown, and what a click answers."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
import streamlit as st
from streamlit_folium import st_folium

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.map_view import Shown, build_map
from geoplan.ui.language import lang, t
from geoplan.ui.resources import published


def drawn_map(
    catalogue: Catalogue,
    sites: list[str],
    key: str,
    overlay: shapely.Geometry | None = None,
    scope: str = "",
    **state: Any,
) -> dict[str, Any] | None:
    """Draw the map with a set of sites.

    Parameters
    ----------
    catalogue : Catalogue
        Whose files are published.
    sites : list of str
        What is shown.
    key : str
        Of the component; one map a key keeps its place.
    overlay : Geometry, optional
        Ground to lay over the land, in EPSG:4326.
    scope : str
        Adcode the map opens on; the whole of Xiamen by default.
    **state
        More of what `geoplan.map.map_view.Shown` passes on.

    Returns
    -------
    dict or None
        The last click; None where nothing was clicked or the files could not be made, which is said.
    """
    try:
        files = published(catalogue)
    except OSError as error:
        st.warning(t("layout.map_failed", why=error.strerror))
        return None
    shown = {
        "wanted": None if len(sites) == len(catalogue.sites) else sites,
        "chosen": None,
        "family": [],
        "lang": lang(),
        "somewhere": {},
        "chosenIn": None,
        "go": None,
        "scope": "fujian" if scope.endswith("0000") else "xiamen",
        "overlay": None if overlay is None else _rounded(overlay),
        **state,
    }
    with st.container(key=f"map-{key}"):  # named, so that the style sheet gives each page's map its height
        answer = st_folium(
            build_map(files),
            key=key,
            height=640,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=Shown(shown),
        )
    drawing: dict[str, Any] | None = (answer or {}).get("last_active_drawing")
    return drawing


def _rounded(shape: shapely.Geometry) -> Any:
    """GeoJSON with five decimals, a metre: what the eye can see and no more."""
    return orjson.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-5)))
