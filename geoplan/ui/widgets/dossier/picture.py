"""The picture of the open site: the dialog that makes it."""

from __future__ import annotations

import streamlit as st

from geoplan.cartography.sheet_extent import view_of_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui import map_state
from geoplan.ui.language import names, t
from geoplan.ui.widgets.picture_dialog import picture_dialog


def picture_button(catalogue: Catalogue, site_id: str) -> None:
    """Draw a button that opens the dialog on a site and what stands for it on the map."""
    if st.button(t("dossier.picture"), key="dossier_picture", icon=":material/image:"):
        ids = map_state.family(catalogue, site_id) or [site_id]
        picture_dialog(catalogue, ids, view_of_sites(catalogue, ids), str(names(catalogue.sites)[site_id]), [])
