"""Another province is other files: two counties, one plan, one layer and boundaries of its own, and no change of code.

The province is invented: two square counties of 0.1 by 0.1 degrees side by side, code 33 instead of 35.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from long_lists import one_in
from pyproj import Geod

from geoplan.cli.lazy_group import VERBS
from geoplan.query.table_rows import TABLES
from geoplan.ui.pages.coverage.coverage_page import VIEWS as COVERAGE_VIEWS
from geoplan.ui.pages.data.data_page import VIEWS as DATA_VIEWS

HOME = Path(__file__).resolve().parents[2]
WEST, EAST = shapely.box(120.0, 30.0, 120.1, 30.1), shapely.box(120.1, 30.0, 120.2, 30.1)
PARK = shapely.box(120.02, 30.02, 120.04, 30.04)

STUDY_AREA = """
area = "330000"
home = "330100"
short_zh = "测试省"
short_en = "Test Province"
[crs]
home = "EPSG:4549"
area = "+proj=aea +lat_0=0 +lon_0=120 +lat_1=30.02 +lat_2=30.08 +ellps=GRS80 +units=m +no_defs +type=crs"
[boxes]
area = [119.5, 29.5, 120.7, 30.6]
around = [115.0, 25.0, 125.0, 35.0]
[boundaries]
detailed = "base/counties.gpkg"
land = "base/counties.gpkg"
[scopes.town]
name_zh = "甲市"
name_en = "A City"
adcode = "330100"
view = [120.0, 30.0, 120.2, 30.1]
[scopes.all]
name_zh = "测试省"
name_en = "Test Province"
adcode = "330000"
view = [119.9, 29.9, 120.3, 30.2]
"""

ROWS = {
    "regions": [
        {"adcode": "330000", "level": "province", "name_zh": "测试省", "name_en": "Test Province"},
        {"adcode": "330100", "level": "city", "name_zh": "甲市", "name_en": "A City", "parent_adcode": "330000"},
        {"adcode": "330101", "level": "county", "name_zh": "西县", "name_en": "West", "parent_adcode": "330100"},
        {"adcode": "330102", "level": "county", "name_zh": "东县", "name_en": "East", "parent_adcode": "330100"},
    ],
    "plans": [
        {
            "plan_id": "a", "title_zh": "甲市规划", "title_en": "Plan of A", "short_zh": "甲", "short_en": "A",
            "issuer_zh": "甲市", "issuer_en": "A City", "level": "city", "scope_adcode": "330100",
            "period_start": "2026", "period_end": "2030",
        }
    ],
    "industries": [{"industry_id": "it", "name_zh": "信息技术", "name_en": "IT"}],
    "sites": [
        {
            "site_id": "park", "name_zh": "西园", "name_en": "West Park", "kind": "park",
            "adcode": "330101", "plan_id": "a", "section": "第一章",
        }
    ],
    "designations": [
        {
            "site_id": "park", "industry_id": "it", "wording": "软件", "role": "lead", "basis": "stated",
            "plan_id": "a", "section": "第一章",
        }
    ],
}  # fmt: skip


def table(fields: list[str], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    (folder / "data" / "base").mkdir(parents=True)
    (folder / "layers").mkdir()
    described = (HOME / "data" / "datapackage.json").read_text("utf-8").replace("35\\\\d", "33\\\\d")
    (folder / "data" / "datapackage.json").write_text(described, "utf-8")
    for resource in json.loads(described)["resources"]:
        name = Path(resource["path"]).stem
        fields = [field["name"] for field in resource["schema"]["fields"]]
        (folder / "data" / resource["path"]).write_text(table(fields, ROWS.get(name, [])), "utf-8")
    (folder / "data" / "study_area.toml").write_text(STUDY_AREA, "utf-8")
    counties = {
        "adcode": ["330101", "330102"], "name_zh": ["西县", "东县"],
        "city_adcode": ["330100"] * 2, "city_zh": ["甲市"] * 2,
    }  # fmt: skip
    frame = gpd.GeoDataFrame(counties, geometry=[WEST, EAST], crs=4326)
    frame.to_file(folder / "data" / "base" / "counties.gpkg", driver="GPKG")
    (folder / "layers" / "parks.toml").write_text(
        'title_zh = "园区"\ntitle_en = "Parks"\nmeaning_zh = "甲市园区。"\nmeaning_en = "Parks of A."\n'
        'scope = "town"\norder = 1\nlicence = "ODC-By-1.0"\nsources = ["drawn for this test"]\n',
        "utf-8",
    )
    properties = {
        "site_id": "park", "method": "surveyed", "source": "drawn for this test", "source_datum": "WGS84",
        "radius_m": 10, "confidence": "high", "checked_on": "2026-01-01",
    }  # fmt: skip
    ring = [list(point) for point in shapely.orient_polygons(PARK).exterior.coords]
    feature = {
        "type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    (folder / "layers" / "parks.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False), "utf-8"
    )
    return folder


def run(home: Path, *arguments: str) -> str:
    environment = {**os.environ, "GEOPLAN_HOME": str(home), "GEOPLAN_CACHE": str(home / "cache"), "GEOPLAN_LANG": "en"}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", env=environment, cwd=HOME
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_check_finds_no_problem(home: Path) -> None:
    run(home, "-m", "geoplan", "check")


@pytest.mark.long
def test_list_names_the_site_and_its_county(home: Path) -> None:
    rows = json.loads(run(home, "-m", "geoplan", "list", "sites", "--format", "json"))
    assert [(row["site_id"], row["name_en"], row["county"]) for row in rows] == [("park", "West Park", "West")]


@pytest.mark.long
def test_coverage_counts_one_carrier_on_its_own_ground(home: Path) -> None:
    rows = json.loads(
        run(home, "-m", "geoplan", "coverage", "--by", "county", "--denominator", "boundary", "--format", "json")
    )
    west = next(row for row in rows if row["adcode"] == "330101")
    km2 = abs(Geod(ellps="GRS80").geometry_area_perimeter(PARK)[0]) / 1e6
    assert west["carriers"] == 1
    assert west["footprint_km2"] == pytest.approx(km2, rel=2e-3)


@pytest.mark.long
def test_export_writes_the_outline_as_it_is_drawn(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "sites.geojson"
    run(home, "-m", "geoplan", "export", "-o", str(target))
    (feature,) = json.loads(target.read_text("utf-8"))["features"]
    assert shapely.equals(shapely.geometry.shape(feature["geometry"]), PARK)
    assert feature["properties"]["site_id"] == "park"


def test_the_map_is_drawn_on_the_province_of_its_own(home: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from geoplan.map.map_texts import map_texts\n"
        "from geoplan.ui.resources import get_catalogue; from geoplan.map.publish import publish\n"
        "print(publish(get_catalogue(), map_texts(), Path(sys.argv[1])).base)"
    )
    published = run(home, "-c", script, str(tmp_path)).split()[-1]
    base = json.loads((tmp_path / Path(published).name).read_text("utf-8"))
    assert base["box"] == pytest.approx([120.0, 30.0, 120.2, 30.1])
    border = shapely.geometry.shape(base["borders"])
    assert border.length == pytest.approx(0.1, abs=1e-4)
    assert border.bounds == pytest.approx((120.1, 30.0, 120.1, 30.1), abs=1e-4)
    assert {name["en"] for name in base["names"]} == {"A City", "West", "East"}
    assert (base["relief"], base["water"], base["credit"]) == (None, [], "")  # it has no files of a base
    assert json.loads((tmp_path / base["places"]).read_text("utf-8")) == []


def names_of_another_area(text: str) -> list[str]:
    """The names of the study area that GeoPlan comes with, each with what stands about it."""
    return re.findall(r".{0,60}(?:福建|厦门|Fujian|Xiamen).{0,60}", text, re.IGNORECASE)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_no_screen_names_another_study_area(home: Path, lang: str) -> None:
    screens = json.loads(run(home, str(Path(__file__).with_name("print_screens.py")), lang))
    assert len(screens) == 3 + len(COVERAGE_VIEWS) + len(DATA_VIEWS)
    for screen, text in screens.items():
        assert len(text) > 500, screen
        assert names_of_another_area(text) == [], screen
    own = "甲市" if lang == "zh" else "A City"
    escaped = json.dumps(own)[1:-1]  # as within the map's script
    for screen in ("map", "coverage counts", "data contents"):
        text = re.sub(r"\\+", r"\\", screens[screen])  # a script in a message of Streamlit is escaped more than once
        assert own in text or escaped in text, screen


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_command_and_no_brief_names_another_study_area(home: Path, tmp_path: Path, lang: str) -> None:
    document, workbook = tmp_path / "park.docx", tmp_path / "park.xlsx"
    commands = [
        *([verb, "--help"] for verb in VERBS if verb not in {"template", "fetch"}),
        *(["list", table, "--format", "json"] for table in TABLES),
        ["coverage", "carriers", "--denominator", "boundary"],
        *(["coverage", measure] for measure in ("nearest", "structure")),
        ["find", "软件", "--format", "json"],
        ["concordance", "--format", "json"],
        ["brief", "--site", "park", "-o", str(document)],
        ["export", "-o", str(workbook)],
        ["template", "make", "layer", "sites", "-o", str(tmp_path / "form.xlsx")],
    ]
    script = (
        "import json, sys\nfrom geoplan.cli import app\nfrom typer.testing import CliRunner\n"
        "results = [(c, CliRunner().invoke(app, c)) for c in json.loads(sys.argv[1])]\n"
        "print(json.dumps([[' '.join(c), r.exit_code, r.output] for c, r in results]))"
    )
    environment = {**os.environ, "GEOPLAN_HOME": str(home), "GEOPLAN_CACHE": str(home / "cache"), "GEOPLAN_LANG": lang}
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(commands)],
        capture_output=True, text=True, encoding="utf-8", env=environment, cwd=HOME,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for command, status, output in json.loads(done.stdout):
        assert status == 0, (command, output)
        assert names_of_another_area(output) == [], command
    for path in (document, workbook, tmp_path / "form.xlsx"):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
        assert sum(map(len, parts)) > 5000
        assert names_of_another_area("\n".join(parts)) == [], path.name
