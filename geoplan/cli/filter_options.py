"""The options that choose sites, the same for every command, and the error of a value nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

from geoplan import vocabulary
from geoplan.cli.help_texts import help_text
from geoplan.errors import UserError
from geoplan.text.message import joined, languages

if TYPE_CHECKING:
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue
    from geoplan.query.selection import Selection

# Option and facet of a selection; the help is the text ``cli.filters.<option>``.
FILTERS: Final = (
    ("layer", "layers"),
    ("industry", "industries"),
    ("county", "regions"),
    ("plan", "plans"),
    ("kind", "kinds"),
    ("role", "roles"),
    ("status", "statuses"),
    ("basis", "bases"),
)
Filters = dict[str, Any]


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose sites, and hand them over as its ``filters``."""

    @wraps(command)
    def run(**given: Any) -> None:
        filters: Filters = {facet: given.pop(option) for option, facet in FILTERS}
        filters["text"] = given.pop("text")
        command(**given, filters=filters)

    hints = get_type_hints(command, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in signature(command).parameters.values() if p.name != "filters"]
    keyword = {"kind": Parameter.KEYWORD_ONLY}
    options = [
        Parameter(
            option,
            default=None,
            annotation=Annotated[
                list[str] | None, typer.Option(f"--{option}", help=help_text(f"cli.filters.{option}"))
            ],
            **keyword,
        )
        for option, _ in FILTERS
    ]
    text = Annotated[str, typer.Option("--text", help=help_text("cli.filters.text"))]
    options.append(Parameter("text", default="", annotation=text, **keyword))
    run.__signature__ = Signature([*own, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in [*own, *options]}
    return run


def selection_of(catalogue: Catalogue, filters: Filters) -> Selection:
    """Turn options into a selection: ids or names, with the nearest known one named where neither fits."""
    from geoplan.query.selection import Selection

    industries = catalogue.industries
    known: dict[str, dict[str, str]] = {
        "layers": ids_by_name(catalogue.layers, "title"),
        "industries": {**_aliases(industries), **ids_by_name(industries, "name")},
        "regions": ids_by_name(catalogue.regions, "name"),
        "plans": ids_by_name(catalogue.plans, "title"),
        "kinds": {code: code for code in vocabulary.KINDS},
        "roles": {code: code for code in vocabulary.ROLES},
        "statuses": {code: code for code in vocabulary.STATUSES},
        "bases": {code: code for code in vocabulary.BASES},
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for option, facet in FILTERS:
        for value in filters[facet] or []:
            if value not in known[facet]:
                raise unknown_value(f"--{option}", value, list(known[facet]))
        chosen[facet] = tuple(known[facet][value] for value in filters[facet] or [])
    return Selection(**chosen, text=filters["text"])


def ids_by_name(frame: pd.DataFrame, prefix: str) -> dict[str, str]:
    """The ids of a table by name in every language and by themselves; columns ``<prefix>_<lang>``."""
    columns = [f"{prefix}_{lang}" for lang in languages() if f"{prefix}_{lang}" in frame]
    return {
        **{str(name): str(key) for column in columns for key, name in frame[column].items()},
        **{str(key): str(key) for key in frame.index},
    }


def _aliases(frame: pd.DataFrame) -> dict[str, str]:
    return {alias: str(i) for i, aliases in frame["aliases"].items() for alias in aliases}


def unknown_value(option: str, value: str, known: Iterable[str]) -> UserError:
    """The error of an option's value that is not known; it names the nearest known ones, or all of a few."""
    from rapidfuzz import process

    every = list(known)
    near = [name for name, score, _ in process.extract(value, every, limit=3) if score > 30]
    near = every if len(every) <= 8 or not near else near
    return UserError("cli.unknown_value", option=option, value=value, near=joined(near))
