"""Whether points stand in clusters: against points thrown on the same ground, and against labels dealt anew.

All draws are seeded: the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.point_grid import random_points
from geoplan.crs.metric import require_metric
from geoplan.geodata.prepared_copies import prepared_copies

MIN_POINTS: Final = 8  # fewer points show no pattern that one more could not undo
ALPHA: Final = 0.05  # a pattern this rare by chance is called one
DRAWS, DISPLACEMENTS, SEED = 1999, 99, 20260101

CLUSTERED, DISPERSED, NEARER, FARTHER = "clustered", "dispersed", "nearer", "farther"
NO_EVIDENCE, TOO_FEW, UNKNOWN = "no evidence", "too few", "unknown"


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
    spots = spots_of(points)
    inside = shapely.intersects_xy(prepared_copies(study_area), spots["x"], spots["y"])
    outside, n, spots = int((~inside).sum()), int(inside.sum()), spots[inside]
    xy = spots[["x", "y"]].to_numpy()
    if n < 2:
        return NearestNeighbours(n, outside)
    mean = mean_nearest(xy)
    simulated = np.array([mean_nearest(chance) for chance in thrown(study_area, n, draws, seed)])
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
    spots = spots_of(points, [a, b])
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


def p_among(xy: np.ndarray, labelled: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> float:
    """The p of `colocation` of one label with itself: (n, 2) spots, and which of them bear the label."""
    apart = np.hypot(*(xy[:, None, :] - xy).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    n, rng = int(labelled.sum()), np.random.default_rng(seed)

    def mean_of(chosen: np.ndarray) -> float:
        return float(apart[np.ix_(chosen, chosen)].min(axis=1).mean())

    dealt = np.array([mean_of(rng.permutation(len(xy))[:n]) for _ in range(draws)])
    return two_sided(mean_of(np.flatnonzero(labelled)), dealt)


def spots_of(points: gpd.GeoDataFrame | gpd.GeoSeries, labels: Collection[str] = ()) -> pd.DataFrame:
    """``x``, ``y``, ``radius_m`` (NaN unknown) and labels, once a spot (to the metre), in an order of their own."""
    require_metric(points, "points")
    shapes = points.geometry
    if not (shapes.geom_type == "Point").all():
        raise ValueError("points holds other geometries than points; take their centroids and rerun")
    known = [name for name in ("radius_m", *labels) if name in points]
    frame = pd.DataFrame({"x": shapes.x, "y": shapes.y, "radius_m": np.nan, **{name: points[name] for name in known}})
    return frame.groupby([frame["x"].round(), frame["y"].round()]).max().reset_index(drop=True)


def mean_nearest(xy: np.ndarray) -> float:
    """The mean distance of (n, 2) points, at least two, to their nearest neighbours."""
    from scipy.spatial import KDTree

    return float(KDTree(xy).query(xy, k=2)[0][:, 1].mean())


def thrown(study_area: shapely.Geometry, n: int, draws: int, seed: int) -> np.ndarray:
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
    return np.array([mean_nearest(xy + step) for step in steps])


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
