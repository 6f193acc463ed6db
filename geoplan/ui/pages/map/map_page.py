"""The map, the filters, the dossier and the table, always of the same set of sites."""

from __future__ import annotations

from typing import Any, Final

import orjson
import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.drafts.draft import NOTE
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.errors import UserError
from geoplan.query.selection import FACETS, select
from geoplan.text.names import name_of
from geoplan.ui import address, draft_state, map_state
from geoplan.ui.language import comma_list, literal, names, plain, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.dossier_panel import dossier_panel
from geoplan.ui.widgets.drafts_panel import drafts_panel
from geoplan.ui.widgets.export_popover import export_popover
from geoplan.ui.widgets.filter_panel import filter_panel
from geoplan.ui.widgets.map_widget import map_widget
from geoplan.ui.widgets.position_editor import position_editor
from geoplan.ui.widgets.site_table import site_table
from geoplan.vocabulary import WAYS

_LAST_CLICK: Final = "last_click"  # session key


def page() -> None:
    """Choose by the sidebar, compute the set, show it on the map and in the table."""
    catalogue = get_catalogue()
    first = address.enter(catalogue, map_state.SelectionQuery, map_state.SiteQuery)
    map_state.close_unknown(catalogue)
    if first and (site := st.session_state[map_state.SITE]) and address.VIEW not in st.query_params:
        map_state.go_to_site(catalogue, site)
    filter_panel(catalogue)
    sites = select(catalogue, map_state.selection())
    heading("app.title", "layout.lead")
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _map(catalogue, sites)
    # Another key scrolls to the top.
    with right, st.container(height=640, border=False, key="editor" if draft_state.edit() else "dossier"):
        _panel(catalogue, sites)
    _below(catalogue, sites)


def _map(catalogue: Catalogue, sites: list[str]) -> None:
    site = st.session_state[map_state.SITE]
    click = map_widget(
        catalogue, sites, key="atlas", chosen=site, family=map_state.family(catalogue, site),
        go=st.session_state.get(map_state.GO), edit=_edit_on_map(),
    )  # fmt: skip
    _take_click(catalogue, click)


def _edit_on_map() -> dict[str, Any] | None:
    """What is being drawn, as the map's script takes it."""
    edit = draft_state.edit()
    if edit is None:
        return None
    geometry = None if edit.geometry is None else orjson.loads(shapely.to_geojson(edit.geometry))
    return {"mode": edit.mode, "geometry": geometry, "token": edit.token}


def _take_drawn(drawn: Any) -> None:
    """Take up what was drawn on the map."""
    try:
        draft_state.take(parse_geometry(orjson.dumps(drawn).decode(), parse_system("4326")))
    except UserError as error:
        st.toast(literal(error), icon=":material/error:")


def _take_click(catalogue: Catalogue, drawing: dict[str, Any] | None) -> None:
    """Take up a click on the map, once."""
    clicked = (drawing or {}).get("properties") or {}
    if not clicked or clicked.get("click") == st.session_state.get(_LAST_CLICK):
        return
    st.session_state[_LAST_CLICK] = clicked.get("click")
    if clicked.get("drawn") and draft_state.edit():
        _take_drawn(clicked["drawn"])
        st.rerun()
    if note := next((one for one in draft_state.drafts() if one.draft_id == clicked.get("note")), None):
        draft_state.begin(NOTE, note.draft_id, "point", note.geometry)
    elif clicked.get("site") in catalogue.sites.index:
        map_state.choose(clicked["site"])
    elif str(clicked.get("county")).ljust(6, "0") in catalogue.regions.index:
        map_state.choose(None)
        st.session_state[map_state.COUNTY] = clicked["county"]
    st.rerun()


def _panel(catalogue: Catalogue, sites: list[str]) -> None:
    if edit := draft_state.edit():
        position_editor(catalogue, edit)
    elif site := st.session_state[map_state.SITE]:
        dossier_panel(catalogue, site)
    elif county := st.session_state.get(map_state.COUNTY):
        _unplaced(catalogue, sites, county)
    else:
        st.markdown(t("layout.choose"))
        st.caption(t("layout.choose_more"))


def _unplaced(catalogue: Catalogue, sites: list[str], region: str) -> None:
    """List the sites known by region alone: of an adcode, or of all whose adcode begins so."""
    within = catalogue.sites["adcode"].str.startswith(region) & (catalogue.ways == "county")
    unplaced = [site_id for site_id in sites if within[site_id]]
    name = name_of(catalogue.regions, region.ljust(6, "0"))
    st.subheader(t("layout.unplaced_in", county=name, n=len(unplaced)), anchor=False)
    for site_id in unplaced:
        st.button(
            literal(names(catalogue.sites)[site_id]), key=f"unplaced:{site_id}", on_click=map_state.choose,
            args=(site_id,), type="tertiary",
        )  # fmt: skip


def ways_counted(catalogue: Catalogue, sites: list[str]) -> str:
    """How many sites are drawn in each way, in words."""
    counts = catalogue.ways.loc[sites].value_counts()
    return comma_list([plain("layout.way", way=WAYS[way], n=counts[way]) for way in WAYS if way in counts])


def _below(catalogue: Catalogue, sites: list[str]) -> None:
    if not sites:
        facets = [t(f"filter.{facet}") for facet in (*FACETS, map_state.IN_FORCE) if st.session_state.get(facet)]
        facets += [t("filter.search")] if st.session_state.get(map_state.TEXT) else []
        st.info(f"{t('layout.none')} {t('layout.none_why', facets=comma_list(facets))}")
        return
    left, right = st.columns([5, 2], vertical_alignment="center")
    drawn = len(catalogue.placed.intersection(sites))
    left.markdown(f"**{t('layout.count', n=len(sites), drawn=drawn)}**")
    left.caption(literal(ways_counted(catalogue, sites)))
    drafts_panel(catalogue)
    export_popover(catalogue, map_state.selection(), len(sites), right)
    site_table(catalogue, sites)
