"""Help: the guided tour, what the figures mean, and how they are computed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.text.method_pages import INDEX, method_page
from geoplan.ui.components.tour import tour
from geoplan.ui.language import Markdown, html, lang, t
from geoplan.ui.sign_in import sign_out_entry

_TOUR: Final = "tour_runs"  # session key
_FIGURES: Final = {
    "help.sites": "help.sites_means", "help.area": "help.area_means", "help.error": "help.error_means",
    "help.confidence": "help.confidence_means", "help.gap": "help.gap_means", "help.share": "help.share_means",
    "help.score": "help.score_means", "help.validity": "help.validity_means",
}  # fmt: skip


def help_entry() -> None:
    """Draw the entry of the bar."""
    if st.button(t("help.heading"), key="help", type="tertiary"):
        st.dialog(t("help.heading"), width="large")(_dialog)()


def run_tour() -> None:
    """Draw the tour when it was asked for."""
    if st.session_state.get(_TOUR):
        tour(_end)


def begin_tour() -> None:
    """Let the tour run from now on."""
    st.session_state[_TOUR] = True


def _end() -> None:
    st.session_state[_TOUR] = False


def _dialog() -> None:
    if st.button(t("help.begin"), key="begin_tour", icon=":material/tour:", type="primary", on_click=begin_tour):
        st.rerun()  # closes the dialog
    method = method_page(INDEX, lang())
    tabs = st.tabs([t("help.figures"), t("help.method")] if method else [t("help.figures")])
    with tabs[0]:
        rows = "".join(f"<dt>{html(figure)}</dt><dd>{html(means)}</dd>" for figure, means in _FIGURES.items())
        st.html(f'<dl class="gp-figures">{rows}</dl>')
        st.caption(t("help.more" if method else "help.more_elsewhere"))
    if method:
        with tabs[1]:
            st.markdown(Markdown(method.body))
    sign_out_entry()
