"""Where plans, or a plan's own lists, give a site different industries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import difference, short, subject_of
from geoplan.text.message import Text, local_text, message

_BOX: Final = "专栏"


def _with_branch(catalogue: Catalogue) -> pd.DataFrame:
    rows = catalogue.designations[catalogue.designations["basis"] != "name"]
    return rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))


def _branches(catalogue: Catalogue, codes: set[str]) -> Text:
    names = catalogue.industries
    order = [b for b in names.index if b in codes]
    return local_text(
        "、".join(names.at[b, "name_zh"] for b in order), ", ".join(names.at[b, "name_en"] for b in order)
    )


def _says(rows: pd.DataFrame, branches: set[str]) -> str:
    wordings = rows.loc[rows["branch"].isin(branches), "wording"] if branches else rows["wording"]
    return "、".join(dict.fromkeys(wordings))


def industry_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """Branches that one plan gives a site and another, which also gives it industries, does not."""
    for site_id, group in _with_branch(catalogue).groupby("site_id", sort=False):
        plans = dict(iter(group.groupby("plan_id", sort=False)))
        for (plan_a, a), (plan_b, b) in combinations(plans.items(), 2):
            yield from _branch_difference(catalogue, str(site_id), (str(plan_a), a), (str(plan_b), b))
        for plan, rows in plans.items():
            listed, described = rows[rows["role"] == "layout"], rows[rows["role"] != "layout"]
            described = described[described["section"].str.contains(_BOX)]
            if len(listed) and len(described):
                yield from _branch_difference(catalogue, str(site_id), (str(plan), listed), (str(plan), described))


def _branch_difference(
    catalogue: Catalogue, site_id: str, one: tuple[str, pd.DataFrame], two: tuple[str, pd.DataFrame]
) -> Iterator[list[Any]]:
    (plan_a, a), (plan_b, b) = one, two
    only_a, only_b = set(a["branch"]) - set(b["branch"]), set(b["branch"]) - set(a["branch"])
    if not only_a and not only_b:
        return
    names = [_branches(catalogue, only) for only in (only_a, only_b)]
    first, second = short(catalogue, plan_a), short(catalogue, plan_b)
    sides = [
        {"plan": plan, "section": "；".join(dict.fromkeys(rows["section"])), "says": _says(rows, set())}
        for plan, rows in (one, two)
    ]
    place = (
        (local_text(f"《{first.zh}》", first.en), local_text(f"《{second.zh}》", second.en))
        if plan_a != plan_b
        else (message("concordance.industry_differences.layout_list"), message("concordance.industry_differences.box"))
    )
    parts = [(w, n) for w, n in zip(place, names, strict=True) if n.zh]
    why = local_text(
        "；".join(f"只有{where.zh}给出{n.zh}" for where, n in parts) + "。",
        "; ".join(f"only {where.en} gives it {n.en}" for where, n in parts) + ".",
    )
    yield difference("industry", "scope", subject_of(catalogue, site_id), sides[0], sides[1], why)


def list_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """Carriers in a plan's layout lists but not in its box of main carriers, and the other way round."""
    rows = catalogue.designations
    for plan, said in rows.groupby("plan_id", sort=False):
        listed = said[said["role"] == "layout"]
        if listed.empty:
            continue
        chapter = listed["section"].iloc[0].split("/")[0]
        boxed = said[said["section"].str.startswith(f"{chapter}/{_BOX}")]
        if boxed.empty:
            continue
        box = "/".join(boxed["section"].iloc[0].split("/")[:2])
        paragraphs = said[said["section"].str.startswith(f"{chapter}/") & ~said["section"].str.contains(_BOX)]
        in_lists = _with_relatives(catalogue, set(paragraphs["site_id"]))
        in_box = _with_relatives(catalogue, set(boxed["site_id"]))
        for site_id in dict.fromkeys(listed["site_id"]):
            if site_id not in in_box:
                own = listed[listed["site_id"] == site_id]
                a = {"plan": plan, "section": "；".join(own["section"]), "says": "、".join(own["wording"])}
                b = {"plan": plan, "section": box, "says": ""}
                why = message("concordance.industry_differences.layout_lists_name_box_main", chapter=chapter, box=box)
                yield difference("list", "scope", subject_of(catalogue, str(site_id)), a, b, why)
        for site_id in dict.fromkeys(boxed["site_id"]):
            if site_id not in in_lists:
                own = boxed[boxed["site_id"] == site_id]
                a = {"plan": plan, "section": own["section"].iloc[0], "says": "、".join(own["wording"])}
                b = {"plan": plan, "section": chapter, "says": ""}
                why = message(
                    "concordance.industry_differences.names_among_main_carriers_none", box=box, chapter=chapter
                )
                yield difference("list", "scope", subject_of(catalogue, str(site_id)), a, b, why)


def _with_relatives(catalogue: Catalogue, sites: set[str]) -> set[str]:
    """Sites with what they are part of and what is part of them: naming one of them names the other."""
    near = set(sites)
    for site in sites:
        near |= set(catalogue.parents.get(site, [])) | set(catalogue.parts.get(site, []))
    return near
