"""Registers of enterprises that do not exist, for demonstrations, tests and measurements.

They look like real ones in what counting heeds: enterprises crowd in and around parks and towns, few classes of
industry have most of them, a park has classes of its own, and more are founded every year. Nothing in them is a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

CHUNK: Final = 1 << 17  # rows made at a time, each from a seed of its own: a longer register begins like a shorter one
LABEL: Final = "synthetic"  # a column of every register, and part of every file's name
METADATA: Final = {b"geoplan": b"synthetic register: no enterprise in it exists"}
_NEAR: Final = (0.55, 0.35, 0.10)  # shares in and around parks, around towns, anywhere
_OWN: Final = 0.5  # share of enterprises of a park in its own classes
_YEARS: Final = (1985, 2025)
_CLOSED: Final = 0.3  # share that has closed
_DEGREE: Final = 111_320.0  # metres of a degree of latitude


def synthetic_register(
    parks: NDArray[np.object_],
    towns: NDArray[np.float64],
    codes: list[str],
    n: int,
    seed: int = 0,
    without_position: float = 0.01,
) -> Iterator[pa.Table]:
    """Make a register.

    Parameters
    ----------
    parks : ndarray of Geometry
        EPSG:4326; areas or positions.
    towns : ndarray of float
        (m, 2) longitude and latitude.
    codes : list of str
        The classes of GB/T 4754.
    n : int
        Rows.
    seed : int
        The same one makes the same register.
    without_position : float
        Share of rows without coordinates.

    Yields
    ------
    pyarrow.Table
        ``enterprise_id`` (SYN-…), ``lon``, ``lat`` (EPSG:4326), ``gbt_code``, ``founded``, ``closed`` (days),
        ``capital`` (10,000 yuan), ``staff``, ``synthetic`` (true in each row).
    """
    world = np.random.default_rng([seed, 0])
    west, south, east, north = shapely.total_bounds(parks)
    box = (
        (min(west, towns[:, 0].min()), min(south, towns[:, 1].min())),
        (max(east, towns[:, 0].max()), max(north, towns[:, 1].max())),
    )
    bounds = shapely.bounds(parks)
    middles = np.column_stack([bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)])
    reach = np.maximum((bounds[:, 2:] - bounds[:, :2]) / 2, 500 / _DEGREE)
    popular = _zipf(world, len(parks)), _zipf(world, len(towns)), _zipf(world, len(codes))
    own = world.integers(0, len(codes), (len(parks), 4))
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        rng = np.random.default_rng([seed, 1, start])
        # All of a chunk is drawn even where less is wanted, or a shorter register would differ from a longer one.
        kind = rng.choice(3, CHUNK, p=_NEAR)
        park, town = rng.choice(len(parks), CHUNK, p=popular[0]), rng.choice(len(towns), CHUNK, p=popular[1])
        spread = rng.normal(0, 1, (CHUNK, 2))
        xy = rng.uniform(*box, (CHUNK, 2))
        xy[kind == 0] = (middles[park] + 0.7 * spread * reach[park])[kind == 0]
        xy[kind == 1] = (towns[town] + spread * 3_000 / _DEGREE)[kind == 1]
        xy[rng.random(CHUNK) < without_position] = np.nan
        code = rng.choice(len(codes), CHUNK, p=popular[2])
        at_home = (kind == 0) & (rng.random(CHUNK) < _OWN)
        code[at_home] = own[park, rng.integers(0, own.shape[1], CHUNK)][at_home]
        yield _table(rng, start, xy, np.array(codes, dtype=object)[code]).slice(0, size)


def _table(rng: np.random.Generator, start: int, xy: NDArray[np.float64], code: NDArray[np.object_]) -> pa.Table:
    n = len(xy)
    first, last = (
        np.datetime64(f"{year}-01-01").astype("datetime64[D]").astype(int) for year in (_YEARS[0], _YEARS[1] + 1)
    )
    founded = (first + (last - first) * np.sqrt(rng.random(n))).astype(int)
    closed = founded + rng.exponential(2_500, n).astype(int) + 30
    open_ = (rng.random(n) > _CLOSED) | (closed >= last)
    missing = np.isnan(xy[:, 0])
    columns = {
        "enterprise_id": pa.array([f"SYN-{i:010d}" for i in range(start + 1, start + n + 1)]),
        "lon": pa.array(np.round(xy[:, 0], 6), mask=missing),
        "lat": pa.array(np.round(xy[:, 1], 6), mask=missing),
        "gbt_code": pa.array(code, pa.string()),
        "founded": pa.array(founded.astype("datetime64[D]")),
        "closed": pa.array(closed.astype("datetime64[D]"), mask=open_),
        "capital": pa.array(np.round(rng.lognormal(5, 1.6, n), 2)),
        "staff": pa.array(np.ceil(rng.lognormal(2, 1.2, n)).astype(int)),
        LABEL: pa.array(np.ones(n, dtype=bool)),
    }
    return pa.table(columns).replace_schema_metadata(METADATA)


def _zipf(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """Shares of n by their rank, one over it, in an order drawn at random."""
    weight = 1 / np.arange(1, n + 1)
    return rng.permutation(weight / weight.sum())
