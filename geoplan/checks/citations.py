"""Resolving citations against the plan texts, where these lie at hand: every address, and the words cited there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd
from rapidfuzz import process

from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.parser import parse
from geoplan.problem import Problem
from geoplan.sources import Sources

# What each table must find in the section it cites; sites by any of their names.
_WORDS: Final = {
    "sites": "name_zh",
    "mentions": "site_id",
    "names": "name_zh",
    "memberships": "site_id",
    "designations": "wording",
    "site_facts": "value",
    "projects": "name_zh",
    "indicators": "printed",
    "firms": "name_zh",
    "programmes": "name_zh",
    "fields": "wording",
}
# A project's own name may be put together from its words; its address is checked, and its number stands in it.
_ADDRESS_ONLY: Final = {"projects"}


@lru_cache(maxsize=8)
def read_outline(path: Path, _modified: float) -> Outline:
    """Parse a plan text, once for each state of the file."""
    return parse(path.read_text("utf-8"))


def outline_of(folder: Path, plan_id: str) -> Outline | None:
    """The outline of a plan whose text lies in a folder as ``<plan_id>.txt``; None where it does not."""
    path = folder / f"{plan_id}.txt"
    return read_outline(path, path.stat().st_mtime) if path.is_file() else None


def check_citations(sources: Sources, folder: Path) -> Iterator[Problem]:
    """Resolve every citation of the catalogue.

    Parameters
    ----------
    sources : Sources
        The tables as read.
    folder : Path
        Where the plan texts lie.

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
    names = _names(sources.tables["sites"])
    for table, column in _WORDS.items():
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
        yield Problem(file, row, "section-unresolved", {**values, "near": "、".join(address for address, *_ in near)})
        return
    if table in _ADDRESS_ONLY:
        return
    word = cited[column]
    wanted = names.get(word, [word]) if column == "site_id" else [word]
    if table == "sites":
        wanted = names.get(cited["site_id"], [word])
    if not any(normalise(w) in text for w in wanted):
        yield Problem(file, row, "wording-absent", {**values, "wording": wanted[0]})


def _names(sites: pd.DataFrame) -> dict[str, list[str]]:
    """Every name of a site, aliases included."""
    return {
        site_id: [name, *(a.strip() for a in aliases.split(";") if a.strip())]
        for site_id, name, aliases in zip(sites["site_id"], sites["name_zh"], sites["aliases"], strict=True)
    }


def passage(folder: Path | None, plan_id: str, section: str) -> str | None:
    """The words of a section, for showing; never stored.

    Parameters
    ----------
    folder : Path or None
        Where the plan texts lie.
    plan_id, section : str
        The citation.

    Returns
    -------
    str or None
        None where the folder is not configured, the text is missing, or the address does not resolve.
    """
    outline = outline_of(folder, plan_id) if folder else None
    node = outline.resolve(section) if outline else None
    return node.full_text() if node else None


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """Split a passage at the words cited from it.

    Parameters
    ----------
    text : str
        The passage as printed.
    words : list of str
        What is cited; found whatever the script, width and spacing.

    Returns
    -------
    list of tuple of str and bool
        The passage in pieces; True marks a cited one. Joined they are the passage.
    """
    folded, origin = "", []
    for at, character in enumerate(text):
        part = normalise(character)
        folded += part
        origin += [at] * len(part)
    hit = [False] * len(text)
    for word in {normalise(w) for w in words if normalise(w)}:
        start = folded.find(word)
        while start >= 0:
            for at in range(origin[start], origin[start + len(word) - 1] + 1):
                hit[at] = True
            start = folded.find(word, start + 1)
    pieces: list[tuple[str, bool]] = []
    for character, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + character, is_hit)
        else:
            pieces.append((character, is_hit))
    return pieces
