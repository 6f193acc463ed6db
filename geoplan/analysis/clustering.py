"""Whether an industry's sites stand in clusters: against chance among sites, and against chance over the land.

Chance among sites leaves each where it is and deals the industries anew. Chance over the land spreads points over the
land near any site; over all land it would spread them over hills and reservoirs too, where no park can stand. The sites
without a position are put where they may stand, again and again: what they could undo or bring about cannot be said.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.point_patterns import (
    ALPHA,
    DRAWS,
    NO_EVIDENCE,
    SEED,
    TOO_FEW,
    UNKNOWN,
    colocation,
    mean_nearest,
    nearest_neighbour_index,
    p_among,
    spots_of,
    thrown,
    two_sided,
)
from geoplan.analysis.position_error import interval
from geoplan.analysis.possible_ground import possible_ground, scattered
from geoplan.analysis.similarity import KM, site_points
from geoplan.analysis.specialisation import OWN_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.crs.metric import metric_crs_for
from geoplan.geodata.boundaries import counties_in

NEAR_KM: Final = 4.0  # land this near a site is where sites could stand
SCATTERS: Final = 20  # times that sites without a position are placed anew
SCATTER_DRAWS: Final = 499  # dealings at each: enough to reach 0.05 in a table of a dozen branches
_FINE: Final = 20.0  # metres by which the outline of the land may stray

_COLUMNS: Final = [
    *("industry_id", "carriers", "n", "outside", "unplaced", "among_expected_km", "among_p_value", "among_p_error"),
    *("among_p_holm", "among_p_low", "among_p_high", "among_verdict", "index", "displaced_low", "displaced_high"),
    *("mean_nn_km", "expected_nn_km", "p_value", "p_error", "p_holm", "p_low", "p_high", "verdict"),
]


def clustering_table(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    scope: str = "350200",
    bases: Collection[str] = OWN_BASES,
    study_area: gpd.GeoDataFrame | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Tell of each branch whether its sites stand in clusters.

    Parameters
    ----------
    catalogue, site_ids, scope, bases : Catalogue, collection of str, str, collection of str
        Whose sites, which of them, in the region of which adcode, and the bases of designation that count.
    study_area : GeoDataFrame, optional
        Where sites could stand, in any CRS, as far as it lies within `NEAR_KM` of any of the sites; by default the
        counties of the scope.

    Returns
    -------
    DataFrame
        One row a branch, in the vocabulary's order: ``industry_id``, ``carriers`` (designated in the scope), ``n``
        (different spots in the study area; see `site_points`), ``outside`` (spots outside it), ``unplaced`` (carriers
        without a position); against as many sites of any branch chosen at random (`colocation`)
        ``among_expected_km``, ``among_p_value``, ``among_p_error``, ``among_p_holm``, ``among_p_low``,
        ``among_p_high``, ``among_verdict``; against points on the land (`nearest_neighbour_index`) ``index``,
        ``displaced_low``, ``displaced_high`` (the index with every point displaced within its radius, which draws any
        pattern towards chance), ``mean_nn_km``, ``expected_nn_km``, ``p_value``, ``p_error``, ``p_holm``, ``p_low``,
        ``p_high``, ``verdict``. ``p_error`` is the standard error of p from the number of draws, √(p (2 − p) / draws),
        for p is twice a share of them; ``p_holm`` is p corrected for the number of branches (`holm`): it makes the
        verdict. ``p_low`` and ``p_high`` bound it, see `corrected_p_bounds`; where it and its bounds lie on both sides
        of `ALPHA` the verdict is ``unknown``, whether a pattern was found or not.

    Raises
    ------
    ValueError
        The scope is not in the study area, or the study area has no area.
    """
    area = counties_in(scope) if study_area is None else study_area
    if area.empty:
        raise ValueError(
            f"scope {scope} is no region of the study area" if study_area is None else "study_area is empty"
        )
    area = area.to_crs(metric_crs_for(area))
    rows = designations_on(catalogue, sites_within(catalogue, catalogue.sites.index.tolist(), scope), bases)
    rows = rows if site_ids is None else rows[rows["site_id"].isin(list(site_ids))]
    rows = rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))
    carriers = rows.groupby("branch")["site_id"].agg(set)
    everywhere = site_points(catalogue, rows["site_id"].unique().tolist(), bases, area.crs)
    land = area.union_all()
    points = everywhere[everywhere.intersects(land)]
    near = land.intersection(points.buffer(NEAR_KM * KM).union_all()) if len(points) else land
    near = shapely.simplify(near, _FINE)
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    unplaced = {branch: carriers.get(branch, set()) - catalogue.placed for branch in branches}
    table = []
    for branch in branches:
        alone = nearest_neighbour_index(points[points[branch]], near, draws, seed)
        among = colocation(points, branch, branch, draws, seed)
        row = {
            "industry_id": branch,
            "carriers": len(carriers.get(branch, set())),
            "n": alone.n,
            "outside": len(spots_of(everywhere[everywhere[branch]])) - len(spots_of(points[points[branch]])),
            "unplaced": len(unplaced[branch]),
            "among_expected_km": among.expected_m / KM,
            "among_p_value": among.p_value,
            "among_verdict": among.verdict,
            "index": alone.index,
            "displaced_low": alone.index_low,
            "displaced_high": alone.index_high,
            "mean_nn_km": alone.mean_m / KM,
            "expected_nn_km": alone.expected_m / KM,
            "p_value": alone.p_value,
            "verdict": alone.verdict,
        }
        table.append(row)
    frame = pd.DataFrame(table).set_index("industry_id")
    bounds = corrected_p_bounds(catalogue, points, unplaced, near, frame, draws, seed)
    return _judged(frame.join(bounds), draws).reset_index()[_COLUMNS]


