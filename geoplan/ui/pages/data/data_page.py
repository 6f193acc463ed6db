"""What the catalogue holds and how sure it is, plan texts, exports, the service, own layers, geocoding, templates."""

from __future__ import annotations

from types import ModuleType
from typing import Final

import streamlit as st

from geoplan.text.glossary import glossary
from geoplan.ui import address
from geoplan.ui.choice_state import DATA_VIEW
from geoplan.ui.frame import sheet, side
from geoplan.ui.language import lang, literal, t
from geoplan.ui.page_chrome import foot, heading
from geoplan.ui.page_map import show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.data import (
    catalogue_overview,
    export_view,
    forms_view,
    geocode_view,
    plan_texts_view,
    service_view,
    user_layers_view,
)
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice

VIEWS: Final[dict[str, ModuleType]] = {
    "contents": catalogue_overview,
    "plan_texts": plan_texts_view,
    "export": export_view,
    "service": service_view,
    "own_layers": user_layers_view,
    "geocode": geocode_view,
    "templates": forms_view,
}
WITH_MAP: Final = ("own_layers", "geocode")  # views that have the map beside them


def page() -> None:
    """Choose a view, draw it."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["data"])
    with side() if st.session_state.get(DATA_VIEW) in WITH_MAP else sheet():
        heading("page.data", "data.lead")
        view = pill_choice(t("data.view"), list(VIEWS), DATA_VIEW, lambda key: t(f"data.view_{key}"))
        if view in WITH_MAP:
            show_on_map(catalogue.sites.index.tolist())
        VIEWS[view].view(catalogue)
        with st.expander(t("data.glossary")):
            terms = glossary(lang())
            st.table(
                {
                    t("data.term"): [literal(entry.term) for entry in terms],
                    t("data.definition"): [literal(entry.definition) for entry in terms],
                },
                hide_index=True,
            )
        foot()
