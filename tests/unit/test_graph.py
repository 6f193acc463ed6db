"""Minutes along the streets of a town of one-kilometre sides are mental arithmetic."""

import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streets_sample import WAYS, at, minutes_between, osm_xml

from geoplan.errors import StreetsError
from geoplan.streets.graph import MODES, StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.osm_file import read_osm_file
from geoplan.streets.osmnx_graph import from_osmnx
from geoplan.streets.travel_rules import RULES, access_of, rules_version

METADATA = GraphMetadata(name="town", source="town.osm", fetched_on="2026-05-01")


def build(tmp_path: Path, text: str) -> StreetGraph:
    path = tmp_path / "town.osm"
    path.write_text(text, "utf-8")
    graph, moment = read_osm_file(path)
    assert moment == ""
    return from_osmnx(graph, METADATA)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> StreetGraph:
    return build(tmp_path_factory.mktemp("town"), osm_xml())


def test_a_car_obeys_limits_and_one_way_streets_and_takes_the_quicker_of_two(town: StreetGraph) -> None:
    assert minutes_between(town, "car") == pytest.approx({
        (1, 2): 1, (2, 1): 1,  # a kilometre at 60, not at 30 on the street beside it
        (2, 3): 2, (3, 6): 2,  # a kilometre at 30, one way
        (4, 5): 1,  # two kilometres at 120
        (4, 7): 2, (7, 8): 2 * 2**0.5, (8, 4): 2,  # round and round
    }, abs=2e-3)  # fmt: skip


def test_on_foot_one_goes_both_ways_but_not_along_the_motorway_nor_the_cycleway(town: StreetGraph) -> None:
    km = 12.5  # minutes at 4.8 km/h
    pairs = {(1, 2): km, (2, 3): km, (3, 4): km, (3, 6): km, (4, 7): km, (7, 8): km * 2**0.5, (8, 4): km}
    both_ways = {**pairs, **{(j, i): minutes for (i, j), minutes in pairs.items()}}
    assert minutes_between(town, "foot") == pytest.approx(both_ways, abs=5e-3)


def test_a_bicycle_obeys_one_way_streets_unless_they_except_it(town: StreetGraph) -> None:
    km = 4  # minutes at 15 km/h
    assert minutes_between(town, "bike") == pytest.approx({
        (1, 2): km, (2, 1): km, (2, 3): km,
        (3, 6): km, (6, 3): km,  # oneway:bicycle=no
        (2, 9): km, (9, 2): km,  # the cycleway
        (4, 7): km, (7, 8): km * 2**0.5, (8, 4): km,
    }, abs=3e-3)  # fmt: skip


def test_what_nobody_may_use_is_not_there(town: StreetGraph) -> None:
    one_five = {at(town, 1), at(town, 5)}
    assert one_five not in [{i, j} for i, j in zip(town.tail.tolist(), town.head.tolist(), strict=True)]  # private
    assert town.metadata.nodes == len(town.lon) == 9
    assert town.metadata.edges == len(town.tail)
    west, south, east, north = town.metadata.bounds
    assert (west, south) == (0, 0)
    assert (round(east * 111.195, 3), round(north * 111.195, 3)) == (3, 2)


def test_a_way_cut_by_the_edge_of_an_extract_does_not_leap_over_the_gap(tmp_path: Path) -> None:
    whole = {20: ([1, 2, 3, 6, 7], {"highway": "residential", "maxspeed": "30"})}
    clipped = build(tmp_path, osm_xml(whole, without=[3]))
    assert set(minutes_between(clipped, "car")) == {(1, 2), (2, 1), (6, 7), (7, 6)}


def test_the_same_streets_in_another_order_give_the_same_arrays(tmp_path: Path, town: StreetGraph) -> None:
    other = build(tmp_path, osm_xml(dict(reversed(WAYS.items()))))
    for name in ("lon", "lat", "tail", "head", "length_m", "car_kph", "bike", "foot"):
        np.testing.assert_array_equal(getattr(other, name), getattr(town, name))