def corrected_p_bounds(
    catalogue: Catalogue,
    points: gpd.GeoDataFrame,
    unplaced: dict[str, set[str]],
    ground: shapely.Geometry,
    tested: pd.DataFrame,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Bound corrected p values by putting the sites without a position where they may stand, again and again.

    Each is put anywhere on its possible ground, as far as that is ground of the test, at one spot for all its branches;
    all branches are tested anew and corrected for their number together. A branch may be moved by the sites of others:
    among sites they are what it is compared with.

    Parameters
    ----------
    points : GeoDataFrame
        `geoplan.analysis.similarity.site_points` of the sites with a position, in metres.
    unplaced : dict of str to set of str
        The sites without a position, by branch.
    ground : Geometry
        The land of the test, in the same system.
    tested : DataFrame
        By branch ``p_value`` and ``among_p_value`` of the sites with a position; NaN where too few are known.
    draws, seed : int
        Scatters of points over the land, and what seeds all draws.

    Returns
    -------
    DataFrame
        By branch ``p_low``, ``p_high``, ``among_p_low``, ``among_p_high``: the 5th and the 95th percentile of the
        corrected p over `SCATTERS` placements; NaN where nothing was tested, or no site is to be placed.
    """
    branches = tested.index
    may = possible_ground(catalogue, sorted(set().union(*unplaced.values())), points.crs)
    may = may.set_geometry(may.intersection(ground))  # chance knows no other ground
    may = may[may.area > 0]
    carried = np.array([[site in unplaced[branch] for branch in branches] for site in may["site_id"]], dtype=bool)
    carried = carried.reshape(len(may), len(branches))
    fixed = spots_of(points, branches)
    xy, labels = fixed[["x", "y"]].to_numpy(), fixed[list(branches)].to_numpy(dtype=bool)
    loose = scattered(may, SCATTERS, seed)
    on_land, among = (np.tile(tested[p].to_numpy(dtype=float), (SCATTERS, 1)) for p in ("p_value", "among_p_value"))
    for j in np.flatnonzero(tested["p_value"].notna() & carried.any(axis=0)):
        mine, more = xy[labels[:, j]], loose[:, carried[:, j]]
        chance = np.array([mean_nearest(one) for one in thrown(ground, len(mine) + more.shape[1], draws, seed)])
        on_land[:, j] = [two_sided(mean_nearest(np.concatenate([mine, one])), chance) for one in more]
    every = np.concatenate([labels, carried])
    for i, one in enumerate(loose if len(may) else ()):
        for j in np.flatnonzero(tested["among_p_value"].notna()):
            among[i, j] = p_among(np.concatenate([xy, one]), every[:, j], SCATTER_DRAWS, seed)
    p_low, p_high = interval(np.array([holm(p) for p in on_land]))
    among_low, among_high = interval(np.array([holm(p) for p in among]))
    bounds = {"p_low": p_low, "p_high": p_high, "among_p_low": among_low, "among_p_high": among_high}
    return pd.DataFrame(bounds if len(may) else dict.fromkeys(bounds, np.nan), index=branches)


def _judged(table: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Correct the p values for their number, and judge by these and by what the unplaced could make of them."""
    for prefix in ("", "among_"):
        p = table[f"{prefix}p_value"].to_numpy(dtype=float)
        table[f"{prefix}p_error"] = np.sqrt(p * (2 - p) / max(draws, 1))
        table[f"{prefix}p_holm"] = holm(p)
        few = table[f"{prefix}verdict"] == TOO_FEW
        known = table[[f"{prefix}p_holm", f"{prefix}p_low", f"{prefix}p_high"]]
        crosses = (known <= ALPHA).any(axis=1) & (known > ALPHA).any(axis=1)
        lost = table[f"{prefix}p_holm"] > ALPHA
        verdict = table[f"{prefix}verdict"].mask(lost, NO_EVIDENCE).mask(crosses, UNKNOWN)
        table[f"{prefix}verdict"] = verdict.mask(few, TOO_FEW)
    return table
