"""``geoplan registers compare`` and ``peaks`` say what they found in a sentence, and hand it over in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from registers.test_registers_command import run

pytestmark = pytest.mark.slow
HOME = Path(__file__).parents[2]
SCOPE = ("--scope", "350200")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("synthetic") / "synthetic.parquet"
    run("synthetic", "-o", path, "-n", "20000", "--seed", "5")
    return path


def test_a_sentence_counts_what_the_table_holds(register: Path) -> None:
    done = run("compare", register, *SCOPE, "--format", "json")
    table = pd.DataFrame(json.loads(done.stdout))
    lines = done.stderr.splitlines()
    sentence = next(line for line in lines if line.startswith("End of 2024"))
    note = lines[lines.index(sentence) + 1]
    on_ground = table[table["has_ground"]]
    none, unknown = ((on_ground["verdict"] == verdict).sum() for verdict in ("no evidence", "unknown"))
    for told in (f"{len(on_ground)} pairs", f"{none} show no", f"of {unknown} it cannot"):
        assert told in sentence
    assert f"designate {len(table)} pairs" in note
    assert (table.loc[~table["has_ground"], "verdict"] == "unknown").all()
    assert table.loc[~table["has_ground"], "share"].isna().all()
    assert set(table.loc[table["industry_id"] == "", "industry"]) == {"all designated industries"}


@pytest.mark.long
@pytest.mark.parametrize("command", ["compare", "peaks"])
def test_features_hold_what_is_printed_and_two_processes_find_the_same(
    command: str, register: Path, tmp_path: Path
) -> None:
    arguments = (command, register, *SCOPE, "--industry", "bio", "--industry", "it")
    printed = json.loads(run(*arguments, "--format", "json").stdout)
    assert {row["industry_id"] for row in printed} <= {"bio", "it"}
    output = tmp_path / "out.geojson"
    run(*arguments, "--workers", "2", "-o", output)
    features = json.loads(output.read_text())["features"]
    assert [feature["properties"] for feature in features] == printed
    drawn = {feature["geometry"] is not None for feature in features}
    assert drawn == ({True, False} if command == "compare" else {True})


def test_a_workbook_has_a_blank_cell_where_nothing_is_known(register: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    run("compare", register, *SCOPE, "--industry", "marine", "-o", output)
    table = pd.read_excel(output, engine="openpyxl")
    assert table.loc[~table["has_ground"], ["share", "enterprises", "p"]].isna().all(axis=None)
    assert table.loc[table["has_ground"], "enterprises"].notna().all()


def test_the_page_on_method_names_the_columns_of_both(register: Path) -> None:
    printed: set[str] = set()
    for command in ("compare", "peaks"):
        done = run(command, register, *SCOPE, "--industry", "bio", "--format", "csv")
        printed |= set(next(csv.reader(io.StringIO(done.stdout))))
    words = {"compare", "peaks", "own", "below", "above", "concentrated", "unknown", "successful"}
    for suffix, title in (("", "列"), (".en", "Columns")):
        page = (HOME / "docs" / "method" / f"registers{suffix}.md").read_text("utf-8")
        named = set(re.findall(r"`([a-z][a-z0-9_]*)`", page.split(f"\n## {title}\n")[1].split("\n## ")[0]))
        assert printed - {"site", "industry", "plan", "county"} == named - words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compare", "{register}", "--ground", "nowhere"], "--ground"),
        (["compare", "{register}", "--confidence", "sure"], "--confidence"),
        (["peaks", "{register}", "--industry", "qzxvw"], "--industry"),
        (["peaks", "{register}", "-o", "x.pdf"], "--output"),
        (["compare", "{register}", "--column", "founded="], "--year"),
        (["peaks", "{register}", "--year", "2040"], "2025"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(register: Path, arguments: list[str], told: str) -> None:
    done = run(*(a.format(register=register) for a in arguments), code=2)
    assert told in done.stderr.splitlines()[-1]
