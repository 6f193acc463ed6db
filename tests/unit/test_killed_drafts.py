"""What a killed process left half written is cleared by the next one that writes the same file, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geoplan.files import draft_prefix, write_atomically

KILLED = """
import os, signal, sys
from pathlib import Path
import geoplan.files as files
files.os.fdopen = lambda handle, mode: os.kill(os.getpid(), signal.SIGKILL)
files.write_atomically(Path(sys.argv[1]), b"new")
"""
FOLDER = """
import os, signal, sys, tempfile
from pathlib import Path
from geoplan.files import draft_prefix
path = Path(sys.argv[1])
draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=draft_prefix(path)))
(draft / "parts").mkdir()
(draft / "parts" / "a").write_bytes(b"half")
os.kill(os.getpid(), signal.SIGKILL)
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="whether a process runs is known on POSIX only")


def killed(script: str, path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert run.returncode == -signal.SIGKILL


@pytest.mark.parametrize("script", [KILLED, FOLDER])
def test_the_draft_of_a_killed_process_is_cleared_by_the_next(script: str, tmp_path: Path) -> None:
    target = tmp_path / "导出[1].gpkg"
    write_atomically(target, b"old")
    killed(script, target)
    assert target.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 2
    write_atomically(target, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {target.name: b"new"}


def test_the_drafts_of_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    running = tmp_path / f"{draft_prefix(target)}x"
    elsewhere = tmp_path / ".a.csv.0123abcd-1.x"
    other = tmp_path / ".b.csv.0123abcd-1.x"
    hidden = tmp_path / ".a.csv.swp"
    for path in (running, elsewhere, other, hidden):
        path.write_bytes(b"")
    write_atomically(target, b"1")
    assert {path.name for path in tmp_path.iterdir()} == {p.name for p in (target, running, elsewhere, other, hidden)}
    before = time.time() - 2 * 86_400
    os.utime(elsewhere, (before, before))
    write_atomically(target, b"2")
    assert not elsewhere.exists() and running.exists() and other.exists() and hidden.exists()
