"""The command says what it did, and on one line what it could not do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geoplan.catalogue import Catalogue
from geoplan.export.geojson import export_geojson
from geoplan.selection import Selection, select


def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "geoplan.cli", *arguments], capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_check_passes_on_the_catalogue_as_shipped() -> None:
    assert run("check").stdout.strip() == "0 个问题"


def test_check_fails_with_every_problem_on_a_line_of_its_own(copy: Path) -> None:
    path = copy / "data" / "sites.csv"
    path.write_text(path.read_text("utf-8").replace(",350203,", ",999999,"), "utf-8")
    done = run("check", "--home", str(copy), "--lang", "en", code=1)
    lines = [line for line in done.stdout.splitlines() if line.startswith("data/sites.csv:")]
    assert len(lines) >= 5
    assert all("→" in line for line in lines)


def test_list_gives_json_with_names_beside_ids(catalogue: Catalogue) -> None:
    rows = json.loads(
        run("list", "designations", "--industry", "海洋高新", "--county", "翔安区", "--format", "json").stdout
    )
    assert "marine-hightech-park" in {row["site_id"] for row in rows}
    assert {row["site_id"] for row in rows} <= set(catalogue.sites.index[catalogue.sites["adcode"] == "350213"])
    assert rows[0]["plan"].startswith(("福建省", "厦门市"))
    assert {"industry", "section", "wording", "role", "basis"} <= set(rows[0])


def test_export_writes_what_the_page_exports(catalogue: Catalogue, tmp_path: Path) -> None:
    target = tmp_path / "marine.geojson"
    run("export", "--industry", "marine", "-o", str(target))
    asked = Selection(industries=("marine",))
    assert target.read_bytes() == export_geojson(catalogue, select(catalogue, asked), vars(asked))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list", "sites", "--industry", "marin"], ["--industry", "marin", "marine"]),
        (["list", "sites", "--county", "思名区"], ["--county", "思名区", "思明区"]),
        (["list", "nonsense"], ["TABLE", "nonsense", "sites"]),
        (["export", "-o", "x.docx"], ["--output", "x.docx", ".geojson"]),
        (["export", "-o", "/nowhere/x.geojson"], ["--output", "/nowhere"]),
        (["list", "sites", "--home", "/nowhere"], ["--home", "/nowhere"]),
        (["coverage", "--by", "moon"], ["--by", "moon", "branch"]),
    ],
)
def test_an_error_names_the_argument_the_fact_and_the_remedy_on_one_line(
    arguments: list[str], words: list[str]
) -> None:
    done = run(*arguments, code=2)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr


def test_coverage_speaks_english_when_asked() -> None:
    rows = json.loads(run("coverage", "--county", "350213", "--lang", "en", "--format", "json").stdout)
    assert {"Marine high technology", "Future tracks (X)"} <= {row["industry"] for row in rows}
