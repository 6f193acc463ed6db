"""Any format of OpenStreetMap gives the same streets, and a file that is none says so."""

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import osmnx
import pytest
import shapely
from long_lists import one_in
from scipy.sparse.csgraph import dijkstra
from streets_sample import KM, minutes_between, osm_xml, place, real_extract

from geoplan.errors import StreetsError
from geoplan.streets.graph import MODES, StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.osm_file import read_osm_file
from geoplan.streets.osmnx_graph import from_osmnx
from geoplan.streets.speed_limits import CAR_KPH, OTHER_KPH
from geoplan.streets.travel_rules import access_of

METADATA = GraphMetadata(name="x", source="x", fetched_on="2026-05-01")


def read(path: Path, within: shapely.Geometry | None = None) -> StreetGraph:
    return from_osmnx(read_osm_file(path, within)[0], METADATA)


def assert_same(one: StreetGraph, two: StreetGraph) -> None:
    for name in ("lon", "lat", "tail", "head", "length_m", "car_kph", "bike", "foot"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert one.metadata == two.metadata


def rewrite(source: Path, target: Path) -> Path:
    """The whole of a file in another format, by pyosmium alone."""
    with osmium.SimpleWriter(str(target)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)
    return target


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(osm_xml(), "utf-8")
    return path


@pytest.fixture(scope="module")
def helsinki() -> tuple[nx.MultiDiGraph, StreetGraph]:
    graph, _ = read_osm_file(real_extract())
    return graph, from_osmnx(graph, METADATA)


def test_every_format_gives_the_same_streets(town: Path, tmp_path: Path) -> None:
    text = town.read_bytes()
    (tmp_path / "a.osm.bz2").write_bytes(bz2.compress(text))
    (tmp_path / "b.osm.gz").write_bytes(gzip.compress(text))
    rewrite(town, tmp_path / "c.OSM.PBF".lower())
    for name in ("a.osm.bz2", "b.osm.gz", "c.osm.pbf"):
        assert_same(read(tmp_path / name), read(town))


@pytest.mark.long
@pytest.mark.slow
def test_a_real_extract_is_the_same_as_pbf_and_as_bz2(
    helsinki: tuple[nx.MultiDiGraph, StreetGraph], tmp_path: Path
) -> None:
    _, streets = helsinki
    assert streets.metadata.nodes > 5000
    assert streets.metadata.edges > 10000
    assert 0 < streets.minutes("car").nnz < streets.minutes("bike").nnz < streets.minutes("foot").nnz
    assert_same(read(rewrite(real_extract(), tmp_path / "h.osm.bz2")), streets)


def reference(graph: nx.MultiDiGraph, mode: str) -> nx.MultiDiGraph:
    """Minutes as OSMnx and networkx have them, edge by edge."""
    usable = graph.edge_subgraph([(u, v, k) for u, v, k, d in graph.edges(keys=True, data=True) if any(access_of(d))])
    table = {d["highway"]: CAR_KPH.get(d["highway"], OTHER_KPH) for *_, d in usable.edges(data=True)}
    timed = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(usable.copy(), hwy_speeds=table))
    found = nx.MultiDiGraph()
    found.add_nodes_from(timed.nodes(data=True))
    for u, v, d in timed.edges(data=True):
        if not getattr(access_of(d), mode):
            continue
        minutes = {"car": d["travel_time"] / 60, "bike": d["length"] / 250, "foot": d["length"] / 80}[mode]
        found.add_edge(u, v, minutes=minutes)
        if mode == "foot" or (mode == "bike" and d.get("oneway:bicycle") == "no"):
            found.add_edge(v, u, minutes=minutes)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("mode", one_in(3, MODES))
def test_minutes_through_a_real_town_are_those_networkx_finds(
    helsinki: tuple[nx.MultiDiGraph, StreetGraph], mode: str
) -> None:
    graph, streets = helsinki
    expected = reference(graph, mode)
    start = max(expected, key=expected.degree)
    lengths = nx.single_source_dijkstra_path_length(expected, start, weight="minutes")
    at = {node: i for i, node in enumerate(sorted(expected))}
    minutes = dijkstra(streets.minutes(mode), indices=at[start])
    assert len(lengths) > 500
    assert np.isfinite(minutes).sum() == len(lengths)
    np.testing.assert_allclose([minutes[at[node]] for node in lengths], list(lengths.values()), rtol=1e-5, atol=1e-5)


def test_only_the_streets_that_touch_the_area_are_taken(town: Path) -> None:
    around_two = shapely.Point(place(2)).buffer(0.1 * KM)
    assert set(minutes_between(read(town, around_two), "car")) == {(1, 2), (2, 1), (2, 3)}


