"""Whether neighbouring counties are alike in what they hold: Moran's I."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geoplan.analysis.point_patterns import CLUSTERED, DISPERSED, NO_EVIDENCE, SEED, TOO_FEW, two_sided, verdict_of
from geoplan.crs.metric import require_metric

MIN_AREAS: Final = 30  # fewer areas leave Moran's I next to no power
PERMUTATIONS: Final = 999


@dataclass(frozen=True)
class Autocorrelation:
    """Whether neighbouring areas are alike: see `county_autocorrelation`."""

    n: int  # areas with a value
    islands: int = 0  # of them, those without a neighbour, joined to the nearest area
    index: float = np.nan  # Moran's I
    expected: float = np.nan  # its mean by chance, -1 / (n - 1)
    p_value: float = np.nan
    verdict: str = TOO_FEW


def county_autocorrelation(
    values: pd.Series, counties: gpd.GeoDataFrame, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Autocorrelation:
    """Tell whether neighbouring counties have like values: Moran's I over row-standardised queen contiguity.

    Source: P. A. P. Moran, *Biometrika* 37 (1950) 17–23; computed by ``esda.Moran``, but for the permutations, which
    it draws from a generator that all threads share. An island neighbours the nearest area.

    Parameters
    ----------
    values : Series
        By adcode; a missing one is not taken for zero.
    counties : GeoDataFrame
        ``adcode`` and polygons in metres; those without a value are left out.
    permutations, seed : int
        How often the values are dealt anew, and what seeds it.

    Returns
    -------
    Autocorrelation
        Dimensionless; ``p_value`` is two-sided. With fewer than `MIN_AREAS` areas it is NaN and the verdict
        ``too few``, else ``clustered`` (neighbours alike), ``dispersed`` (neighbours unlike) or ``no evidence``.

    Raises
    ------
    ValueError
        The counties are in degrees.
    """
    require_metric(counties, "counties")
    known = values.dropna()
    adcodes = sorted(set(counties["adcode"]) & set(known.index))
    y = known.loc[adcodes].to_numpy(dtype=float)
    n = len(y)
    if n < 4:
        return Autocorrelation(n)
    from esda.moran import Moran

    neighbours, islands = _neighbours(counties, adcodes)
    expected, z = -1.0 / (n - 1), y - y.mean()
    if np.ptp(y) == 0:  # every dealing of the values is the same
        return Autocorrelation(n, islands, np.nan, expected, *((1.0, NO_EVIDENCE) if n >= MIN_AREAS else ()))
    index = float(Moran(y, neighbours, permutations=0).I)
    dealt = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    lagged = (neighbours.transform("r").sparse @ dealt.T).T
    p_value = two_sided(index, (dealt * lagged).sum(axis=1) / (z @ z)) if n >= MIN_AREAS else np.nan
    verdict = verdict_of(p_value, index > expected, CLUSTERED, DISPERSED)
    return Autocorrelation(n, islands, index, expected, p_value, verdict)


def moran_indices(values: np.ndarray, adcodes: Sequence[str], counties: gpd.GeoDataFrame) -> np.ndarray:
    """Compute Moran's I of many sets of values over the same areas, as `county_autocorrelation` does of one.

    Parameters
    ----------
    values : ndarray
        (sets, areas), none missing.
    adcodes : sequence of str
        Of the areas, sorted.
    counties : GeoDataFrame
        ``adcode`` and polygons in metres.

    Returns
    -------
    ndarray
        One a set; NaN where all values are alike.
    """
    return _indices(values, _neighbours(counties, list(adcodes))[0].transform("r").sparse)


def moran_p_values(
    values: np.ndarray,
    adcodes: Sequence[str],
    counties: gpd.GeoDataFrame,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> np.ndarray:
    """Test many sets of values over the same areas, as `county_autocorrelation` does one.

    Parameters
    ----------
    values, adcodes, counties : ndarray, sequence of str, GeoDataFrame
        See `moran_indices`.
    permutations, seed : int
        How often each set is dealt anew, and what seeds it.

    Returns
    -------
    ndarray
        Two-sided p, one a set; 1 where all values are alike.
    """
    weights = _neighbours(counties, list(adcodes))[0].transform("r").sparse
    p_values = np.ones(len(values))
    for i, (one, index) in enumerate(zip(values, _indices(values, weights), strict=True)):
        if not np.isnan(index):
            dealt = np.random.default_rng(seed).permuted(np.tile(one, (permutations, 1)), axis=1)
            p_values[i] = two_sided(float(index), _indices(dealt, weights))
    return p_values


def _indices(values: np.ndarray, weights: Any) -> np.ndarray:
    """Moran's I of each row, with row-standardised weights (their sum is the number of areas)."""
    z = values - values.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        indices: np.ndarray = (z * (weights @ z.T).T).sum(axis=1) / (z * z).sum(axis=1)
    return indices


def _neighbours(counties: gpd.GeoDataFrame, adcodes: list[str]) -> tuple[Any, int]:
    """Who borders on whom, and how many islands were joined to the nearest area."""
    areas = counties[counties["adcode"].isin(adcodes)].sort_values("adcode").geometry
    return _graph(tuple(adcodes), tuple(areas.to_wkb()))


@lru_cache(maxsize=8)
def _graph(adcodes: tuple[str, ...], shapes: tuple[bytes, ...]) -> tuple[Any, int]:
    """The graph of the same areas is asked for again and again, and takes longer than all the rest."""
    from libpysal.graph import Graph

    areas = gpd.GeoSeries.from_wkb(list(shapes), index=pd.Index(adcodes, name="adcode"))
    queen = Graph.build_contiguity(areas, rook=False)
    islands = list(queen.isolates)
    nearest = {(island, areas.drop(island).distance(areas[island]).idxmin()) for island in islands}
    links = set(queen.adjacency.drop(islands).index) | nearest | {(b, a) for a, b in nearest}
    return Graph.from_arrays(*zip(*sorted(links), strict=True), np.ones(len(links))), len(islands)
