"""The picture of the open site: the dialog that makes it, where there is one."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.ui import map_state
from geoplan.ui.language import names, t

_MODULE: Final = "geoplan.ui.widgets.picture_dialog"
_MARGIN: Final = 0.01  # degrees around what is drawn


def picture_button(catalogue: Catalogue, site_id: str) -> None:
    """Draw a button that opens the dialog; nothing where there is no such dialog."""
    if find_spec(_MODULE) is None:
        return
    label = t("dossier.picture")
    if st.button(label, key="dossier_picture", icon=":material/image:", help=label):
        open_picture(catalogue, site_id)


def open_picture(catalogue: Catalogue, site_id: str) -> None:
    """Open the dialog on a site and what stands for it on the map."""
    ids = map_state.family(catalogue, site_id) or [site_id]
    dialog: Any = import_module(_MODULE).picture_dialog
    dialog(catalogue, ids, _box(catalogue, site_id, ids), names(catalogue.sites)[site_id], [])


def _box(catalogue: Catalogue, site_id: str, ids: list[str]) -> tuple[float, float, float, float]:
    """West, south, east, north in EPSG:4326."""
    places = catalogue.places
    drawn = places[places["site_id"].isin(ids) & places.geometry.notna()]
    if drawn.empty:
        drawn = counties_in(str(catalogue.sites.at[site_id, "adcode"]))
    west, south, east, north = map(float, drawn.total_bounds)
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN
