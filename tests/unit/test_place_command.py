"""``geoplan place``: how sites are drawn, outlines imported, patches put in and written."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from long_lists import one_in
from outline_samples import SCRIPT, SITES, write_invented
from rich.cells import cell_len
from test_cli import HOME, run

from geoplan.catalogue.catalogue import Catalogue
from geoplan.vocabulary import WAYS

pytestmark = pytest.mark.slow

CACHE = tempfile.mkdtemp(prefix="geoplan-test-")  # that the same files are not checked for each test
IMPORT = ("--source", "invented", "--lang", "en")


@pytest.fixture(autouse=True)
def no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEOPLAN_WORKSPACE", raising=False)
    monkeypatch.setenv("GEOPLAN_CACHE", CACHE)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def outlines(tmp_path: Path) -> str:
    return str(write_invented(tmp_path))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "team"
    folder.mkdir()
    monkeypatch.setenv("GEOPLAN_WORKSPACE", str(folder))
    return folder


def test_the_list_has_every_site_with_its_way_and_area(catalogue: Catalogue) -> None:
    rows = json.loads(run("place", "list", "--format", "json").stdout)
    assert {row["site_id"]: row["way"] for row in rows} == catalogue.ways.to_dict()
    by_id = {row["site_id"]: row for row in rows}
    park = by_id["torch-park"]
    assert (park["method"], park["radius_m"], park["confidence"], park["draft"]) == ("poi_hull", 600, "high", False)
    assert park["source"].startswith("AMap park POIs, 2019: 厦门国家火炬高新区")
    # The plan states 11.8 km², of which a disc is drawn.
    assert by_id["software-park-3"]["area_km2"] == pytest.approx(11.8, abs=0.01)
    assert all(row["area_km2"] is None for row in rows if row["way"] in ("position", "county", "parts"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_and_reports_fit_eighty_columns(lang: str, outlines: str) -> None:
    calls = (["list"], ["list", "--sources"], ["list", "--summary"], ["import", outlines, "--source", "x"])
    for call in calls:
        lines = run("place", *call, "--lang", lang).stdout.splitlines()
        counts = call[0] == "list"  # the last line counts the ways
        assert max(map(cell_len, lines[:-1] if counts else lines)) <= 80, call


def test_the_last_line_counts_the_ways(catalogue: Catalogue) -> None:
    *lines, last = run("place", "list", "--way", "outline", "--way", "schematic", "--lang", "en").stdout.splitlines()
    numbers = catalogue.ways.value_counts()
    outline, schematic = int(numbers["outline"]), int(numbers["schematic"])
    assert last == f"{outline + schematic} sites: Outline {outline}, Schematic extent {schematic}"
    assert sum(not line.startswith("  ") for line in lines) == outline + schematic


def test_filters_choose_sites() -> None:
    rows = json.loads(run("place", "list", "--county", "集美区", "--way", "schematic", "--format", "json").stdout)
    assert {"xingbei", "jimei-north"} <= {row["site_id"] for row in rows} and len(rows) < 20
    assert "outline" in run("place", "list", "--way", "outlne", "--lang", "en", code=2).stderr


def test_the_summary_counts_kind_by_way(catalogue: Catalogue) -> None:
    rows = json.loads(run("place", "list", "--summary", "--format", "json").stdout)
    assert list(rows[0]) == ["kind", *WAYS, "total"]
    for row in rows:
        ways = catalogue.ways[catalogue.sites["kind"] == row["kind"]]
        assert {way: row[way] for way in WAYS} == {way: int((ways == way).sum()) for way in WAYS}
        assert row["total"] == len(ways)
    assert sum(row["total"] for row in rows) == len(catalogue.sites)


def test_what_is_to_be_confirmed_is_left_out_and_said(outlines: str, tmp_path: Path) -> None:
    patch = tmp_path / "p.geojson"
    done = run("place", "import", outlines, *IMPORT, "-o", str(patch))
    assert "left out: 2 features (1, 3)" in done.stderr
    ids = {f["properties"]["draft_id"] for f in json.loads(patch.read_text("utf-8"))["features"]}
    assert ids == set(SITES) - {"software-park-2", "xinyang"}
    done = run("place", "import", outlines, *IMPORT, "-o", str(patch), "--accept-similar", "--radius", "3")
    assert "left out" not in done.stderr
    features = json.loads(patch.read_text("utf-8"))["features"]
    assert {f["properties"]["draft_id"] for f in features} == set(SITES)
    assert {f["properties"]["radius_m"] for f in features} == {3.0}


def test_the_report_as_csv_has_a_row_a_feature(outlines: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("place", "import", outlines, *IMPORT, "--format", "csv").stdout)))
    assert [row["site_id"] for row in rows] == list(SITES)
    assert [row["needs_confirmation"] for row in rows].count("True") == 2


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(
        'name,wkt\n"\x1b[2J火炬园\x07","POLYGON((118.11 24.51, 118.12 24.51, 118.12 24.52, 118.11 24.51))"\n'
    )
    out = run("place", "import", str(file), *IMPORT).stdout
    assert "火炬园" in out and "\x1b" not in out and "\x07" not in out


class Terminal(io.StringIO):
    """Standard input on which a person types."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_each_doubtful_row_is_asked_about(
    outlines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = tmp_path / "p.geojson"
    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\n"))
    done = run("place", "import", outlines, *IMPORT, "-o", str(patch))
    assert "Feature 1 “软件圆二期” is Xiamen Software Park Phase II (similar name 0.80)?" in done.stdout + done.stderr
    assert "left out: 1 features (3)" in done.stderr
    ids = {f["properties"]["draft_id"] for f in json.loads(patch.read_text("utf-8"))["features"]}
    assert ids == set(SITES) - {"xinyang"}


def test_without_a_patch_and_a_workspace_nothing_is_written(outlines: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert "nothing is written" in run("place", "import", outlines, *IMPORT).stderr
    assert sorted(tmp_path.iterdir()) == before


def test_outlines_become_drafts_of_the_workspace_and_are_exported(
    outlines: str, workspace: Path, tmp_path: Path
) -> None:
    run("place", "import", outlines, *IMPORT, "--author", "甲", "--accept-similar")
    assert sorted(path.stem for path in (workspace / "drafts").glob("*.json")) == sorted(SITES)
    rows = {row["site_id"]: row for row in json.loads(run("place", "list", "--format", "json").stdout)}
    assert {site_id for site_id, row in rows.items() if row["draft"]} == set(SITES)
    assert {rows[site_id]["way"] for site_id in SITES} == {"outline"}
    run("place", "export", "-o", str(tmp_path / "p.geojson"))
    content = (tmp_path / "p.geojson").read_text("utf-8")
    assert run("place", "export").stdout == content
    features = json.loads(content)["features"]
    assert {(f["properties"]["draft_id"], f["properties"]["author"]) for f in features} == {(s, "甲") for s in SITES}


@pytest.mark.long
def test_a_patch_is_applied_to_the_catalogue_and_a_dry_run_only_names_the_files(outlines: str, copy: Path) -> None:
    patch, home = str(copy / "p.geojson"), ("--home", str(copy))
    run("place", "import", outlines, *IMPORT, "--accept-similar", "-o", patch, *home)
    before = {path.name: path.read_bytes() for path in (copy / "layers").iterdir()}
    dry = run("place", "apply", patch, "--dry-run", *home).stdout
    assert {path.name: path.read_bytes() for path in (copy / "layers").iterdir()} == before
    assert run("place", "apply", patch, *home).stdout == dry
    changed = {f"layers/{path.name}" for path in (copy / "layers").iterdir() if path.read_bytes() != before[path.name]}
    assert changed == set(dry.split())
    run("check", *home)


@pytest.mark.long
def test_a_place_is_not_applied_and_said(copy: Path) -> None:
    patch = copy / "p.geojson"
    feature = {
        "type": "Feature",
        "properties": {"category": "note", "draft_id": "own-00000000", "text": "hm"},
        "geometry": {"type": "Point", "coordinates": [118.1, 24.5]},
    }
    root = {"type": "FeatureCollection", "geoplan_patch": {"format": 1}, "features": [feature]}
    patch.write_text(json.dumps(root), "utf-8")
    done = run("place", "apply", str(patch), "--home", str(copy), "--lang", "en")
    assert done.stdout == "" and "own-00000000" in done.stderr and "geoplan template" in done.stderr


REFUSED = {
    "import absent.zip --source x": "absent.zip",
    "import README.md --source x": "README.md",
    "import layers/torch-zones.toml --source x": "torch-zones.toml",
    "import layers/torch-zones.geojson --source x --method guessed": "--method",
    "import layers/torch-zones.geojson --source x --confidence low": "--confidence",
    "import layers/torch-zones.geojson --source x --crs 99999": "99999",
    "import layers/torch-zones.geojson --source x --axes round": "--axes",
    "import layers/torch-zones.geojson --source x --name-column y": "--name-column",
    "import layers/torch-zones.geojson --source x --radius 0 -o p.geojson": "radius_m",
    "import layers/torch-zones.geojson --source x --checked-on 2999-01-01 -o p.geojson": "2999-01-01",
    "import layers/torch-zones.geojson --source x -o layers/torch-zones.geojson": "--output",
    "import metres.csv --source x": "--crs",
    "apply absent.geojson": "absent.geojson",
    "apply layers/torch-zones.geojson": "geoplan place import",
    "export": "GEOPLAN_WORKSPACE",
}


@pytest.mark.parametrize("call", one_in(3, REFUSED))
def test_what_cannot_be_done_is_said_on_one_line_and_nothing_is_written(
    call: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(HOME / "README.md", copy)
    (copy / "metres.csv").write_text(
        'name,wkt\n火炬园,"POLYGON((613000 2713000, 613500 2713000, 613500 2713500, 613000 2713000))"\n'
    )
    monkeypatch.chdir(copy)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    done = run("place", *call.split(), "--lang", "en", "--home", str(copy), code=2)
    assert REFUSED[call] in done.stderr
    after = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.long
@pytest.mark.parametrize("page", ["place-outlines.md", "place-outlines.en.md"])
def test_the_how_to_does_what_it_says(page: str, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SCRIPT.parent / page).read_text("utf-8")
    commands = [
        line.split() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]
    monkeypatch.chdir(copy)
    outputs = []
    for command in commands:
        words = [word.replace('"', "") for word in re.findall(r'"[^"]*"|\S+', " ".join(command))]
        if words[0] == "mkdir":
            Path(words[1]).mkdir()
        elif words[0] == "cp":
            for folder in words[2:4]:
                shutil.copytree(folder, Path(words[4]) / folder)
        elif words[0] == ".venv/bin/python":
            monkeypatch.setattr(sys, "argv", [words[1], *words[2:]])
            runpy.run_path(str(HOME / words[1]), run_name="__main__")
        else:
            assert words[0] == ".venv/bin/geoplan"
            outputs.append(run(*words[1:]).stdout)
    assert len(outputs) == 8
    assert outputs[6].split()[0] == "0"
    # One site has an outline in the shipped catalogue.
    assert sum(not line.startswith("  ") for line in outputs[7].splitlines()[:-1]) == 1 + len(SITES)
    assert {f.name: f.read_bytes() for f in (copy / "layers").iterdir()} == {
        f.name: f.read_bytes() for f in (HOME / "layers").iterdir()
    }
