"""QGIS itself, without a window, by the Python it is built for; skipped where it is not installed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

# Debian's, the one its QGIS is built for; another one by its path.
PYTHON = Path(os.environ.get("GEOPLAN_QGIS_PYTHON", "/usr/bin/python3"))


def by_qgis(script: str, *arguments: object) -> Any:
    """Run a script in QGIS's Python and read the JSON on the last line it prints, and all that QGIS complained of."""
    found = PYTHON.exists() and not subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True).returncode
    if not found:
        pytest.skip("QGIS is not installed for the system's Python (Debian: python3-qgis)")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    answer = subprocess.run(
        [PYTHON, "-c", script, *map(str, arguments)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert "may only be partially supported" not in answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])
