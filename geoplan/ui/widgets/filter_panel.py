"""The filters: facets, each value with the number of sites it would leave."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import labelled_plans
from geoplan.query.selection import facet_counts
from geoplan.study_area import study_area
from geoplan.ui import map_state
from geoplan.ui.language import lang, literal, name, names, t
from geoplan.ui.widgets.choice_widgets import multi_choice

_FIRST = ("industries", "plans", "regions")
_HELP = {"industries": "filter.industry_help", "bases": "filter.basis_help"}
_INDENT = "\u3000"  # as wide as a Chinese character
_LAYERS = "layers"


def filter_panel(catalogue: Catalogue) -> None:
    """Draw the filters; what they hold is in the session (see `geoplan.ui.map_state`)."""
    counts = facet_counts(catalogue, map_state.selection())
    for facet in _FIRST:
        _facet(catalogue, facet, counts[facet])
    st.toggle(t("filter.in_force"), key=map_state.IN_FORCE, help=t("filter.in_force_help"), persist_state="session")
    with st.expander(t("filter.more"), expanded=any(st.session_state.get(facet) for facet in map_state.TERMS)):
        for facet in map_state.TERMS:
            _facet(catalogue, facet, counts[facet])
    _layer_tree(catalogue, counts[_LAYERS])


def _facet(catalogue: Catalogue, facet: str, counts: dict[str, int]) -> None:
    chosen = list(st.session_state.get(facet, []))
    values, name_of = _values(catalogue, facet)
    # Labels carry counts and so change; what is chosen is set anew by its code, or the browser would lose it.
    st.session_state[facet] = chosen
    multi_choice(
        t(f"filter.{facet}"),
        [value for value in values if counts.get(value) or value in chosen],
        facet,
        lambda value: f"{name_of(value)} ({counts.get(value, 0)})",
        help=t(_HELP[facet]) if facet in _HELP else None,
    )


def tree_order(catalogue: Catalogue) -> list[str]:
    """Ids of industries with their children after them."""
    place = {term: i for i, term in enumerate(catalogue.industries.index)}
    paths = catalogue.industries["path"]
    return sorted(paths.index, key=lambda term: [place[step] for step in paths[term]])


def indented_industry(catalogue: Catalogue) -> Callable[[str], str]:
    """What names an industry by its id in a list of `tree_order`."""
    industries, depth = names(catalogue.industries), catalogue.industries["depth"]
    return lambda value: _INDENT * int(depth[value]) + str(industries[value])


def _values(catalogue: Catalogue, facet: str) -> tuple[list[str], Callable[[str], str]]:
    """A facet's values in order, and what names one."""
    if facet == "industries":
        return tree_order(catalogue), indented_industry(catalogue)
    if facet == "regions":
        regions, level = names(catalogue.regions), catalogue.regions["level"]
        depth = {"province": 0, "city": 1, "county": 2}
        return list(regions.index), lambda value: _INDENT * depth[str(level[value])] + str(regions[value])
    if facet == "plans":
        plans = labelled_plans(catalogue.plans, lang())
        return list(plans.index), lambda value: str(plans[value])
    terms = map_state.TERMS[facet]
    return list(terms), lambda value: name(terms[value])


def _layer_tree(catalogue: Catalogue, counts: dict[str, int]) -> None:
    """Layers under their scope; ticking none shows all."""
    titles, meanings = names(catalogue.layers, "title"), names(catalogue.layers, "meaning")
    for scope, layers in catalogue.layers.groupby("scope", sort=False):
        st.markdown(f"**{t('filter.layers_of', scope=study_area().scopes[scope].name)}**")
        for layer in layers.index:
            key = f"layer:{layer}"
            st.session_state[key] = layer in st.session_state.get(_LAYERS, [])
            st.checkbox(
                f"{literal(titles[layer])} ({counts.get(layer, 0):d})",
                key=key,
                help=literal(meanings[layer]),
                on_change=_toggle_layer,
                args=(layer,),
            )


def _toggle_layer(layer: str) -> None:
    others = [other for other in st.session_state[_LAYERS] if other != layer]
    st.session_state[_LAYERS] = [*others, layer] if st.session_state[f"layer:{layer}"] else others
