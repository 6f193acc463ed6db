"""CPU of the server for a first visit to the map page, beside an empty Streamlit page; warm, one visit after another.

Each visit is a new session over its own websocket on loopback, with Streamlit's own messages and no browser. Counted is
the CPU time of the whole server process, so a watcher in the background counts too. Run
``python benchmarks/bench_first_page.py``; seconds depend on the machine, the promise is the ratio.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

HOME = Path(__file__).resolve().parent.parent
PROMISE = 10.0  # times the CPU of an empty page
WARMING, VISITS = 5, 40
EMPTY = "import streamlit as st\nst.write('empty')\n"


@contextmanager
def server(script: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A Streamlit server of its own, with the project's configuration."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", *options]
    process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield process, port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not start")


def visit(port: int) -> tuple[int, int]:
    """Open a session, run the page once, return the number and the bytes of the messages that came."""
    messages = size = 0
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as session:
        first = BackMsg()
        first.rerun_script.query_string = ""
        session.send(first.SerializeToString())
        while True:
            raw = session.recv(timeout=120, decode=False)
            message = ForwardMsg.FromString(raw)
            messages, size = messages + 1, size + len(raw)
            if message.WhichOneof("type") == "script_finished":
                assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return messages, size


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """CPU time of another process, all threads, on Linux: its clock's id is made of its pid, see clock_getcpuclockid(3)."""
    return time.clock_gettime((~process.pid << 3) | 2)


def measure(script: Path, *options: str) -> tuple[float, int, int]:
    """CPU seconds of a visit, mean, and the messages and bytes the last one was sent."""
    with server(script, *options) as (process, port):
        for _ in range(WARMING):
            visit(port)
        time.sleep(1)  # what the last visit left to do is not counted
        start = cpu_seconds(process)
        sent = [visit(port) for _ in range(VISITS)]
        return (cpu_seconds(process) - start) / VISITS, *sent[-1]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, "utf-8")
        empty = measure(script, "--server.fileWatcherType=none")  # the measure stays the same however app.py is set
    ours = measure(HOME / "app.py")
    for title, (seconds, messages, size) in (("empty page", empty), ("map page", ours)):
        print(f"{title:10s} {seconds * 1000:6.1f} ms of CPU a visit; {messages} messages, {size / 1000:.1f} kB")
    ratio = ours[0] / empty[0]
    print(f"map page / empty page {ratio:.1f}      (promise: at most {PROMISE:.0f})")
    if ratio > PROMISE:
        sys.exit(f"promised {PROMISE:.0f} x the CPU of an empty page, got {ratio:.1f}")


if __name__ == "__main__":
    main()
