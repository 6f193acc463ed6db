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


ADDRESSES = """企业名称,行业代码,成立日期,注销日期,注册资本（万元）,从业人数,地址
甲,C3912,2001-01-02,,100.5,12,厦门市思明区软件园二期观日路2号
乙,I65,2002,,50万美元,,厦门市思明区湖滨南路1号
丙,3912,soon,,3亿元,51-100人,上海市浦东新区张江路1号
丁,3912,2001,2024-05-01,7,,=1+1
"""


def test_a_register_of_addresses_is_counted_with_sums_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    file, left, areas = tmp_path / "r.csv", tmp_path / "left.csv", tmp_path / "areas.parquet"
    file.write_text(ADDRESSES, "utf-8")
    sums = ["--sum", "capital", "--sum", "staff", "--format", "json"]
    done = run("count", file, *sums, "--left-out", left, "--assigned", areas)
    rows = {row["adcode"]: row for row in json.loads(done.stdout)}
    siming = rows["350203"]
    assert [siming[k] for k in ("founded", "open", "capital", "capital_known", "capital_unit")] == [
        2, 2, 100.5, 1, "万元",
    ]  # fmt: skip
    assert [siming[k] for k in ("staff", "staff_known")] == [12, 1]
    assert rows["350206"]["founded"] == 0
    assert "1 placed with high" in done.stderr
    assert "1 in their county alone" in done.stderr
    found = pd.read_csv(left, keep_default_na=False)
    assert list(zip(found["row"], found["reason"], found["text"], strict=True)) == [
        (3, "other_currency", "50万美元"), (3, "no_staff", ""),
        (4, "address_elsewhere", "上海市浦东新区张江路1号"), (4, "unknown_founding", "soon"), (4, "bad_staff", "51-100人"),
        (5, "address_unknown", "'=1+1"),
    ]  # fmt: skip
    assert pd.read_parquet(areas)[["row", "adcode", "by_address"]].to_numpy().tolist() == [
        [2, "350203", True], [3, "350203", True],
    ]  # fmt: skip
    sites = json.loads(run("count", file, "--by", "site", *sums, "--left-out", left).stdout)
    park = next(row for row in sites if row["site_id"] == "software-park-2")
    assert (park["inside_founded"], park["possible_founded"], park["possible_capital"]) == (0, 1, 100.5)
    assert "address_county" in set(pd.read_csv(left)["reason"])


def test_a_strategic_class_stands_for_its_codes(tmp_path: Path) -> None:
    """1.2.4 by data/gbt_to_sei.csv: 3973 wholly, 3562 in part, and not 3912."""
    file = tmp_path / "r.csv"
    file.write_text("lon,lat,gbt_code\n" + "".join(f"118.1,24.47,{code}\n" for code in (3973, 3562, 3912)))
    done = run("count", file, "--industry", "1.2.4", "--detail", "industry", "--level", "4", "--format", "json")
    assert {row["gbt_code"]: row["founded"] for row in json.loads(done.stdout)} == {"3973": 1, "3562": 1}
    assert "upper bound" in done.stderr
    assert run("count", file, "--industry", "集成电路制造", "--format", "json").stdout


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
        (["count", "{register}", "--sum", "profit"], "--sum"),
        (["count", "{register}", "--addresses"], "--addresses"),
        (["count", "{register}", "--column", "staff=", "--sum", "staff"], "--column staff=COLUMN"),
        (["count", "{register}", "--left-out", "x.json"], "--left-out"),
        (["count", "x.csv", "--left-out", "./x.csv"], "FILE"),
        (["count", "{register}", "--assigned", "absent/x.csv"], "--assigned"),
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