ACCESS = [
    ({"highway": "primary"}, "car bike foot"),
    ({"highway": "trunk"}, "car"),
    ({"highway": "trunk", "foot": "yes"}, "car foot"),
    ({"highway": "primary", "motorroad": "yes"}, "car"),
    ({"highway": "steps"}, "foot"),
    ({"highway": "path"}, "bike foot"),
    ({"highway": "track"}, "bike foot"),
    ({"highway": "track", "motor_vehicle": "yes"}, "car bike foot"),
    ({"highway": "footway", "bicycle": "designated"}, "bike foot"),
    ({"highway": "footway", "access": "yes"}, "foot"),
    ({"highway": "cycleway"}, "bike"),
    ({"highway": "cycleway", "foot": "designated"}, "bike foot"),
    ({"highway": "residential", "access": "no"}, ""),
    ({"highway": "residential", "access": "no", "foot": "yes"}, "foot"),
    ({"highway": "residential", "vehicle": "no"}, "foot"),
    ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, "bike foot"),
    ({"highway": "residential", "motor_vehicle": "no", "motorcar": "yes"}, "car bike foot"),
    ({"highway": "residential", "foot": "no", "bicycle": "no"}, "car"),
    ({"highway": "residential", "access": "destination"}, "car bike foot"),
    ({"highway": "pedestrian", "motor_vehicle": "destination"}, "foot"),
    ({"highway": "service", "access": "private", "foot": "yes"}, ""),
    ({"highway": "service", "service": "private"}, ""),
    ({"highway": "pedestrian", "area": "yes"}, ""),
    ({"highway": "proposed"}, ""),
    ({"highway": ["residential", "footway"]}, "foot"),
    ({"highway": "residential", "access": float("nan")}, "car bike foot"),
    ({}, ""),
]


@pytest.mark.parametrize(("tags", "modes"), ACCESS, ids=[str(tags) for tags, _ in ACCESS])
def test_who_may_use_a_way(tags: dict[str, object], modes: str) -> None:
    assert [mode for mode in MODES if getattr(access_of(tags), mode)] == modes.split()


def test_the_rules_can_be_read_in_both_languages_and_have_a_version() -> None:
    assert len(RULES) > 5
    assert all("4.8" in " ".join(rule.text(lang) for rule in RULES) for lang in ("zh", "en"))
    assert rules_version() == rules_version()
    assert len(rules_version()) == 8


def test_a_graph_that_lacks_what_osmnx_writes_is_refused() -> None:
    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_edge(1, 2, highway="primary")
    with pytest.raises(StreetsError, match="save it again with osmnx"):
        from_osmnx(graph, METADATA)


def streets_of(edges: list[tuple[int, int, float]]) -> StreetGraph:
    tail, head, length = (np.array(column) for column in zip(*edges, strict=True))
    m, flags = len(edges), np.ones(len(edges), bool)
    return StreetGraph(np.arange(5.0), np.zeros(5), tail.astype("i4"), head.astype("i4"), length.astype("f4"),
                   np.full(m, 60, "f4"), flags, flags, METADATA)  # fmt: skip


ends = st.integers(0, 4)


@given(st.lists(st.tuples(ends, ends, st.integers(1, 9).map(float)), min_size=1, max_size=40))
def test_of_parallel_edges_the_quickest_counts(edges: list[tuple[int, int, float]]) -> None:
    shortest: dict[tuple[int, int], float] = {}
    for tail, head, metres in edges:
        if tail != head:
            shortest[tail, head] = min(metres, shortest.get((tail, head), 99))
    matrix = streets_of(edges).minutes("car").tocoo()
    found = dict(zip(zip(matrix.row.tolist(), matrix.col.tolist(), strict=True), matrix.data, strict=True))
    assert found == pytest.approx({pair: metres / 1000 for pair, metres in shortest.items()})  # 60 km/h


def test_an_edge_without_length_is_an_edge_all_the_same() -> None:
    assert 0 < streets_of([(0, 1, 0.0)]).minutes("foot")[0, 1] < 1e-6


def test_a_mode_nobody_knows_is_refused(town: StreetGraph) -> None:
    with pytest.raises(ValueError, match="use one of car, bike, foot"):
        town.minutes("boat")


def test_a_page_reads_streets_without_osmnx() -> None:
    code = "import sys, geoplan.streets.graph, geoplan.streets.store; print({'osmnx', 'networkx', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
