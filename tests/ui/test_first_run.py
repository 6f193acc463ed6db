"""The first `make app` on a machine opens the app in the browser and asks nothing."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def test_a_new_user_is_asked_for_nothing_and_sees_the_app_in_the_browser(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    browser, opened, out = (tmp_path / name for name in ("browser", "opened", "out"))
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n')
    browser.chmod(0o755)
    # As the Makefile starts it, with a home that is new and without any input.
    command = [sys.executable, "-m", "geoplan.ui", "--open", f"--server.port={port}"]
    environment = {**os.environ, "HOME": str(tmp_path), "BROWSER": str(browser)}
    with out.open("w") as sink:
        process = subprocess.Popen(
            command, cwd=HOME, env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT
        )
        try:
            for _ in range(240):
                assert process.poll() is None, out.read_text()
                if opened.exists() and opened.read_text():
                    break
                time.sleep(0.25)
        finally:
            process.terminate()
            process.wait(10)
    assert opened.read_text() == f"http://localhost:{port}"
    assert "email" not in out.read_text().lower()


def test_streamlit_is_never_told_that_it_runs_on_a_developers_desk() -> None:
    # It then offers its own wares, in English, over every page, and writes files when they are taken.
    assert "headless = true" in (HOME / ".streamlit" / "config.toml").read_text()
    makefile = (HOME / "Makefile").read_text()
    assert "headless=false" not in makefile and "headless=$" not in makefile
