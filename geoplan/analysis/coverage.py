"""Sites, stated area and drawn footprint per county, industry and plan: three figures, never mixed."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.footprint import dissolved_areas, drawn_areas
from geoplan.analysis.position_error import DRAWS, SEED, county_verdict, interval
from geoplan.analysis.reporting_units import land_of, reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.stated_area import stated_areas, sum_without_nested
from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import study_area

KM2: Final = 1e6  # square metres
# Why a cell of the table has no number.
UNNAMED: Final = "unnamed"  # no plan names a site here
NO_DATA: Final = "no_data"  # sites are named, but none has a figure
KNOWN: Final = "known"

DIMENSIONS: Final = {"county": "adcode", "industry": "industry_id", "plan": "plan_id"}
# From the firmest ground to none; "none" is a site that a plan names without giving it an industry.
_GROUNDS: Final = ("stated", "shared", "name", "inherited", "none")


def coverage_table(
    catalogue: Catalogue,
    site_ids: list[str] | None = None,
    by: tuple[str, ...] = ("county", "industry"),
    depth: str = "branch",
    scope: str = "350000",
    denominator: str = "boundary",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Count and measure sites per county, industry and plan, or any cross of them.

    Parameters
    ----------
    site_ids : list of str, optional
        The sites to heed; all by default.
    by : tuple of {"county", "industry", "plan"}
        What a row stands for; at least one.
    depth : {"branch", "term"}
        Branches of the vocabulary, or its terms (a term counts its children).
    scope : str
        Adcode: sites elsewhere are passed over, footprints are measured within it.
    draws, seed : int
        Of the intervals; no draws, no intervals.

    Returns
    -------
    DataFrame
        One row a cell that holds a site or a piece of a footprint: ``adcode``, ``industry_id``, ``plan_id`` as asked (a
        city's code for sites of which no more is known); ``carriers`` and, of them, by the firmest ground on which each
        is designated, ``stated`` (shared sentences included), ``name_only``, ``inherited``, ``undesignated`` (without
        an industry, a user's own places included; only where no industry is asked for); ``placed`` (drawn, itself or by
        its parts) and of these ``uncertain_county`` (the radius crosses into another county); ``stated_area_km2`` with
        ``stated_area_of`` (how many sites it adds); ``footprint_km2`` dissolved, within the county or,
        with the denominator ``land``, its land, with ``footprint_of`` and the 5-95 % interval from
        position error ``footprint_low_km2``, ``footprint_high_km2``;
        ``land_km2``, ``denominator``, ``share``, ``share_low``, ``share_high``. NaN where there is no figure.

    Raises
    ------
    ValueError
        An unknown dimension or denominator, or none asked for.
    """
    if not by or not set(by) <= set(DIMENSIONS):
        raise ValueError(f"cannot count by {', '.join(by) or 'nothing'}; use {', '.join(DIMENSIONS)}")
    keys = [DIMENSIONS[name] for name in DIMENSIONS if name in by]
    cells = _members(catalogue, site_ids, keys, depth, scope)
    table = _counts(cells, keys)
    table = table.join(_placed(catalogue, cells, keys)).join(_stated(catalogue, cells, keys))
    outline = "land" if denominator == "land" else "boundary"
    table = table.join(_footprints(catalogue, cells, keys, scope, outline, draws, seed), how="outer")
    whole = ["carriers", "stated", "name_only", "inherited", "undesignated", "placed", "uncertain_county"]
    whole += ["stated_area_of", "footprint_of"]
    table[whole] = table[whole].fillna(0).astype(int)
    return _with_shares(catalogue, table.reset_index(), "county" in by, scope, denominator)


def cell_members(
    catalogue: Catalogue, site_ids: list[str], by: tuple[str, ...], values: tuple[str, ...], scope: str
) -> list[str]:
    """The sites that a cell of `coverage_table` counts at the depth of branches, in the catalogue's order.

    `values` are an adcode, a branch or a plan's id for each dimension of `by`.
    """
    rows = _members(catalogue, site_ids, [DIMENSIONS[name] for name in DIMENSIONS if name in by], "branch", scope)
    for name, value in zip(by, values, strict=True):
        rows = rows[rows[DIMENSIONS[name]] == value]
    found = set(rows["site_id"])
    return [site for site in catalogue.sites.index if site in found]


def cell_state(carriers: int, figure: float) -> str:
    """Tell the three empty cells apart: no plan names it, no data, and a figure (zero included)."""
    if not pd.isna(figure):
        return KNOWN if carriers or figure else UNNAMED
    return NO_DATA if carriers else UNNAMED


