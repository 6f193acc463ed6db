"""CPU of the server for a first visit to the map page, beside an empty Streamlit page; warm, one visit after another.

Each visit is a new session over its own websocket on loopback, with Streamlit's own messages and no browser. Counted is
the CPU time of the whole server process, so a watcher in the background counts too. Run
``python benchmarks/bench_first_page.py``; seconds depend on the machine, the promise is the ratio.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from streamlit_server import HOME, serving
from streamlit_visitor import Visitor

PROMISE = 10.0  # times the CPU of an empty page
WARMING, VISITS = 5, 40
EMPTY = "import streamlit as st\nst.write('empty')\n"


async def visits(port: int, count: int) -> float:
    """Let visitors come and go; return the bytes that the last one was sent."""
    for _ in range(count):
        visitor, _ = await Visitor.arrive(port)
        await visitor.leave()
    return visitor.received


def measure(script: Path, *options: str) -> tuple[float, float]:
    """CPU seconds of a visit, mean, and the bytes the last one was sent."""
    with serving("-m", "streamlit", "run", str(script), *options) as server:
        asyncio.run(visits(server.port, WARMING))
        time.sleep(1)  # what the last visit left to do is not counted
        start = server.cpu()
        sent = asyncio.run(visits(server.port, VISITS))
        return (server.cpu() - start) / VISITS, sent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, "utf-8")
        empty = measure(script, "--server.fileWatcherType=none")  # the measure stays the same however app.py is set
    ours = measure(HOME / "app.py")
    for title, (seconds, size) in (("empty page", empty), ("map page", ours)):
        print(f"{title:10s} {seconds * 1000:6.1f} ms of CPU a visit; {size / 1000:.1f} kB")
    ratio = ours[0] / empty[0]
    print(f"map page / empty page {ratio:.1f}      (promise: at most {PROMISE:.0f})")
    if ratio > PROMISE:
        sys.exit(f"promised {PROMISE:.0f} x the CPU of an empty page, got {ratio:.1f}")


if __name__ == "__main__":
    main()
