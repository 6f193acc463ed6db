"""The filtered set and the open site, stored in the session and in the address; where the map moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Self

import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.site_boxes import box_of_sites, shown_parts
from geoplan.query.search import parse_lonlat
from geoplan.query.selection import FACETS, Selection, select

# Session keys; each facet's key is its name.
TEXT: Final = "text"
IN_FORCE: Final = "in_force"
SITE: Final = "site"
COUNTY: Final = "county"  # a badge of the map that was clicked: what the adcodes of the sites to be listed begin with
LISTED: Final = "listed"  # a title and the ids of sites that are listed in the drawer
OFFER: Final = "offered_region"  # a region that was searched for and may be filtered by
GO: Final = "go"  # where the map is to move, with a token so that it moves once
_MOVES: Final = "moves"
MAX_TEXT: Final = 100  # characters that the address may bring

# Facets whose values are codes of the vocabulary.
TERMS: Final[dict[str, Any]] = {
    "kinds": vocabulary.KINDS,
    "roles": vocabulary.ROLES,
    "statuses": vocabulary.STATUSES,
    "bases": vocabulary.BASES,
}
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


@dataclass(frozen=True)
class SelectionQuery:
    """What the filters hold, the switch for plans in force, and the text of the search box or its coordinate."""

    facets: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""
    in_force: bool = False

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""
        return key in {*_PARAMETER.values(), "q", IN_FORCE}

    @classmethod
    def from_query(cls, query: dict[str, list[str]], catalogue: Catalogue) -> Self:
        """Take the known values; drop the others."""
        tables = {"layers": catalogue.layers, "regions": catalogue.regions, "plans": catalogue.plans}
        known = TERMS | {f: table.index for f, table in {**tables, "industries": catalogue.industries}.items()}
        facets = {f: [value for value in query.get(_PARAMETER[f], []) if value in known[f]] for f in FACETS}
        return cls(facets, query.get("q", [""])[-1][:MAX_TEXT], query.get(IN_FORCE, [""])[-1] == "1")

    @classmethod
    def from_session(cls) -> Self:
        """What the session holds."""
        facets = {f: list(st.session_state.get(f, ())) for f in FACETS}
        return cls(facets, st.session_state.get(TEXT) or "", bool(st.session_state.get(IN_FORCE)))

    def to_query(self) -> dict[str, list[str]]:
        """Its part of the address."""
        facets = {_PARAMETER[facet]: values for facet, values in self.facets.items() if values}
        return facets | ({"q": [self.text]} if self.text else {}) | ({IN_FORCE: ["1"]} if self.in_force else {})

    def to_session(self) -> None:
        """Set the filters; only before they are drawn."""
        st.session_state.update({**self.facets, TEXT: self.text, IN_FORCE: self.in_force})


@dataclass(frozen=True)
class SiteQuery:
    """The open site, if any."""

    site: str | None = None

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""
        return key == SITE

    @classmethod
    def from_query(cls, query: dict[str, list[str]], catalogue: Catalogue) -> Self:
        """Take a known site."""
        site = catalogue.current_id(query.get("site", [""])[-1])
        return cls(site if site in catalogue.sites.index else None)

    @classmethod
    def from_session(cls) -> Self:
        """What the session holds."""
        return cls(st.session_state.get(SITE))

    def to_query(self) -> dict[str, list[str]]:
        """Its part of the address."""
        return {"site": [self.site]} if self.site else {}

    def to_session(self) -> None:
        """Open the site."""
        choose(self.site)


def selection() -> Selection:
    """What the session asks for."""
    query = SelectionQuery.from_session()
    facets = {facet: tuple(values) for facet, values in query.facets.items()}
    return Selection(**facets, in_force=query.in_force, text="" if parse_lonlat(query.text) else query.text)


def sites(catalogue: Catalogue) -> list[str]:
    """The sites that the session asks for."""
    return select(catalogue, selection())


def clear() -> None:
    """Ask for nothing, open nothing, and show the whole map."""
    SelectionQuery({facet: [] for facet in FACETS}).to_session()
    choose(None)
    st.session_state[OFFER] = None
    go_home()


def set_filter(facet: str, value: list[str] | bool) -> None:
    """Set the values of a facet, or the switch."""
    st.session_state[facet] = value


def drop(facet: str, value: str | None = None) -> None:
    """Take a value out of a facet, or undo the text or the switch."""
    if facet in FACETS:
        st.session_state[facet] = [other for other in st.session_state[facet] if other != value]
    else:
        st.session_state[facet] = "" if facet == TEXT else False


def choose(site_id: str | None) -> None:
    """Open a site's dossier, or close it."""
    st.session_state[SITE] = site_id
    st.session_state[COUNTY] = st.session_state[LISTED] = None


def list_sites(title: str, site_ids: list[str]) -> None:
    """List sites in the drawer, under a title."""
    choose(None)
    st.session_state[LISTED] = (title, site_ids)


def show_sites(catalogue: Catalogue, title: str, site_ids: list[str]) -> None:
    """Open the one site there is, or list several, and move the map to show all of them."""
    if len(site_ids) == 1:
        open_site(catalogue, site_ids[0])
    elif site_ids:
        list_sites(title, site_ids)
        go_to_sites(catalogue, site_ids)


def filter_by_region(adcode: str) -> None:
    """Add a region to the filter."""
    chosen = st.session_state.get("regions") or []
    st.session_state["regions"] = [*(other for other in chosen if other != adcode), adcode]
    st.session_state[OFFER] = None


def close_unknown(catalogue: Catalogue) -> None:
    """Close the dossier of a site that is gone, such as a place of the user's own that was deleted meanwhile."""
    if st.session_state.get(SITE) not in catalogue.sites.index:
        st.session_state[SITE] = None


def open_site(catalogue: Catalogue, site_id: str) -> None:
    """Open a site's dossier and move the map there."""
    choose(site_id)
    go_to_site(catalogue, site_id)


def emphasised(catalogue: Catalogue) -> list[str]:
    """The sites that stand out on the map beside the open one: its parts where it is not drawn, or those listed."""
    site, listed = st.session_state.get(SITE), st.session_state.get(LISTED)
    shown = listed[1] if listed and site is None else []
    return [part for one in shown for part in (family(catalogue, one) or [one])] or family(catalogue, site)


def family(catalogue: Catalogue, site_id: str | None) -> list[str]:
    """The parts that stand on the map for a site that is not drawn itself."""
    return shown_parts(catalogue, site_id) if site_id else []


def go_to_site(catalogue: Catalogue, site_id: str) -> None:
    """Move the map to a site or, where it is not drawn, to its parts."""
    go_to_sites(catalogue, [site_id])


def go_to_sites(catalogue: Catalogue, site_ids: list[str]) -> None:
    """Move the map to show all of these sites; of one that is not drawn, its parts or else its county."""
    box = box_of_sites(catalogue, site_ids)
    if box is not None:
        go_to_box(*box)


def go_home() -> None:
    """Move the map to show all of its scope."""
    _go(home=True)


def go_to_point(lon: float, lat: float, name: str = "", zoom: int = 13) -> None:
    """Move the map to a coordinate and mark it, with a name if it has one."""
    _go(at=[lat, lon], zoom=zoom, pin=name)


def go_to_box(west: float, south: float, east: float, north: float) -> None:
    """Move the map to show all of a box."""
    _go(bounds=[[south, west], [north, east]])


def _go(**target: Any) -> None:
    st.session_state[_MOVES] = st.session_state.get(_MOVES, 0) + 1
    st.session_state[GO] = {**target, "token": st.session_state[_MOVES]}
