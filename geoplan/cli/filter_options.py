"""The options that choose sites, the same for every command, and the error of a value nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

from geoplan import vocabulary
from geoplan.cli.command_language import help_text
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.text.message import joined, languages, translate

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
    def run(**values: Any) -> None:
        filters: Filters = {facet: values.pop(option) for option, facet in FILTERS}
        filters |= {name: values.pop(name) for name in ("in_force", "text")}
        command(**values, filters=filters)

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
    in_force = Annotated[bool, typer.Option("--in-force", help=help_text("cli.filters.in_force"))]
    options.append(Parameter("in_force", default=False, annotation=in_force, **keyword))
    text = Annotated[str, typer.Option("--text", help=help_text("cli.filters.text"))]
    options.append(Parameter("text", default="", annotation=text, **keyword))
    run.__signature__ = Signature([*own, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in [*own, *options]}
    return run


def selection_of(catalogue: Catalogue, filters: Filters) -> Selection:
    """Turn options into a selection: ids or names, with the nearest known one named where neither fits."""
    from geoplan.query.selection import Selection

    industries = catalogue.industries
    aliases = {alias: str(key) for key, names in industries["aliases"].items() for alias in names}
    known: dict[str, dict[str, str]] = {
        "layers": ids_by_name(catalogue.layers, "title"),
        "industries": {**aliases, **ids_by_name(industries, "name")},
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
            require_known(f"--{option}", value, known[facet])
        chosen[facet] = tuple(known[facet][value] for value in filters[facet] or [])
    return Selection(**chosen, in_force=filters["in_force"], text=filters["text"])


def tell_possible(catalogue: Catalogue, selection: Selection, lang: str) -> None:
    """Say on standard error how many more sites may stand in the chosen counties."""
    from geoplan.query.selection import possible_sites

    if more := possible_sites(catalogue, selection):
        echo(translate("cli.filters.possible", lang, n=len(more)), err=True)


def id_of(frame: pd.DataFrame, option: str, value: str, prefix: str = "name") -> str:
    """The id of a row by its id or name; refused where there is none, with the nearest known ones named."""
    known = ids_by_name(frame, prefix)
    require_known(option, value, known)
    return known[value]


def site_of(catalogue: Catalogue, value: str) -> str:
    """The id of a site by a present or retired id, or by name; a programme is refused as what it is."""
    programmes = ids_by_name(catalogue.programmes, "name")
    known = ids_by_name(catalogue.sites, "name")
    current = catalogue.current_id(programmes.get(value, value))
    if current not in known and value in programmes:
        kind = vocabulary.PROGRAMME_KINDS[catalogue.programmes.at[programmes[value], "kind"]]
        raise UserError("cli.no_place", option="--site", value=value, kind=kind)
    return id_of(catalogue.sites, "--site", current)


def ids_by_name(frame: pd.DataFrame, prefix: str) -> dict[str, str]:
    """The ids of a table by name in every language and by themselves; columns ``<prefix>_<lang>``."""
    columns = [f"{prefix}_{lang}" for lang in languages() if f"{prefix}_{lang}" in frame]
    return {
        **{str(name): str(key) for column in columns for key, name in frame[column].items()},
        **{str(key): str(key) for key in frame.index},
    }


def require_known(option: str, value: str, known: Iterable[str]) -> None:
    """Refuse the value of an option that is none of the known ones."""
    if value not in known:
        raise unknown_value(option, value, known)


def unknown_value(option: str, value: str, known: Iterable[str]) -> UserError:
    """The error of an option's value that is not known; it names the nearest known ones, or all of a few."""
    from rapidfuzz import process

    every = list(known)
    near = [name for name, score, _ in process.extract(value, every, limit=3) if score > 30]
    near = every if len(every) <= 8 or not near else near
    return UserError("cli.unknown_value", option=option, value=value, near=joined(near))
