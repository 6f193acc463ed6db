"""Where two comparable statements give a site different main industries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import (
    Difference,
    Statement,
    sections_of,
    short_title,
    site_difference,
    words_of,
)
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.names import name_of

_GENERIC: Final = {"future", "other"}  # branches that say no industry by themselves


def industry_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Differences between lists of sites by industry and lists of the industries of sites, and between main ones."""
    yield from _lists_and_boxes(catalogue)
    yield from _main_industries(catalogue)


def _lists_and_boxes(catalogue: Catalogue) -> Iterator[Difference]:
    """Sites that a plan lists by industry, and to which another of its lists gives other industries.

    Only the branches that have such a list are compared: of the others the lists are silent.
    """
    lists = catalogue.lists[catalogue.lists["site_id"] != ""]
    for (_, plan_id), rows in lists.groupby(["list_id", "plan_id"], sort=False):
        listed, boxed = rows[rows["industry_id"] != ""], rows[rows["industry_id"] == ""]
        branches = set(listed["industry_id"])
        for site_id, own in listed.groupby("site_id", sort=False):
            box = boxed[boxed["site_id"] == site_id]
            terms = _stated(catalogue, str(site_id), str(plan_id))
            terms = terms[terms["section"].isin(box["section"])]
            if terms.empty:
                continue
            in_lists, in_box = set(own["industry_id"]), set(terms["branch"]) & branches
            parts = [
                _only_here(catalogue, in_lists - in_box, _title(own)),
                _only_here(catalogue, in_box - in_lists, _title(box)),
            ]
            if any(parts):
                headings = [section.split("/")[-1] for section in own["section"]]
                a = Statement(str(plan_id), sections_of(own["section"]), words_of(headings))
                yield _difference(catalogue, str(site_id), a, _statement(terms), parts)


def _main_industries(catalogue: Catalogue) -> Iterator[Difference]:
    """Sites of which two plans each lead with an industry that the other does not give it at all."""
    leads = catalogue.designations[catalogue.designations["role"] == "lead"]
    plans_of = leads.groupby("site_id", sort=False)["plan_id"].nunique()
    for site_id in plans_of.index[plans_of > 1]:
        terms = _stated(catalogue, str(site_id))
        plans = [own for _, own in terms[~terms["branch"].isin(_GENERIC)].groupby("plan_id", sort=False)]
        for a, b in combinations(plans, 2):
            lead_a, lead_b = (set(own.loc[own["role"] == "lead", "branch"]) for own in (a, b))
            only_a, only_b = lead_a - set(b["branch"]), lead_b - set(a["branch"])
            if only_a and only_b:
                titles = (plan_title(short_title(catalogue, own["plan_id"].iloc[0])) for own in (a, b))
                pairs = zip((only_a, only_b), titles, strict=True)
                parts = [_only_here(catalogue, only, title) for only, title in pairs]
                a, b = (own[own["role"] == "lead"] for own in (a, b))
                yield _difference(catalogue, str(site_id), _statement(a), _statement(b), parts)


def _stated(catalogue: Catalogue, site_id: str, plan_id: str = "") -> pd.DataFrame:
    """What plans say of a site's industries, with their branches; not what only its name says."""
    rows = catalogue.designations
    rows = rows[(rows["site_id"] == site_id) & (rows["basis"] != "name")]
    rows = rows[rows["plan_id"] == plan_id] if plan_id else rows
    return rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))


def _title(rows: pd.DataFrame) -> Text:
    return local_text(rows["title_zh"].iloc[0], rows["title_en"].iloc[0])


def _only_here(catalogue: Catalogue, branches: set[str], place: Text) -> Text | None:
    """The branches that one side alone names; None where there are none."""
    names = joined(name_of(catalogue.industries, branch) for branch in catalogue.industries.index if branch in branches)
    return message("concordance.industry_differences.only_here", place=place, industries=names) if branches else None


def _statement(rows: pd.DataFrame) -> Statement:
    return Statement(str(rows["plan_id"].iloc[0]), sections_of(rows["section"]), words_of(rows["wording"]))


def _difference(catalogue: Catalogue, site_id: str, a: Statement, b: Statement, parts: list[Text | None]) -> Difference:
    said = joined((part for part in parts if part is not None), "punctuation.semicolon")
    why = message("concordance.industry_differences.industries", parts=said)
    return site_difference(catalogue, "industry", "scope", site_id, a, b, why)
