"""Minutes over a graph drawn by hand, and against networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import coo_matrix, csr_matrix

from geoplan.analysis.network_distance import AccessPoints, catchments_of, nearest_facility


def graph(n: int, *edges: tuple[int, int, float]) -> csr_matrix:
    tail, head, minutes = zip(*edges, strict=True)
    return coo_matrix((minutes, (tail, head)), shape=(n, n)).tocsr()


# 0 -> 1 -> 2 -> 3 a minute each, one-way; 3 -> 0 in ten.
ONE_WAY = graph(4, (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 10.0))


def at(*rows: tuple[int, int, float]) -> AccessPoints:
    place, node, leg = (np.array(column) for column in zip(*rows, strict=True))
    return AccessPoints(place, node, leg)


def test_the_way_in_is_not_the_way_out() -> None:
    inward, _ = nearest_facility(ONE_WAY, at((0, 3, 0.0)))
    outward, _ = nearest_facility(ONE_WAY, at((0, 3, 0.0)), inward=False)
    assert inward == pytest.approx([3, 2, 1, 0], abs=1e-6)
    assert outward == pytest.approx([10, 11, 12, 0], abs=1e-6)


def test_each_node_learns_the_place_it_is_nearest_to() -> None:
    minutes, place = nearest_facility(ONE_WAY, at((0, 3, 0.0), (1, 1, 0.5)))
    assert minutes == pytest.approx([1.5, 0.5, 1, 0], abs=1e-6)
    assert place.tolist() == [1, 1, 0, 0]


def test_beyond_the_limit_there_is_nothing() -> None:
    minutes, place = nearest_facility(ONE_WAY, at((0, 3, 0.0)), limit=1.5)
    assert np.isinf(minutes).tolist() == [True, True, False, False]
    assert place.tolist() == [-1, -1, 0, 0]


def test_of_two_doors_at_one_node_the_shorter_leg_counts() -> None:
    minutes, _ = nearest_facility(ONE_WAY, at((0, 3, 4.0), (0, 3, 2.0)))
    assert minutes == pytest.approx([5, 4, 3, 2])


def test_no_place_is_reached_from_nowhere() -> None:
    nothing = np.array([], dtype=int)
    minutes, place = nearest_facility(ONE_WAY, AccessPoints(nothing, nothing, nothing))
    assert np.isinf(minutes).all() and (place == -1).all()


@pytest.mark.parametrize("seed", range(3))
def test_random_graphs_agree_with_networkx(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = 300, 1200
    pairs = np.unique(rng.integers(0, n, (m, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    streets = coo_matrix((rng.uniform(0.1, 5, len(pairs)), pairs.T), shape=(n, n)).tocsr()
    peer = nx.from_scipy_sparse_array(streets, create_using=nx.DiGraph)
    starts = rng.integers(0, n, 20)
    for start, (nodes, minutes) in zip(starts, catchments_of(streets, starts, 6.0), strict=True):
        want = nx.single_source_dijkstra_path_length(peer, int(start), cutoff=6.0)
        assert dict(zip(nodes.tolist(), minutes, strict=True)) == pytest.approx(want)
    nearest, _ = nearest_facility(streets, AccessPoints(np.arange(20), starts, np.zeros(20)), 6.0)
    want = nx.multi_source_dijkstra_path_length(peer.reverse(), set(starts.tolist()), cutoff=6.0)
    assert {i: nearest[i] for i in np.flatnonzero(np.isfinite(nearest)).tolist()} == pytest.approx(want, abs=1e-6)


def test_catchments_are_those_of_the_graph_however_many_are_asked_for() -> None:
    many = list(catchments_of(ONE_WAY, np.array([0, 1, 2, 3] * 5), 2.5))
    assert [nodes.tolist() for nodes, _ in many[:4]] == [[0, 1, 2], [1, 2, 3], [2, 3], [3]]
    assert len(many) == 20
