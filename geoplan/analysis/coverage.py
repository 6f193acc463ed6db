"""Sites, stated area and drawn footprint per county, industry and plan: three figures, never mixed."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan.analysis.coverage_cells import GROUNDS, counted_cells, coverage_cells, keys_of
from geoplan.analysis.coverage_footprints import KM2, footprints_of, measured_footprints
from geoplan.analysis.nested_sites import ALL
from geoplan.analysis.own_plans import of_own_plan
from geoplan.analysis.position_error import DRAWS, SEED, county_verdict
from geoplan.analysis.reporting_units import land_of, reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.stated_area import stated_areas, sum_without_nested
from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import study_area

# Why a cell of the table has no number.
UNNAMED: Final = "unnamed"  # no plan names a site here
NO_DATA: Final = "no_data"  # sites are named, but none has a figure
KNOWN: Final = "known"


def coverage_table(
    catalogue: Catalogue,
    site_ids: list[str] | None = None,
    by: tuple[str, ...] = ("county", "industry"),
    depth: str = "branch",
    scope: str = "350000",
    denominator: str = "boundary",
    draws: int = DRAWS,
    seed: int = SEED,
    count: str = ALL,
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
    count : {"all", "wholes", "parts"}
        What a cell counts of a whole and its parts: see `geoplan.analysis.nested_sites.without_nested`. Areas are
        the same in each way: a part is never added to its whole, and no ground twice.

    Returns
    -------
    DataFrame
        One row a cell that holds a site or a piece of a footprint: ``adcode``, ``industry_id``, ``plan_id`` as asked (a
        city's code for sites of which no more is known); ``carriers`` and, of them, by the firmest ground on which each
        is designated, ``stated`` (shared sentences included), ``name_only``, ``inherited``, ``undesignated`` (without
        an industry, a user's own places included; only where no industry is asked for); ``own_plan`` (of the carriers,
        those that only a plan of their own county names: see `geoplan.analysis.own_plans`; missing where the county of
        none is known); ``placed`` (drawn, itself or by
        its parts) and of these ``uncertain_county`` (the radius crosses into another county); ``outlined`` (of the
        carriers, those drawn as an area: the footprint is of these alone); ``stated_area_km2`` with ``stated_area_of``
        (how many sites it adds); ``footprint_km2``, ``footprint_of``, ``footprint_low_km2``, ``footprint_high_km2``,
        ``footprint_interval``: see `geoplan.analysis.coverage_footprints.measured_footprints`;
        ``land_km2``, ``denominator``, ``share``, ``share_low``, ``share_high``. NaN where there is no figure.

    Raises
    ------
    ValueError
        An unknown dimension or denominator, or none asked for.
    """
    cells = coverage_cells(catalogue, site_ids, by, depth, scope)
    return measured_cells(catalogue, cells, keys_of(by), scope, denominator, draws, seed, count)


def measured_cells(
    catalogue: Catalogue,
    cells: pd.DataFrame,
    keys: list[str],
    scope: str,
    denominator: str,
    draws: int,
    seed: int,
    count: str,
) -> pd.DataFrame:
    """Count and measure the sites of cells; see `coverage_table`.

    Parameters
    ----------
    cells : DataFrame
        `geoplan.analysis.coverage_cells.coverage_cells`, or rows like them.
    keys : list of str
        The columns that name a cell.
    """
    counted = counted_cells(catalogue, cells, keys, count)
    table = _counts(counted, keys)
    table = table.join(_placed(catalogue, counted, keys)).join(_stated(catalogue, cells, keys))
    outline = "land" if denominator == "land" else "boundary"
    table = table.join(measured_footprints(catalogue, cells, keys, scope, outline, draws, seed), how="outer")
    whole = ["carriers", "stated", "name_only", "inherited", "undesignated", "placed", "uncertain_county", "outlined"]
    whole += ["stated_area_of", "footprint_of"]
    table[whole] = table[whole].fillna(0).astype(int)
    table["footprint_interval"] = table["footprint_interval"].fillna("")
    own = of_own_plan(catalogue, counted).groupby([counted[key] for key in keys]).sum(min_count=1).astype("Int64")
    place = list(table).index("undesignated") + 1
    table.insert(place, "own_plan", own.reindex(table.index))
    return _with_shares(catalogue, table.reset_index(), "adcode" in keys, scope, denominator)


def cell_state(carriers: int, figure: float) -> str:
    """Tell the three empty cells apart: no plan names it, no data, and a figure (zero included)."""
    if not pd.isna(figure):
        return KNOWN if carriers or figure else UNNAMED
    return NO_DATA if carriers else UNNAMED


def _counts(cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    counts = cells.groupby([*keys, "basis"]).size().unstack(fill_value=0).reindex(columns=GROUNDS, fill_value=0)
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
    outlined = cells["site_id"].isin(footprints_of(catalogue, cells["site_id"].unique().tolist(), regions)["site_id"])
    flags = cells[keys].assign(placed=known, uncertain_county=unsure, outlined=outlined)
    return flags.groupby(keys)[["placed", "uncertain_county", "outlined"]].sum()


def _stated(catalogue: Catalogue, cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    rows = []
    latest = stated_areas(catalogue)
    of_plan = {plan: stated_areas(catalogue, plan) for plan in catalogue.plans.index} if "plan_id" in keys else {}
    for key, cell in cells.groupby(keys):
        areas = of_plan.get(key[keys.index("plan_id")], latest) if of_plan else latest
        area, of = sum_without_nested(catalogue, areas, cell["site_id"])
        rows.append((*key, area / KM2, of))
    return pd.DataFrame(rows, columns=[*keys, "stated_area_km2", "stated_area_of"]).set_index(keys)


def _with_shares(
    catalogue: Catalogue, table: pd.DataFrame, per_county: bool, scope: str, denominator: str
) -> pd.DataFrame:
    land = land_of(catalogue, scope, "county" if per_county else "province", denominator)
    table["land_km2"] = table["adcode"].map(land).astype(float) if per_county else float(land.iloc[0])
    table["denominator"] = denominator
    for figure, share in (("", "share"), ("_low", "share_low"), ("_high", "share_high")):
        table[share] = table[f"footprint{figure}_km2"] / table["land_km2"]
    return table
