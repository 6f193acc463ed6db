"""What an Overpass server may answer, good and bad, and that nothing is asked twice."""

import itertools
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import osmnx
import pytest
import shapely
from overpass_standin import FREE, STATUS, UNLIMITED, Answer, StandIn, overpass
from streets_sample import KM, minutes_between, osm_xml, overpass_answer

from geoplan.errors import StreetsError
from geoplan.streets import overpass_client
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.osm_file import read_osm_file
from geoplan.streets.osmnx_graph import from_osmnx
from geoplan.streets.overpass import clear_cache, download_streets, query_areas
from geoplan.streets.overpass_client import seconds_to_slot
from geoplan.text.message import Text

METADATA = GraphMetadata(name="town", source="standin", fetched_on="2026-05-01")
GOOD = Answer(overpass_answer())


def counties(*boxes: tuple[float, float]) -> gpd.GeoDataFrame:
    """Counties side by side, from one kilometre east to another."""
    shapes = [shapely.box(west * KM, -0.4 * KM, east * KM, 3.4 * KM) for west, east in boxes]
    names = {"adcode": [f"35029{i}" for i in range(len(boxes))], "name_zh": [f"县{i}" for i in range(len(boxes))]}
    return gpd.GeoDataFrame(names, geometry=shapes, crs=4326)


TOWN = counties((-0.4, 3.4))
HALVES = counties((-0.4, 1.5), (1.5, 3.4))


