"""The command says what it did, and on one line what it could not do."""

import contextlib
import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
from long_lists import one_in
from shapely.geometry import shape

from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli import main
from geoplan.cli.lazy_group import VERBS
from geoplan.settings import settings

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]


@dataclass
class Done:
    """What a run of the command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, code: int = 0) -> Done:
    """Run the command in this process, as a shell would see it: two streams and an exit status."""
    settings.cache_clear()  # another test may have set the environment
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    status, before = 0, sys.argv
    sys.argv = ["geoplan", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    finally:
        sys.argv = before
        settings.cache_clear()
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    done = Done(status, *texts)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.slow
def test_the_module_runs_as_a_command_of_its_own() -> None:
    command = [sys.executable, "-m", "geoplan", "coverage", "--by", "moon"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
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
    inside = set(catalogue.sites.index[catalogue.sites["adcode"] == "350213"])
    assert {row["site_id"] for row in rows} <= inside | {"xiamen-university"}  # of the city, with a campus there
    assert rows[0]["plan"].startswith(("福建省", "厦门市"))
    assert {"industry", "section", "wording", "role", "basis"} <= set(rows[0])


def test_export_writes_the_sites_that_the_plans_designate_as_the_layers_draw_them(tmp_path: Path) -> None:
    target = tmp_path / "marine.geojson"
    run("export", "--industry", "marine", "-o", str(target))
    features = json.loads(target.read_text("utf-8"))["features"]
    marine = {"marine"}
    for row in read_rows("industries"):  # parents come before their parts
        marine |= {row["industry_id"]} if row["parent_id"] in marine else set()
    designated = {row["site_id"] for row in read_rows("designations") if row["industry_id"] in marine}
    exported = {f["properties"]["site_id"]: f["properties"]["designations"] for f in features}
    assert len(designated) > 5 and designated <= set(exported)
    assert all(marine & {d["industry_id"] for d in designations} for designations in exported.values())
    drawn = [f for path in (HOME / "layers").glob("*.geojson") for f in json.loads(path.read_text("utf-8"))["features"]]
    outlines = {shape(f["geometry"]).normalize().wkb for f in drawn if f["geometry"]}
    assert {shape(f["geometry"]).normalize().wkb for f in features if f["geometry"]} <= outlines


def read_rows(table: str) -> list[dict[str, str]]:
    with (HOME / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list", "sites", "--industry", "marin"], ["--industry", "marin", "marine"]),
        (["list", "sites", "--county", "思名区"], ["--county", "思名区", "思明区"]),
        (["list", "nonsense"], ["TABLE", "nonsense", "sites"]),
        (["export", "-o", "x.docx"], ["--output", "x.docx", ".geojson"]),
        (["export", "-o", "/nowhere/x.geojson"], ["--output", "/nowhere"]),
        (["list", "sites", "--home", "/nowhere"], ["--home", "/nowhere"]),
        (["coverage", "--by", "moon"], ["--by", "moon", "industry"]),
        (["coverage", "catchment"], ["MEASURE", "catchment", "catchments"]),
        (["coverage", "--scope", "厦门"], ["--scope", "厦门", "厦门市"]),
        (["coverage", "catchments", "--industry", "生物医学"], ["--industry", "生物医学", "生物医药"]),
        (["coverage", "catchments", "--km", "near"], ["--km", "near", "1,3,5"]),
        (["coverage", "catchments", "--km", "-3"], ["--km", "-3"]),
        (["coverage", "catchments", "--mode", "boat"], ["--mode", "boat", "car"]),
        (["coverage", "catchments", "--mode", "car"], ["--mode", "geoplan fetch streets"]),
        (["coverage", "catchments", "--weights", "/nowhere.csv"], ["--weights", "/nowhere.csv"]),
        (["coverage", "--denominator", "sea"], ["--denominator", "sea", "published"]),
        (["coverage", "mix"], ["MEASURE", "mix", "diversity"]),
        (["coverage", "pairs", "-o", "x.geojson"], ["--output", "pairs"]),
        (["coverage", "pairs", "--seed", "2"], ["--seed", "pairs", "catchments"]),
        (["coverage", "nearest", "--km", "3"], ["--km", "nearest", "catchments"]),
        (["coverage", "catchments", "--depth", "term"], ["--depth", "catchments", "carriers"]),
        (["coverage", "uncovered", "--mode", "car"], ["--mode", "uncovered", "catchments"]),
        (["coverage", "access", "--denominator", "land"], ["--denominator", "access", "carriers"]),
        (["coverage", "parks", "--by", "plan"], ["--by", "parks", "carriers"]),
        (["coverage", "catchments", "--denominator", "published"], ["--denominator", "published", "land", "boundary"]),
        (["coverage", "uncovered", "--denominator", "published"], ["--denominator", "published", "land", "boundary"]),
        (["coverage", "pairs", "--count", "wholes"], ["--count", "pairs", "carriers"]),
        (["coverage", "--count", "halves"], ["--count", "halves", "wholes"]),
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
    assert {"Marine high technology", "Future industries (X)"} <= {row["industry"] for row in rows}
    assert (rows[-1]["row"], rows[-1]["adcode"], rows[-1]["county"]) == ("total", "", "Total")


def test_a_total_is_told_from_the_rows_and_the_notes_stand_beside_the_table() -> None:
    arguments = ("coverage", "--by", "plan", "--draws", "0", "--lang", "en")
    done = run(*arguments, "--format", "csv")
    assert "--count all: Of " in done.stderr and "Rows must not be added" in done.stderr
    table = list(csv.DictReader(done.stdout.splitlines()))
    assert [row["row"] for row in table] == ["cell"] * (len(table) - 1) + ["total"]
    assert sum(int(row["carriers"]) for row in table[:-1]) > int(table[-1]["carriers"])
    rows = [line for line in run(*arguments).stdout.splitlines() if line.startswith("│")]
    assert rows[-1].split("│")[1].strip() == "Total" and "cell" not in rows[0]
    fewer = json.loads(run(*arguments, "--count", "parts", "--format", "json").stdout)[-1]["carriers"]
    assert fewer < int(table[-1]["carriers"])


MEASURES = {
    "carriers": "footprint_low_km2",
    "catchments": "share_high",
    "uncovered": "uncovered_km2",
    "nearest": "distance_km",
    "structure": "location_quotient",
    "diversity": "herfindahl",
    "parks": "shannon",
    "pairs": "relation",
    "clusters": "verdict",
    "moran": "moran_high",
    "access": "distance_high_km",
}


@pytest.mark.parametrize(("measure", "column"), one_in(3, MEASURES.items()))
def test_every_measure_prints_rows_with_names_beside_ids(measure: str, column: str) -> None:
    arguments = ["--industry", "生物医药与健康", "--format", "json"]
    arguments += ["--spacing", "5000"] if measure == "nearest" else []
    arguments += ["--draws", "5"] if measure in ("carriers", "catchments", "nearest", "access") else []
    rows = json.loads(run("coverage", measure, *arguments).stdout)
    assert rows
    assert column in rows[0]
    if measure == "moran":
        return  # one row of all counties
    assert {"adcode", "site_id", "industry_id", "site_a"} & set(rows[0])
    assert {"county", "site", "industry", "name_a"} & set(rows[0])


def test_whose_plan_was_read_is_said_and_plans_that_cover_all_counties_can_be_compared() -> None:
    arguments = ("coverage", "diversity", "--lang", "en", "--format", "json")
    every, some = run(*arguments), run(*arguments, "--comparable")
    assert "are named only by its own plan" in every.stderr and "are in no county's row" in every.stderr
    assert "Only plans that cover all counties count" in some.stderr
    siming = [next(row for row in json.loads(done.stdout) if row["adcode"] == "350203") for done in (every, some)]
    assert siming[0]["own_plan"] > 0 and siming[1]["own_plan"] == 0
    assert siming[1]["carriers"] <= siming[0]["carriers"] - siming[0]["own_plan"]


def test_the_same_command_prints_the_same_bytes() -> None:
    arguments = ("coverage", "catchments", "--industry", "marine", "--draws", "20", "--format", "csv")
    assert run(*arguments).stdout == run(*arguments).stdout


def test_the_sites_without_a_position_are_counted_beside_the_figures_and_in_every_row() -> None:
    done = run("coverage", "catchments", "--text", "新松机器人", "--km", "3", "--lang", "en", "--format", "json")
    assert "of 1 sites asked for, 1 have no position" in done.stderr
    for row in json.loads(done.stdout):
        assert (row["share"], row["reason"], row["asked"], row["unplaced"]) == (None, "no_position", 1, 1)
    rows = json.loads(run("coverage", "access", "--text", "新松机器人", "--format", "json").stdout)
    assert {(row["distance_km"], row["reason"]) for row in rows} == {(None, "no_position")}
    assert all(row["distance_low_km"] < row["distance_high_km"] for row in rows)
    nearest = json.loads(
        run("coverage", "nearest", "--text", "新松机器人", "--spacing", "9000", "--format", "json").stdout
    )
    assert nearest and {(row["site_id"], row["distance_km"]) for row in nearest} == {("", None)}


def test_uncovered_ground_is_written_as_geojson_in_wgs84(tmp_path: Path) -> None:
    out = tmp_path / "gaps.geojson"
    run("coverage", "uncovered", "--industry", "marine", "--km", "3", "-o", str(out))
    features = json.loads(out.read_text("utf-8"))["features"]
    assert {f["properties"]["adcode"] for f in features} <= {"350203", "350205", "350206", "350211", "350212", "350213"}
    lon, lat = features[0]["geometry"]["coordinates"][0][0][0][:2] if features[0]["geometry"]["type"] == "MultiPolygon" else features[0]["geometry"]["coordinates"][0][0]  # fmt: skip
    assert 117 < lon < 119 and 24 < lat < 25


def test_people_of_a_sheet_are_weighed(tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text(
        "lon,lat,people\n118.16,24.47,700\n118.10,24.85,300\n", "utf-8"
    )  # by Software Park II; in the hills
    arguments = ("--industry", "it", "--km", "3", "--weights", str(sheet), "--draws", "0", "--format", "json")
    rows = {row["adcode"]: row for row in json.loads(run("coverage", "catchments", *arguments).stdout)}
    assert rows["350203"]["weight_share"] == 1
    assert sum(row["weight"] for row in rows.values()) == 1000
    assert rows["350212"]["weight_share"] == 0


@pytest.mark.slow
def test_streets_of_elsewhere_are_refused_and_those_of_here_give_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streets_sample import osm_xml

    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
    for name, origin in (("siming", (118.10, 24.46)), ("atlantic", (0.0, 0.0))):
        file = tmp_path / f"{name}.osm"
        file.write_text(osm_xml(origin=origin), "utf-8")
        run("fetch", "streets", "--from", str(file))
    arguments = ("coverage", "catchments", "--industry", "it", "--mode", "car", "--draws", "2")
    refused = run(*arguments, "--streets", "atlantic", "--lang", "en", code=2).stderr
    assert "--streets" in refused and "atlantic" in refused
    rows = json.loads(run(*arguments, "--streets", "siming", "--format", "json").stdout)
    assert {row["reach"] for row in rows} == {"car"} and "km" not in rows[0]
    assert [row["minutes"] for row in rows if row["adcode"] == "350203"] == [10, 15, 30]


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"{version('geoplan')}\n"


def test_help_lists_every_verb_without_importing_any_of_them() -> None:
    script = (
        "import contextlib, io, sys; from geoplan.cli import app; sys.argv = ['geoplan', '--help']\n"
        "with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit): app()\n"
        "print(sorted(m for m in sys.modules if m in ('pandas', 'numpy', 'frictionless', 'pydantic')))\n"
        f"print([verb for verb in {list(VERBS)!r} if verb not in out.getvalue()])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_every_verb_is_there_under_its_name() -> None:
    for verb in VERBS:
        assert f"Usage: geoplan {verb}" in run(verb, "--help").stdout


@pytest.mark.parametrize("lang", ["fr", "zhx"])
def test_a_language_that_is_not_there_is_refused(lang: str) -> None:
    assert f"{lang!r}" in run("list", "plans", "--lang", lang, code=2).stderr


@pytest.mark.parametrize(("lang", "title"), [("en-GB", "plan"), ("zh_CN", "规划")])
def test_a_regional_variant_is_its_language(lang: str, title: str) -> None:
    assert title in run("list", "plans", "--lang", lang, "--format", "csv").stdout


@pytest.mark.parametrize(("lang", "name"), [("zh", "pairs.md"), ("en", "pairs.en.md")])
def test_a_table_ends_with_the_page_on_its_method_and_a_file_does_not(lang: str, name: str) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "method" / name
    done = run("coverage", "pairs", "--industry", "bio", "--lang", lang)
    last = done.stderr.splitlines()[-1]
    assert page.read_text("utf-8").splitlines()[0][2:] in last
    assert last.endswith(f"docs/method/{name}")
    assert name not in done.stdout
    for format in ("csv", "json"):
        assert name not in run("coverage", "pairs", "--industry", "bio", "--lang", lang, "--format", format).stderr
