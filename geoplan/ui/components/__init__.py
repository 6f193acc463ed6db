"""Own widgets: each a script, a style sheet and what mounts it in a page."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import streamlit as st


def component(name: str) -> Any:
    """Register the widget of a script ``NAME.js`` and, where there is one, a style sheet ``NAME.css``."""
    folder = files("geoplan.ui.components")
    sheet = folder / f"{name}.css"
    css = f"\n{sheet.read_text('utf-8')}\n" if sheet.is_file() else None  # one line would be taken for a path
    return st.components.v2.component(
        f"geoplan.{name}", css=css, js=f"{(folder / f'{name}.js').read_text('utf-8')}\n", isolate_styles=True
    )
