"""The readers under a fuzzer that is led by coverage: whatever the bytes, a layer or one line that says why not.

``python tests/fuzz/fuzz_readers.py [SECONDS [SUFFIX …]]``: SECONDS for each suffix, 60 by default. It begins with the
files of the tests. What raises anything but a `UserError`, or takes longer than 20 seconds, is kept in
tests/readers/cases, where `make test` reads it again. GDAL runs apart in its own process and is not asked here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PATHS = [str(HOME), str(HOME / "tests" / "unit")]
CASES = HOME / "tests" / "readers" / "cases"
SUFFIXES = (".csv", ".geojson", ".kml", ".kmz", ".xlsx", ".zip", ".gpkg", ".json")
SECONDS, SLOW, MEMORY = 60, 20, 2000  # a suffix; a file; MB


def seeds(suffix: str, folder: Path) -> None:
    """Write the files of the tests that have a suffix, where they are small."""
    from hostile_files import CASES as HOSTILE
    from messy_files import FILES
    from messy_formats import MESSY

    for number, case in enumerate([*HOSTILE.values(), *MESSY.values(), *FILES.values()]):
        if case.name.lower().endswith(suffix):
            (built := folder / f"built{number}").mkdir()
            if len(content := case.build(built)) < 100_000:
                (folder / "corpus" / str(number)).write_bytes(content)


def fuzz(suffix: str, seconds: int) -> None:
    """Fuzz one suffix in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["geoplan.readers", "geoplan.text", "openpyxl", "defusedxml"]):
        from geoplan.readers import isolated_reader
        from geoplan.readers.read_layer import read_layer
    from geoplan.errors import UserError

    isolated_reader._run = lambda *_: "damaged"

    def once(content: bytes) -> None:
        try:
            read_layer(content, f"a{suffix}")
        except UserError as error:
            assert "\n" not in error.text("zh") + error.text("en")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        seeds(suffix, folder)
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={SLOW}",
            f"-report_slow_units={SLOW}",
            f"-rss_limit_mb={MEMORY}",
            "-max_len=100000",
        ]
        options += [f"-artifact_prefix={CASES}/{suffix[1:]}-", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], once)
        atheris.Fuzz()


def main(seconds: int, suffixes: tuple[str, ...]) -> int:
    """Fuzz each suffix in a process of its own; return how many have a find."""
    finds = 0
    CASES.mkdir(exist_ok=True)
    for suffix in suffixes:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-W", "ignore", __file__, "--one", suffix, str(seconds)]
            run = subprocess.run(
                command,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([*PATHS, os.environ.get("PYTHONPATH", "")])},
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            tried = re.search(r"number_of_executed_units:\s*(\d+)", run.stderr)
            print(
                f"{suffix:10s} {tried[1] if tried else '?':>8s} files {'FOUND' if run.returncode else ''}", flush=True
            )
            if run.returncode:
                print(run.stdout[-3000:], run.stderr[-3000:])
                finds += 1
    return finds


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(min(1, main(int(sys.argv[1]) if sys.argv[1:] else SECONDS, tuple(sys.argv[2:]) or SUFFIXES)))
