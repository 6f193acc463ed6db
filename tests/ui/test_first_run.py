"""The first `make app` on a machine opens the app and asks nothing."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def test_a_user_whom_streamlit_does_not_know_is_asked_for_nothing(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # As the Makefile starts it, with a home that is new, no input and no browser to open.
    command = [sys.executable, "-m", "geoplan.ui", "--server.headless=false", f"--server.port={port}"]
    environment = {**os.environ, "HOME": str(tmp_path), "BROWSER": "true"}
    with (tmp_path / "out").open("w+") as out:
        process = subprocess.Popen(
            command, cwd=HOME, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            for _ in range(240):
                assert process.poll() is None, (tmp_path / "out").read_text()
                try:
                    health = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                    break
                except OSError:
                    time.sleep(0.25)
            assert health == b"ok"
        finally:
            process.terminate()
            process.wait(10)
    assert "mail" not in (tmp_path / "out").read_text().lower()
