"""A Streamlit server of one's own on loopback, and what it costs: CPU and memory of its process, on Linux."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
_PATIENCE = 240  # quarters of a second until it answers


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """CPU seconds of all its threads so far; its clock's id is made of its pid, see clock_getcpuclockid(3)."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def cpu_with_children(self) -> float:
        """The same with that of its processes that have ended; see proc(5) for their two fields of stat."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return self.cpu() + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return float(status.partition("VmRSS:")[2].split()[0]) / 1024

    def settle(self, seconds: float = 1.0) -> None:
        """Wait until it has used next to no CPU for as long."""
        before = self.cpu()
        while True:
            time.sleep(seconds)
            now = self.cpu()
            if now - before < 0.02 * seconds:
                return
            before = now


@contextmanager
def serving(*command: str, environment: Mapping[str, str] | None = None, log: Path | None = None) -> Iterator[Server]:
    """Run ``python *command`` in the project's folder, where its configuration is found, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *command, f"--server.port={port}"],
        cwd=HOME,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=log.open("wb") if log else subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(_PATIENCE):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not start")
