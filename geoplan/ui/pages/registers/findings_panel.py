"""What a register says: how it is read, what of it is asked, and the view that is chosen.

Imported when there is a register: counting and testing need libraries that a server without one does without.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.compare_register import full_year, last_founding
from geoplan.registers.sparse_counts import FIRST_YEAR
from geoplan.settings import settings
from geoplan.ui.choice_state import REGISTER_SCOPE, REGISTER_VIEW
from geoplan.ui.language import t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers import designated_view, enterprise_counts_view, left_out_view, peaks_view
from geoplan.ui.pages.registers.register_count import counted
from geoplan.ui.pages.registers.register_roles import register_roles
from geoplan.ui.pages.registers.session_register import Asked, Counted, SessionRegister
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.scope_choice import scope_choice

VIEWS: Final[dict[str, ModuleType]] = {
    "designated": designated_view,
    "peaks": peaks_view,
    "counts": enterprise_counts_view,
    "left_out": left_out_view,
}


def findings_panel(catalogue: Catalogue, register: SessionRegister, sites: list[str]) -> None:
    """Count the register, let the year and the view be chosen, and show it."""
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
