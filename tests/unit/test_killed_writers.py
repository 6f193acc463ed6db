"""Whatever writes may be killed at any instant: each file in place is whole, old or new, and the next clears the drafts.

GEOPLAN_KILLS is how often each is killed; `make soak` asks for 100.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import killed_writers
import pytest

TRIES = int(os.environ.get("GEOPLAN_KILLS", "20"))
HERE = Path(__file__).resolve().parent
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks is POSIX's"),
]


def killed(writer: str, tries: int, folder: Path) -> list[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parents[1]))),
        "GEOPLAN_USER_DATA": str(folder),
    }
    run = subprocess.run(
        [sys.executable, "-W", "ignore", killed_writers.__file__, writer, str(tries), str(folder)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.parametrize("writer", [name for name in killed_writers.WRITERS if name != "half"])
def test_a_writer_that_is_killed_leaves_whole_files(writer: str, tmp_path: Path) -> None:
    *wrong, written = killed(writer, TRIES, tmp_path)
    assert wrong == []
    assert int(written) > 0


def test_a_writer_that_is_not_atomic_is_found_out(tmp_path: Path) -> None:
    *wrong, _ = killed("half", 40, tmp_path)
    assert any("neither old nor new" in line for line in wrong)
