"""What each county has of each industry: carriers, stated area and drawn footprint, never mixed."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.boundaries import counties_in
from geoplan.catalogue import Catalogue
from geoplan.crs import PROVINCE, require_metric
from geoplan.model import AREA_UNITS

KM2: Final = 1e6  # square metres
# Why a cell of the table has no number.
UNNAMED: Final = "unnamed"  # no plan names a carrier here
NO_DATA: Final = "no_data"  # carriers are named, but none has a figure
KNOWN: Final = "known"

_COUNTED_APART: Final = ("stated", "shared", "name", "inherited")


def coverage_table(catalogue: Catalogue, site_ids: list[str] | None = None, by: str = "branch") -> pd.DataFrame:
    """Count and measure carriers per county and industry.

    Parameters
    ----------
    catalogue : Catalogue
        Where to look.
    site_ids : list of str, optional
        The sites to heed; all by default.
    by : {"branch", "industry"}
        Branches of the vocabulary, or its terms (a term counts its children).

    Returns
    -------
    DataFrame
        One row a county (or city, for sites of which no more is known) and industry that holds a carrier:
        ``adcode``, ``industry_id``; ``carriers`` and, of them, by the best basis on which each is designated,
        ``stated`` (shared sentences included), ``name_only``, ``inherited``; ``stated_area_km2`` with
        ``stated_area_of`` (how many carriers state one); ``footprint_km2``, dissolved, within the county, with
        ``footprint_of`` (how many carriers have a drawn area).
        NaN where no carrier has a figure.
    """
    rows = catalogue.all_designations
    if site_ids is not None:
        rows = rows[rows["site_id"].isin(site_ids)]
    rows = rows[["site_id", "industry_id", "basis"]].drop_duplicates()
    if by == "branch":
        rows = rows.assign(industry_id=rows["industry_id"].map(catalogue.industries["branch"]))
    else:
        rows = rows.assign(industry_id=rows["industry_id"].map(catalogue.industries["path"])).explode("industry_id")
    cells = _best_basis(rows).assign(adcode=lambda r: r["site_id"].map(catalogue.sites["adcode"]))
    keys = ["adcode", "industry_id"]
    counts = cells.groupby([*keys, "basis"]).size().unstack(fill_value=0).reindex(columns=_COUNTED_APART, fill_value=0)
    table = pd.DataFrame(
        {
            "carriers": counts.sum(axis=1),
            "stated": counts["stated"] + counts["shared"],
            "name_only": counts["name"],
            "inherited": counts["inherited"],
        }
    )
    areas = stated_areas(catalogue)
    grouped = cells.groupby(keys)["site_id"]
    stated = grouped.apply(lambda ids: _sum_without_parts(catalogue, areas, ids)).unstack()
    table["stated_area_km2"] = stated["area_m2"] / KM2
    table["stated_area_of"] = stated["of"].astype(int)
    footprints = _footprints(catalogue)
    regions = _region_shapes(cells["adcode"].unique().tolist())
    drawn = grouped.apply(list).reset_index()
    measured = [
        dissolved_area(footprints[footprints["site_id"].isin(ids)], regions.get(adcode))
        for adcode, ids in zip(drawn["adcode"], drawn["site_id"], strict=True)
    ]
    table["footprint_km2"] = [area / KM2 if n else np.nan for area, n in measured]
    table["footprint_of"] = [n for _, n in measured]
    return table.reset_index()


def cell_state(carriers: int, figure: float) -> str:
    """Tell the three empty cells apart: no plan names it, no data, and a figure (zero included)."""
    if not carriers:
        return UNNAMED
    return NO_DATA if pd.isna(figure) else KNOWN


def stated_areas(catalogue: Catalogue) -> pd.Series:
    """Land areas the plans state, in square metres, by site; of several the most recently issued plan's."""
    facts = catalogue.site_facts
    facts = facts[facts["property"] == "land_area"]
    order = catalogue.plans["issued_on"].reindex(facts["plan_id"]).to_numpy()
    facts = facts.assign(issued=order).sort_values("issued", kind="stable").drop_duplicates("site_id", keep="last")
    metres = pd.to_numeric(facts["value"]) * facts["unit"].map(AREA_UNITS)
    return metres.set_axis(facts["site_id"]).rename("area_m2")


def _best_basis(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a site and industry, on the firmest ground on which it is designated."""
    rank = {basis: i for i, basis in enumerate(_COUNTED_APART)}
    ordered = rows.assign(rank=rows["basis"].map(rank)).sort_values("rank", kind="stable")
    return ordered.drop_duplicates(["site_id", "industry_id"]).drop(columns="rank")


def _sum_without_parts(catalogue: Catalogue, areas: pd.Series, site_ids: pd.Series) -> pd.Series:
    """Add stated areas, leaving out a part whose whole is in the sum."""
    stating = [s for s in site_ids if s in areas.index]
    wholes = set(stating)
    counted = [s for s in stating if not wholes.intersection(_ancestors(catalogue, s))]
    total = float(areas.loc[counted].sum()) if counted else np.nan
    return pd.Series({"area_m2": total, "of": float(len(counted))})


def _ancestors(catalogue: Catalogue, site_id: str) -> set[str]:
    above: set[str] = set()
    queue = list(catalogue.parents.get(site_id, []))
    while queue:
        parent = queue.pop()
        if parent not in above:
            above.add(parent)
            queue += catalogue.parents.get(parent, [])
    return above


def _footprints(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """The drawn areas, in the equal-area system of the province."""
    places = catalogue.places
    areas = places[places.geometry.notna() & places.geom_type.isin(["Polygon", "MultiPolygon"])]
    return areas[["site_id", "geometry"]].to_crs(PROVINCE)


def _region_shapes(adcodes: list[str]) -> dict[str, shapely.Geometry]:
    return {adcode: counties_in(adcode).to_crs(PROVINCE).union_all() for adcode in adcodes}


def dissolved_area(footprints: gpd.GeoDataFrame, within: shapely.Geometry | None = None) -> tuple[float, int]:
    """Measure areas once where they overlap.

    Parameters
    ----------
    footprints : GeoDataFrame
        Polygons in metres.
    within : Geometry, optional
        Measure only what lies inside, in the same system.

    Returns
    -------
    tuple of float and int
        Square metres of the union, and how many footprints took part.

    Raises
    ------
    ValueError
        The footprints are in degrees.
    """
    require_metric(footprints, "footprints")
    if footprints.empty:
        return 0.0, 0
    union = footprints.union_all()
    return float((union if within is None else shapely.intersection(union, within)).area), len(footprints)
