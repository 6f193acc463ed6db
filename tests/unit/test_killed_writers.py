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


# One process kills several in turn, as most of its time is taken by what it imports.
GROUPS = {
    "exports": [name for name in killed_writers.WRITERS if name.startswith("export ")],
    "briefs": [name for name in killed_writers.WRITERS if name.startswith("brief ")],
    "small files": ["file of a command", "layers", "draft", "plan text", "street graph", "static file"],
    "answers": ["answers of a service"],
    "map": ["map"],
}


def killed(writers: list[str], tries: int, folder: Path) -> tuple[list[str], dict[str, int]]:
    """What was wrong, and how often each had written."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parents[1]))),
        "GEOPLAN_USER_DATA": str(folder),
    }
    run = subprocess.run(
        [sys.executable, "-W", "ignore", killed_writers.__file__, str(tries), str(folder), *writers],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    said = [line.partition(f" {killed_writers.WRITES} ") for line in run.stdout.splitlines()]
    return ["".join(line) for line in said if not line[1]], {name: int(n) for n, mark, name in said if mark}


def test_every_writer_is_in_one_group() -> None:
    grouped = [name for group in GROUPS.values() for name in group]
    assert sorted([*grouped, "half"]) == sorted(killed_writers.WRITERS)


@pytest.mark.parametrize("group", GROUPS)
def test_writers_that_are_killed_leave_whole_files(group: str, tmp_path: Path) -> None:
    wrong, written = killed(GROUPS[group], TRIES, tmp_path)
    assert wrong == []
    assert list(written) == GROUPS[group] and min(written.values()) > 0


def test_a_writer_that_is_not_atomic_is_found_out(tmp_path: Path) -> None:
    wrong, _ = killed(["half"], 40, tmp_path)
    assert any("neither old nor new" in line for line in wrong)
