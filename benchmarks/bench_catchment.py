"""Catchments over street graphs of 50,000 and 500,000 nodes, beside networkx and bare scipy; ratios of CPU time.

The graphs are made up (a seeded, thinned grid with one-way streets): this measures time and memory, nothing else.
Run ``python benchmarks/bench_catchment.py``.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

import networkx as nx
import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra

from geoplan.analysis.network_distance import AccessPoints, catchments_of, nearest_facility

SOURCES = 20
MINUTES = (10.0, 15.0, 30.0)
AGAINST_NETWORKX, AGAINST_SCIPY = 30.0, 1.5


def made_up_streets(n: int, seed: int = 5) -> csr_matrix:
    """A square grid of about n crossings 60-240 m apart at 20-60 km/h; a fifth of the streets missing, a fifth one-way."""
    rng = np.random.default_rng(seed)
    side = int(np.sqrt(n))
    ids = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([ids[:, :-1].ravel(), ids[:-1].ravel()])
    head = np.concatenate([ids[:, 1:].ravel(), ids[1:].ravel()])
    there = rng.random(len(tail)) > 0.2
    tail, head = tail[there], head[there]
    minutes = rng.uniform(60, 240, len(tail)) / (rng.uniform(20, 60, len(tail)) / 0.06)
    both = rng.random(len(tail)) > 0.2
    row, column = np.append(tail, head[both]), np.append(head, tail[both])
    return coo_matrix((np.append(minutes, minutes[both]), (row, column)), shape=(side * side,) * 2).tocsr()


def cpu(work: Callable[[], object], times: int = 3) -> float:
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def as_osmnx_gives_it(graph: csr_matrix) -> nx.MultiDiGraph:
    """The same streets in the form OSMnx hands out: a multigraph with attributes on its edges."""
    edges, peer = graph.tocoo(), nx.MultiDiGraph()
    peer.add_nodes_from(range(graph.shape[0]))
    weights = zip(edges.row.tolist(), edges.col.tolist(), edges.data.tolist(), strict=True)
    peer.add_edges_from((i, j, {"travel_time": w, "length": 100.0}) for i, j, w in weights)
    return peer


def compare(n: int) -> tuple[float, float]:
    """Print the ratios; return those of the promise: to networkx and to scipy, for catchments up to 30 minutes."""
    graph = made_up_streets(n)
    starts = np.random.default_rng(1).integers(0, graph.shape[0], SOURCES)
    multi, plain = as_osmnx_gives_it(graph), nx.from_scipy_sparse_array(graph, create_using=nx.DiGraph)
    search = nx.single_source_dijkstra_path_length
    for s, (nodes, minutes) in zip(starts[:2], catchments_of(graph, starts[:2], 10), strict=True):
        want = search(multi, int(s), cutoff=10, weight="travel_time")
        assert set(nodes.tolist()) == set(want)
        assert np.allclose(minutes, [want[i] for i in nodes.tolist()])
    print(f"{graph.shape[0]} nodes, {graph.nnz} edges, {SOURCES} sources one by one")
    faster = slower = 0.0
    for limit in MINUTES:
        ours = cpu(lambda limit=limit: [None for _ in catchments_of(graph, starts, limit)], 5)
        bare = cpu(lambda limit=limit: [dijkstra(graph, indices=int(s), limit=limit) for s in starts], 5)
        slow = cpu(lambda limit=limit: [search(multi, int(s), cutoff=limit, weight="travel_time") for s in starts], 1)
        lean = cpu(lambda limit=limit: [search(plain, int(s), cutoff=limit) for s in starts], 1)
        faster, slower = slow / ours, ours / bare
        print(
            f"  {limit:2.0f} min: ours {ours / SOURCES * 1e3:5.2f} CPU ms = 1, bare scipy {bare / ours:4.2f} x, "
            f"networkx on what OSMnx gives {faster:4.1f} x, on a bare digraph {lean / ours:4.1f} x"
        )
    doors = AccessPoints(np.arange(SOURCES), starts, np.zeros(SOURCES))
    back, reverse = graph.T.tocsr(), multi.reverse()
    near = cpu(lambda: nearest_facility(graph, doors, MINUTES[-1]))
    bare = cpu(lambda: dijkstra(back, indices=starts, limit=MINUTES[-1], min_only=True))
    many = set(starts.tolist())
    slow = cpu(lambda: nx.multi_source_dijkstra_path_length(reverse, many, cutoff=MINUTES[-1], weight="travel_time"), 1)
    print(
        f"  nearest of all at once: ours {near * 1e3:.0f} CPU ms = 1, bare scipy {bare / near:.2f} x, networkx {slow / near:.1f} x"
    )
    return faster, slower


def memory(n: int) -> None:
    """Twenty times the sources, the same peak."""
    graph = made_up_streets(n)
    peaks = []
    for sources in (20, 400):
        starts = np.random.default_rng(2).integers(0, graph.shape[0], sources)
        tracemalloc.start()
        for _ in catchments_of(graph, starts, MINUTES[-1]):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    print(
        f"  peak memory: 20 sources {peaks[0]:.1f} MB, 400 sources {peaks[1]:.1f} MB, all at once would be {400 * n * 8 / 1e6:.0f} MB"
    )
    if peaks[1] > 1.2 * peaks[0]:
        sys.exit("promised memory that does not grow with the sources")


def main() -> None:
    for n in (50_000, 500_000):
        faster, slower = compare(n)
        if faster < AGAINST_NETWORKX or slower > AGAINST_SCIPY:
            sys.exit(f"promised {AGAINST_NETWORKX:.0f} x networkx and within {AGAINST_SCIPY} x of scipy")
    memory(50_000)


if __name__ == "__main__":
    main()
