"""The service running on loopback, on a port that is free."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn

from geoplan.api.api_content import load_content
from geoplan.api.application import application
from geoplan.api.html_pages import HtmlPages
from geoplan.api.server import listen
from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.publish import publish_base


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    request = urllib.request.Request(url, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


def run(catalogue: Catalogue, base: Path) -> Iterator[str]:
    taken = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    app = application(load_content(catalogue, address), HtmlPages(base))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield address
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def base_map(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_base(catalogue.home, catalogue.regions, tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def service(catalogue: Catalogue, base_map: Path) -> Iterator[str]:
    yield from run(catalogue, base_map)


@pytest.fixture(scope="session")
def get(service: str) -> Callable[..., Answer]:
    return lambda path, **headers: ask(service + path, **headers)
