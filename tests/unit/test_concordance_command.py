"""``geoplan concordance``: both sides of a difference in two columns, whole in CSV and JSON."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geoplan.cli import app
from geoplan.concordance.difference_table import COLUMNS

pytestmark = pytest.mark.slow


def run(home: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["concordance", "--home", str(home), *arguments], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.stdout
    return result.stdout


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_blocks_fit_a_terminal_of_80_columns(home: Path, lang: str) -> None:
    lines = run(home, "--lang", lang).splitlines()
    assert max(map(width, lines)) <= 80


def test_both_sides_stand_in_one_line(home: Path) -> None:
    lines = run(home, "--kind", "value", "--lang", "zh").splitlines()
    (number,) = [n for n, line in enumerate(lines) if "3500" in line and "4000" in line and "2025:" in line]
    assert lines[number - 1].split() == ["厦门新兴产业", "表1/8", "厦门科技", "表1/6"]


def test_json_gives_words_and_sections_whole(home: Path) -> None:
    rows = json.loads(run(home, "--kind", "list", "--format", "json"))
    assert all(list(row) == COLUMNS and row["says_a"] and row["says_b"] for row in rows)
    assert max(len(row["says_b"]) for row in rows) > 120  # the table cuts there
