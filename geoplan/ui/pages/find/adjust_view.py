"""Conditions that have no words in a line of need, and the weights."""

from __future__ import annotations

import streamlit as st

from geoplan import vocabulary
from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import labelled_plans
from geoplan.suitability.requirements import EXCLUSIONS
from geoplan.suitability.scales import CRITERIA
from geoplan.ui import site_search_state as state
from geoplan.ui.language import lang, literal, name, names, t
from geoplan.ui.pages.coverage.street_choice import known_streets, street_choice
from geoplan.ui.widgets.choice_widgets import multi_choice, pill_choice

STREETS = "find_streets"  # session key: the streets that gateways are reached over


def view(catalogue: Catalogue) -> None:
    """Draw the conditions and the weights."""
    _weights()
    _conditions(catalogue)


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
            literal(name(criterion.title)), 0, 100, key=f"weight_{code}",
            help=literal(criterion.meaning), persist_state="session",
        )  # fmt: skip
    st.button(t("find.reset"), on_click=state.reset_weights, icon=":material/restart_alt:", width="stretch")
    kinds = vocabulary.GATEWAY_KINDS
    st.pills(
        t("find.gateways"), list(kinds), selection_mode="multi", key=state.GATEWAYS, wrap=True,
        format_func=lambda code: literal(name(kinds[code])), persist_state="session", help=t("find.gateways_help"),
    )  # fmt: skip
    if known_streets():
        reaches = vocabulary.REACHES
        mode = pill_choice(t("find.by"), list(reaches), state.BY, lambda code: name(reaches[code]))
        if mode != "straight":
            street_choice(STREETS)
