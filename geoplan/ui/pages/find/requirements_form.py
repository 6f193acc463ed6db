"""The need: what is to be made, what must hold, what counts how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geoplan import vocabulary
from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import Match, match_industries, nearest_terms
from geoplan.suitability.requirements import EXCLUSIONS
from geoplan.suitability.scales import CRITERIA
from geoplan.ui import site_search_state
from geoplan.ui.language import lang, name, t
from geoplan.ui.pages.coverage.street_choice import known_streets
from geoplan.ui.widgets.filter_panel import tree_order
from geoplan.ui.widgets.pill_choice import choice

_OFFERED = 5  # matches shown


def product_form(catalogue: Catalogue) -> None:
    """Free text, what it matches and why; one click asks for it."""
    left, right = st.columns([2, 3])
    left.text_input(
        t("find.make"), key="find_text", placeholder=t("find.make_hint"), max_chars=100, persist_state="session"
    )
    names = catalogue.industries[f"name_{lang()}"]
    _several(right, "find_industries", t("find.industries"), tree_order(catalogue), lambda code: str(names[code]))
    text = st.session_state.find_text.strip()
    if not text:
        return
    found = match_industries(catalogue, text, _OFFERED)
    if not found:
        near = "、".join(str(names[m.industry_id]) for m in nearest_terms(catalogue, text))
        st.info(t("find.no_match", text=text, near=near))
        return
    for match in _worth_offering(found):
        button, why = st.columns([2, 5], vertical_alignment="center")
        asked = match.industry_id in st.session_state.find_industries
        button.button(
            str(names[match.industry_id]), key=f"match_{match.industry_id}", on_click=site_search_state.set_query,
            args=(match.industry_id,), type="primary" if asked else "secondary", width="stretch",
        )  # fmt: skip
        why.text(getattr(match.why(catalogue), lang()))


def _worth_offering(found: list[Match]) -> list[Match]:
    """The matches without those that merely share a few letters, unless they are as good as the best."""
    best = found[0].score
    return [match for match in found if match.how != "overlap" or match.score >= 0.9 * best]


def conditions_form(catalogue: Catalogue) -> None:
    """What must hold, then what counts how much; in the sidebar."""
    with st.sidebar:
        st.subheader(t("find.must"), anchor=False)
        regions, plans = catalogue.regions[f"name_{lang()}"], catalogue.plans[f"short_{lang()}"]
        _several(st, "find_regions", t("filter.regions"), list(regions.index), lambda code: str(regions[code]))
        st.number_input(t("find.area"), 0.0, 10_000.0, step=0.1, key="find_area", persist_state="session")
        _several(st, "find_kinds", t("filter.kinds"), list(PARK_KINDS), lambda code: name(vocabulary.KINDS[code]))
        _several(
            st, "find_statuses", t("filter.statuses"), list(vocabulary.STATUSES), lambda c: name(vocabulary.STATUSES[c])
        )
        _several(st, "find_plans", t("find.plans"), list(plans.index), lambda code: str(plans[code]))
        _several(st, "find_exclude", t("find.exclude"), list(EXCLUSIONS), lambda code: name(EXCLUSIONS[code]))
        st.subheader(t("find.weights"), anchor=False)
        st.caption(t("find.weights_help"))
        for code, criterion in CRITERIA.items():
            st.slider(
                criterion.title.text(lang()), 0, 100, key=f"weight_{code}",
                help=criterion.meaning.text(lang()), persist_state="session",
            )  # fmt: skip
        st.button(
            t("find.reset"), on_click=site_search_state.reset_weights, icon=":material/restart_alt:", width="stretch"
        )
        gateways = list(vocabulary.GATEWAY_KINDS)
        _several(st, "find_gateways", t("find.gateways"), gateways, lambda c: name(vocabulary.GATEWAY_KINDS[c]))
        if known_streets():
            choice(
                t("find.by"),
                list(vocabulary.REACHES),
                site_search_state.BY,
                lambda code: name(vocabulary.REACHES[code]),
            )


def _several(where: Any, key: str, label: str, options: list[str], called: Callable[[str], str]) -> None:
    where.multiselect(
        label, options, key=key, format_func=called, placeholder=t("filter.all"), select_all=False,
        persist_state="session",
    )  # fmt: skip