def _members(catalogue: Catalogue, site_ids: list[str] | None, keys: list[str], depth: str, scope: str) -> pd.DataFrame:
    """One row a site and cell, on the firmest ground on which the site is in it."""
    rows = catalogue.all_designations[["site_id", "industry_id", "plan_id", "basis"]]
    if "industry_id" in keys:
        of = {"branch": "branch", "term": "path"}[depth]
        rows = rows.assign(industry_id=rows["industry_id"].map(catalogue.industries[of])).explode("industry_id")
    else:
        rows = pd.concat([rows, catalogue.citations.assign(basis="none"), _in_no_plan(catalogue, keys)])
    rows = rows.assign(adcode=rows["site_id"].map(catalogue.sites["adcode"]))
    stem = scope[:2] if scope.endswith("0000") else scope[:4] if scope.endswith("00") else scope
    rows = rows[rows["adcode"].str.startswith(stem)]
    if site_ids is not None:
        rows = rows[rows["site_id"].isin(site_ids)]
    ordered = rows.iloc[np.argsort(rows["basis"].map({b: i for i, b in enumerate(_GROUNDS)}), kind="stable")]
    return ordered.drop_duplicates([*keys, "site_id"])


def _in_no_plan(catalogue: Catalogue, keys: list[str]) -> pd.DataFrame:
    """The places of a user's own, which no plan names; none where plans are counted."""
    own = [] if "plan_id" in keys else catalogue.sites.index[catalogue.sites["plan_id"] == ""].tolist()
    return pd.DataFrame({"site_id": own, "plan_id": "", "basis": "none"}, dtype=object)


def _counts(cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    counts = cells.groupby([*keys, "basis"]).size().unstack(fill_value=0).reindex(columns=_GROUNDS, fill_value=0)
    return pd.DataFrame(
        {
            "carriers": counts.sum(axis=1),
            "stated": counts["stated"] + counts["shared"],
            "name_only": counts["name"],
            "inherited": counts["inherited"],
            "undesignated": counts["none"],
        }
    )


def _placed(catalogue: Catalogue, cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    regions = reporting_units(study_area().area)
    places = site_geometry(catalogue, cells["site_id"].unique().tolist(), regions.crs)
    sure = county_verdict(places, regions).set_index("site_id")["certain"]
    known = cells["site_id"].isin(sure.index)
    unsure = cells["site_id"].isin(sure.index[~sure])
    flags = cells[keys].assign(placed=known, uncertain_county=unsure)
    return flags.groupby(keys)[["placed", "uncertain_county"]].sum()


def _stated(catalogue: Catalogue, cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    rows = []
    latest = stated_areas(catalogue)
    of_plan = {plan: stated_areas(catalogue, plan) for plan in catalogue.plans.index} if "plan_id" in keys else {}
    for key, cell in cells.groupby(keys):
        areas = of_plan.get(key[keys.index("plan_id")], latest) if of_plan else latest
        area, of = sum_without_nested(catalogue, areas, cell["site_id"])
        rows.append((*key, area / KM2, of))
    return pd.DataFrame(rows, columns=[*keys, "stated_area_km2", "stated_area_of"]).set_index(keys)


def _footprints(
    catalogue: Catalogue, cells: pd.DataFrame, keys: list[str], scope: str, outline: str, draws: int, seed: int
) -> pd.DataFrame:
    """Dissolved area per cell with its interval: every draw is one more group for the same kernel."""
    regions = reporting_units(scope, "county" if "adcode" in keys else "province", outline)
    shapes = footprints_of(catalogue, cells["site_id"].unique().tolist(), regions)
    other = [key for key in keys if key != "adcode"]
    codes = cells[["site_id", *other]].drop_duplicates()
    codes = codes.assign(group=codes.groupby(other).ngroup() if other else 0)
    names = codes.drop_duplicates("group").set_index("group")[other]
    measured = dissolved_areas(shapes, codes, regions).set_index(["adcode", "group"])
    table = pd.DataFrame(
        {"footprint_km2": measured["area_m2"] / KM2, "footprint_of": measured["footprints"]}, index=measured.index
    )
    values = drawn_areas(shapes, codes, regions, measured.index, draws, seed)
    low, high = interval(values)
    table = table.assign(footprint_low_km2=low / KM2, footprint_high_km2=high / KM2)
    table = table.reset_index().join(names, on="group").drop(columns="group")
    return table.drop(columns=[] if "adcode" in keys else "adcode").set_index(keys)


def footprints_of(catalogue: Catalogue, site_ids: list[str], regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The drawn areas of sites, in the system of the regions they are measured in.

    Returns
    -------
    GeoDataFrame
        ``site_id``, ``radius_m``, polygons; sites drawn as bare positions are left out.
    """
    own = [s for s in site_ids if catalogue.sites.at[s, "drawn"]]
    frame = site_geometry(catalogue, own, regions.crs)[["site_id", "radius_m", "geometry"]]
    parts = [
        shapely.union_all([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]) for shape in frame.geometry
    ]
    frame = frame.set_geometry(gpd.GeoSeries(parts, index=frame.index, crs=frame.crs))
    return frame[~frame.is_empty].reset_index(drop=True)


def _with_shares(
    catalogue: Catalogue, table: pd.DataFrame, per_county: bool, scope: str, denominator: str
) -> pd.DataFrame:
    land = land_of(catalogue, scope, "county" if per_county else "province", denominator)
    table["land_km2"] = table["adcode"].map(land) if per_county else float(land.iloc[0])
    table["denominator"] = denominator
    for figure, share in (("", "share"), ("_low", "share_low"), ("_high", "share_high")):
        table[share] = table[f"footprint{figure}_km2"] / table["land_km2"]
    return table
