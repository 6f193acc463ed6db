"""Whether an industry's sites stand in clusters: against chance over the land, and against chance among sites.

Chance among sites leaves each where it is and deals the industries anew. Chance over the land spreads points over the
land near any site; over all land it would spread them over hills and reservoirs too, where no park can stand. All
draws are seeded: the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.point_grid import random_points
from geoplan.analysis.possible_ground import possible_ground, scattered
from geoplan.analysis.similarity import KM, site_points
from geoplan.analysis.specialisation import OWN_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.crs.metric import metric_crs_for, require_metric
from geoplan.geodata.boundaries import counties_in

MIN_POINTS: Final = 8  # fewer points show no pattern that one more could not undo
ALPHA: Final = 0.05  # a pattern this rare by chance is called one
DRAWS, DISPLACEMENTS, SEED = 1999, 99, 20260101
_FINE: Final = 20.0  # metres by which the outline of the land may stray
NEAR_KM: Final = 4.0  # land this near a site is where sites could stand
SCATTERS: Final = 20  # times that sites without a position are placed anew

CLUSTERED, DISPERSED, NEARER, FARTHER = "clustered", "dispersed", "nearer", "farther"
NO_EVIDENCE, TOO_FEW, UNKNOWN = "no evidence", "too few", "unknown"

_COLUMNS: Final = [
    *("industry_id", "carriers", "n", "outside", "unplaced", "among_expected_km", "among_p_value", "among_p_error"),
    *("among_p_holm", "among_verdict", "index", "displaced_low", "displaced_high", "mean_nn_km", "expected_nn_km"),
    *("p_value", "p_error", "p_holm", "p_low", "p_high", "verdict"),
]


@dataclass(frozen=True)
class NearestNeighbours:
    """How far points stand from their nearest neighbours: see `nearest_neighbour_index`."""

    n: int  # different spots in the study area
    outside: int  # spots left out, for they lie outside it
    index: float = np.nan  # Clark and Evans' R: below 1 clustered, above 1 dispersed
    index_low: float = np.nan  # the middle 90 % of R when every point is anywhere within its radius
    index_high: float = np.nan
    mean_m: float = np.nan  # observed mean distance to the nearest neighbour
    expected_m: float = np.nan  # its mean over the simulations
    p_value: float = np.nan
    verdict: str = TOO_FEW


@dataclass(frozen=True)
class Colocation:
    """Whether points of one label stand near those of another: see `colocation`."""

    n_a: int
    n_b: int
    n: int  # spots with or without a label
    mean_m: float = np.nan  # mean distance from an a to the nearest other b
    expected_m: float = np.nan  # its mean over the random labellings
    p_value: float = np.nan
    verdict: str = TOO_FEW


def nearest_neighbour_index(
    points: gpd.GeoDataFrame | gpd.GeoSeries, study_area: shapely.Geometry, draws: int = DRAWS, seed: int = SEED
) -> NearestNeighbours:
    """Tell whether points stand closer together than as many points scattered over the study area.

    R is the observed mean distance to the nearest neighbour over 0.5 / √(n / A). Source: P. J. Clark and F. C. Evans,
    *Ecology* 35 (1954) 445–453. That expectation knows no edges, so R is only reported; the verdict compares the
    observed mean with points scattered over the same area, edges and all (J. Besag and P. J. Diggle, *Applied
    Statistics* 26 (1977) 327–333). Points at one spot count once: a laboratory drawn on its park is no cluster.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Points in metres; ``radius_m`` (each position is this sure) gives the index an interval. As displacing draws
        any pattern towards chance, the interval may lie to one side of the index.
    study_area : Geometry
        Polygons where points could lie, in the same system.
    draws, seed : int
        How many simulations, and what seeds them and the displacements.

    Returns
    -------
    NearestNeighbours
        Lengths in metres. ``p_value`` is two-sided, 2 (1 + simulations as far out) / (draws + 1); with fewer than
        `MIN_POINTS` spots it is NaN and the verdict ``too few``, else ``clustered``, ``dispersed`` or
        ``no evidence``. Without radii the interval is NaN.

    Raises
    ------
    ValueError
        The points are in degrees or no points, or the study area has no area.
    """
    if not shapely.area(study_area) > 0:
        raise ValueError("study_area has no area; give polygons in metres")
    spots = _spots(points)
    inside = shapely.intersects_xy(study_area, spots["x"], spots["y"])
    outside, n, spots = int((~inside).sum()), int(inside.sum()), spots[inside]
    xy = spots[["x", "y"]].to_numpy()
    if n < 2:
        return NearestNeighbours(n, outside)
    mean = _mean_nearest(xy)
    simulated = np.array([_mean_nearest(chance) for chance in _scattered(study_area, n, draws, seed)])
    displaced = np.quantile(_displaced_means(xy, spots["radius_m"].to_numpy(), seed), [0.05, 0.95])
    index, low, high = (np.array([mean, *displaced]) / (0.5 / np.sqrt(n / shapely.area(study_area)))).tolist()
    p_value, expected = two_sided(mean, simulated) if n >= MIN_POINTS else np.nan, float(simulated.mean())
    verdict = verdict_of(p_value, mean < expected, CLUSTERED, DISPERSED)
    return NearestNeighbours(n, outside, index, low, high, mean, expected, p_value, verdict)


def colocation(points: gpd.GeoDataFrame, a: str, b: str, draws: int = DRAWS, seed: int = SEED) -> Colocation:
    """Tell whether points labelled `a` stand nearer to others labelled `b` than labels dealt at random would.

    The points stay where they are; the labels of each are dealt anew together, so that as many have both. Source:
    P. J. Diggle, *Statistical Analysis of Spatial Point Patterns* (2nd ed., 2003), on random labelling. With `a` and
    `b` the same label it tells whether that label is clustered among all points. Points at one spot count once, with
    the labels of all.

    Parameters
    ----------
    points : GeoDataFrame
        Points in metres, with columns `a` and `b` of truth values; points with neither take part in the dealing.

    Returns
    -------
    Colocation
        Metres. ``p_value`` is two-sided; with fewer than `MIN_POINTS` of either label it is NaN and the verdict
        ``too few``, else ``nearer``, ``farther`` or ``no evidence``.

    Raises
    ------
    ValueError
        The points are in degrees, or no points.
    """
    spots = _spots(points, [a, b])
    xy, is_a, is_b = spots[["x", "y"]].to_numpy(), spots[a].to_numpy(dtype=bool), spots[b].to_numpy(dtype=bool)
    n_a, n_b, n = int(is_a.sum()), int(is_b.sum()), len(spots)
    if min(n_a, n_b) < MIN_POINTS:
        return Colocation(n_a, n_b, n)
    apart = np.hypot(*(xy[:, None, :] - xy).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)  # no spot is its own neighbour

    def mean_nearest(order: np.ndarray) -> float:
        return float(apart[np.ix_(order[is_a], order[is_b])].min(axis=1).mean())

    rng = np.random.default_rng(seed)
    mean = mean_nearest(np.arange(n))
    dealt = np.array([mean_nearest(rng.permutation(n)) for _ in range(draws)])
    p_value, expected = two_sided(mean, dealt), float(dealt.mean())
    return Colocation(n_a, n_b, n, mean, expected, p_value, verdict_of(p_value, mean < expected, NEARER, FARTHER))


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
        ``among_expected_km``, ``among_p_value``, ``among_p_error``, ``among_p_holm``, ``among_verdict``; against
        points on the land (`nearest_neighbour_index`) ``index``, ``displaced_low``, ``displaced_high`` (the index
        with every point displaced within its radius, which draws any pattern towards chance), ``mean_nn_km``,
        ``expected_nn_km``, ``p_value``, ``p_error``, ``p_holm``, ``verdict``. ``p_error`` is the standard error of p
        from the number of draws, √(p (2 − p) / draws), for p is twice a share of them; ``p_holm`` is p corrected for
        the number of branches (`holm`): it makes the verdict. ``p_low`` and ``p_high`` are the least and the greatest
        p with the unplaced sites at `SCATTERS` places of the same land where they may stand; where these lie on both
        sides of `ALPHA` a pattern is ``unknown``.

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
    table = []
    for branch in catalogue.industries.index[catalogue.industries["depth"] == 0]:
        of = carriers.get(branch, set())
        unplaced = sorted(of - catalogue.placed)
        alone = nearest_neighbour_index(points[points[branch]], near, draws, seed)
        among = colocation(points, branch, branch, draws, seed)
        ground = possible_ground(catalogue, unplaced, area.crs)
        ground = ground.set_geometry(ground.intersection(near))  # chance knows no other ground
        loose = scattered(ground[ground.area > 0], SCATTERS, seed)
        tested = loose.shape[1] and alone.n >= MIN_POINTS
        p_low, p_high = _p_range(points[points[branch]], near, loose, draws, seed) if tested else 2 * (np.nan,)
        outside = len(_spots(everywhere[everywhere[branch]])) - len(_spots(points[points[branch]]))
        figures = [branch, len(of), alone.n, outside, len(unplaced), among.expected_m / KM, among.p_value, np.nan]
        figures += [np.nan, among.verdict, alone.index, alone.index_low, alone.index_high, alone.mean_m / KM]
        figures += [alone.expected_m / KM, alone.p_value, np.nan, np.nan, p_low, p_high, alone.verdict]
        table.append(figures)
    return _corrected(pd.DataFrame(table, columns=_COLUMNS), draws)


def _corrected(table: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Correct the p values for their number and judge by what is left of them."""
    for prefix in ("", "among_"):
        p = table[f"{prefix}p_value"].to_numpy(dtype=float)
        table[f"{prefix}p_error"] = np.sqrt(p * (2 - p) / max(draws, 1))
        table[f"{prefix}p_holm"] = holm(p)
        lost = (table[f"{prefix}p_holm"] > ALPHA) & ~table[f"{prefix}verdict"].isin([TOO_FEW])
        table[f"{prefix}verdict"] = table[f"{prefix}verdict"].mask(lost, NO_EVIDENCE)
    crosses = (table["p_low"] <= ALPHA) & (table["p_high"] > ALPHA)
    found = table["verdict"].isin([CLUSTERED, DISPERSED])
    return table.assign(verdict=table["verdict"].mask(crosses & found, UNKNOWN))


