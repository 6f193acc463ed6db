"""Which designations concern a need, and how closely: its very word, its industry, a part of it, something broader."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.need_tokens import stop_words, things, tokens
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import BROADER, NARROWER, UNNAMED
from geoplan.text.message import message

# The closest first. "same" and "narrower" are of the needed industry; where a product is needed, "term" names it and
# "industry" does not; "broader" is of an industry that the needed one is part of.
KINSHIPS: Final = {
    code: message(f"suitability.relevance.kinships.{code}")
    for code in ("term", "same", "narrower", "industry", "broader")
}


def related_terms(catalogue: Catalogue, industries: tuple[str, ...]) -> pd.DataFrame:
    """List the terms of the vocabulary that concern the needed industries.

    Returns
    -------
    DataFrame
        ``need_id``, ``industry_id``, ``kinship`` (a key of `KINSHIPS`), ``fit``: 1 for the same, `NARROWER` for a part,
        `BROADER` to the number of steps for what lies above. A term that is at once another needed industry has a row
        for each. Headings (see `headings`) are neither broader nor narrower than anything.
    """
    paths, gathering = catalogue.industries["path"], headings(catalogue)
    rows = []
    for need_id in dict.fromkeys(industries):
        above = paths[need_id][:-1]
        for term, path in paths.items():
            if term == need_id:
                rows.append((need_id, term, "same", 1.0))
            elif term in gathering or need_id in gathering:
                continue
            elif need_id in path:
                rows.append((need_id, term, "narrower", NARROWER))
            elif term in above:
                rows.append((need_id, term, "broader", BROADER ** (len(above) - above.index(term))))
    return pd.DataFrame(rows, columns=["need_id", "industry_id", "kinship", "fit"])


def designations_of_plans(catalogue: Catalogue, need: Requirements) -> pd.DataFrame:
    """The rows of ``all_designations``, inherited ones included, of the plans that count."""
    rows = catalogue.all_designations
    return rows[rows["plan_id"].isin(need.plans)] if need.plans else rows


def relevant_designations(catalogue: Catalogue, need: Requirements, rows: pd.DataFrame) -> pd.DataFrame:
    """Choose the designations that concern a need.

    A broader term counts only where some plan places the needed industry itself, or a part of it, somewhere: that
    "information technology" is placed does not place every corner of it.

    Where the need is a product, a designation has the kinship "term" and fit 1 where its wording, or one thing of a
    list, is that product; "narrower" and fit `NARROWER` where it ends in it, and so names a kind of it (Chinese puts
    what a thing is last); else "industry", or "broader", and `UNNAMED` of the fit that it would have. A wording that
    has the product elsewhere, as 电池回收 has 电池, names another thing.

    Returns
    -------
    DataFrame
        The rows with ``need_id``, ``kinship`` and ``fit``.
    """
    relevant = rows.merge(related_terms(catalogue, need.industries), on="industry_id")
    if words := [word for word in map(_telling, need.words) if word]:
        named = {wording: _naming(words, wording) for wording in relevant["wording"].unique()}
        broader = relevant["kinship"] == "broader"
        naming = relevant["wording"].map(named).where(~broader, "")
        relevant["fit"] = np.select(
            [naming == "term", naming == "narrower"], [1.0, NARROWER], relevant["fit"] * UNNAMED
        )
        relevant["kinship"] = naming.mask(naming == "", relevant["kinship"].where(broader, "industry"))
    placed = set(relevant.loc[relevant["kinship"] != "broader", "need_id"])
    return relevant[relevant["need_id"].isin(placed)].reset_index(drop=True)


def _naming(words: list[tuple[str, ...]], wording: str) -> str:
    """How a wording names one of some products: "term", "narrower" or, where it names none, ""."""
    named = [_telling(thing) for thing in (wording, *things(wording))]
    if any(thing == word for thing in named for word in words):
        return "term"
    return "narrower" if any(thing[-len(word) :] == word for thing in named for word in words) else ""


def _telling(text: str) -> tuple[str, ...]:
    """The tokens of a text without the stop words it ends in: 无人机整机 is 无人机."""
    word, stop = tokens(text), stop_words()
    while len(word) > 1:
        end = next((n for n in range(len(word) - 1, 0, -1) if word[-n:] in stop), 0)
        if not end:
            break
        word = word[:-end]
    return word


@lru_cache(maxsize=4)
def headings(catalogue: Catalogue) -> frozenset[str]:
    """The branches over other terms without a class in the national classification: they gather what differs."""
    terms = catalogue.industries
    parents = set(terms["parent_id"])
    return frozenset(t for t in terms.index[(terms["code"] == "") & (terms["depth"] == 0)] if t in parents)


def industry_fields(catalogue: Catalogue) -> dict[str, str]:
    """Name the field of each term: its branch, or the term below it where the branch has no class of its own.

    As `geoplan.analysis.similarity.field_weights`: a branch without a class of its own in the national classification
    (future tracks, traditional industries, other fields) holds what differs, food beside textiles.
    """
    unclassified, paths = headings(catalogue), catalogue.industries["path"]
    return {t: path[1 if path[0] in unclassified and len(path) > 1 else 0] for t, path in paths.items()}
