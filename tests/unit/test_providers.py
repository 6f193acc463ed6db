"""What geocoding services may answer, good and bad; nothing is asked twice, and no key is ever told."""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from geocoder_standin import Answer, StandIn, amap, amap_error, nominatim, said, service, tianditu

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.services.client import TRIES, GeocoderError, GeocodingStoppedError, geocode_batch
from geoplan.geocoding.services.providers import GeocodingService, configured_services, geocoding_services
from geoplan.geocoding.services.queries import merge_results, queries
from geoplan.geocoding.services.results import GeocoderResult, add_result, validate_result
from geoplan.settings import Settings
from geoplan.text.message import Text

KEY = "0123456789abcdef-secret"
HERE = "厦门市思明区望海路10号"
SPOT = amap(("118.1850,24.4860", "门牌号"))


@pytest.fixture
def server() -> Iterator[StandIn]:
    with service() as standin:
        standin.answers = [SPOT]
        yield standin


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Naps between questions, not slept."""
    taken: list[float] = []
    monkeypatch.setattr(time, "sleep", lambda seconds: taken.append(seconds))
    return taken


def at(server: StandIn, name: str = "amap") -> GeocodingService:
    keys = {"amap_key": KEY, "tianditu_key": KEY}
    return geocoding_services(Settings(amap=server.url, tianditu=server.url, nominatim=server.url, **keys))[name]  # type: ignore[arg-type]


def stopped(server: StandIn, tmp_path: Path, name: str = "amap", **options: float) -> GeocodingStoppedError:
    with pytest.raises(GeocodingStoppedError) as told:
        geocode_batch([HERE], at(server, name), tmp_path, **options)
    assert "\n" not in told.value.text("zh") + told.value.text("en")
    assert KEY not in told.value.text("zh") + told.value.text("en") + repr(told.value)
    return told.value


def test_amap_is_asked_as_it_wants_and_its_datum_is_kept(server: StandIn, tmp_path: Path) -> None:
    found = geocode_batch([HERE], at(server), tmp_path)[HERE]
    assert server.asked == [("/v3/geocode/geo", {"address": HERE, "output": "JSON", "key": KEY})]
    assert found == [GeocoderResult(118.185, 24.486, "GCJ-02", "门牌号", "福建省厦门市思明区望海路10号")]
    assert {agent.split("/")[0] for agent in server.agents} == {"GeoPlan"}


def test_gcj02_answers_are_brought_to_wgs84(server: StandIn, tmp_path: Path) -> None:
    """The pair in findings.md: WGS 84 (118.1, 24.6) is GCJ-02 (118.1049825, 24.5973426)."""
    server.answers = [amap(("118.1049825,24.5973426", "门牌号"))]
    (found,) = geocode_batch([HERE], at(server), tmp_path)[HERE]
    assert found.wgs84 == pytest.approx((118.1, 24.6), abs=1e-6)


def test_tianditu_is_asked_as_it_wants(server: StandIn, tmp_path: Path) -> None:
    server.answers = [tianditu(118.18, 24.488, "门址")]
    (found,) = geocode_batch([HERE], at(server, "tianditu"), tmp_path)[HERE]
    ((path, asked),) = server.asked
    assert path == "/geocoder" and json.loads(asked["ds"]) == {"keyWord": HERE} and asked["tk"] == KEY
    assert found.wgs84 == (118.18, 24.488)


def test_nominatim_is_asked_as_its_usage_policy_wants(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    server.answers = [nominatim((118.18, 24.488, "office", "office"), (118.05, 24.61, "place", "suburb"))]
    found = geocode_batch(["Software Park", "Park"], at(server, "nominatim"), tmp_path)["Software Park"]
    (path, asked), (_, other) = server.asked
    assert path == "/search" and asked["q"] == "Software Park" and "key" not in asked
    assert (asked["format"], asked["limit"], other["q"]) == ("json", "5", "Park")
    assert [item.level for item in found] == ["amenity", "suburb"]
    assert naps == [pytest.approx(1, abs=0.5)]  # no more than one request a second
    assert {agent.split("/")[0] for agent in server.agents} == {"GeoPlan"}


def test_nothing_is_asked_twice_and_other_queries_are(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    texts = [HERE, "厦门站", HERE, "", "  "]
    one = geocode_batch(texts, at(server), tmp_path)
    assert len(server.asked) == 2
    assert geocode_batch(texts, at(server), tmp_path) == one
    assert len(server.asked) == 2
    assert max(naps) <= 0.35


def test_damaged_answers_on_disk_are_told_and_asked_for_again(server: StandIn, tmp_path: Path) -> None:
    geocode_batch([HERE], at(server), tmp_path)
    (kept,) = tmp_path.rglob("*.sqlite")
    content = kept.read_bytes()
    for spoil in (b"[]" * 300, content[:5000], content[:4096] + b"\xff" * (len(content) - 4096)):
        kept.write_bytes(spoil)
        told: list[Text] = []
        assert geocode_batch([HERE], at(server), tmp_path, on_wait=told.append)[HERE]
        assert [text.text("en") for text in told] == [
            "the cache file amap.sqlite is damaged and has been deleted; the service is asked again"
        ]
    assert len(server.asked) == 4


@pytest.mark.parametrize("value", ["", "{}", '{"status_code": 200}', '{"status_code": 200, "_content": "eHg="}'])
def test_a_damaged_row_is_asked_for_again(server: StandIn, tmp_path: Path, value: str) -> None:
    geocode_batch([HERE], at(server), tmp_path)
    with closing(sqlite3.connect(tmp_path / "amap.sqlite")) as connection, connection:
        assert connection.execute("UPDATE responses SET value = ?", [value]).rowcount == 1
    for _ in range(2):
        assert geocode_batch([HERE], at(server), tmp_path)[HERE]
    assert len(server.asked) == 2


def test_texts_that_differ_by_a_sign_are_different_questions(server: StandIn, tmp_path: Path) -> None:
    texts = ["A 1", "A+1", "A%201", "A&1", "a 1"]
    geocode_batch(texts, at(server), tmp_path)
    assert [asked["address"] for _, asked in server.asked] == texts


def test_another_key_finds_the_answers_of_the_first(server: StandIn, tmp_path: Path) -> None:
    geocode_batch([HERE], at(server), tmp_path)
    geocode_batch([HERE], replace(at(server), key="another"), tmp_path)
    assert len(server.asked) == 1


def test_no_key_is_written_or_logged(server: StandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = [amap(("118.18,24.48", "门牌号")), amap_error("INVALID_USER_KEY")]
    asked = at(server)
    geocode_batch([HERE], asked, tmp_path)
    with pytest.raises(GeocoderError):
        geocode_batch(["厦门站"], asked, tmp_path)
    assert KEY not in caplog.text
    assert KEY not in repr(asked) + str(asked)
    for path in tmp_path.rglob("*"):
        assert KEY not in str(path) and (path.is_dir() or KEY.encode() not in path.read_bytes())


@pytest.mark.parametrize(
    ("answer", "said_zh"),
    [
        (amap_error("INVALID_USER_KEY"), "不接受密钥（INVALID_USER_KEY），请核对环境变量 GEOPLAN_AMAP_KEY"),
        (amap_error("DAILY_QUERY_OVER_LIMIT"), "配额已用完"),
        (amap_error("SOMETHING_ELSE"), "不是它该有的 JSON（SOMETHING_ELSE）"),
        (amap_error(f"your key {KEY} is bad"), "your key … is bad"),
        (Answer(SPOT.body[:-20]), "不完整"),
        (Answer(b"<html><body>login</body></html>"), "不是它该有的 JSON（HTTP 200）"),
        (Answer(b"", 404), "HTTP 404"),
        (Answer(b"", 302, headers=(("Location", "http://127.0.0.1:1/elsewhere"),)), "HTTP 302"),
        (said([1, 2]), "不是它该有的 JSON"),
        (said({"status": "1", "info": "OK", "geocodes": "none"}), "不是它该有的 JSON"),
    ],
)
def test_what_cannot_go_on_stops_at_once(server: StandIn, tmp_path: Path, answer: Answer, said_zh: str) -> None:
    server.answers = [answer]
    assert said_zh in stopped(server, tmp_path).text("zh")
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["amap", "nominatim"])
@pytest.mark.parametrize("code", [429, 500, 503, 504])
def test_a_busy_server_is_asked_again_and_then_left(
    server: StandIn, tmp_path: Path, naps: list[float], name: str, code: int
) -> None:
    server.answers = [Answer(b"<html>busy</html>", code)]
    assert str(code) in stopped(server, tmp_path, name).text("en")
    assert len(server.asked) == TRIES
    assert [nap for nap in naps if nap >= 2] == [2, 4, 8, 16]


def test_too_many_questions_a_second_are_waited_for(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    server.answers = [amap_error("CUQPS_HAS_EXCEEDED_THE_LIMIT"), SPOT]
    told: list[Text] = []
    assert geocode_batch([HERE], at(server), tmp_path, on_wait=told.append)[HERE]
    assert naps == [2] and "CUQPS_HAS_EXCEEDED_THE_LIMIT" in told[0].text("zh") and "2 of 5" in told[0].text("en")


def test_a_slow_server_is_given_up(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    server.answers = [Answer(b"{}", wait=30)]
    assert "timeout" in stopped(server, tmp_path, timeout=0.05).text("en")


def test_a_server_that_is_not_there_is_said_to_be(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    asked = replace(at(server), address="http://127.0.0.1:9")
    with pytest.raises(GeocodingStoppedError, match=r"127\.0\.0\.1:9.*ConnectionError"):
        geocode_batch([HERE], asked, tmp_path)


def test_what_was_answered_before_a_stop_is_kept(server: StandIn, tmp_path: Path, naps: list[float]) -> None:
    server.answers = [SPOT, amap_error("DAILY_QUERY_OVER_LIMIT"), SPOT]
    with pytest.raises(GeocodingStoppedError, match="1 of 2 are answered and kept") as told:
        geocode_batch([HERE, "厦门站"], at(server), tmp_path)
    assert list(told.value.results) == [HERE]
    assert list(geocode_batch([HERE, "厦门站"], at(server), tmp_path)) == [HERE, "厦门站"]
    assert [asked["address"] for _, asked in server.asked] == [HERE, "厦门站", "厦门站"]


@pytest.mark.parametrize("empty", [amap(), amap_error("ENGINE_RESPONSE_DATA_ERROR")])
def test_an_empty_answer_is_an_answer(server: StandIn, tmp_path: Path, empty: Answer) -> None:
    server.answers = [empty]
    assert geocode_batch([HERE], at(server), tmp_path) == {HERE: []}
    assert geocode_batch([HERE], at(server), tmp_path) == {HERE: []}
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("name", "answer", "said_en"),
    [
        ("tianditu", said({"code": 301006, "msg": "wrong", "resolve": ""}), "does not take the key"),
        ("tianditu", said({"code": 301012, "msg": "over", "resolve": ""}), "no quota left"),
        ("tianditu", said({"status": "404", "msg": "error"}), "not its JSON"),
        ("nominatim", said({"error": "x"}), "not its JSON"),
        ("nominatim", Answer(b"<html>"), "not its JSON"),
        ("nominatim", Answer(b"{}", 403), "HTTP 403"),
    ],
)
def test_other_services_refusals_are_understood(
    server: StandIn, tmp_path: Path, naps: list[float], name: str, answer: Answer, said_en: str
) -> None:
    server.answers = [answer]
    assert said_en in stopped(server, tmp_path, name).text("en")


def test_tianditu_may_know_nothing(server: StandIn, tmp_path: Path) -> None:
    server.answers = [said({"status": "101", "msg": "none"})]
    assert geocode_batch([HERE], at(server, "tianditu"), tmp_path) == {HERE: []}


def test_a_service_without_its_key_is_not_asked(server: StandIn, tmp_path: Path) -> None:
    with pytest.raises(GeocoderError, match="GEOPLAN_AMAP_KEY"):
        geocode_batch([HERE], replace(at(server), key=""), tmp_path)
    with pytest.raises(GeocoderError, match="no http"):
        geocode_batch([HERE], replace(at(server), address="file:///etc/passwd"), tmp_path)
    assert not server.asked


def test_only_what_is_set_up_is_offered() -> None:
    assert configured_services(Settings()) == {}
    assert list(configured_services(Settings(amap_key="k"))) == ["amap"]  # type: ignore[arg-type]
    assert list(configured_services(Settings(nominatim="http://127.0.0.1:8000"))) == ["nominatim"]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("nan", "24"), ("inf", "24"), ("", ""), (None, 24), ("118.1", "x"), (0, 0), (24.5, 118.1), (-118, 24), ([], {})],
)
def test_coordinates_that_cannot_be_in_china_are_no_finding(lon: object, lat: object) -> None:
    assert validate_result(lon, lat, "WGS84", "门牌号", "x") is None


@pytest.mark.parametrize(
    ("level", "radius", "sure"),
    [("门牌号", 50, "high"), ("兴趣点", 150, "high"), ("道路", 1000, "medium"), ("乡镇", 5000, "low")],
)
def test_radius_and_confidence_follow_the_level(catalogue: Catalogue, level: str, radius: float, sure: str) -> None:
    coder = geocoder(catalogue)
    found = [GeocoderResult(118.18, 24.488, "WGS84", level, "望海路10号")]
    answer = add_result(coder.answer(HERE), found, "tianditu", "Tianditu", coder)
    assert (answer.how, answer.lon, answer.lat, answer.radius_m) == ("tianditu", 118.18, 24.488, radius)
    assert answer.confidence == sure and answer.place is not None and answer.place.adcode == "350203"
    assert answer.place.source == f"Tianditu ({level})" and answer.place.source_datum == "WGS84"


@pytest.mark.parametrize("level", ["区县", "市", "省", "", "something new"])
def test_a_region_is_never_made_a_spot(catalogue: Catalogue, level: str) -> None:
    coder = geocoder(catalogue)
    found = [GeocoderResult(118.18, 24.488, "GCJ-02", level, "思明区")]
    answer = add_result(coder.answer(HERE), found, "amap", "AMap", coder)
    assert answer.lon is None and answer.how == "region" and "nothing_online" in answer.notes


def test_an_answer_in_another_county_or_one_of_several_is_not_sure(catalogue: Catalogue) -> None:
    coder = geocoder(catalogue)
    haicang = GeocoderResult(117.99, 24.52, "WGS84", "门牌号", "elsewhere")
    siming = GeocoderResult(118.18, 24.488, "WGS84", "门牌号", "here")
    far = add_result(coder.answer(HERE), [haicang], "tianditu", "Tianditu", coder)
    assert far.confidence == "low" and "far_online" in far.notes
    both = add_result(coder.answer(HERE), [siming, haicang], "tianditu", "Tianditu", coder)
    assert both.confidence == "low" and "several_online" in both.notes
    assert [rival.place.name_zh for rival in both.rivals] == ["elsewhere"]


def test_only_open_rows_leave_the_machine(catalogue: Catalogue) -> None:
    coder = geocoder(catalogue)
    rows = [("", "厦门市思明区软件园二期望海路10号"), ("甲公司", HERE), ("", "深圳市南山区"), ("火星基地", "")]
    answers = coder.answers(rows)
    assert queries(rows, answers) == ["", HERE, "", "火星基地"]
    assert queries(rows, answers, everything=True) == [rows[0][1], HERE, "深圳市南山区", "火星基地"]


def test_rows_not_answered_keep_the_gazetteers_answer(catalogue: Catalogue, server: StandIn) -> None:
    coder = geocoder(catalogue)
    answers = coder.answers([("", HERE), ("", "厦门市翔安区某路1号")])
    found = {HERE: [GeocoderResult(118.185, 24.486, "GCJ-02", "门牌号", "x")]}
    one, other = merge_results(answers, [HERE, "厦门市翔安区某路1号"], found, at(server), coder)
    assert one.how == "amap" and other is answers[1]
