"""Minutes over a street graph: from every node to the nearest door, and what each door reaches.

SciPy's compiled Dijkstra does the work; here it is only asked the right way. One search from all doors at once finds
the nearest door of every node; searches door by door keep no more than one answer in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import dijkstra

_AT_ONCE = 1e-9  # minutes; the graph routines take an edge of 0 for none
_HANDFUL = 8  # searches a call: setting one up costs as much as a small catchment on a large graph


class AccessPoints(NamedTuple):
    """Where places meet the streets: ``place`` (0 … n-1) joins ``node`` after ``leg`` minutes; several rows a place."""

    place: np.ndarray
    node: np.ndarray
    leg: np.ndarray


def nearest_facility(
    graph: csr_matrix, doors: AccessPoints, limit: float = np.inf, inward: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Find for every node the place that is soonest reached.

    Parameters
    ----------
    graph : csr_matrix
        (n, n) minutes from row to column; no edge stored as 0.
    limit : float
        Minutes beyond which nothing is looked for.
    inward : bool
        Minutes from the node to the place (the way people come); otherwise from the place to the node.

    Returns
    -------
    minutes : ndarray
        Minutes of each node, infinite beyond the limit.
    place : ndarray
        Place of each node, -1 beyond the limit.
    """
    n = graph.shape[0]
    places = int(doors.place.max()) + 1 if len(doors.place) else 0
    if not places:
        return np.full(n, np.inf), np.full(n, -1)
    outward = graph.T.tocsr() if inward else graph
    minutes, _, source = dijkstra(
        _with_places(outward, doors, places),
        indices=np.arange(n, n + places),
        limit=limit,
        min_only=True,
        return_predecessors=True,
    )
    return minutes[:n], np.where(source[:n] >= n, source[:n] - n, -1)


def _with_places(graph: csr_matrix, doors: AccessPoints, places: int) -> csr_matrix:
    """The graph with one more node a place, from which its doors are reached in their leg's time."""
    n = graph.shape[0]
    order = np.lexsort((doors.leg, doors.node, doors.place))
    pairs = np.stack([doors.place, doors.node])[:, order]
    first = np.any(np.diff(pairs, axis=1, prepend=-1) != 0, axis=0)  # of two legs to one node the shorter
    place, node = pairs[:, first]
    legs = np.maximum(doors.leg[order][first], _AT_ONCE)
    below = coo_matrix((legs, (place, node)), shape=(places, n)).tocsr()
    wide = vstack([graph, below], format="csr")
    return csr_matrix((wide.data, wide.indices, wide.indptr), shape=(n + places, n + places))


def catchments_of(graph: csr_matrix, nodes: np.ndarray, limit: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Search from one node after another, a handful at a time: memory stays that of a handful however many there are.

    Parameters
    ----------
    graph : csr_matrix
        (n, n) minutes from row to column. For the way in give the transpose.
    limit : float
        Minutes.

    Yields
    ------
    nodes : ndarray of int
        What is reached within the limit.
    minutes : ndarray of float
        How soon.
    """
    for start in range(0, len(nodes), _HANDFUL):
        for minutes in dijkstra(graph, indices=nodes[start : start + _HANDFUL], limit=limit):
            reached = np.flatnonzero(minutes < np.inf)
            yield reached, minutes[reached]
