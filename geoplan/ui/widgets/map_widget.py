"""The map under the pages: the published files, and what is to be shown."""

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
from geoplan.text.system_reason import system_reason
from geoplan.ui import address, draft_state, map_state, page_map
from geoplan.ui.language import lang, literal, t
from geoplan.ui.map_clicks import KEY, take_click
from geoplan.ui.own_layers import own_on_map
from geoplan.ui.resources import published, shipped_catalogue
from geoplan.ui.site_numbers import site_numbers


def draw_map(catalogue: Catalogue) -> None:
    """Draw what the page that runs asked for, see `geoplan.ui.page_map`; a click is taken before the next run."""
    asked = page_map.shown()
    if asked is None:
        return
    # Its first import registers the component with the server, which only a session's thread can.
    from streamlit_folium import st_folium

    try:
        files = published(shipped_catalogue())
    except OSError as error:
        st.warning(t("layout.map_failed", why=system_reason(error)))
        return
    with st.container(key="map"):  # named for the style sheet
        st_folium(
            build_map(files, _base_maps()),
            key=KEY,
            height=640,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=Shown(_state(catalogue, **asked)),
            on_change=take_click,
        )


def _state(
    catalogue: Catalogue, sites: list[str], overlay: shapely.Geometry | None = None, scope: str = "", **state: Any
) -> dict[str, Any]:
    """What the map's script is told.

    `overlay` is ground in EPSG:4326 to lay over the land; `scope` the adcode the map opens on, by default the home
    city's. Further options are those of `geoplan.map.map_view.Shown`.
    """
    site = st.session_state.get(map_state.SITE)
    return {
        "wanted": None if len(sites) == len(catalogue.sites) else site_numbers(sites),
        "chosen": site,
        "family": map_state.emphasised(catalogue),
        "lang": lang(),
        "go": st.session_state.get(map_state.GO),
        "scope": study_area().scope_of(scope),
        "overlay": None if overlay is None else _rounded(overlay),
        "drafts": draft_places(catalogue) if catalogue.drafted else None,
        "notes": [note_on_map(draft) for draft in draft_state.drafts() if draft.category == NOTE],
        "visitor": draft_state.visitor(),
        "edit": _edit_on_map(),
        "tint": page_map.tint(),
        "address": address.for_browser(),
        "classes": None,
        "numbers": None,
        "discs": None,
        "own": own_on_map(),
        **state,
    }


def _edit_on_map() -> dict[str, Any] | None:
    """What is being drawn, as the map's script takes it."""
    edit = draft_state.edit()
    if edit is None:
        return None
    geometry = None if edit.geometry is None else orjson.loads(shapely.to_geojson(edit.geometry))
    return {"mode": edit.mode, "geometry": geometry, "token": edit.token}


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
