"""A car drives at the limit of its street, or at the speed of its kind; no tag changes the speed of another street."""

from pathlib import Path

import networkx as nx
import numpy as np
import osmnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streets_sample import KM, minutes_between, osm_xml

from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.osm_file import read_osm_file
from geoplan.streets.osmnx_graph import from_osmnx
from geoplan.streets.speed_limits import CAR_KPH, OTHER_KPH, limit_kph

METADATA = GraphMetadata(name="line", source="line.osm", fetched_on="2026-05-01")
MILE = 1.609344  # km, by definition

READ = {
    "60": 60, "5": 5, "120": 120, "32.5": 32.5, "40 km/h": 40, "40km/h": 40, "40 KPH": 40, " 50": 50, "50 ": 50,
    "30 mph": 30 * MILE, "30mph": 30 * MILE, "10 knots": 18.52,
    "60|80": 60, "80;50": 50, "50; 50": 50, "50;": 50, "60||80": 60, "30 mph;60": 30 * MILE,
    "walk": 5, "CN:urban": 50, "cn:rural": 70, "CN:motorway": 120,
}  # fmt: skip
DISCARDED = [
    "0", "999", "-50", "4.9", "120.1", "75 mph", "1e2", "0x32", "inf", "nan", "９０", "٥٠", "50,5", "5 0", "50 km", "km/h",
    "none", "signals", "variable", "implicit", "RO:urban", "CN:", "urban", "50 @ (22:00-06:00)",
    "50;999", "60|none", "0|60", "9" * 400, "fixme", "\u200b", "50\x00",
]  # fmt: skip


def line(*tags: dict[str, object]) -> nx.MultiDiGraph:
    """One-way streets of a kilometre each, one after the other along the equator, as OSMnx has them."""
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for i, more in enumerate(tags):
        graph.add_node(i, x=i * KM, y=0.0)
        graph.add_node(i + 1, x=(i + 1) * KM, y=0.0)
        graph.add_edge(i, i + 1, osmid=i, length=1000.0, oneway=True, **{"highway": "primary", **more})
    return graph


def speeds(streets: StreetGraph) -> list[float]:
    """Of cars, from west to east."""
    forward = streets.car_kph > 0
    return streets.car_kph[forward][np.argsort(streets.lon[streets.tail[forward]])].tolist()


@pytest.mark.parametrize("text", READ)
def test_a_limit_is_read_as_openstreetmap_writes_it(text: str) -> None:
    assert limit_kph([text]) == pytest.approx(READ[text])


@pytest.mark.parametrize("text", DISCARDED)
def test_what_is_no_limit_between_5_and_120_is_discarded(text: str) -> None:
    assert limit_kph([text]) is None


@pytest.mark.parametrize("values", [[], [""], [" ", ""], [";|"]])
def test_a_blank_is_no_limit(values: list[str]) -> None:
    assert limit_kph(values) is None


def test_of_the_limits_of_merged_ways_the_lowest_counts_and_one_that_is_none_spoils_them_all() -> None:
    assert limit_kph(["60", "40|50"]) == 40
    assert limit_kph(["60", "none"]) is None


def test_fourteen_ways_of_one_kind_each_keep_to_their_own_tag() -> None:
    texts = ["60", "60|80", "50;80", "CN:urban", "none", "signals", "30 mph", "walk", "5", "999", "0", "40 km/h", " 50",
             "variable"]  # fmt: skip
    streets = from_osmnx(line(*({"maxspeed": text} for text in texts)), METADATA)
    kind = 50  # km/h of a primary street, CJJ 37-2012
    assert speeds(streets) == pytest.approx(
        [60, 60, 50, 50, kind, kind, 30 * MILE, 5, 5, kind, kind, 40, 50, kind], abs=1e-5
    )
    metadata = streets.metadata
    assert (metadata.limits_used, metadata.limits_missing, metadata.limits_discarded) == (9, 5, 5)
    assert metadata.discarded == ("0", "999", "none", "signals", "variable")


