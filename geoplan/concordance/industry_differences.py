"""Where plans, or a plan's own lists, give a site different industries."""

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
from geoplan.plan_text.outline_patterns import label_of
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_BOX: Final = label_of("box")  # of an address in a plan


def industry_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Branches that one plan gives a site and another, which also gives it industries, does not."""
    rows = catalogue.designations[catalogue.designations["basis"] != "name"]
    rows = rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))
    for site_id, group in rows.groupby("site_id", sort=False):
        plans = dict(iter(group.groupby("plan_id", sort=False)))
        pairs = [
            (a, b, *(plan_title(short_title(catalogue, p)) for p in (plan_a, plan_b)))
            for (plan_a, a), (plan_b, b) in combinations(plans.items(), 2)
        ]
        for own in plans.values():
            listed, boxed = own[own["role"] == "layout"], own[own["role"] != "layout"]
            boxed = boxed[boxed["section"].str.contains(_BOX)]
            if len(listed) and len(boxed):
                pairs.append(
                    (
                        listed,
                        boxed,
                        message("concordance.industry_differences.layout_lists"),
                        message("concordance.industry_differences.box"),
                    )
                )
        for a, b, place_a, place_b in pairs:
            only = [_only(catalogue, a, b, place_a), _only(catalogue, b, a, place_b)]
            if any(only):
                why = message(
                    "concordance.industry_differences.industries",
                    parts=joined(filter(None, only), "punctuation.semicolon"),
                )
                yield site_difference(catalogue, "industry", "scope", site_id, _statement(a), _statement(b), why)


def _only(catalogue: Catalogue, here: pd.DataFrame, elsewhere: pd.DataFrame, place: Text) -> Text | None:
    """The branches that one side alone names; None where there are none."""
    only = set(here["branch"]) - set(elsewhere["branch"])
    names = joined(name_of(catalogue.industries, branch) for branch in catalogue.industries.index if branch in only)
    return message("concordance.industry_differences.only_here", place=place, industries=names) if only else None


def _statement(rows: pd.DataFrame) -> Statement:
    return Statement(str(rows["plan_id"].iloc[0]), sections_of(rows["section"]), words_of(rows["wording"]))


def list_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Sites in a plan's layout lists but not in its box of main sites, and the other way round."""
    for plan, rows in catalogue.designations.groupby("plan_id", sort=False):
        listed = rows[rows["role"] == "layout"]
        if listed.empty:
            continue
        chapter = listed["section"].iloc[0].split("/")[0]
        boxed = rows[rows["section"].str.startswith(f"{chapter}/{_BOX}")]
        if boxed.empty:
            continue
        box = "/".join(boxed["section"].iloc[0].split("/")[:2])
        paragraphs = rows[rows["section"].str.startswith(f"{chapter}/") & ~rows["section"].str.contains(_BOX)]
        for here, elsewhere, absent, code in (
            (listed, boxed, box, "only_in_lists"),
            (boxed, paragraphs, chapter, "only_in_box"),
        ):
            named = _with_relatives(catalogue, set(elsewhere["site_id"]))
            for site_id, own in here.groupby("site_id", sort=False):
                if site_id not in named:
                    sections = own["section"] if here is listed else own["section"].head(1)
                    says = Statement(str(plan), sections_of(sections), words_of(own["wording"]))
                    why = message(f"concordance.industry_differences.{code}", chapter=chapter, box=box)
                    silent = Statement(str(plan), absent, "")
                    yield site_difference(catalogue, "list", "scope", site_id, says, silent, why)


def _with_relatives(catalogue: Catalogue, sites: set[str]) -> set[str]:
    """Sites with what they are part of and what is part of them: naming one of them names the other."""
    near = set(sites)
    for site in sites:
        near |= set(catalogue.parents.get(site, [])) | set(catalogue.parts.get(site, []))
    return near
