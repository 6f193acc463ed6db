"""A hostile service: endless, packed, nested, out of range, echoing the key. It ends in a line, and memory stays bounded."""

import gzip
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from geocoder_standin import Answer, StandIn, said, service

from geoplan.geocoding.services.client import GeocodingStoppedError, geocode_batch
from geoplan.geocoding.services.providers import GeocodingService, geocoding_services
from geoplan.geocoding.services.results import validate_result
from geoplan.http_client import MAX_BYTES
from geoplan.settings import Settings
from geoplan.writers.plain_tables import as_csv

KEY = "0123456789abcdef-secret"
HERE = "厦门市思明区望海路10号"
LONG = b"[" + b" " * MAX_BYTES + b"]"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with service() as standin:
        yield standin


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr(time, "sleep", lambda seconds: taken.append(seconds))
    return taken


def at(server: StandIn, name: str) -> GeocodingService:
    return geocoding_services(Settings(amap=server.url, nominatim=server.url, amap_key=KEY))[name]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["amap", "nominatim"])
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(LONG), "> 2 MB"),
        (Answer(gzip.compress(LONG * 8), headers=(("Content-Encoding", "gzip"),)), "> 2 MB"),
        (Answer(b"[" * 200_000), "HTTP 200"),  # json nests until Python's stack ends
        (Answer(b'{"status": ' + b"9" * 5000 + b"}"), "HTTP 200"),  # more digits than Python takes
        (Answer(b'{"status": "\xff"}'), "HTTP 200"),
    ],
    ids=["endless", "packed", "nested", "digits", "bytes"],
)
def test_what_no_service_would_answer_ends_in_a_line(
    server: StandIn, tmp_path: Path, name: str, answer: Answer, told: str
) -> None:
    server.answers = [answer]
    with pytest.raises(GeocodingStoppedError) as stopped:
        geocode_batch([HERE], at(server, name), tmp_path)
    assert told in stopped.value.text("en") and "\n" not in stopped.value.text("en") and len(server.asked) == 1


def test_badly_packed_answers_are_as_good_as_none(server: StandIn, tmp_path: Path) -> None:
    server.answers = [Answer(b"xxxx", headers=(("Content-Encoding", "gzip"),))]
    with pytest.raises(GeocodingStoppedError, match="ConnectionError"):
        geocode_batch([HERE], at(server, "amap"), tmp_path)


def test_a_server_that_drips_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, the answer never: six times the patience is all it gets."""
    import socket

    now = iter(range(0, 100_000, 3))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(now)))  # a clock of which each look takes three seconds
    listener = socket.create_server(("127.0.0.1", 0))
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"

    def drip() -> None:
        for _ in range(5):
            peer, _address = listener.accept()
            with peer:
                peer.recv(1 << 16)
                peer.sendall(head)
                try:
                    for _ in range(100):
                        peer.sendall(b" ")
                        threading.Event().wait(0.005)
                except OSError:
                    pass

    threading.Thread(target=drip, daemon=True).start()
    asked = geocoding_services(Settings(amap=f"http://127.0.0.1:{listener.getsockname()[1]}", amap_key=KEY))["amap"]  # type: ignore[arg-type]
    with pytest.raises(GeocodingStoppedError, match="timeout"):
        geocode_batch([HERE], asked, tmp_path, timeout=2)
    listener.close()


def test_labels_are_kept_clean_and_without_the_key(server: StandIn, tmp_path: Path) -> None:
    label = f"=cmd\ud800\x00\x1b[31m\u202e {KEY} 门"
    place = {"location": "118.1,24.5", "level": "门牌号", "formatted_address": label}
    server.answers = [Answer(json.dumps({"status": "1", "geocodes": [place]}).encode())]
    (found,) = geocode_batch([HERE], at(server, "amap"), tmp_path)[HERE]
    assert found.label == "=cmd[31m … 门"
    (kept,) = tmp_path.rglob("*.sqlite")
    assert b"cmd" in kept.read_bytes() and KEY.encode() not in kept.read_bytes()


def test_a_key_repeated_under_escapes_or_in_headers_is_not_kept(server: StandIn, tmp_path: Path) -> None:
    place = {"location": "118.1,24.5", "level": "门牌号", "formatted_address": "park"}
    body = json.dumps({"status": "1", "geocodes": [place], "echo": "KEY"}).replace(
        "KEY", "".join(f"\\u{ord(c):04x}" for c in KEY)
    )
    headers = (("Set-Cookie", f"k={KEY}"), ("X-Request", f"/geo?key={KEY}"))
    server.answers = [Answer(body.encode(), headers=headers)]
    geocode_batch([HERE], at(server, "amap"), tmp_path)
    (kept,) = tmp_path.rglob("*.sqlite")
    with closing(sqlite3.connect(kept)) as connection:
        ((value,),) = connection.execute("SELECT value FROM responses")
    assert "park" in value and KEY not in json.dumps(json.loads(value)) and KEY.encode() not in kept.read_bytes()


def test_places_beyond_numbers_and_beyond_china_are_no_findings(server: StandIn, tmp_path: Path) -> None:
    assert validate_result(10**400, 24, "WGS84", "", "") is None
    server.answers = [said({"status": "1", "geocodes": [{"location": "-0.12,51.5", "level": "门牌号"}]})]
    assert geocode_batch([HERE], at(server, "amap"), tmp_path)[HERE] == []


def test_headings_are_no_formulas_either() -> None:
    import pandas as pd

    content = as_csv(pd.DataFrame({"=1+1": ["a"], "@x": ["=b"], "地址": ["c"]}))
    assert content.decode("utf-8-sig") == "'=1+1,'@x,地址\r\na,'=b,c\r\n"
