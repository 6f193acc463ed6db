"""The filters as one list of facets: what is chosen shows at once, and the server's answer corrects the counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.map.facet_file import facet_values
from geoplan.query.selection import FACETS
from geoplan.ui.components import component
from geoplan.ui.language import lang, plain
from geoplan.vocabulary import BASES, KINDS, ROLES, STATUSES

IN_FORCE: Final = "in_force"
_KEY: Final = "facet_list"
_list = component("facet_list")


def facet_list(
    catalogue: Catalogue,
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, Sequence[str]],
    in_force: bool,
    url: str,
    on_change: Callable[[str, Any], None],
) -> None:
    """Draw the filters.

    Parameters
    ----------
    counts : mapping
        By facet and value, as of `geoplan.query.selection.facet_counts`.
    chosen : mapping
        By facet, the values that are chosen.
    url : str
        Of the labels; see `geoplan.map.publish_facets`.
    on_change : callable
        Is called before the next run with a facet and its values, or with ``in_force`` and whether it holds.
    """

    def changed() -> None:
        for facet, value in read_change(catalogue, st.session_state[_KEY].get("change")).items():
            on_change(facet, value)

    data = facet_message(catalogue, counts, chosen, in_force, url)
    _list(key=_KEY, data=data, on_change_change=changed)


def facet_message(
    catalogue: Catalogue,
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, Sequence[str]],
    in_force: bool,
    url: str,
) -> dict[str, Any]:
    """What the browser is told with every run: numbers and codes, as labels come by URL; see `facet_list`."""
    order = facet_values(catalogue)
    states = {plan: state for plan, state in validity_today(catalogue.plans).items() if state}
    return {
        "counts": {facet: [counts.get(facet, {}).get(v, 0) for v in values] for facet, values in order.items()},
        "chosen": {facet: list(values) for facet in FACETS if (values := chosen.get(facet, ()))},
        IN_FORCE: in_force,
        "states": states,
        "lang": lang(),
        "url": url,
        "failed": plain("panel.failed"),
    }


def read_change(catalogue: Catalogue, change: Any) -> dict[str, list[str] | bool]:
    """Take an answer of the browser, which may be anything, for what it should be, and leave out the rest.

    Returns
    -------
    dict
        By facet, the known values among those it names, each once; ``in_force``, a bool.
    """
    if not isinstance(change, dict):
        return {}
    taken: dict[str, list[str] | bool] = {}
    for facet, values in change.items():
        if facet == IN_FORCE and isinstance(values, bool):
            taken[facet] = values
        elif facet in FACETS and isinstance(values, list):
            known = _known(catalogue, facet)
            taken[facet] = list(dict.fromkeys(value for value in values if isinstance(value, str) and value in known))
    return taken


def _known(catalogue: Catalogue, facet: str) -> set[str]:
    """The values of a facet."""
    tables = {
        "layers": catalogue.layers.index, "regions": catalogue.regions.index, "plans": catalogue.plans.index,
        "industries": catalogue.industries.index, "kinds": KINDS, "statuses": STATUSES, "roles": ROLES, "bases": BASES,
    }  # fmt: skip
    return set(tables[facet])
