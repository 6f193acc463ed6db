"""Whose plan was read: what the sample of plans does to comparisons of counties."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.of_plans import of_plans, plans_of_all
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties_in
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of


@lru_cache(maxsize=8)
def only_scope(catalogue: Catalogue) -> pd.Series:
    """Find the sites that plans of one region alone name.

    Returns
    -------
    Series
        By site id: the adcode that all plans naming the site are for, "" where these are several or none. Treat it as
        read-only.
    """
    scopes = catalogue.citations["plan_id"].map(catalogue.plans["scope_adcode"])
    of_site = scopes.groupby(catalogue.citations["site_id"]).agg(["min", "nunique"])
    one = of_site["min"].where(of_site["nunique"] == 1, "")
    return one.reindex(catalogue.sites.index).fillna("")


def of_own_plan(catalogue: Catalogue, cells: pd.DataFrame) -> pd.Series:
    """Mark the sites that stand in a plan of their own county alone.

    Parameters
    ----------
    cells : DataFrame
        ``site_id``, ``adcode``.

    Returns
    -------
    Series
        Of nullable truth values, as `cells`; missing where the county of a site is not known.
    """
    own = (cells["site_id"].map(only_scope(catalogue)) == cells["adcode"]).astype("boolean")
    return own.where(cells["adcode"].map(catalogue.regions["level"]) == "county")


def own_plan_note(catalogue: Catalogue, site_ids: list[str], scope: str) -> Text | None:
    """Say of which counties how many sites are known from the county's own plan alone.

    Parameters
    ----------
    scope : str
        Adcode of the region whose counties are compared.

    Returns
    -------
    Text or None
        None where there is no such site, or one county alone: nothing is compared.
    """
    counties = counties_in(scope)["adcode"].tolist()
    where = possible_counties(catalogue)
    where = where[where["certain"] & where["site_id"].isin(site_ids) & where["adcode"].isin(counties)]
    own = of_own_plan(catalogue, where).groupby(where["adcode"]).agg(["sum", "size"])
    own = own[own["sum"] > 0]
    if own.empty or len(counties) == 1:
        return None
    items = [
        message("analysis.own_plans.item", county=name_of(catalogue.regions, code), own=int(row["sum"]), n=row["size"])
        for code, row in own.iterrows()
    ]
    rest = len(set(counties) - set(catalogue.plans["scope_adcode"]))
    code = "every_county" if not rest else "one_without" if rest == 1 else "others_without"
    return message(f"analysis.own_plans.{code}", items=joined(items), n=rest)


def comparable(catalogue: Catalogue, scope: str) -> Catalogue:
    """The catalogue as the plans alone would have it that speak of all counties of a scope.

    Parameters
    ----------
    scope : str
        Adcode of the region whose counties are compared.

    Returns
    -------
    Catalogue
        Without a site where no plan speaks of all.
    """
    return of_plans(catalogue, tuple(plans_of_all(catalogue, counties_in(scope)["adcode"])))


def comparable_note(catalogue: Catalogue, scope: str) -> Text:
    """Say which plans `comparable` keeps, and how many sites of the scope stand in others alone.

    Parameters
    ----------
    catalogue : Catalogue
        With all plans.
    """
    plans = plans_of_all(catalogue, counties_in(scope)["adcode"])
    where = possible_counties(catalogue)
    inside = set(where.loc[where["adcode"].isin(counties_in(scope)["adcode"]), "site_id"])
    left_out = len(inside - set(comparable(catalogue, scope).sites.index))
    names = joined([name_of(catalogue.plans, plan, "short") for plan in plans])
    return message("analysis.own_plans.comparable", plans=names, n=left_out)
