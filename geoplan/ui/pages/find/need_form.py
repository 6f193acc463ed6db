"""The form: one line of need, what was read from it, and, where it is not sure what is meant, a question."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import Match
from geoplan.suitability.nearest_terms import nearest_terms
from geoplan.ui import need_reading
from geoplan.ui import site_search_state as state
from geoplan.ui.language import lang, literal, names, plain, t
from geoplan.ui.need_reading import ReadNeed
from geoplan.ui.pages.find.need_chips import need_chips

_EXAMPLES = ("find.examples.battery", "find.examples.robots", "find.examples.drones")


def need_form(catalogue: Catalogue, need: ReadNeed) -> None:
    """Draw the line and, beneath it, its parts."""
    st.text_input(
        t("find.make"), key=state.TEXT, placeholder=plain("find.make_hint"), max_chars=state.MAX_TEXT, type="search",
        label_visibility="collapsed", on_change=need_reading.take_line, persist_state="session",
    )  # fmt: skip
    need_chips(catalogue, need)


def question(catalogue: Catalogue, need: ReadNeed) -> None:
    """Where no ranking can be made: how to begin, what the product may mean, or that no plan places it."""
    matched = need.matched
    if not need.line:
        _begin()
    elif not need.product:
        st.info(t("find.no_product"))
    elif matched.matches:
        st.markdown(f"**{t('find.ask', text=need.product)}**")
        _offer(catalogue, list(matched.matches))
    else:
        near = nearest_terms(catalogue, need.product)
        placed = str(names(catalogue.gbt4754).get(matched.unplaced, ""))
        if placed:
            st.warning(t("find.no_plan", text=need.product, code=matched.unplaced, name=placed))
        else:
            st.info(t("find.no_match", text=need.line))
        if near:
            st.markdown(f"**{t('find.nearest')}**")
            _offer(catalogue, near)


def _begin() -> None:
    st.markdown(t("find.begin"))
    with st.container(key="examples", gap="xsmall"):
        for number, example in enumerate(_EXAMPLES):
            line = plain(example)
            st.button(literal(line), key=f"example_{number}", on_click=need_reading.set_line, args=(line,))


def _offer(catalogue: Catalogue, matches: list[Match]) -> None:
    """Industries as buttons, each with why it is offered."""
    titles = names(catalogue.industries)
    with st.container(key="matches", gap="xsmall"):
        for match in matches:
            button, why = st.columns([2, 3], vertical_alignment="center", gap="small")
            button.button(
                literal(titles[match.industry_id]), key=f"match_{match.industry_id}", width="stretch",
                on_click=state.set_industries, args=([match.industry_id],),
            )  # fmt: skip
            why.caption(literal(_why(catalogue, match)))


def _why(catalogue: Catalogue, match: Match) -> str:
    """Why an industry is offered; of one that only stands near, its class."""
    if match.how == "near" and match.gbt_code:
        return plain("find.near_class", code=match.gbt_code, name=str(names(catalogue.gbt4754)[match.gbt_code]))
    return match.why(catalogue).text(lang())
