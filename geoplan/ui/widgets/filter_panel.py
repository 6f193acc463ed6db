"""The sidebar: search, layer tree and facets, each value with the number of sites it would leave."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.search import parse_lonlat
from geoplan.query.selection import facet_counts
from geoplan.ui import map_state
from geoplan.ui.language import lang, name, t

_FIRST = ("industries", "plans", "regions")
_MORE = ("kinds", "roles", "statuses", "bases")


def sidebar(catalogue: Catalogue) -> None:
    """Draw the filters; what they hold is in the session (see `geoplan.ui.map_state`)."""
    counts = facet_counts(catalogue, map_state.selection())
    with st.sidebar:
        st.text_input(t("filter.search"), key="text", placeholder=t("filter.search_hint"), on_change=_found)
        st.button(
            t("filter.clear"), key="clear", on_click=map_state.clear, icon=":material/filter_alt_off:", width="stretch"
        )
        for facet in _FIRST:
            _facet(catalogue, facet, counts[facet])
        with st.expander(t("filter.more"), expanded=any(st.session_state.get(f) for f in _MORE)):
            for facet in _MORE:
                _facet(catalogue, facet, counts[facet])
        _layer_tree(catalogue, counts["layers"])


def _found() -> None:
    """Move the map where a typed coordinate is."""
    if point := parse_lonlat(st.session_state.text):
        map_state.go_to_point(*point)


def _facet(catalogue: Catalogue, facet: str, counts: dict[str, int]) -> None:
    chosen = list(st.session_state.get(facet, []))
    options = [value for value in _order(catalogue, facet) if counts.get(value) or value in chosen]
    label = _names(catalogue, facet)
    # Labels carry counts and so change; what is chosen is set anew by its code, or the browser would lose it.
    st.session_state[facet] = chosen
    st.multiselect(
        t(f"filter.{facet}"),
        options,
        key=facet,
        format_func=lambda value: f"{label(value)} ({counts.get(value, 0)})",
        placeholder=t("filter.all"),
        help=t("filter.industry_help")
        if facet == "industries"
        else t("filter.basis_help")
        if facet == "bases"
        else None,
        select_all=False,
        persist_state="session",
    )


def _order(catalogue: Catalogue, facet: str) -> list[str]:
    if facet == "industries":
        return tree_order(catalogue)
    if facet == "regions":
        return catalogue.regions.index.tolist()
    if facet == "plans":
        return catalogue.plans.index.tolist()
    return list(
        {
            "kinds": vocabulary.KINDS,
            "roles": vocabulary.ROLES,
            "statuses": vocabulary.STATUSES,
            "bases": vocabulary.BASES,
        }[facet]
    )


def tree_order(catalogue: Catalogue) -> list[str]:
    """Terms with their children after them."""
    place = {term: i for i, term in enumerate(catalogue.industries.index)}
    paths = catalogue.industries["path"]
    return sorted(paths.index, key=lambda term: [place[step] for step in paths[term]])


def _names(catalogue: Catalogue, facet: str) -> Callable[[str], str]:
    if facet == "industries":
        names, depth = catalogue.industries[f"name_{lang()}"], catalogue.industries["depth"]
        return lambda value: "　" * int(depth[value]) + str(names[value])
    if facet == "regions":
        regions, level = catalogue.regions[f"name_{lang()}"], catalogue.regions["level"]
        indent = {"province": "", "city": "　", "county": "　　"}
        return lambda value: indent[str(level[value])] + str(regions[value])
    if facet == "plans":
        plans = catalogue.plans[f"short_{lang()}"]
        return lambda value: str(plans[value])
    terms = {
        "kinds": vocabulary.KINDS,
        "roles": vocabulary.ROLES,
        "statuses": vocabulary.STATUSES,
        "bases": vocabulary.BASES,
    }[facet]
    return lambda value: name(terms[value])


def _layer_tree(catalogue: Catalogue, counts: dict[str, int]) -> None:
    """Layers under their scope; ticking none shows all."""
    titles = catalogue.layers[f"title_{lang()}"]
    meanings = catalogue.layers[f"meaning_{lang()}"]
    for scope, layers in catalogue.layers.groupby("scope", sort=False):
        st.markdown(f"**{t('filter.layers_of', scope=t(f'filter.{scope}'))}**")
        for layer in layers.index:
            key = f"layer:{layer}"
            st.session_state[key] = layer in st.session_state.get("layers", [])
            st.checkbox(
                f"{titles[layer]} ({counts.get(layer, 0)})",
                key=key,
                help=meanings[layer],
                on_change=_toggle_layer,
                args=(layer,),
            )


def _toggle_layer(layer: str) -> None:
    others = [other for other in st.session_state.layers if other != layer]
    st.session_state.layers = [*others, layer] if st.session_state[f"layer:{layer}"] else others
