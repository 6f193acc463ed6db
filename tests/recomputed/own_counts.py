"""Carriers of every cell of county, industry and plan, counted site by site."""

from __future__ import annotations

from collections import Counter, defaultdict

from recomputed.raw_tables import RawTables

FIRMNESS = ("stated", "shared", "name", "inherited", "none")
COLUMN = {"stated": "stated", "shared": "stated", "name": "name_only", "inherited": "inherited", "none": "undesignated"}
Cell = tuple[str, ...]


def memberships(raw: RawTables, by: tuple[str, ...], depth: str, scope: str) -> dict[Cell, dict[str, str]]:
    """By cell the sites in it, each with the firmest ground on which it is.

    A cell is county, industry and plan, as many of them as are asked for, in this order. Where industries are not asked
    for, a plan that only names a site counts it as well.
    """
    cells: dict[Cell, dict[str, str]] = defaultdict(dict)

    def put(site: str, industry: str, plan: str, basis: str) -> None:
        for county in raw.regions[site]:
            if raw.in_scope(county, scope):
                value = {"county": county, "industry": industry, "plan": plan}
                cell = tuple(value[name] for name in ("county", "industry", "plan") if name in by)
                held = cells[cell].get(site, "none")
                cells[cell][site] = min(held, basis, key=FIRMNESS.index)

    for one in raw.designations:
        line = raw.line_of[one.industry]
        for industry in ([line[-1]] if depth == "branch" else line) if "industry" in by else [""]:
            put(one.site, industry, one.plan, one.basis)
    if "industry" not in by:
        for site, plans in raw.plans_naming.items():
            for plan in plans:
                put(site, "", plan, "none")
    return dict(cells)


def counts(members: dict[str, str]) -> Counter[str]:
    """How many carriers, and of them how many on which ground."""
    counted = Counter(COLUMN[basis] for basis in members.values())
    counted["carriers"] = len(members)
    return counted


def stated_area(raw: RawTables, sites: set[str], plan: str = "") -> tuple[float, int]:
    """Square kilometres the plans state for some sites, and how many state them; no part beside its whole."""
    stated = raw.stated_m2(plan)
    stating = [site for site in sites if site in stated]
    summed = [site for site in stating if not any(raw.is_within(site, other) for other in stating)]
    return sum(stated[site] for site in summed) / 1e6, len(summed)
