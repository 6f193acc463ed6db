"""The requirements: the product, the conditions, the weights."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geoplan import vocabulary
from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import labelled_plans
from geoplan.suitability.industry_matching import Match, match_need, nearest_terms
from geoplan.suitability.need_line import read_need_line
from geoplan.suitability.requirements import EXCLUSIONS
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import joined
from geoplan.ui import site_search_state as state
from geoplan.ui.language import comma_list, lang, literal, name, names, t
from geoplan.ui.pages.coverage.street_choice import known_streets
from geoplan.ui.widgets.choice_widgets import multi_choice, pill_choice
from geoplan.ui.widgets.industry_list import tree_order

_OFFERED = 5  # matches shown


def requirements_form(catalogue: Catalogue) -> Any:
    """Draw the product, the area and the gateways and, folded away, further conditions and the weights.

    Returns
    -------
    DeltaGenerator
        A place beneath the area for what is to be said of it.
    """
    _product(catalogue)
    about_area = _area_and_gateways()
    with st.expander(t("find.conditions"), icon=":material/tune:"):
        _conditions(catalogue)
        _weights()
    return about_area


def criterion_name(code: str) -> str:
    """The name of a criterion in the session's language."""
    return name(CRITERIA[code].title)


def _product(catalogue: Catalogue) -> None:
    """Free text, what it matches and why; one click asks for it."""
    left, right = st.columns(2)
    left.text_input(
        t("find.make"), key=state.TEXT, placeholder=t("find.make_hint"), max_chars=100, persist_state="session"
    )
    industries = names(catalogue.industries)
    with right:
        multi_choice(t("find.industries"), tree_order(catalogue), state.INDUSTRIES, lambda code: str(industries[code]))
    hint = st.empty()  # emptied at once by the run that makes it untrue
    text, chosen = st.session_state[state.TEXT].strip(), st.session_state[state.INDUSTRIES]
    if not text:
        if not chosen:
            hint.info(t("find.begin"))
        return
    said = read_need_line(catalogue, text)
    need = match_need(catalogue, said.product, _OFFERED)
    matches = need.matches
    if len(said.chips) > 1:
        st.caption(literal(joined((chip.meaning for chip in said.chips), "punctuation.semicolon").text(lang())))
    if not matches:
        near = comma_list(industries[match.industry_id] for match in nearest_terms(catalogue, said.product or text))
        placed = str(catalogue.gbt4754["name_zh"].get(need.unplaced, ""))
        code = "find.no_plan" if placed else "find.no_match"
        hint.info(t(code, text=text, near=near, code=need.unplaced, name=placed))
        return
    if not chosen:
        hint.info(t("find.choose" if need.certainty == "sure" else "find.ask"))
    with st.container(key="matches", horizontal=bool(chosen), gap="small"):
        for match in matches:
            _match(catalogue, match, str(industries[match.industry_id]), chosen)


def _match(catalogue: Catalogue, match: Match, title: str, chosen: list[str]) -> None:
    """One match as a button: with its reason beside it, or, once an industry is chosen, as a tip."""
    why = match.why(catalogue).text(lang())
    options: dict[str, Any] = {"key": f"match_{match.industry_id}", "args": (match.industry_id,)}
    if chosen:
        options["type"] = "primary" if match.industry_id in chosen else "secondary"
        st.button(literal(title), on_click=state.set_query, help=literal(why), **options)
        return
    button, reason = st.columns([2, 3], vertical_alignment="center")
    button.button(literal(title), on_click=state.set_query, width="stretch", **options)
    reason.text(why)


def _area_and_gateways() -> Any:
    area, gateways = st.columns(2)
    area.number_input(
        t("find.area"), 0.0, state.MAX_AREA_MU, step=50.0, format="%g", key=state.AREA, persist_state="session"
    )
    kinds = vocabulary.GATEWAY_KINDS
    gateways.pills(
        t("find.gateways"), list(kinds), selection_mode="multi", key=state.GATEWAYS, wrap=True,
        format_func=lambda code: literal(name(kinds[code])), persist_state="session",
    )  # fmt: skip
    return st.empty()


def _conditions(catalogue: Catalogue) -> None:
    st.subheader(t("find.must"), anchor=False)
    regions, plans = names(catalogue.regions), labelled_plans(catalogue.plans, lang())
    multi_choice(t("filter.regions"), list(regions.index), state.REGIONS, lambda code: str(regions[code]))
    kinds, statuses = vocabulary.KINDS, vocabulary.STATUSES
    multi_choice(t("filter.kinds"), list(PARK_KINDS), state.KINDS, lambda code: name(kinds[code]))
    multi_choice(t("filter.statuses"), list(statuses), state.STATUS, lambda code: name(statuses[code]))
    multi_choice(t("find.plans"), list(plans.index), state.PLANS, lambda code: str(plans[code]))
    multi_choice(
        t("find.exclude"), list(EXCLUSIONS), state.EXCLUDE, lambda code: name(EXCLUSIONS[code]),
        placeholder=t("find.exclude_none"),
    )  # fmt: skip


def _weights() -> None:
    st.subheader(t("find.weights"), anchor=False)
    st.caption(t("find.weights_help"))
    for code, criterion in CRITERIA.items():
        st.slider(
            literal(criterion_name(code)), 0, 100, key=f"weight_{code}",
            help=literal(criterion.meaning), persist_state="session",
        )  # fmt: skip
    st.button(t("find.reset"), on_click=state.reset_weights, icon=":material/restart_alt:", width="stretch")
    if known_streets():
        reaches = vocabulary.REACHES
        pill_choice(t("find.by"), list(reaches), state.BY, lambda code: name(reaches[code]))
