"""A button that copies the link that opens a site."""

from __future__ import annotations

import streamlit as st

from geoplan.ui.components import component
from geoplan.ui.language import LANG, plain

_button = component("copy_link")


def copy_link(site_id: str) -> None:
    """Draw the button; the link has the visitor's language where one was chosen."""
    data = {
        "site": site_id,
        "lang": st.session_state.get(LANG, ""),
        "label": plain("dossier.copy_link"),
        "copied": plain("dossier.copied"),
        "failed": plain("dossier.not_copied"),
    }
    _button(key="copy_link", data=data, width="stretch")
