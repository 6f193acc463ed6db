"""The app's server does not watch its files, unless it is started for development."""

import subprocess
import sys
from pathlib import Path


def test_the_server_watches_no_files(home: Path) -> None:
    script = "from streamlit import config; print(config.get_option('server.fileWatcherType'))"
    told = subprocess.run([sys.executable, "-c", script], cwd=home, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "none"


def test_make_app_turns_the_watcher_on_for_development_alone(home: Path) -> None:
    started = {}
    for dev in ("", "1"):
        command = ["make", "--dry-run", "--no-print-directory", "app", f"DEV={dev}"]
        lines = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True).stdout.splitlines()
        started[dev] = next(line for line in lines if "geoplan.ui --" in line)
    assert "fileWatcherType" not in started[""]
    assert "--server.fileWatcherType=auto" in started["1"]
