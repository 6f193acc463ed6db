"""GeoJSON keeps the rules of RFC 7946."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.files import write_atomically
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.query.selection import Selection
from geoplan.writers.collect import collect
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_one_layer import geojson_pieces


def export(catalogue: Catalogue, selection: Selection) -> bytes:
    content = collect(catalogue, "sites", selection, FORMATS["geojson"], parse_system("4326"), "zh")
    return b"".join(geojson_pieces(content))


@pytest.fixture(scope="module")
def exported(catalogue: Catalogue) -> dict:
    return json.loads(export(catalogue, Selection(industries=("bio",))))


def test_there_is_no_crs_member(exported: dict) -> None:
    assert "crs" not in exported
    assert exported["type"] == "FeatureCollection"


def test_ids_are_stable_and_unique(exported: dict) -> None:
    ids = [f["id"] for f in exported["features"]]
    assert len(set(ids)) == len(ids)
    assert "biomedical-harbour" in ids


def test_coordinates_have_at_most_seven_decimals(exported: dict) -> None:
    text = json.dumps([f["geometry"] for f in exported["features"]])
    assert all(len(number.split(".")[1]) <= 7 for number in __import__("re").findall(r"\d+\.\d+", text))


def test_exterior_rings_run_counter_clockwise(exported: dict) -> None:
    for feature in exported["features"]:
        if feature["geometry"] and feature["geometry"]["type"] == "Polygon":
            shell = np.array(feature["geometry"]["coordinates"][0])
            x, y = shell[:, 0], shell[:, 1]
            assert np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1])) < 0  # the shoelace sum is negative counter-clockwise


def test_a_clockwise_ring_in_metres_comes_out_right_handed_in_degrees() -> None:
    clockwise = shapely.Polygon([(500000, 2700000), (500000, 2701000), (501000, 2701000), (501000, 2700000)])
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[clockwise], crs=4548)
    ring = json.loads(feature_collection(frame, ["a"]))["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert ring[0][0] == pytest.approx(117.0, abs=0.02)  # easting 500 000 is the central meridian, 117 E


def test_unplaced_sites_are_there_without_geometry(exported: dict) -> None:
    unplaced = next(f for f in exported["features"] if f["id"] == "xiangan-digital-economy")
    assert unplaced["geometry"] is None
    assert unplaced["properties"]["method"] == "county"


def test_names_stand_beside_ids_and_every_designation_has_its_section(exported: dict) -> None:
    for feature in exported["features"]:
        for designation in feature["properties"]["designations"]:
            assert designation["industry"]
            assert designation["section"]


@pytest.mark.slow
def test_same_input_same_bytes(catalogue: Catalogue) -> None:
    assert export(catalogue, Selection()) == export(catalogue, Selection())


def test_geopandas_reads_it_back(catalogue: Catalogue, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.geojson"
    path.write_bytes(export(catalogue, Selection()))
    frame = gpd.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert set(frame["site_id"]) == set(catalogue.sites.index)


def test_a_failed_write_leaves_no_half_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "x.geojson"
    target.write_bytes(b"before")
    with pytest.raises(TypeError):
        write_atomically(target, "not bytes")  # type: ignore[arg-type]
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
