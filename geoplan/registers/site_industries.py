"""The classes of GB/T 4754 that sites are designated for, through the vocabulary of the plans."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

import pandas as pd

from geoplan.analysis.specialisation import OWN_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.vocabulary import CONFIDENCES

ALL: Final = ""  # the industry of a row that takes all designated industries of a site together
FROM: Final = ("own", "below", "above")  # whose classes stand for a term, the surest first
LEAST: Final = "low"  # confidence of a mapping that counts


class SiteIndustries(NamedTuple):
    """What sites are designated for, in classes, and the designations that have none.

    Attributes
    ----------
    pairs : DataFrame
        One row a site and branch, and one with ``industry_id`` "" for all branches of a site that has several, in the
        catalogue's order: ``site_id``, ``industry_id``, ``gbt_codes`` (tuple; a code includes those below it),
        ``confidence`` (the lowest of the mapping), ``codes_from`` (the least sure of `FROM`), ``plan_id`` and
        ``since`` (the plan that begins first among those that designate it, and its first year; <NA> without).
    without_codes : DataFrame
        ``site_id``, ``industry_id`` (the term), ``plan_id``, ``section``.
    """

    pairs: pd.DataFrame
    without_codes: pd.DataFrame


def site_industries(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    bases: Collection[str] = OWN_BASES,
    least: str = LEAST,
) -> SiteIndustries:
    """Tell which classes sites are designated for.

    Parameters
    ----------
    site_ids : collection of str, optional
        All by default.
    bases : collection of str
        Bases of designations that count.
    least : {"high", "medium", "low"}
        The least confidence of the mapping of a term to a class that counts.

    Raises
    ------
    ValueError
        A basis or the confidence is unknown.
    """
    if least not in CONFIDENCES:
        raise ValueError(f"least: {least} is none of {', '.join(CONFIDENCES)}")
    rows = designations_on(catalogue, site_ids, bases)
    classes = term_classes(catalogue, least)
    known = rows["industry_id"].isin(classes.index.get_level_values("industry_id"))
    columns = ["site_id", "industry_id", "plan_id", "section"]
    without = rows.loc[~known, columns].drop_duplicates(ignore_index=True)
    began = catalogue.plans["period_start"].astype("Int64")
    rows = rows[known].assign(
        branch=rows["industry_id"].map(catalogue.industries["branch"]), since=rows["plan_id"].map(began)
    )
    return SiteIndustries(_pairs(catalogue, rows, classes.reset_index()), without)


@lru_cache(maxsize=8)
def term_classes(catalogue: Catalogue, least: str = LEAST) -> pd.DataFrame:
    """List the classes that stand for each term of the vocabulary.

    A term without classes of its own takes those of what lies below it, or else those of the nearest term above it
    that has some of its own; those of its neighbours alone say nothing of it.

    Returns
    -------
    DataFrame
        Indexed by ``industry_id`` and ``gbt_code``: ``confidence``, ``codes_from`` (see `FROM`). Treat it as
        read-only.
    """
    ranks = list(CONFIDENCES)
    rows = catalogue.industry_gbt[["industry_id", "gbt_code", "confidence"]]
    rows = rows[rows["confidence"].map(ranks.index) <= ranks.index(least)]
    own = dict(list(rows.groupby("industry_id")))
    paths = catalogue.industries["path"]
    below: dict[str, list[pd.DataFrame]] = {}
    for term in own:
        for above in paths.get(term, [])[:-1]:
            below.setdefault(above, []).append(own[term])
    found = []
    for term, path in paths.items():
        above = next((source for source in reversed(path) if source in own), "")
        frames, origin = [own[above]] if above else [], "above"
        if above == term:
            origin = "own"
        elif term in below:
            frames, origin = below[term], "below"
        if frames:
            found.append(pd.concat(frames).assign(industry_id=term, codes_from=origin))
    table = pd.concat(found) if found else rows.assign(codes_from="")
    surest = table.iloc[table["confidence"].map(ranks.index).argsort(kind="stable")]
    return surest.drop_duplicates(["industry_id", "gbt_code"]).set_index(["industry_id", "gbt_code"]).sort_index()


def branch_classes(catalogue: Catalogue, least: str = LEAST) -> dict[str, tuple[str, ...]]:
    """The classes of each branch with all that lies below it, in the vocabulary's order."""
    own = term_classes(catalogue, least).query("codes_from == 'own'").reset_index()
    by_branch = own.groupby(own["industry_id"].map(catalogue.industries["branch"]))["gbt_code"].agg(set)
    order = catalogue.industries["branch"].drop_duplicates()
    return {branch: tuple(sorted(by_branch[branch])) for branch in order if branch in by_branch}


def _pairs(catalogue: Catalogue, rows: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    branches = rows.groupby("site_id")["branch"].nunique()
    together = rows[rows["site_id"].map(branches) > 1].assign(branch=ALL)
    both = pd.concat([rows, together], ignore_index=True)
    keys = ["site_id", "branch"]
    mapped = both[[*keys, "industry_id"]].drop_duplicates().merge(classes, on="industry_id")
    confidence = mapped["confidence"].map(list(CONFIDENCES).index)
    origin = mapped["codes_from"].map(FROM.index)
    by_pair = mapped.assign(confidence=confidence, codes_from=origin).groupby(keys)
    first = both.sort_values("since", kind="stable").drop_duplicates(keys).set_index(keys)
    table = pd.DataFrame(
        {
            "gbt_codes": by_pair["gbt_code"].agg(lambda codes: tuple(sorted(set(codes)))),
            "confidence": by_pair["confidence"].max().map(dict(enumerate(CONFIDENCES))),
            "codes_from": by_pair["codes_from"].max().map(dict(enumerate(FROM))),
            "plan_id": first["plan_id"],
            "since": first["since"],
        }
    )
    table = table.rename_axis(["site_id", "industry_id"]).reset_index()
    order = {term: i for i, term in enumerate([ALL, *catalogue.industries.index])}
    place = catalogue.sites.index.get_indexer(table["site_id"])
    return table.assign(place=place, order=table["industry_id"].map(order)).sort_values(
        ["place", "order"], ignore_index=True
    ).drop(columns=["place", "order"])  # fmt: skip
