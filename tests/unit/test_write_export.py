"""An export is written whole or not at all, says what it is, and is the same each time."""

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from export_samples import sample

from geoplan.crs.systems import parse_system
from geoplan.errors import ExportError
from geoplan.writers.formats import FORMATS, format_of
from geoplan.writers.gauss_kruger_zone import zone_of
from geoplan.writers.metadata_record import record
from geoplan.writers.write_export import as_bytes, download_name, with_system_suffix, write_export

NAMES = ["x.geojson", "x.gpkg", "x.zip", "x.fgb", "x.parquet", "x.kml", "x.csv", "x.xlsx", "x.csv.zip"]
MIXED = [shapely.Point(118, 24), shapely.box(118, 24, 118.1, 24.1), None]


@pytest.mark.parametrize("name", NAMES)
def test_an_export_that_is_interrupted_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    target.write_bytes(b"before")

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(sample(["一", "二", "三"], MIXED), target, interrupted)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


FULL = """
import os, resource, sys
from pathlib import Path
from export_samples import sample
from geoplan.writers.write_export import write_export
from geoplan.errors import UserError
content, folder = sample(["厦门" * 40] * 2000), Path(sys.argv[1])
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for name in sys.argv[2:]:
    target = folder / name
    target.write_bytes(b"before")
    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, hard))
    try:
        write_export(content, target)
        print(name, "no error")
    except (OSError, UserError):
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    if os.listdir(folder) != [name] or target.read_bytes() != b"before":
        print(name, os.listdir(folder))
    target.unlink()
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="file size limits are Unix's")
def test_a_full_disk_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parents[1]}"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FULL, tmp_path, *NAMES], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", NAMES)
def test_same_set_same_bytes(name: str, tmp_path: Path) -> None:
    contents = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_export(sample(["一", "二", "三"], MIXED), tmp_path / folder / name)
        contents.append([file.read_bytes() for file in sorted((tmp_path / folder).iterdir())])
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_can_be_written(name: str, tmp_path: Path) -> None:
    write_export(sample([], []), tmp_path / name)
    assert (tmp_path / name).stat().st_size > 0


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        write_export(sample(["一"]), tmp_path / "x.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize(
    ("name", "key", "zipped"),
    [
        ("x.geojson", "geojson", False), ("x.JSON", "geojson", False), ("x.gpkg", "gpkg", False),
        ("x.shp.zip", "shp", True), ("x.zip", "shp", True), ("x.gcj02.zip", "shp", True),
        ("2026.7.csv.zip", "csv", True), ("x.fgb.zip", "fgb", True), ("x.parquet", "parquet", False),
    ],
)  # fmt: skip
def test_the_suffix_says_the_format(name: str, key: str, zipped: bool) -> None:
    format, is_zip = format_of(name)
    assert (format.key, is_zip) == (key, zipped)


@pytest.mark.parametrize("name", ["x", "x.docx", "x.shp", ".csv.exe", "geojson"])
def test_an_unknown_suffix_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.geojson \.gpkg \.shp\.zip"):
        format_of(name)


def test_displaced_coordinates_stand_in_the_name_or_are_refused(tmp_path: Path) -> None:
    content = sample(["一"], code="gcj02")
    with pytest.raises(ExportError, match=r"x\.gcj02\.gpkg"):
        write_export(content, tmp_path / "x.gpkg")
    write_export(content, tmp_path / "x_GCJ-02.gpkg")
    assert [p.name for p in tmp_path.iterdir()] == ["x_GCJ-02.gpkg"]
    assert with_system_suffix("a.b.csv.zip", parse_system("bd09")) == "a.b.bd09.csv.zip"
    assert with_system_suffix("x.zip", parse_system("gcj02")) == "x.gcj02.zip"
    assert with_system_suffix("x.gpkg", parse_system("4326")) == "x.gpkg"


def test_one_layer_a_file_unless_it_is_zipped(tmp_path: Path) -> None:
    one = sample(["一"])
    second = replace(one.collections[0], name="zones")
    two = replace(one, collections=(*one.collections, second))
    with pytest.raises(ExportError, match=r"\.fgb\.zip"):
        write_export(two, tmp_path / "x.fgb")
    write_export(two, tmp_path / "x.fgb.zip")
    with zipfile.ZipFile(tmp_path / "x.fgb.zip") as archive:
        assert archive.namelist() == ["metadata.json", "parks.fgb", "zones.fgb"]


def test_a_download_is_one_file() -> None:
    csv = FORMATS["csv"]
    assert download_name("x", csv, parse_system("4548"), 1) == "x.4548.csv.zip"
    assert download_name("x", FORMATS["geojson"], parse_system("4326"), 1) == "x.geojson"
    assert download_name("x", FORMATS["geojson"], parse_system("4326"), 2) == "x.geojson.zip"
    assert download_name("x", FORMATS["gpkg"], parse_system("4326"), 2) == "x.gpkg"
    assert as_bytes(sample(["一"]), "x.csv.zip").startswith(b"PK")


def test_what_the_projection_cannot_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="EPSG:4326"):
        write_export(sample(["越界"], [shapely.Point(118, 95)], code="4548"), tmp_path / "x.geojson")
    assert not list(tmp_path.iterdir())


def test_the_record_says_everything_but_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    said = record(sample(["一", "二", "三"], MIXED, code="BD-09"))
    assert said["coordinate_system"]["code"] == "BD-09"
    assert "不是 WGS 84" in said["coordinate_system"]["warning"]
    assert said["filters"] == {"text": "园"}
    parks = said["collections"][0]
    assert (parks["name"], parks["rows"], parks["placed"], parks["key"]) == ("parks", 3, 2, "id")
    assert parks["fields"][2] == {
        "name": "radius_m", "short": "radius_m", "zh": "半径", "en": "Radius", "type": "number", "unit": "m"
    }  # fmt: skip


def test_the_zone_of_the_data_is_the_one_with_the_nearest_meridian() -> None:
    def zone(*lon: float) -> str | None:
        found = zone_of(sample(["x"] * len(lon), [shapely.Point(x, 25) for x in lon]).collections)
        return found and found.code

    assert zone(118.1) == "EPSG:4548"  # 117 E
    assert zone(119.3, 119.4, 118.0) == "EPSG:4549"  # the middle one of the three lies nearest to 120 E
    assert zone(2.3) is None
    assert zone_of(sample(["x"], [None]).collections) is None
