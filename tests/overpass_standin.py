"""A stand-in for Overpass on this machine: it answers as told, and counts what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUS = "Connected as: 1\nCurrent time: 2026-05-01T00:00:00Z\nAnnounced endpoint: none\nRate limit: {limit}\n{turn}\n"
FREE = STATUS.format(limit=2, turn="2 slots available now.")
UNLIMITED = STATUS.format(limit=0, turn="Currently running queries (pid, space limit, time limit, start time):")


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    code: int = 200
    wait: float = 0  # seconds before it comes


@dataclass
class StandIn:
    url: str
    answers: list[Answer] = field(default_factory=list)  # one a question; the last one for ever
    status: Answer = field(default_factory=lambda: Answer(FREE.encode()))
    asked: list[str] = field(default_factory=list)  # the bodies of the questions
    agents: set[str] = field(default_factory=set)
    open: int = 0  # questions being answered now
    most_open: int = 0  # at any one time
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def overpass() -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(standin.status)

        def do_POST(self) -> None:
            standin.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            standin.agents.add(self.headers["User-Agent"])
            standin.open += 1
            standin.most_open = max(standin.most_open, standin.open)
            answer = standin.answers.pop(0) if len(standin.answers) > 1 else standin.answers[0]
            standin.closing.wait(answer.wait)
            standin.open -= 1
            self.answer(answer)

        def answer(self, answer: Answer) -> None:
            try:
                self.send_response(answer.code)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                pass  # the other side did not wait

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standin = StandIn(f"http://127.0.0.1:{server.server_port}/api")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield standin
    finally:
        standin.closing.set()
        server.shutdown()
        server.server_close()
