"""What choosing a suggestion of the search does: open, move the map, filter."""

from __future__ import annotations

from typing import Final

import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.errors import UserError
from geoplan.geodata.boundaries import counties_in
from geoplan.query.search import parse_lonlat
from geoplan.query.search_entry import SearchEntry
from geoplan.query.search_index import search_entry
from geoplan.text.message import local_text
from geoplan.text.names import name_of
from geoplan.ui import map_state, page_map
from geoplan.ui.language import literal, name, t
from geoplan.ui.page_switch import ask_for_page
from geoplan.ui.resources import shipped_catalogue

_PLACE_ZOOM: Final = 14


def take_choice(answer: dict[str, str]) -> None:
    """Do what a suggestion stands for."""
    if "text" in answer:
        st.session_state[map_state.TEXT] = answer["text"][: map_state.MAX_TEXT]
    elif "coordinate" in answer:
        _go_to_coordinate(answer["coordinate"])
    else:
        catalogue = shipped_catalogue()
        entry = search_entry(catalogue, answer["kind"], answer["id"])
        if entry is None:
            st.toast(t("search.gone"), icon=":material/search_off:")
        else:
            _take_entry(catalogue, entry)


def _take_entry(catalogue: Catalogue, entry: SearchEntry) -> None:
    if entry.industry_id:
        _filter("industries", entry.industry_id)
    elif entry.kind == "plan":
        _filter("plans", entry.plan_id)
    elif entry.kind in ("site", "part") and entry.sites:
        map_state.choose(entry.sites[0])
        _show(entry)
    elif entry.kind == "region":
        _show(entry)
        st.session_state[map_state.OFFER] = entry.adcode
    elif entry.sites:
        _open_sites(catalogue, entry)
    else:
        _show(entry)


def _open_sites(catalogue: Catalogue, entry: SearchEntry) -> None:
    """A firm, a project or a programme: its one site, or the list of its sites."""
    if len(entry.sites) == 1:
        map_state.open_site(catalogue, entry.sites[0])
    else:
        map_state.list_sites(_name(entry), list(entry.sites))
        map_state.go_to_sites(catalogue, list(entry.sites))
    _to_map()


def _name(entry: SearchEntry) -> str:
    return name(local_text(entry.name_zh, entry.name_en))


def _show(entry: SearchEntry) -> None:
    """Move the map to where a thing is; a point is pinned with its name."""
    if entry.bounds is None:
        if entry.sites:
            map_state.go_to_site(shipped_catalogue(), entry.sites[0])
        elif entry.adcode and len(counties := counties_in(entry.adcode)):
            _show_region(entry, counties.total_bounds.tolist())
        else:
            st.toast(t("search.nowhere", name=_name(entry)), icon=":material/location_off:")
        return
    west, south, east, north = entry.bounds
    if (west, south) == (east, north):
        map_state.go_to_point(west, south, _name(entry), _PLACE_ZOOM)
    else:
        map_state.go_to_box(west, south, east, north)
    _to_map()


def _show_region(entry: SearchEntry, bounds: list[float]) -> None:
    """Show the region of a thing of which no more is known, and offer to filter by it."""
    map_state.go_to_box(*bounds)
    st.session_state[map_state.OFFER] = entry.adcode
    region = name_of(shipped_catalogue().regions, entry.adcode)
    st.toast(t("search.region_only", name=_name(entry), region=region), icon=":material/location_on:")
    _to_map()


def _to_map() -> None:
    """What was chosen shows on the map: a page without one gives way."""
    if not page_map.is_asked():
        ask_for_page("map")


def _filter(facet: str, value: str) -> None:
    chosen = st.session_state.get(facet) or []
    st.session_state[facet] = [*(other for other in chosen if other != value), value]


def _go_to_coordinate(text: str) -> None:
    point = parse_lonlat(text)
    if point is None:
        try:
            shape = parse_geometry(text, parse_system("4326"))
        except UserError as error:
            st.toast(literal(error), icon=":material/error:")
            return
        point = tuple(shapely.get_coordinates(shape.centroid)[0])
    map_state.go_to_point(*point)
    _to_map()
