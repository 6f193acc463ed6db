"""Circular windows over a register in which an industry is denser than in the whole, each tested."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.spatial import cKDTree
from scipy.special import rel_entr

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.point_patterns import ALPHA
from geoplan.registers.code_masks import CodeMasks
from geoplan.registers.designated_quotient import concentration_p

RADIUS: Final = 1000.0  # metres, of a window
FEWEST: Final = 10  # enterprises of a window, of whatever industry, below which it is not tested


def density_windows(xy: NDArray[np.float64], stock: csr_array, masks: CodeMasks) -> tuple[pd.DataFrame, int]:
    """Find the windows in which industries are concentrated; of overlapping ones the strongest.

    A window is the disc of `RADIUS` around the middle of each cell with an enterprise, and holds the cells whose
    middle lies in it. Its test is that of `geoplan.registers.designated_quotient`, its enterprises of unknown industry
    counted as of others; all windows and industries are one table of tests, corrected by Holm's method. Then, by
    industry, the window of the least p is taken, those that overlap it are left out, and so on. Source for that: M.
    Kulldorff, *Communications in Statistics: Theory and Methods* 26 (1997) 1481-1496, secondary clusters.

    Parameters
    ----------
    xy : ndarray of float
        Middles of the cells, metres.
    stock : csr_array
        Enterprises, cells by codes.
    masks : CodeMasks
        Of each industry.

    Returns
    -------
    windows : DataFrame
        Those of least p first: ``industry`` and ``cell`` (positions), ``enterprises`` (of which it is known whether
        they are of the industry), ``matching``, ``expected`` (with the share of the whole), ``quotient``, ``p``,
        ``p_holm``.
    n : int
        Tests.
    """
    matching, unknown = (stock @ mask.T.astype(np.int64) for mask in masks)
    total = np.asarray(stock.sum(axis=1)).reshape(-1, 1)
    near = _within(xy)
    of_industry, known = matching.sum(axis=0), (total - unknown).sum(axis=0)
    all_here = near @ total
    large = np.flatnonzero(all_here[:, 0] >= FEWEST)
    k, undecided, n = (near[large] @ matching), (near[large] @ unknown), all_here[large]
    whole = known + undecided
    cell, industry = np.nonzero(k * whole > n * of_industry)  # a window with less than its share is no peak at p = 1
    k, n, undecided, whole = k[cell, industry], n[cell, 0], undecided[cell, industry], whole[cell, industry]
    p = concentration_p(k, n, of_industry[industry], whole)
    tests = len(large) * matching.shape[1]
    share = of_industry[industry] / whole
    evidence = n * (rel_entr(k / n, share) + rel_entr(1 - k / n, 1 - share))  # parts what is too rare for a number
    corrected = holm(np.concatenate([p, np.ones(tests - len(p))]))[: len(p)]
    expected = (n - undecided) * of_industry[industry] / known[industry]
    table = pd.DataFrame(
        {
            "industry": industry,
            "cell": large[cell],
            "enterprises": n - undecided,
            "matching": k,
            "expected": expected,
            "quotient": k / expected,
            "p": p,
            "p_holm": corrected,
            "evidence": evidence,
        }
    )
    table = table[table["p_holm"] <= ALPHA].sort_values(["industry", "p", "evidence"], ascending=[True, True, False])
    strongest = _apart(table, xy).sort_values(["p", "evidence"], ascending=[True, False], kind="stable")
    return strongest.drop(columns="evidence").reset_index(drop=True), tests


def _within(xy: NDArray[np.float64]) -> csr_array:
    """Which cells lie in the window of which, 1 for each."""
    n = len(xy)
    a, b = cKDTree(xy).query_pairs(RADIUS, output_type="ndarray").T if n else np.empty((2, 0), dtype=int)
    itself = np.arange(n)
    rows, columns = np.concatenate([a, b, itself]), np.concatenate([b, a, itself])
    return csr_array(coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(n, n)))


def _apart(table: pd.DataFrame, xy: NDArray[np.float64]) -> pd.DataFrame:
    """Of overlapping windows of an industry the first."""
    kept = []
    cell = table["cell"].to_numpy()
    for _, rows in sorted(table.groupby("industry").indices.items()):
        middles = xy[cell[rows]]
        tree, free = cKDTree(middles), np.ones(len(rows), dtype=bool)
        for at in range(len(rows)):
            if free[at]:
                free[tree.query_ball_point(middles[at], 2 * RADIUS)] = False
                kept.append(rows[at])
    return table.iloc[kept]
