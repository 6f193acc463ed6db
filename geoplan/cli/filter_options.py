"""The command's options that choose sites, the same for every command, and what is said of a value nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Final, get_type_hints

import pandas as pd
import typer
from rapidfuzz import process

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection


class RefusedError(Exception):
    """What was asked for cannot be done; the message names the argument, the fact and the remedy."""


# The options that choose sites, the same for every command: option, facet of a selection, help.
FILTERS: Final = (
    ("layer", "layers", "图层 / layer id or title; repeat for more"),
    ("industry", "industries", "产业代码或名称 / industry id or name"),
    ("county", "regions", "县区代码或名称 / county adcode or name"),
    ("plan", "plans", "规划 / plan id"),
    ("kind", "kinds", "类型 / kind"),
    ("role", "roles", "角色 / role: lead, supporting, new, layout"),
    ("status", "statuses", "状态 / status: existing, building, planned"),
    ("basis", "bases", "依据 / basis: stated, shared, name, inherited"),
)
Filters = dict[str, Any]


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose sites, and hand them over as its ``filters``."""

    @wraps(command)
    def run(**given: Any) -> None:
        filters: Filters = {facet: given.pop(option) for option, facet, _ in FILTERS}
        filters["text"] = given.pop("text")
        command(**given, filters=filters)

    hints = get_type_hints(command, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in signature(command).parameters.values() if p.name != "filters"]
    keyword = {"kind": Parameter.KEYWORD_ONLY}
    options = [
        Parameter(o, default=None, annotation=Annotated[list[str] | None, typer.Option(f"--{o}", help=h)], **keyword)
        for o, _, h in FILTERS
    ]
    text = Annotated[str, typer.Option("--text", help="名称、别名或拼音 / name, alias or pinyin")]
    options.append(Parameter("text", default="", annotation=text, **keyword))
    run.__signature__ = Signature([*own, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in [*own, *options]}
    return run


def selection_of(catalogue: Catalogue, filters: Filters, lang: str) -> Selection:
    """Turn options into a selection: ids or names, with the nearest known one named where neither fits."""
    regions, industries = catalogue.regions, catalogue.industries
    known: dict[str, dict[str, str]] = {
        "layers": {**_by_name(catalogue.layers, "title"), **{i: i for i in catalogue.layers.index}},
        "industries": {**_aliases(industries), **_by_name(industries, "name"), **{i: i for i in industries.index}},
        "regions": {**_by_name(regions, "name"), **{i: i for i in regions.index}},
        "plans": {**_by_name(catalogue.plans, "title"), **{i: i for i in catalogue.plans.index}},
        "kinds": {code: code for code in vocabulary.KINDS},
        "roles": {code: code for code in vocabulary.ROLES},
        "statuses": {code: code for code in vocabulary.STATUSES},
        "bases": {code: code for code in vocabulary.BASES},
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for option, facet, _ in FILTERS:
        for value in filters[facet] or []:
            if value not in known[facet]:
                raise RefusedError(unknown(f"--{option}", value, list(known[facet]), lang))
        chosen[facet] = tuple(known[facet][value] for value in filters[facet] or [])
    return Selection(**chosen, text=filters["text"])


def _by_name(frame: pd.DataFrame, stem: str) -> dict[str, str]:
    return {str(name): str(i) for lang in ("zh", "en") for i, name in frame[f"{stem}_{lang}"].items()}


def _aliases(frame: pd.DataFrame) -> dict[str, str]:
    return {alias: str(i) for i, aliases in frame["aliases"].items() for alias in aliases}


def unknown(option: str, value: str, known: list[str], lang: str) -> str:
    """Say that an option's value is not known, and name what is nearest to it."""
    near = [name for name, score, _ in process.extract(value, known, limit=3) if score > 30]
    near = known if len(known) <= 8 or not near else near
    if lang == "zh":
        return f"{option}：没有 {value!r}，相近的有 {'、'.join(near)}"
    return f"{option}: there is no {value!r}; nearest known: {', '.join(near)}"
