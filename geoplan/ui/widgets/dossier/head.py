"""The head of a dossier: the names, where and what the site is, and the key figures."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.head_lines import figures_html, names_html
from geoplan.query.dossier import Dossier
from geoplan.ui import map_state
from geoplan.ui.language import t
from geoplan.ui.widgets.plan_passages import reader

_NOTES: Final = {"own": "dossier.no_lead", "inherited": "dossier.all_inherited"}
_CHIPS: Final = 5  # industries that the head names; all stand below it


def head(catalogue: Catalogue, record: Dossier) -> None:
    """Draw the names, the button that closes, and the key figures."""
    with st.container(key="dossier-head"):
        st.html(names_html(catalogue, record, reader()))
        st.button(
            t("layout.close"), key="close", icon=":material/close:", help=t("layout.close"), type="tertiary",
            on_click=map_state.choose, args=(None,),
        )  # fmt: skip
    st.html(figures_html(catalogue, record, reader()))
