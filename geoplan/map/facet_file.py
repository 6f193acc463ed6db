"""What the lists of filters and of layers say, for the browser: labels, trees and texts in every language, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import orjson
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.name_normalisation import pinyin
from geoplan.map.layer_rows import layer_groups, layer_rows
from geoplan.study_area import study_area
from geoplan.text.citation import with_state
from geoplan.text.message import DEFAULT, Text, fallbacks, languages, message, section
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, KINDS, ROLES, STATUSES, VALIDITY

_ORDER: Final = ("industries", "plans", "regions", "layers", "kinds", "statuses", "roles", "bases")
_OPEN: Final = ("industries", "plans", "regions")  # the groups that are open at first
_TERMS: Final[dict[str, Mapping[str, Text]]] = {
    "kinds": KINDS, "statuses": STATUSES, "roles": ROLES, "bases": BASES,
}  # fmt: skip
_HELP: Final = {"industries": "ui.filter.industry_help", "bases": "ui.filter.basis_help"}


def facet_file(catalogue: Catalogue) -> bytes:
    """Lay out the filters and the layers for the browser.

    Returns
    -------
    bytes
        JSON. ``facets``: of each its ``id``, ``title``, ``help``, whether it is ``open`` at first, the values that are
        unfolded at first, and ``sections``, each with a ``title`` and ``values`` in the order of their tree: ``id``,
        ``name``, ``up`` (the parent's id), ``py`` (initials of the pinyin), ``states`` (of a plan, its name by
        state of validity). ``in_force``: ``title`` and ``help`` of the switch. ``groups`` and ``layers``: see
        `geoplan.map.layer_rows`. ``words``: the widgets' own texts. Names and titles are by language.
    """
    content = {
        "facets": [_facet(catalogue, facet) for facet in _ORDER],
        "in_force": {
            "title": message("ui.filter.in_force").by_language(),
            "help": message("ui.filter.in_force_help").by_language(),
        },
        "groups": layer_groups(catalogue),
        "layers": layer_rows(catalogue),
        "words": {lang: _words(lang) for lang in languages()},
    }
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


def _facet(catalogue: Catalogue, facet: str) -> dict[str, Any]:
    title = message("panel.themes") if facet == "layers" else message(f"ui.filter.{facet}")
    return {
        "id": facet,
        "title": title.by_language(),
        "help": message(_HELP[facet]).by_language() if facet in _HELP else None,
        "open": facet in _OPEN,
        "unfolded": [study_area().area, study_area().home] if facet == "regions" else [],
        "sections": list(_sections(catalogue, facet)),
    }


def _sections(catalogue: Catalogue, facet: str) -> Iterator[dict[str, Any]]:
    if facet == "layers":
        for scope, layers in catalogue.layers.groupby("scope", sort=False):
            values = [_value(layer, name_of(layers, layer, "title")) for layer in layers.index]
            yield {"title": study_area().scopes[scope].name.by_language(), "values": values}
    elif facet == "industries":
        yield {"title": None, "values": _tree(catalogue.industries, "parent_id")}
    elif facet == "regions":
        yield {"title": None, "values": _tree(catalogue.regions, "parent_adcode")}
    elif facet == "plans":
        yield {"title": None, "values": [_plan(catalogue, plan) for plan in catalogue.plans.index]}
    else:
        yield {"title": None, "values": [_value(code, text) for code, text in _TERMS[facet].items()]}


def _value(code: str, name: Text) -> dict[str, Any]:
    return {"id": code, "name": name.by_language(), "py": pinyin(name.text(DEFAULT))[1]}


def _plan(catalogue: Catalogue, plan: str) -> dict[str, Any]:
    """A plan has a name for every state: which holds depends on the day, and the file does not."""
    short = name_of(catalogue.plans, plan, "short")
    states = {state: with_state(short, word).by_language() for state, word in VALIDITY.items()}
    return {**_value(plan, short), "states": states}


def _tree(frame: pd.DataFrame, parent: str) -> list[dict[str, Any]]:
    """The rows of a table as values, every parent before its children."""
    values = [(_value(code, name_of(frame, code)), above) for code, above in _tree_order(frame, parent)]
    return [{**value, "up": above} if above else value for value, above in values]


def _tree_order(frame: pd.DataFrame, parent: str) -> list[tuple[str, str]]:
    """The codes of a table, every parent before its children, each with its parent, "" for none."""
    children: dict[str, list[str]] = {}
    for code, above in frame[parent].items():
        children.setdefault(above if above in frame.index else "", []).append(str(code))

    def walk(codes: Iterable[str], above: str) -> Iterator[tuple[str, str]]:
        for code in codes:
            yield code, above
            yield from walk(children.get(code, ()), code)

    return list(walk(children.get("", ()), ""))


@lru_cache(maxsize=4)
def facet_values(catalogue: Catalogue) -> dict[str, list[str]]:
    """The values of each facet in the order of the file: a message gives numbers in this order."""
    layers = catalogue.layers.groupby("scope", sort=False).groups.values()
    return {
        "industries": [code for code, _ in _tree_order(catalogue.industries, "parent_id")],
        "regions": [code for code, _ in _tree_order(catalogue.regions, "parent_adcode")],
        "plans": catalogue.plans.index.tolist(),
        "layers": [layer for group in layers for layer in group],
        **{facet: list(terms) for facet, terms in _TERMS.items()},
    }


def _words(lang: str) -> dict[str, str]:
    """The texts of the section, unfilled; a language that lacks one takes that of its fallback."""
    texts: dict[str, str] = {}
    for language in reversed(fallbacks(lang)):
        texts |= {key: text for key, text in section("panel", language).items() if "." not in key}
    return texts
