"""The catalogue as some of the plans alone would have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import stem


def plans_of_all(catalogue: Catalogue, adcodes: Collection[str]) -> list[str]:
    """List the plans that speak of all of some regions: their scope holds each.

    Parameters
    ----------
    adcodes : collection of str
        Of counties, cities or the province.
    """
    scopes = catalogue.plans["scope_adcode"]
    return [plan for plan, scope in scopes.items() if all(code.startswith(stem(scope)) for code in adcodes)]


@lru_cache(maxsize=4)
def of_plans(catalogue: Catalogue, plan_ids: tuple[str, ...]) -> Catalogue:
    """Leave out what other plans than these say, and the sites that only other plans name.

    Parameters
    ----------
    plan_ids : tuple of str
        The plans to heed. Users' own places, which are in no plan, are left out.

    Returns
    -------
    Catalogue
        With the sites, designations, relations, statuses, facts, functions and positions that remain; the address of a
        site is the first of those at which one of the plans names it. Every other table is as it was.
    """
    cited = catalogue.citations[catalogue.citations["plan_id"].isin(plan_ids)].drop_duplicates("site_id")
    first = cited.set_index("site_id")[["plan_id", "section"]]
    sites = catalogue.sites[catalogue.sites.index.isin(first.index)]
    sites = sites.assign(**{column: first[column].reindex(sites.index) for column in first})
    tables = {}
    for name in ("mentions", "designations", "relations", "site_facts", "site_functions", "statuses"):
        table = getattr(catalogue, name)
        kept = table["plan_id"].isin(plan_ids) & table["site_id"].isin(sites.index)
        if "parent_id" in table:
            kept &= table["parent_id"].isin(sites.index)
        tables[name] = table[kept].reset_index(drop=True)
    for name in ("places", "areas_of_doubt"):
        table = getattr(catalogue, name)
        tables[name] = table[table["site_id"].isin(sites.index)].reset_index(drop=True)
    return replace(catalogue, sites=sites, version=f"{catalogue.version}:{','.join(plan_ids)}", **tables)
