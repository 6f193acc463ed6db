"""Work that is done in a process of its own: it gives all its memory back, and cannot take the app with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

_KEPT: Final = (
    "PATH",
    "PYTHONPATH",
    "SYSTEMROOT",
    "LANG",
    "LD_LIBRARY_PATH",
)  # no key of a service
_AT_ONCE: Final = BoundedSemaphore(2)


def run_worker(
    script: str, task: bytes, patience: float, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a script that imports nothing of this package, as that would take a second; at most two at a time.

    Parameters
    ----------
    script : str
        Its file.
    task : bytes
        What it reads from its standard input.
    patience : float
        Seconds on the clock after which it is ended.
    environment : mapping, optional
        Variables beside those that Python needs.
    folder : Path, optional
        Where it runs.

    Raises
    ------
    subprocess.TimeoutExpired
        It has been ended.
    """
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    command = [sys.executable, "-P", script]
    with _AT_ONCE:
        return subprocess.run(
            command,
            input=task,
            env={**kept, **(environment or {})},
            cwd=folder,
            capture_output=True,
            timeout=patience,
            check=False,
        )