def _p_range(
    points: gpd.GeoDataFrame, ground: shapely.Geometry, loose: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    """The least and the greatest p with further points (scatters, m, 2) in their places."""
    xy = _spots(points)[["x", "y"]].to_numpy()
    n = len(xy) + loose.shape[1]
    simulated = np.array([_mean_nearest(chance) for chance in _scattered(ground, n, draws, seed)])
    p = [two_sided(_mean_nearest(np.concatenate([xy, more])), simulated) for more in loose]
    return min(p), max(p)


def _spots(points: gpd.GeoDataFrame | gpd.GeoSeries, labels: Collection[str] = ()) -> pd.DataFrame:
    """``x``, ``y``, ``radius_m`` (NaN unknown) and labels, once a spot (to the metre), in an order of their own."""
    require_metric(points, "points")
    shapes = points.geometry
    if not (shapes.geom_type == "Point").all():
        raise ValueError("points holds other geometries than points; take their centroids and rerun")
    known = [name for name in ("radius_m", *labels) if name in points]
    frame = pd.DataFrame({"x": shapes.x, "y": shapes.y, "radius_m": np.nan, **{name: points[name] for name in known}})
    return frame.groupby([frame["x"].round(), frame["y"].round()]).max().reset_index(drop=True)


def _mean_nearest(xy: np.ndarray) -> float:
    from scipy.spatial import KDTree

    return float(KDTree(xy).query(xy, k=2)[0][:, 1].mean())


def _scattered(study_area: shapely.Geometry, n: int, draws: int, seed: int) -> np.ndarray:
    """(draws, n, 2): as many points as there are, anywhere in the area, each time anew."""
    return random_points(study_area, n * draws, seed).reshape(draws, n, 2)


def _displaced_means(xy: np.ndarray, radius: np.ndarray, seed: int) -> np.ndarray:
    """Mean nearest-neighbour distances with every point anywhere, evenly, in the disc of its radius."""
    if np.isnan(radius).any():
        return np.full(DISPLACEMENTS, np.nan)
    rng = np.random.default_rng(seed)
    u, v = rng.random((2, DISPLACEMENTS, len(xy)))
    reach, angle = radius * np.sqrt(u), 2 * np.pi * v  # the root, for a disc's area grows with the square of its radius
    steps = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=2)
    return np.array([_mean_nearest(xy + step) for step in steps])


def two_sided(observed: float, simulated: np.ndarray) -> float:
    """Give a two-sided pseudo p: twice the smaller tail, for mean distances are skewed.

    Source: A. C. A. Hope, *Journal of the Royal Statistical Society* B 30 (1968) 582–598; what is observed is a draw.

    Returns
    -------
    float
        At most 1.
    """
    alike = 1e-9 * abs(observed)  # sums in another order
    tail = min((simulated <= observed + alike).sum(), (simulated >= observed - alike).sum())
    return float(min(1.0, 2 * (1 + tail) / (1 + len(simulated))))


def verdict_of(p_value: float, below: bool, if_below: str, if_above: str) -> str:
    """Put a test into a word: one of the two given, ``no evidence``, or ``too few`` where p is NaN."""
    if not p_value <= ALPHA:
        return TOO_FEW if np.isnan(p_value) else NO_EVIDENCE
    return if_below if below else if_above
