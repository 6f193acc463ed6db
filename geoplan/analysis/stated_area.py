"""Areas that the plans state, added without counting a part beside its whole."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.vocabulary import AREA_UNITS


def stated_areas(catalogue: Catalogue, plan_id: str | None = None, quantity: str = "land_area") -> pd.Series:
    """Areas the plans state, in square metres.

    Parameters
    ----------
    plan_id : str, optional
        Heed this plan only; otherwise, of several, the most recently issued one's figure.
    quantity : {"land_area", "floor_area"}

    Returns
    -------
    Series
        ``area_m2`` by site id.
    """
    facts = catalogue.site_facts
    facts = facts[(facts["property"] == quantity) & ((plan_id is None) | (facts["plan_id"] == plan_id))]
    order = catalogue.plans["issued_on"].reindex(facts["plan_id"]).to_numpy()
    facts = facts.assign(issued=order).sort_values("issued", kind="stable").drop_duplicates("site_id", keep="last")
    metres = pd.to_numeric(facts["value"]) * facts["unit"].map(AREA_UNITS).astype(float)
    return metres.set_axis(facts["site_id"]).rename("area_m2")


def sum_without_nested(catalogue: Catalogue, areas: pd.Series, site_ids: Iterable[str]) -> tuple[float, int]:
    """Add stated areas, leaving out a part whose whole is in the sum.

    Parameters
    ----------
    site_ids : iterable of str
        The sites to add; those that state no area are passed over.

    Returns
    -------
    tuple of float and int
        Square metres, NaN where none states an area; and how many do.
    """
    stating = [s for s in site_ids if s in areas.index]
    wholes = set(stating)
    counted = [s for s in stating if not wholes.intersection(catalogue.ancestors(s))]
    return (float(areas.loc[counted].sum()) if counted else float("nan")), len(counted)
