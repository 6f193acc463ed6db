"""The files of the base map: each says where it comes from, and the coast agrees with what is known of the places."""

import csv
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.base_files import base_credit, read_vector
from geoplan.geodata.base_map import drawn_land, former_sea
from geoplan.study_area import study_area
from geoplan.symbology import symbology

FILES = study_area().base.files()


@pytest.mark.parametrize("name", FILES)
def test_each_file_names_source_licence_and_whom_to_credit(catalogue: Catalogue, name: str) -> None:
    passport = tomllib.loads((catalogue.home / "data" / name).with_suffix(".toml").read_text("utf-8"))
    assert all(passport[key] for key in ("source", "licence", "attribution", "caution_zh", "caution_en"))
    assert (passport["licence"] == "ODbL-1.0") == ("© OpenStreetMap contributors" in passport["attribution"])


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".geojson")])
def test_geojson_is_read_as_gdal_reads_it(catalogue: Catalogue, name: str) -> None:
    ours, theirs = read_vector(catalogue.home, name), gpd.read_file(catalogue.home / "data" / name)
    assert ours.crs == theirs.crs
    assert (ours.geometry.to_wkb() == theirs.geometry.to_wkb()).all()
    columns = [column for column in theirs if column != "geometry"]
    assert ours[columns].to_dict("list") == theirs[columns].to_dict("list")


def test_the_credit_names_everyone_once(catalogue: Catalogue) -> None:
    credited = base_credit(catalogue.home).split(" · ")[1:]
    assert set(credited) == {"© OpenStreetMap contributors", "© OpenMapTiles", "GSHHG", "GeoNames", "SRTM30+"}
    assert len(credited) == 5


def _names(home: Path) -> list[dict[str, str]]:
    with (home / "data" / study_area().base.names).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def test_names_placed_by_eye_are_of_the_first_two_ranks(catalogue: Catalogue) -> None:
    by_eye = [row for row in _names(catalogue.home) if row["source"].startswith("cartographer")]
    assert by_eye
    assert {row["rank"] for row in by_eye} <= {"1", "2"}


def test_every_name_has_a_style_a_zoom_and_a_place_in_the_area(catalogue: Catalogue) -> None:
    style, (west, south, east, north) = symbology(), study_area().boxes.area
    styled = {of for group in style.name_groups.values() for of in group.classes}
    for row in _names(catalogue.home):
        assert row["class"] in styled and 1 <= int(row["rank"]) <= len(style.name_zooms), row
        assert west < float(row["lon"]) < east and south < float(row["lat"]) < north, row
        assert row["name_zh"] == row["name_zh"].strip() != "", row


# Degrees as gazetteers give them.
@pytest.mark.parametrize(
    ("lon", "lat", "on_land"),
    [
        (118.064, 24.447, True),  # Sunlight Rock, Gulangyu
        (118.127, 24.545, True),  # Gaoqi airport
        (118.36, 24.55, True),  # Xiang'an airport, on fill since 2016
        (118.20, 24.46, False),  # the strait between Xiamen and Lieyu
        (118.15, 24.60, False),  # Tong'an Bay
        (119.31, 26.08, True),  # Fuzhou
    ],
)
def test_the_coast_puts_known_places_on_the_right_side(
    catalogue: Catalogue, lon: float, lat: float, on_land: bool
) -> None:
    assert drawn_land(catalogue.home).contains(shapely.Point(lon, lat)) == on_land


def test_the_tint_of_former_sea_lies_on_land(catalogue: Catalogue) -> None:
    tint = former_sea(catalogue.home)
    assert shapely.intersection(tint, drawn_land(catalogue.home)).area > 0.97 * tint.area