def test_a_street_without_a_limit_takes_the_design_speed_of_its_kind_whatever_others_are_tagged(tmp_path: Path) -> None:
    ways = {
        1: ([1, 2], {"highway": "primary", "maxspeed": "80"}),  # a kilometre: 45 seconds
        2: ([2, 3], {"highway": "primary", "maxspeed": "999"}),  # at 50 by the table: 72 seconds
        3: ([3, 6], {"highway": "primary"}),  # the same
        4: ([6, 7], {"highway": "secondary"}),  # at 40: a minute and a half
        5: ([4, 5], {"highway": "pedestrian", "motor_vehicle": "yes"}),  # two kilometres at 20, as for any other kind
        6: ([5, 1], {"highway": "living_street", "maxspeed": "walk"}),  # at 5
        7: ([4, 8], {"highway": "footway", "maxspeed": "0"}),  # no car: not counted
    }
    (tmp_path / "town.osm").write_text(osm_xml(ways), "utf-8")
    streets = from_osmnx(read_osm_file(tmp_path / "town.osm")[0], METADATA)
    minutes = minutes_between(streets, "car")
    found = [minutes[pair] for pair in ((1, 2), (2, 3), (3, 6), (6, 7), (4, 5), (5, 1))]
    assert found == pytest.approx([0.75, 1.2, 1.2, 1.5, 6, 12], abs=2e-3)
    metadata = streets.metadata
    assert (metadata.limits_used, metadata.limits_missing, metadata.limits_discarded) == (2, 4, 1)


def test_a_way_of_many_pieces_both_ways_counts_once() -> None:
    graph = line({"maxspeed": "0"}, {"maxspeed": "0"})
    nx.set_edge_attributes(graph, 7, "osmid")
    graph.add_edge(1, 0, 0, **graph.edges[0, 1, 0])
    assert from_osmnx(graph, METADATA).metadata.limits_discarded == 1


def test_a_speed_the_graph_brings_goes_before_the_limit_unless_it_is_absurd() -> None:
    given = [{"speed_kph": 33.0, "maxspeed": "60"}, {"speed_kph": 174.6, "maxspeed": "60"}, {"speed_kph": 0.0},
             {"speed_kph": float("nan")}]  # fmt: skip
    streets = from_osmnx(line(*given), METADATA)
    assert speeds(streets) == [33, 60, 50, 50]
    assert streets.metadata.discarded == ("0.0", "174.6")


def test_discarded_texts_are_told_without_control_characters_the_most_frequent_first() -> None:
    texts = ["\x1b[31mred", "none", "none", "\u202e", "x" * 200]
    told = from_osmnx(line(*({"maxspeed": text} for text in texts)), METADATA).metadata.discarded
    assert told == ("none", "?", "[31mred", "x" * 20)


def test_the_passport_keeps_the_counts() -> None:
    metadata = from_osmnx(line({"maxspeed": "0"}, {"maxspeed": "60"}), METADATA).metadata
    assert GraphMetadata.from_json(metadata.to_json()) == metadata


whole = st.integers(5, 120)


@given(whole)
def test_plain_numbers_are_what_osmnx_takes_them_for(kph: int) -> None:
    graph = osmnx.add_edge_speeds(line({"maxspeed": str(kph)}))
    assert limit_kph([str(kph)]) == graph.edges[0, 1, 0]["speed_kph"]


texts = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"-?[0-9]{1,5}(\.[0-9]{1,2})?( ?(mph|km/h|knots|mps))?([;|][0-9]{1,3})*", fullmatch=True),
    st.sampled_from([*READ, *DISCARDED]),
)


@given(st.lists(texts, max_size=4))
def test_whatever_is_written_a_limit_lies_between_5_and_120_or_is_none(values: list[str]) -> None:
    kph = limit_kph(values)
    assert kph is None or 5 <= kph <= 120


@given(texts, st.sampled_from(sorted(CAR_KPH)))
def test_no_text_changes_the_speed_of_a_street_beside_it(text: str, kind: str) -> None:
    streets = from_osmnx(line({"highway": kind, "maxspeed": text}, {"highway": kind}), METADATA)
    first, second = speeds(streets)
    assert second == CAR_KPH[kind]
    assert 5 <= first <= 120
    assert streets.metadata.limits_used + streets.metadata.limits_missing == 2


def test_the_speeds_of_kinds_are_limits_a_car_may_have_too() -> None:
    assert all(5 <= kph <= 120 for kph in [*CAR_KPH.values(), OTHER_KPH])
