"""布局: the map, the filters, the dossier and the table, always of the same set of sites."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import FACETS, select
from geoplan.ui import map_state
from geoplan.ui.language import lang, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.dossier_panel import dossier_panel
from geoplan.ui.widgets.export_popover import downloads
from geoplan.ui.widgets.filter_panel import sidebar
from geoplan.ui.widgets.map_widget import drawn_map
from geoplan.ui.widgets.site_table import site_table


def page() -> None:
    """Choose by the sidebar, compute the set, show it on the map and in the table."""
    catalogue = get_catalogue()
    sidebar(catalogue)
    wanted = select(catalogue, map_state.selection())
    heading(t("app.title"), t("layout.lead"))
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _map(catalogue, wanted)
    with right, st.container(height=640, border=False, key="dossier"):
        _panel(catalogue, wanted)
    _below(catalogue, wanted)


def _map(catalogue: Catalogue, wanted: list[str]) -> None:
    site = st.session_state.site
    click = drawn_map(
        catalogue,
        wanted,
        key="atlas",
        chosen=site,
        family=map_state.family(catalogue, site),
        somewhere=unplaced_by_region(catalogue, wanted),
        chosenIn=_known_only_in(catalogue, site),
        go=st.session_state.get("go"),
    )
    _answer(catalogue, click)


def _answer(catalogue: Catalogue, drawing: dict[str, Any] | None) -> None:
    """Take up a click on the map, once."""
    said = (drawing or {}).get("properties") or {}
    if not said or said.get("click") == st.session_state.get("last_click"):
        return
    st.session_state.last_click = said.get("click")
    if said.get("site") in catalogue.sites.index:
        map_state.choose(said["site"])
    elif said.get("county") in catalogue.regions.index:
        map_state.choose(None)
        st.session_state.county = said["county"]
    st.rerun()


def _known_only_in(catalogue: Catalogue, site_id: str | None) -> str | None:
    """The region whose badge stands for the open site, when it is not drawn."""
    if site_id is None or site_id in catalogue.placed:
        return None
    return str(catalogue.sites.at[site_id, "adcode"])


def unplaced_by_region(catalogue: Catalogue, wanted: list[str]) -> dict[str, int]:
    """Count, by county or city, the wanted sites that are drawn neither themselves nor through a part."""
    unplaced = [site_id for site_id in wanted if site_id not in catalogue.placed]
    return catalogue.sites.loc[unplaced, "adcode"].value_counts().to_dict()


def _panel(catalogue: Catalogue, wanted: list[str]) -> None:
    site, county = st.session_state.site, st.session_state.get("county")
    if site:
        dossier_panel(catalogue, site)
    elif county:
        _unplaced(catalogue, wanted, county)
    else:
        st.markdown(t("layout.choose"))
        st.caption(t("layout.choose_more"))


def _unplaced(catalogue: Catalogue, wanted: list[str], county: str) -> None:
    sites = [s for s in wanted if catalogue.sites.at[s, "adcode"] == county and s not in catalogue.placed]
    names = catalogue.sites[f"name_{lang()}"]
    place = catalogue.regions.at[county, f"name_{lang()}"]
    st.subheader(t("layout.unplaced_in", county=place, n=len(sites)), anchor=False)
    for site_id in sites:
        st.button(
            names[site_id], key=f"unplaced:{site_id}", on_click=map_state.choose, args=(site_id,), type="tertiary"
        )


def _below(catalogue: Catalogue, wanted: list[str]) -> None:
    if not wanted:
        asked = [t(f"filter.{facet}") for facet in FACETS if st.session_state.get(facet)]
        asked += [t("filter.search")] if st.session_state.text else []
        st.info(f"{t('layout.none')} {t('layout.none_why', facets='、'.join(asked))}")
        return
    left, right = st.columns([5, 2], vertical_alignment="center")
    drawn = len(catalogue.placed.intersection(wanted))
    left.markdown(f"**{t('layout.count', n=len(wanted), drawn=drawn)}**")
    downloads(catalogue, map_state.selection(), len(wanted), right)
    site_table(catalogue, wanted)
