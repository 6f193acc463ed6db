"""The foot of the map: how many sites are asked for, and their table, which is pulled up."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import FACETS
from geoplan.query.selection_words import selection_words
from geoplan.settings import settings
from geoplan.ui import map_state
from geoplan.ui.frame import frame
from geoplan.ui.language import comma_list, html, literal, name, plain, t
from geoplan.ui.widgets.compare_button import compare_button
from geoplan.ui.widgets.export_popover import export_popover
from geoplan.ui.widgets.site_table import site_table
from geoplan.vocabulary import WAYS

OPEN: Final = "table_open"  # session key: whether the table is pulled up


def table_drawer(catalogue: Catalogue, sites: list[str]) -> None:
    """Draw the line with the counts and, if it is open, the table above the window's lower edge."""
    is_open = st.session_state.get(OPEN, False)
    with frame().foot, st.container(key="foot-open" if is_open else "foot-closed"):
        with st.container(key="foot-line", horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                t("table.close" if is_open else "table.open"), key="table_toggle", on_click=_toggle,
                icon=":material/keyboard_arrow_down:" if is_open else ":material/table_rows:",
            )  # fmt: skip
            _counts(catalogue, sites)
            compare_button()
            if sites:
                export_popover(catalogue, map_state.selection(), len(sites))
        if is_open and sites:
            site_table(catalogue, sites)
        st.html(f'<p class="gp-print">{_imprint(catalogue)}</p>')


def _imprint(catalogue: Catalogue) -> str:
    """What stands under a printed page: the filter, the version of the data, the day, the approval number."""
    words = comma_list(name(word) for word in selection_words(catalogue, map_state.selection()))
    approval = settings().approval_number or plain("app.pending")
    filtered = html("app.print_filter", words=words) if words else ""
    return filtered + html("app.print", version=catalogue.version, day=settings().day.isoformat(), approval=approval)


def _toggle() -> None:
    st.session_state[OPEN] = not st.session_state.get(OPEN, False)


def _counts(catalogue: Catalogue, sites: list[str]) -> None:
    if not sites:
        facets = [t(f"filter.{facet}") for facet in (*FACETS, map_state.IN_FORCE) if st.session_state.get(facet)]
        facets += [t("filter.search")] if st.session_state.get(map_state.TEXT) else []
        st.markdown(f"{t('layout.none')} {t('layout.none_why', facets=comma_list(facets))}", width="stretch")
        return
    drawn = len(catalogue.placed.intersection(sites))
    st.markdown(
        f"**{t('layout.count', n=len(sites), drawn=drawn)}**", help=literal(ways_counted(catalogue, sites)),
        width="stretch",
    )  # fmt: skip


def ways_counted(catalogue: Catalogue, sites: list[str]) -> str:
    """How many sites are drawn in each way, in words."""
    counts = Counter(map(catalogue.ways.to_dict().__getitem__, sites))
    return comma_list([plain("layout.way", way=WAYS[way], n=counts[way]) for way in WAYS if way in counts])
