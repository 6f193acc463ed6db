"""``geoplan registers`` counts a file, says what it took it for, and leaves no half output."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from geoplan.cli.registers_command import registers

pytestmark = pytest.mark.slow
HOME = Path(__file__).parents[2]


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(
        registers, list(map(str, arguments)), env={"GEOPLAN_HOME": str(HOME), "GEOPLAN_LANG": "en"}
    )
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("synthetic") / "synthetic.parquet"
    run("synthetic", "-o", path, "-n", "3000", "--seed", "5")
    return path


def test_counties_and_years_add_up_to_what_is_told(register: Path) -> None:
    done = run("count", register, "--detail", "year", "--level", "4", "--format", "json")
    rows = pd.DataFrame(json.loads(done.stdout))
    assert list(rows.columns) == ["adcode", "county", "gbt_code", "gbt_name", "year", "founded", "closed"]
    told = next(line for line in done.stderr.splitlines() if "in the counties" in line)
    assert rows["founded"].sum() == int(told.split()[0].replace(",", ""))
    raw = pq.read_table(register).to_pandas()
    assert rows["closed"].sum() <= raw["closed"].notna().sum()
    assert "assumed" not in done.stderr
    assert "EPSG:4326" in done.stderr or "WGS 84" in done.stderr


def test_sites_are_counted_on_all_grounds_and_by_industry(register: Path) -> None:
    all_of_it, some = (
        pd.read_csv(io.StringIO(run("count", register, "--by", "site", "--format", "csv", *industry).stdout))
        for industry in ((), ("--industry", "C"))
    )
    for name in ("founded", "closed"):
        assert (all_of_it[f"certain_{name}"] <= all_of_it[f"inside_{name}"]).all()
        assert (all_of_it[f"inside_{name}"] <= all_of_it[f"possible_{name}"]).all()
        assert (all_of_it[f"inside_{name}"] <= all_of_it[f"within_1km_{name}"]).all()
    assert 0 < some["inside_founded"].sum() < all_of_it["inside_founded"].sum()
    assert len(some) == len(all_of_it)


def test_processes_count_as_one_does_and_a_file_holds_what_is_printed(register: Path, tmp_path: Path) -> None:
    printed = run("count", register, "--detail", "industry", "--format", "json").stdout
    for workers in (1, 2):
        output = tmp_path / f"{workers}.json"
        done = run("count", register, "--detail", "industry", "--workers", workers, "-o", output)
        assert done.stdout == ""
        assert json.loads(output.read_text()) == json.loads(printed)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["count", "absent.parquet"], "absent.parquet"),
        (["count", "{register}", "--industry", "qzxvw"], "--industry"),
        (["count", "{register}", "--column", "industry"], "--column"),
        (["count", "{register}", "--column", "industry=absent"], "absent"),
        (["count", "{register}", "-o", "x.pdf"], "--output"),
        (["synthetic", "-o", "enterprises.parquet"], "synthetic"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(register: Path, arguments: list[str], told: str) -> None:
    done = run(*(a.format(register=register) for a in arguments), code=2)
    assert told in done.stderr.splitlines()[-1]


def test_a_killed_command_leaves_no_half_output(tmp_path: Path) -> None:
    output = tmp_path / "synthetic.csv"
    output.write_text("whole")
    environment = {**os.environ, "PYTHONPATH": str(HOME), "GEOPLAN_HOME": str(HOME)}
    arguments = ["registers", "synthetic", "-o", str(output), "-n", "5000000"]
    process = subprocess.Popen([sys.executable, "-m", "geoplan", *arguments], env=environment)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(tmp_path.iterdir())) < 2:  # the draft has been begun
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert output.read_text() == "whole"
    run("synthetic", "-o", output, "-n", "10")
    assert [path.name for path in tmp_path.iterdir()] == ["synthetic.csv"]
    assert output.read_text().count("\n") == 11
