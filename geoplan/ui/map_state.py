"""What the user has chosen, kept in the session and in the address bar."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.query.search import parse_lonlat
from geoplan.query.selection import FACETS, Selection
from geoplan.text.message import languages
from geoplan.ui import site_search_state

# Names in the address bar.
_PARAMETER: Final = {
    "layers": "layer",
    "regions": "county",
    "kinds": "kind",
    "statuses": "status",
    "industries": "industry",
    "plans": "plan",
    "roles": "role",
    "bases": "basis",
}
# A page's own; an unknown value is not kept.
_CHOICES: Final = {"coverage_view": "show", "coverage_scope": "scope", "data_view": "data"}
_BROWSERS_OWN: Final = ("view",)  # written by the map itself


def begin(catalogue: Catalogue) -> None:
    """Read the address bar into a new session; what it says that is not known is ignored."""
    if "begun" in st.session_state:
        return
    st.session_state.begun = True
    asked = st.query_params
    if asked.get("lang") in languages():
        st.session_state.lang = asked["lang"]
    known = _known(catalogue)
    for facet in FACETS:
        wanted = [value for value in asked.get_all(_PARAMETER[facet]) if value in known[facet]]
        st.session_state[facet] = wanted
    for key, parameter in _CHOICES.items():
        if parameter in asked:
            st.session_state[key] = asked[parameter]
    st.session_state.text = asked.get("q", "")[:100]
    site = asked.get("site")
    st.session_state.site = site if site in catalogue.sites.index else None
    st.session_state.county = None
    site_search_state.begin(catalogue)
    if st.session_state.site and "view" not in asked:
        go_to_site(catalogue, st.session_state.site)


def _known(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "layers": catalogue.layers.index,
        "regions": catalogue.regions.index,
        "kinds": vocabulary.KINDS,
        "statuses": vocabulary.STATUSES,
        "industries": catalogue.industries.index,
        "plans": catalogue.plans.index,
        "roles": vocabulary.ROLES,
        "bases": vocabulary.BASES,
    }


def selection() -> Selection:
    """What the session asks for."""
    facets = {facet: tuple(st.session_state.get(facet, ())) for facet in FACETS}
    text = st.session_state.get("text", "")
    return Selection(**facets, text="" if parse_lonlat(text) else text)


def clear() -> None:
    """Ask for nothing."""
    for facet in FACETS:
        st.session_state[facet] = []
    for key in [key for key in st.session_state if str(key).startswith("layer:")]:
        st.session_state[key] = False
    st.session_state.text = ""
    st.session_state.county = None


def choose(site_id: str | None) -> None:
    """Open a site's dossier, or close it."""
    st.session_state.site = site_id
    st.session_state.county = None


def family(catalogue: Catalogue, site_id: str | None) -> list[str]:
    """The parts that stand on the map for a site that is not drawn itself."""
    return [] if site_id is None or catalogue.sites.at[site_id, "drawn"] else catalogue.drawn_parts(site_id)


def go_to_site(catalogue: Catalogue, site_id: str) -> None:
    """Move the map to a site or, where it is not drawn, to its parts."""
    ids = family(catalogue, site_id) or [site_id]
    places = catalogue.places
    drawn = places[places["site_id"].isin(ids) & places.geometry.notna()]
    if drawn.empty:
        drawn = counties_in(str(catalogue.sites.at[site_id, "adcode"]))  # all that is known of the place
    west, south, east, north = drawn.total_bounds
    st.session_state.go = {"bounds": [[south, west], [north, east]], "token": _token()}


def go_to_point(lon: float, lat: float) -> None:
    """Move the map to a coordinate."""
    st.session_state.go = {"at": [lat, lon], "zoom": 13, "token": _token()}


def _token() -> int:
    st.session_state.moves = st.session_state.get("moves", 0) + 1
    return int(st.session_state.moves)


def remember() -> None:
    """Write what is chosen into the address bar, leaving the browser's own parts alone."""
    wanted: dict[str, Any] = {key: st.query_params[key] for key in _BROWSERS_OWN if key in st.query_params}
    for facet in FACETS:
        if values := list(st.session_state.get(facet, ())):
            wanted[_PARAMETER[facet]] = values
    wanted |= {name: st.session_state[key] for key, name in _CHOICES.items() if st.session_state.get(key)}
    wanted |= site_search_state.address()
    if st.session_state.get("text"):
        wanted["q"] = st.session_state.text
    if st.session_state.get("site"):
        wanted["site"] = st.session_state.site
    if "lang" in st.session_state:
        wanted["lang"] = st.session_state.lang
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    if now != {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}:
        st.query_params.from_dict(wanted)