def test_a_graph_saved_by_osmnx_keeps_its_minutes(town: Path, tmp_path: Path) -> None:
    osmnx.save_graphml(read_osm_file(town)[0], tmp_path / "whole.graphml")
    assert_same(read(tmp_path / "whole.graphml"), read(town))


@pytest.fixture
def simplified(town: Path) -> Callable[..., nx.MultiDiGraph]:
    """Three kilometres of a street in three parts, and a footway that goes on from there."""
    line = {1: ([1, 2, 3, 6], {"highway": "residential"}), 2: ([6, 7], {"highway": "footway"})}
    town.write_text(osm_xml(line), "utf-8")
    return lambda **how: osmnx.simplify_graph(read_osm_file(town)[0], **how)


def test_a_simplified_graph_in_metres_with_speeds_of_its_own_is_read_too(
    simplified: Callable[..., nx.MultiDiGraph], tmp_path: Path
) -> None:
    graph = simplified(edge_attrs_differ=["highway"])
    nx.set_edge_attributes(graph, 60.0, "speed_kph")
    osmnx.save_graphml(osmnx.project_graph(graph, to_crs="epsg:3857"), tmp_path / "simple.graphml")
    streets = read(tmp_path / "simple.graphml")
    assert minutes_between(streets, "car") == pytest.approx({(1, 6): 3, (6, 1): 3}, abs=1e-3)


def test_where_osmnx_merged_a_street_with_a_footway_only_walkers_get_through(
    simplified: Callable[..., nx.MultiDiGraph], tmp_path: Path
) -> None:
    osmnx.save_graphml(simplified(), tmp_path / "merged.graphml")
    streets = read(tmp_path / "merged.graphml")
    assert minutes_between(streets, "car") == {}
    assert minutes_between(streets, "foot") == pytest.approx({(1, 7): 50, (7, 1): 50}, abs=1e-2)


def test_the_moment_of_the_data_is_read_from_the_head_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "overpass.osm"
    path.write_text(osm_xml(head='<meta osm_base="2026-04-30T20:00:00Z"/>'), "utf-8")
    assert read_osm_file(path)[1] == "2026-04-30T20:00:00Z"
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-04-29T20:00:00Z")
    with osmium.SimpleWriter(str(tmp_path / "state.osm.pbf"), header=header) as writer:
        for thing in osmium.FileProcessor(str(path)):
            writer.add(thing)
    assert read_osm_file(tmp_path / "state.osm.pbf")[1] == "2026-04-29T20:00:00Z"


REFUSED = {
    "streets.csv": (b"a,b", "后缀不受支持", "the suffix of streets.csv is not supported"),
    "empty.osm": (b"", "是空文件", "is empty"),
    "nonsense.osm": (b"nonsense", "不是完好的 .osm 文件", "is no sound .osm file"),
    "nonsense.osm.bz2": (b"nonsense", "不是完好的 .osm.bz2 文件", "is no sound .osm.bz2 file"),
    "nonsense.osm.gz": (b"nonsense", "不是完好的 .osm.gz 文件", "is no sound .osm.gz file"),
    "nonsense.osm.pbf": (b"nonsense", "不是完好的 .osm.pbf 文件", "is no sound .osm.pbf file"),
    "nonsense.graphml": (b"nonsense", "不是完好的 .graphml 文件", "is no sound .graphml file"),
    "table.graphml": (b"<table/>", "不是完好的 .graphml 文件", "is no sound .graphml file"),
    "xml.osm.pbf": (osm_xml().encode(), "不是完好的 .osm.pbf 文件", "is no sound .osm.pbf file"),
    "cut.osm": (osm_xml()[:-300].encode(), "不是完好的 .osm 文件", "is no sound .osm file"),
    "bare.osm": (osm_xml({}).encode(), "没有可通行的街道", "holds no streets"),
    "closed.osm": (osm_xml({1: ([1, 2], {"highway": "proposed"})}).encode(), "没有可通行的街道", "holds no streets"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_street_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    content, zh, en = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StreetsError) as told:
        read_osm_file(tmp_path / name)
    assert zh in told.value.text("zh")
    assert en in told.value.text("en")
    assert told.value.text("zh").startswith("--from：")
    assert told.value.text("en").startswith("--from: ")
    assert "\n" not in str(told.value)


def test_a_missing_file_and_an_area_elsewhere_are_refused(town: Path) -> None:
    with pytest.raises(StreetsError, match="there is no file"):
        read_osm_file(town.with_name("nowhere.osm"))
    with pytest.raises(StreetsError, match="holds no streets"):
        read_osm_file(town, shapely.box(118, 24, 119, 25))


def test_a_truncated_real_extract_is_refused(tmp_path: Path) -> None:
    whole = real_extract().read_bytes()
    (tmp_path / "half.osm.pbf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StreetsError, match=r"half.osm.pbf is no sound .osm.pbf file"):
        read_osm_file(tmp_path / "half.osm.pbf")
