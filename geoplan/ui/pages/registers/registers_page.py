"""A register of the user's own against the plans: whether the industry came."""

from __future__ import annotations

from types import ModuleType
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import select
from geoplan.registers.compare_register import full_year, last_founding
from geoplan.registers.sparse_counts import FIRST_YEAR
from geoplan.settings import settings
from geoplan.ui import address, map_state
from geoplan.ui.choice_state import REGISTER_SCOPE, REGISTER_VIEW
from geoplan.ui.frame import side
from geoplan.ui.language import t
from geoplan.ui.page_chrome import heading
from geoplan.ui.page_map import colour_by, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.registers import designated_view, enterprise_counts_view, left_out_view, peaks_view
from geoplan.ui.pages.registers.register_count import counted
from geoplan.ui.pages.registers.register_roles import register_roles
from geoplan.ui.pages.registers.register_upload import register_upload
from geoplan.ui.pages.registers.session_register import Asked, Counted, SessionRegister, session_register
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.filter_chips import filter_chips
from geoplan.ui.widgets.left_panel import left_panel
from geoplan.ui.widgets.method_link import method_link
from geoplan.ui.widgets.scope_choice import scope_choice

VIEWS: Final[dict[str, ModuleType]] = {
    "designated": designated_view,
    "peaks": peaks_view,
    "counts": enterprise_counts_view,
    "left_out": left_out_view,
}


def page() -> None:
    """Bring a register, see how it is read, compare it with the plans. The filter chooses industries and sites."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["registers"])
    colour_by(catalogue, st.session_state.get("industries", []))
    left_panel(catalogue, folded=True)
    filter_chips(catalogue)
    with side():
        heading("page.registers", "registers.lead")
        register_upload(catalogue)
        sites = select(catalogue, map_state.selection())
        register = session_register()
        if register is None:
            show_on_map(sites)
            st.markdown(t("registers.what_it_answers"))
            method_link("registers")
        else:
            _findings(catalogue, register, sites)


def _findings(catalogue: Catalogue, register: SessionRegister, sites: list[str]) -> None:
    columns = register_roles(register)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    scope = scope_choice(catalogue, "registers", REGISTER_SCOPE, left)
    show_on_map(sites, scope=scope)
    found = None if columns is None else counted(register, columns, catalogue, scope)
    if found is None:
        return
    with right:
        year = _year(register, found)
    chosen = [str(catalogue.industries.at[term, "branch"]) for term in st.session_state.get("industries", [])]
    asked = Asked(found, scope, year, tuple(dict.fromkeys(chosen)) or None, sites)
    view = pill_choice(t("registers.view"), list(VIEWS), REGISTER_VIEW, lambda key: t(f"registers.view_{key}"))
    VIEWS[view].view(catalogue, register, asked)


def _years(found: Counted) -> tuple[int, int]:
    """The last year with foundings and the last that is full; 0 where no year is known."""
    last = last_founding(found.counts)
    return last, full_year(found.counts) if last else 0


def _year(register: SessionRegister, found: Counted) -> int:
    """The last year that the register holds in full: guessed, and set by whoever knows it."""
    last, full = register.once(("years",), lambda: _years(found))
    if not last:
        st.warning(t("registers.no_year"))
    most = last or settings().day.year
    return int(
        st.number_input(
            t("registers.year"), FIRST_YEAR, most, full if last else most,
            help=t("registers.year_help"), key=f"register_year_{found.asked}_{most}",
        )
    )  # fmt: skip
