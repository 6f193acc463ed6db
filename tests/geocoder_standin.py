"""A stand-in for geocoding services on this machine: it answers as told, and keeps what it is asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    code: int = 200
    wait: float = 0  # seconds before it comes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class StandIn:
    url: str
    answers: list[Answer] = field(default_factory=list)  # one a question; the last one for ever
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path and parameters
    agents: set[str] = field(default_factory=set)
    closing: threading.Event = field(default_factory=threading.Event)


def amap(*places: tuple[str, str], label: str = "福建省厦门市思明区望海路10号") -> Answer:
    """AMap's answer: (location, level) of each place."""
    codes = [{"formatted_address": label, "location": at, "level": level, "adcode": "350203"} for at, level in places]
    return said({"status": "1", "info": "OK", "infocode": "10000", "count": str(len(codes)), "geocodes": codes})


def amap_error(info: str) -> Answer:
    return said({"status": "0", "info": info, "infocode": "10001"})


def tianditu(lon: float, lat: float, level: str) -> Answer:
    place = {"lon": str(lon), "lat": lat, "level": level, "score": 100, "keyWord": "望海路10号"}
    return said({"msg": "ok", "status": "0", "searchVersion": "6.4", "location": place})


def nominatim(*places: tuple[float, float, str, str]) -> Answer:
    """Nominatim's answer: longitude, latitude, class and addresstype of each place."""
    keys = ("lon", "lat", "class", "addresstype")
    rows = [
        dict(zip(keys, (str(p[0]), str(p[1]), *p[2:]), strict=True)) | {"display_name": "Software Park"} for p in places
    ]
    return said(rows)


def said(data: Any) -> Answer:
    return Answer(json.dumps(data, ensure_ascii=False).encode())


@contextmanager
def service() -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            standin.asked.append((parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}))
            standin.agents.add(self.headers["User-Agent"])
            answer = standin.answers.pop(0) if len(standin.answers) > 1 else standin.answers[0]
            standin.closing.wait(answer.wait)
            try:
                self.send_response(answer.code)
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                pass  # the other side did not wait

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standin = StandIn(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield standin
    finally:
        standin.closing.set()
        server.shutdown()
        server.server_close()
