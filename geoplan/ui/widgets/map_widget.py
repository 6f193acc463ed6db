"""The map in a page: the published files, what is to be shown, and what a click answers."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE, Draft
from geoplan.errors import UserError
from geoplan.map.base_maps import BaseMap, base_maps, built_in_base_maps
from geoplan.map.map_view import Shown, build_map
from geoplan.map.site_markers import draft_places
from geoplan.settings import settings
from geoplan.study_area import study_area
from geoplan.ui import draft_state
from geoplan.ui.language import lang, literal, t
from geoplan.ui.resources import published, shipped_catalogue


def map_widget(
    catalogue: Catalogue,
    sites: list[str],
    key: str,
    overlay: shapely.Geometry | None = None,
    scope: str = "",
    **state: Any,
) -> dict[str, Any] | None:
    """Draw the map with a set of sites, and return the last click.

    `overlay` is ground in EPSG:4326 to lay over the land; `scope` the adcode the map opens on, by default the home
    city's; one map a `key` keeps its place. None is returned where nothing was clicked or the files could not be
    written, with a message. Further options are those of `geoplan.map.map_view.Shown`.
    """
    # Its first import registers the component with the server, which only a session's thread can.
    from streamlit_folium import st_folium

    try:
        files = published(shipped_catalogue())
    except OSError as error:
        st.warning(t("layout.map_failed", why=error.strerror))
        return None
    shown = {
        "wanted": None if len(sites) == len(catalogue.sites) else sites,
        "chosen": None,
        "family": [],
        "lang": lang(),
        "go": None,
        "scope": study_area().scope_of(scope),
        "overlay": None if overlay is None else _rounded(overlay),
        "drafts": draft_places(catalogue) if catalogue.drafted else None,
        "notes": [note_on_map(draft) for draft in draft_state.drafts() if draft.category == NOTE],
        "visitor": draft_state.visitor(),
        **state,
    }
    with st.container(key=f"map-{key}"):  # named, so that the style sheet gives each page's map its height
        answer = st_folium(
            build_map(files, _base_maps()),
            key=key,
            height=640,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=Shown(shown),
        )
    drawing: dict[str, Any] | None = (answer or {}).get("last_active_drawing")
    return drawing


def note_on_map(note: Draft) -> dict[str, Any]:
    """A note as the map's script takes it: latitude first."""
    return {"id": note.draft_id, "at": [note.geometry.y, note.geometry.x], "text": note.text}


def _base_maps() -> list[BaseMap]:
    """The base maps on offer; the built-in ones, with a message, where the file of own ones is wrong."""
    try:
        return base_maps(settings())
    except UserError as error:
        st.warning(literal(error))
        return built_in_base_maps(settings())


def _rounded(shape: shapely.Geometry) -> Any:
    """GeoJSON with five decimals, a metre: what the eye can see and no more."""
    return orjson.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-5)))
