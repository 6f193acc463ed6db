"""The command: one line says where, Ctrl-C ends it, and what cannot be is refused in one line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.conftest import ask
from geoplan.api.health import service_state
from geoplan.api.server import listen, public_address
from geoplan.errors import ServerError

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The check and the base map of one start serve the next."""
    return tmp_path_factory.mktemp("cache")


@contextmanager
def command(*options: str, cache: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "GEOPLAN_CACHE": str(cache), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "geoplan", "serve", *options],
        cwd=HOME, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.long
def test_it_says_where_it_is_answers_there_and_ends_on_ctrl_c(cache: Path) -> None:
    with command("--port", "0", "--lang", "en", cache=cache) as process:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        assert ask(f"{found[0]}/collections/plans").json["title"] == "Plans"
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stderr.read()


def refused(cache: Path, *options: str) -> str:
    with command(*options, cache=cache) as process:
        out, err = process.communicate(timeout=30)
        assert process.returncode == 2
        assert out == "" and err.count("\n") == 1 and "Traceback" not in err
        return err


@pytest.mark.long
def test_a_taken_port_and_a_strange_host_are_refused_in_one_line(cache: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert refused(cache, "--port", port) == f"--port：端口 {port} 已被占用，请用 --port 另选一个\n"
    assert "no address '203.0.113.7'" in refused(cache, "--host", "203.0.113.7", "--port", "0", "--lang", "en")
    with pytest.raises(ServerError, match="--host"):
        listen("no such host", 0)


def test_listening_everywhere_needs_the_address_clients_use() -> None:
    for host in ("0.0.0.0", "::"):
        with pytest.raises(ServerError, match="say with --url"):
            public_address("", host, 5000)
    assert public_address("", "::1", 5000) == "http://[::1]:5000"
    assert public_address("https://gis.example.org/geoplan/", "0.0.0.0", 5000) == "https://gis.example.org/geoplan"
    for url in (
        "gis.example.org",
        "ftp://a.example",
        "http://",
        "http://a.example/?x=1",
        "javascript:alert(1)",
        "http://[",
        "http://a:x",
    ):
        with pytest.raises(ServerError, match="is no address"):
            public_address(url, "127.0.0.1", 5000)


def test_the_probe_tells_ours_from_others_and_from_nobody(service: str) -> None:
    assert service_state(service) == "serving"
    assert service_state(service + "/collections/sites") == "stranger"
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection and says nothing
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        assert service_state(address) == "silent"
    assert service_state(address) == "silent"
    assert service_state("file:///etc/passwd") == service_state("http://[") == service_state("nonsense") == "silent"


@pytest.mark.long
def test_behind_a_proxy_links_bear_the_public_address(cache: Path) -> None:
    url = "http://gis.example.org/geoplan/"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with command("--port", str(port), "--url", url, cache=cache) as process:
        assert process.stderr
        assert url.rstrip("/") in process.stderr.readline()
        for _ in range(100):
            try:
                links = ask(f"http://127.0.0.1:{port}/").json["links"]
                break
            except OSError:
                time.sleep(0.05)
        assert all(link["href"].startswith(url.rstrip("/")) for link in links)
        page = ask(f"http://127.0.0.1:{port}/collections/sites", Accept="text/html").text
        assert 'href="../static/service.css"' in page


@pytest.mark.parametrize("module", ["geoplan.cli", "geoplan.ui.pages.data.service_view"])
def test_the_command_line_and_the_app_start_without_pygeoapi(module: str) -> None:
    script = f"import sys, {module}; print([m for m in sys.modules if m.split('.')[0] in ('pygeoapi', 'cql2')])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HOME, check=True)
    assert told.stdout.strip() == "[]"
