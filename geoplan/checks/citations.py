"""Checks of citations against the plan texts: every section resolves, and contains the words cited from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd
from rapidfuzz import process

from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.passage import outline_of
from geoplan.problem import Problem
from geoplan.sources import Sources
from geoplan.text.message import joined

# What each table must find in the section it cites; sites by any of their names.
CITED_WORDS: Final = {
    "sites": "name_zh",
    "mentions": "site_id",
    "names": "name_zh",
    "relations": "site_id",
    "designations": "wording",
    "site_functions": "wording",
    "site_facts": "value",
    "projects": "name_zh",
    "indicators": "printed",
    "firms": "name_zh",
    "programmes": "name_zh",
    "programme_mentions": "programme_id",
    "programme_sites": "programme_id",
    "programme_industries": "wording",
    "fields": "wording",
    "statuses": "site_id",
    "lists": "member",
    "damaged_passages": "section",
}
# The tables whose rows may be cited by any name of the thing.
_NAMED: Final = {"sites": "site_id", "programmes": "programme_id"}
# The tables whose rows also cite words of their own.
_ALSO: Final = {"statuses": "wording"}
# A project's own name may be put together from its words; its address is checked, and its number stands in it. A note
# on a damaged passage cites no words.
_ADDRESS_ONLY: Final = {"projects", "damaged_passages"}


def check_citations(sources: Sources, folder: Path) -> Iterator[Problem]:
    """Resolve every citation of the catalogue.

    Yields
    ------
    Problem
        Plan texts that are missing, sections that do not resolve, and words that do not stand in their section
        (simplified and traditional characters, full and half width, and white space do not matter).
    """
    outlines: dict[str, Outline | None] = {}
    for row, plan_id in sources.tables["plans"]["plan_id"].items():
        outlines[plan_id] = outline_of(folder, plan_id)
        if outlines[plan_id] is None:
            yield Problem("data/plans.csv", row, "plan-text-missing", {"plan_id": plan_id})
    texts: dict[tuple[str, str], str | None] = {}
    names = {**_names(sources.tables["sites"], "site_id"), **_names(sources.tables["programmes"], "programme_id")}
    for site_id, called in sources.tables["names"].groupby("site_id")["name_zh"]:
        names.setdefault(str(site_id), []).extend(called)
    for table, column in (*CITED_WORDS.items(), *_ALSO.items()):
        for row, cited in sources.tables[table].iterrows():
            outline = outlines.get(cited["plan_id"])
            if outline is None or not cited["section"]:
                continue
            key = (cited["plan_id"], cited["section"])
            if key not in texts:
                node = outline.resolve(cited["section"])
                texts[key] = None if node is None else normalise(node.full_text())
            yield from _check(f"data/{table}.csv", int(row), table, cited, column, texts[key], names, outline)


def _check(
    file: str,
    row: int,
    table: str,
    cited: pd.Series,
    column: str,
    text: str | None,
    names: dict[str, list[str]],
    outline: Outline,
) -> Iterator[Problem]:
    values = {"plan_id": cited["plan_id"], "section": cited["section"]}
    if text is None:
        near = process.extract(cited["section"], outline.addresses(), limit=3)
        yield Problem(file, row, "section-unresolved", {**values, "near": joined(address for address, *_ in near)})
        return
    if table in _ADDRESS_ONLY:
        return
    word = cited[column]
    named = cited.get(_NAMED.get(table, column), "")
    wordings = names.get(named, [word])
    if not word:
        return
    if not any(normalise(w) in text for w in wordings):
        yield Problem(file, row, "wording-absent", {**values, "wording": wordings[0]})


def _names(table: pd.DataFrame, key: str) -> dict[str, list[str]]:
    """Every name of a site or programme, aliases included."""
    return {
        id_: [name, *(a.strip() for a in aliases.split(";") if a.strip())]
        for id_, name, aliases in zip(table[key], table["name_zh"], table["aliases"], strict=True)
    }
