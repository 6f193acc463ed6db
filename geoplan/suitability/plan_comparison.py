"""What plans say of one site, fact by fact, marked where they say different things."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import side_by_side
from geoplan.query.stated_quantities import unit_text
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import AREA_UNITS, MONEY_UNITS, PROPERTIES, STATUSES

COLUMNS: Final = ["fact", "title_zh", "title_en", "plan_id", "value_zh", "value_en", "differs"]
_SILENT: Final = message("suitability.plan_comparison.silent")


class _Row(NamedTuple):
    """A fact by code, its title, and what each plan says: one text and what it is compared by, for each value."""

    fact: str
    title: Text
    said: list[list[tuple[Text | str, Hashable]]]


def compare_plans(catalogue: Catalogue, site_id: str, plan_ids: Iterable[str]) -> pd.DataFrame:
    """Set what plans say of a site side by side.

    Returns
    -------
    DataFrame
        One row a fact and plan, for each fact that one of the plans states, plans in the catalogue's order: ``fact``,
        ``title_zh``, ``title_en``, ``plan_id``, ``value_zh``, ``value_en``, ``differs`` (two of the plans state the
        fact and state different values; one area in two units is one value, and silence is no statement).
    """
    wanted = set(plan_ids)
    said = side_by_side(catalogue, site_id)
    said = said[said.index.isin(wanted)]
    table = []
    for row in _rows(catalogue, said):
        stated = {frozenset(key for _, key in values) for values in row.said if values}
        for plan, values in zip(said.index, row.said, strict=True):
            cell = joined([text for text, _ in values]) if values else _SILENT
            titles = (row.title.text("zh"), row.title.text("en"))
            table.append((row.fact, *titles, plan, cell.text("zh"), cell.text("en"), len(stated) > 1))
    return pd.DataFrame(table, columns=COLUMNS)


def _rows(catalogue: Catalogue, said: pd.DataFrame) -> Iterator[_Row]:
    def site(site_id: str) -> Text:
        return name_of(catalogue.sites, site_id)

    texts: dict[str, Callable[[Any], Text | str]] = {
        "names": str, "industries": str, "statuses": STATUSES.__getitem__, "part_of": site, "parts": site,
    }  # fmt: skip
    for fact, text in texts.items():
        if said[fact].map(bool).any():
            title = message(f"suitability.plan_comparison.titles.{fact}")
            yield _Row(fact, title, [[(text(value), value) for value in values] for values in said[fact]])
    stated = said["facts"].tolist()
    for code in dict.fromkeys(code for facts in stated for code, _, _ in facts):
        yield _Row(f"facts:{code}", PROPERTIES[code], [_quantities(facts, code) for facts in stated])


def _quantities(facts: Sequence[tuple[str, str, str]], code: str) -> list[tuple[Text | str, Hashable]]:
    """What a plan states of one property, each quantity once."""
    own = dict.fromkeys((value, unit) for property_, value, unit in facts if property_ == code)
    return [(_quantity(value, unit_text(unit)), _size(value, unit)) for value, unit in own]


def _quantity(value: str, unit: Text) -> Text:
    return local_text(*(f"{value} {unit.text(lang)}".strip() for lang in ("zh", "en")))


def _size(value: str, unit: str) -> Hashable:
    """A quantity in one unit of its kind, to six digits; where that is not known, the plan's own words."""
    for units in (AREA_UNITS, MONEY_UNITS):
        if unit in units:
            return f"{float(value) * units[unit]:.6g}"
    return value, unit