@pytest.fixture
def server() -> Iterator[StandIn]:
    with overpass() as standin:
        standin.answers = [GOOD]
        yield standin


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Naps, not slept."""
    taken: list[float] = []
    monkeypatch.setattr(time, "sleep", lambda seconds: taken.append(seconds))
    return taken


def refusal(server: StandIn, tmp_path: Path, **options: float) -> StreetsError:
    with pytest.raises(StreetsError) as told:
        download_streets(TOWN, tmp_path, server.url, **options)
    assert "\n" not in str(told.value)
    return told.value


def test_a_download_gives_the_streets_a_file_would_give(server: StandIn, tmp_path: Path) -> None:
    graph, moment = download_streets(TOWN, tmp_path, server.url)
    (tmp_path / "town.osm").write_text(osm_xml(), "utf-8")
    from_file = from_osmnx(read_osm_file(tmp_path / "town.osm")[0], METADATA)
    for mode in ("car", "bike", "foot"):
        assert minutes_between(from_osmnx(graph, METADATA), mode) == minutes_between(from_file, mode)
    assert moment == "2026-05-01T00:00:00Z"
    assert len(server.asked) == 1
    assert {agent.split("/")[0] for agent in server.agents} == {"GeoPlan"}


def test_two_counties_meet_without_a_seam_and_progress_says_which_of_how_many(server: StandIn, tmp_path: Path) -> None:
    told: list[Text] = []
    halves, _ = download_streets(HALVES, tmp_path, server.url, on_message=told.append)
    whole, _ = download_streets(TOWN, tmp_path, server.url)
    assert [(text.text("zh"), text.text("en")) for text in told] == [
        ("正在下载 县0（1/2）", "downloading 县0 (1 of 2)"),
        ("正在下载 县1（2/2）", "downloading 县1 (2 of 2)"),
    ]
    one, two = from_osmnx(halves, METADATA), from_osmnx(whole, METADATA)
    assert one.metadata == two.metadata
    assert minutes_between(one, "foot") == minutes_between(two, "foot")


def test_an_interrupted_download_asks_only_for_what_is_missing(server: StandIn, tmp_path: Path) -> None:
    older = Answer(overpass_answer(moment="2026-04-01T00:00:00Z"))
    server.answers = [older, Answer(b"", 403), GOOD]
    with pytest.raises(StreetsError, match="answered 403"):
        download_streets(HALVES, tmp_path, server.url)
    _, moment = download_streets(HALVES, tmp_path, server.url, timeout=99)
    assert moment == "2026-04-01T00:00:00Z"  # the earlier of the two
    assert len(server.asked) == 3
    download_streets(HALVES, tmp_path, server.url)
    assert len(server.asked) == 3
    clear_cache(HALVES, tmp_path, server.url)
    download_streets(HALVES, tmp_path, server.url)
    assert len(server.asked) == 5


def test_a_broken_or_old_answer_on_disk_is_removed_and_asked_for_again(server: StandIn, tmp_path: Path) -> None:
    download_streets(TOWN, tmp_path, server.url)
    (kept,) = tmp_path.rglob("*.osm")
    for spoil in (kept.read_bytes()[:-9], b"[]", None):
        if spoil is None:
            os.utime(kept, (0, 0))
        else:
            kept.write_bytes(spoil)
        told: list[Text] = []
        download_streets(TOWN, tmp_path, server.url, on_message=told.append)
        assert "it will be asked for again" in told[0].text("en")
    assert len(server.asked) == 4


@pytest.mark.parametrize("code", [429, 504])
def test_a_busy_server_is_asked_again_after_a_while(
    server: StandIn, tmp_path: Path, naps: list[float], code: int
) -> None:
    told: list[Text] = []
    server.answers = [Answer(b"", code), GOOD]
    graph, _ = download_streets(TOWN, tmp_path, server.url, on_message=told.append)
    assert len(graph) == 9
    assert 55 in naps
    assert told[-1].text("zh") == f"服务器忙（{code}），55 秒后再试，第 2 次，共 5 次"


def test_a_server_that_stays_busy_is_left_alone_after_five_tries(
    server: StandIn, tmp_path: Path, naps: list[float]
) -> None:
    server.answers = [Answer(b"", 429)]
    assert "stays busy (429, 5 tries)" in refusal(server, tmp_path).text("en")
    assert len(server.asked) == 5
    assert naps.count(55) == 4


def test_waiting_for_a_turn_has_an_end(
    server: StandIn, tmp_path: Path, naps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overpass_client, "STATUS_TRIES", 3)
    server.status = Answer(UNLIMITED.replace("Rate limit: 0", "Rate limit: 2").encode())
    assert "stays busy (status, 3 tries)" in refusal(server, tmp_path).text("en")
    assert server.asked == []


BAD = {
    "cut short": (Answer(GOOD.body[:-40]), "cut short or no XML"),
    "a page": (Answer(b"<html>"), "no Overpass data"),
    "a list": (Answer(b"[]"), "no Overpass data"),
    "a page in the way": (Answer(b"<html><osm/></html>"), "cut short or no XML"),
    "a remark": (Answer(overpass_answer(remark="runtime error: Query timed out")), "only part of the data (runtime error: Query timed out)"),
    "not found": (Answer(b"", 404), "answered 404 Not Found; check the address"),
    "nothing": (Answer(overpass_answer({})), "OpenStreetMap has no streets in 县0"),
    "streets elsewhere": (Answer(overpass_answer(origin=(1.0, 1.0))), "OpenStreetMap has no streets in 县0"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_answer_is_refused_and_not_kept(server: StandIn, tmp_path: Path, what: str) -> None:
    answer, en = BAD[what]
    server.answers = [answer]
    assert en in refusal(server, tmp_path).text("en")
    server.answers = [GOOD]
    if what not in {"nothing", "streets elsewhere"}:  # these were good answers
        assert len(download_streets(TOWN, tmp_path, server.url)[0]) == 9


def test_one_county_without_streets_does_not_spoil_the_other(server: StandIn, tmp_path: Path) -> None:
    server.answers = [Answer(overpass_answer({})), GOOD]
    assert len(download_streets(HALVES, tmp_path, server.url)[0]) > 0


def test_a_slow_answer_is_refused_with_more_time_as_the_remedy(server: StandIn, tmp_path: Path) -> None:
    server.answers = [Answer(GOOD.body, wait=5)]
    assert "give it more with --timeout" in refusal(server, tmp_path, timeout=0.3).text("en")


def test_no_network_is_told_at_once(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/api"
    started = time.monotonic()
    for bad in (url, "nonsense", "http://"):
        with pytest.raises(StreetsError) as told:
            download_streets(TOWN, tmp_path, bad)
        assert "check the network, or import a file with --from" in told.value.text("en")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(("status", "seconds"), [
    (FREE, 0),
    (UNLIMITED, 0),  # it names no slots, and waiting for one would not end
    (UNLIMITED.replace("Rate limit: 0", "Rate limit: 2"), 5),  # a query of ours runs
    (STATUS.format(limit=2, turn="Slot available after: 2026-05-01T00:00:07Z, in 7 seconds."), 7),
    (STATUS.format(limit=2, turn="Slot available after: 2026-05-01T00:00:00Z, in -1 seconds."), 0),
    ("", 0),
    ("<html>", 0),
])  # fmt: skip
def test_slots_are_waited_for_only_where_the_server_hands_them_out(status: str, seconds: int) -> None:
    assert seconds_to_slot(status) == seconds


@pytest.mark.parametrize("status", [Answer(b"", 404), Answer(b"<html>"), Answer(UNLIMITED.encode())])
def test_a_server_without_slots_is_asked_at_once(
    server: StandIn, tmp_path: Path, naps: list[float], status: Answer
) -> None:
    server.status = status
    download_streets(TOWN, tmp_path, server.url)
    assert (naps, len(server.asked)) == ([], 1)


def test_a_large_county_is_asked_for_in_parts_that_leave_nothing_out(server: StandIn, tmp_path: Path) -> None:
    """At the equator 0.5 degrees are 55.7 km east and 55.3 km north: 3,080 square kilometres, and 3,190 with a margin."""
    county = shapely.box(0, 0, 0.5, 0.5)
    parts = query_areas(county)
    assert len(parts) == 2
    assert shapely.union_all(parts).buffer(1e-9).contains(county.buffer(0.004))
    large = gpd.GeoDataFrame({"adcode": ["350290"], "name_zh": ["大县"]}, geometry=[county], crs=4326)
    graph, _ = download_streets(large, tmp_path, server.url)
    assert len(server.asked) == len(set(server.asked)) == 2
    whole, _ = download_streets(TOWN, tmp_path, server.url)
    assert minutes_between(from_osmnx(graph, METADATA), "car") == minutes_between(from_osmnx(whole, METADATA), "car")


def test_osmnx_is_left_as_it_was(server: StandIn, tmp_path: Path) -> None:
    before = {name: value for name, value in vars(osmnx.settings).items() if not name.startswith("__")}
    resolver = socket.getaddrinfo
    download_streets(TOWN, tmp_path, server.url + "/interpreter/")
    server.answers = [Answer(b"", 400)]
    with pytest.raises(StreetsError):
        download_streets(HALVES, tmp_path, server.url)
    assert {name: value for name, value in vars(osmnx.settings).items() if not name.startswith("__")} == before
    assert socket.getaddrinfo is resolver


def test_questions_are_put_one_at_a_time(server: StandIn, tmp_path: Path) -> None:
    server.answers = [Answer(GOOD.body, wait=0.05)]
    many = counties(*itertools.pairwise([-0.4, 0.5, 1.5, 2.5, 3.4]))
    download_streets(many, tmp_path, server.url)
    assert len(server.asked) == len(set(server.asked)) == 4
    assert server.most_open == 1
