"""The requirements: the product, the conditions, the weights."""

from __future__ import annotations

import streamlit as st

from geoplan import vocabulary
from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import labelled_plans
from geoplan.suitability.industry_matching import Match, match_industries, nearest_terms
from geoplan.suitability.requirements import EXCLUSIONS
from geoplan.suitability.scales import CRITERIA
from geoplan.ui import site_search_state as state
from geoplan.ui.language import comma_list, lang, literal, name, names, t
from geoplan.ui.pages.coverage.street_choice import known_streets
from geoplan.ui.widgets.choice_widgets import multi_choice, pill_choice
from geoplan.ui.widgets.industry_list import tree_order

_OFFERED = 5  # matches shown


def requirements_form(catalogue: Catalogue) -> None:
    """Draw what is to be made and, folded away, what must hold and the weights."""
    _product(catalogue)
    with st.expander(t("find.conditions"), icon=":material/tune:"):
        _conditions(catalogue)
        _weights()


def criterion_name(code: str) -> str:
    """The name of a criterion in the session's language."""
    return name(CRITERIA[code].title)


def _product(catalogue: Catalogue) -> None:
    """Free text, what it matches and why; one click asks for it."""
    left, right = st.columns([2, 3])
    left.text_input(
        t("find.make"), key=state.TEXT, placeholder=t("find.make_hint"), max_chars=100, persist_state="session"
    )
    industries = names(catalogue.industries)
    with right:
        multi_choice(t("find.industries"), tree_order(catalogue), state.INDUSTRIES, lambda code: str(industries[code]))
    text = st.session_state[state.TEXT].strip()
    if not text:
        return
    matches = match_industries(catalogue, text, _OFFERED)
    if not matches:
        near = comma_list(industries[match.industry_id] for match in nearest_terms(catalogue, text))
        st.info(t("find.no_match", text=text, near=near))
        return
    for match in _worth_offering(matches):
        button, why = st.columns([2, 5], vertical_alignment="center")
        chosen = match.industry_id in st.session_state[state.INDUSTRIES]
        button.button(
            literal(industries[match.industry_id]), key=f"match_{match.industry_id}", on_click=state.set_query,
            args=(match.industry_id,), type="primary" if chosen else "secondary", width="stretch",
        )  # fmt: skip
        why.text(match.why(catalogue).text(lang()))


def _worth_offering(matches: list[Match]) -> list[Match]:
    """The matches without those that merely share a few letters, unless they are as good as the best."""
    best = matches[0].score
    return [match for match in matches if match.how != "overlap" or match.score >= 0.9 * best]


def _conditions(catalogue: Catalogue) -> None:
    st.subheader(t("find.must"), anchor=False)
    regions, plans = names(catalogue.regions), labelled_plans(catalogue.plans, lang())
    multi_choice(t("filter.regions"), list(regions.index), state.REGIONS, lambda code: str(regions[code]))
    st.number_input(t("find.area"), 0.0, 10_000.0, step=0.1, key=state.AREA, persist_state="session")
    kinds, statuses = vocabulary.KINDS, vocabulary.STATUSES
    multi_choice(t("filter.kinds"), list(PARK_KINDS), state.KINDS, lambda code: name(kinds[code]))
    multi_choice(t("filter.statuses"), list(statuses), state.STATUS, lambda code: name(statuses[code]))
    multi_choice(t("find.plans"), list(plans.index), state.PLANS, lambda code: str(plans[code]))
    multi_choice(t("find.exclude"), list(EXCLUSIONS), state.EXCLUDE, lambda code: name(EXCLUSIONS[code]))


def _weights() -> None:
    st.subheader(t("find.weights"), anchor=False)
    st.caption(t("find.weights_help"))
    for code, criterion in CRITERIA.items():
        st.slider(
            literal(criterion_name(code)), 0, 100, key=f"weight_{code}",
            help=literal(criterion.meaning), persist_state="session",
        )  # fmt: skip
    st.button(t("find.reset"), on_click=state.reset_weights, icon=":material/restart_alt:", width="stretch")
    kinds, reaches = vocabulary.GATEWAY_KINDS, vocabulary.REACHES
    multi_choice(t("find.gateways"), list(kinds), state.GATEWAYS, lambda code: name(kinds[code]))
    if known_streets():
        pill_choice(t("find.by"), list(reaches), state.BY, lambda code: name(reaches[code]))
