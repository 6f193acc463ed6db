"""A layer made of a filled template: where it lies, how large it is, and that the catalogue takes it."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from coord_convert.transform import gcj2wgs
from form_samples import HOME, LAYER, PLACE, SITE, checked, describe, layer_book, opened, put, saved
from long_lists import one_in
from pyproj import Geod, Transformer
from shapely.geometry import shape

from geoplan.catalogue.catalogue import load
from geoplan.forms.layer_draft import LayerDraft, description_text, features_text
from geoplan.forms.validate import FormCheck
from geoplan.geodata.boundaries import land_outlines
from geoplan.sources import read_sources

SQUARE = "POLYGON((117.99 24.53, 117.99 24.54, 118 24.54, 118 24.53, 117.99 24.53))"  # clockwise
OFFSET_SITES = ("harbour", "quay", "woods")  # names unlike each other
OFFSET = [(118.0, 24.53), (117.99, 24.55), (118.02, 24.5)]
EAST, NORTH = Transformer.from_crs(4326, 4548, always_xy=True).transform(118.0, 24.53)
# What is filled in beside a plain point, by site; all are made at once.
PLACES: dict[str, dict[str, Any]] = {
    "inland": {"stated_area": 350, "area_unit": "公顷"},
    "shore": {"lon": 118.2, "lat": 24.56, "stated_area": 6000, "area_unit": "亩"},
    **{OFFSET_SITES[n]: {"lon": lon, "lat": lat, "system": "GCJ-02"} for n, (lon, lat) in enumerate(OFFSET)},
    "metres": {"lon": EAST, "lat": NORTH, "system": "EPSG:4548"},
    "county": {"lon": None, "lat": None, "system": None, "radius_m": None, "confidence": "low"},
    "plain": {},
    "guess": {"system": "estimate"},
    "outline": {"lon": None, "lat": None, "wkt": SQUARE, "method": "digitised"},
    "parted": {"part": "一期", "part_en": "Phase 1"},
}


def layer_of(verdict: FormCheck) -> LayerDraft:
    assert verdict.problems == [], [f.line("en") for f in verdict.problems]
    assert verdict.layer is not None
    return verdict.layer


@pytest.fixture(scope="module")
def features() -> dict[str, dict[str, Any]]:
    where = {name: "350213" if name == "shore" else "350205" for name in PLACES}
    sites = [{**SITE, "site_id": name, "name_zh": f"{name}园", "adcode": where[name]} for name in PLACES]
    rows = [{**PLACE, **place, "site_id": name} for name, place in PLACES.items()]
    layer = layer_of(checked(layer_book(rows, sites)))
    return {feature["properties"]["site_id"]: feature for feature in layer.features}


@pytest.mark.parametrize("layer", read_sources(HOME).layers, ids=lambda layer: layer.layer_id)
def test_the_layers_shipped_are_written_as_they_are(layer: Any) -> None:
    assert description_text(layer.description).encode() == (HOME / layer.toml).read_bytes()
    assert features_text(layer.features).encode() == (HOME / layer.geojson).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "adcode", "km2"), one_in(2, [("inland", "350205", 3.5), ("shore", "350213", 4.0)]))
def test_a_stated_area_is_drawn_with_that_area_on_land(features: Any, name: str, adcode: str, km2: float) -> None:
    feature = features[name]
    assert feature["properties"]["method"] == "area_schematic"
    drawn = shape(feature["geometry"])
    geodesic = abs(Geod(ellps="WGS84").geometry_area_perimeter(drawn)[0]) / 1e6
    assert geodesic == pytest.approx(km2, rel=1e-3)
    assert plane_km2(drawn) == pytest.approx(km2, rel=1e-3)
    land = land_outlines().set_index("adcode").loc[adcode, "geometry"]
    assert plane_km2(drawn.difference(land)) < km2 * 1e-3  # an edge straight in degrees bends in metres


def plane_km2(geometry: shapely.Geometry) -> float:
    to_metres = Transformer.from_crs(4326, 4548, always_xy=True).transform
    return float(shapely.transform(geometry, to_metres, interleaved=False).area) / 1e6


def test_at_the_shore_the_disc_is_cut_by_the_land(features: Any) -> None:
    """Of all shapes with one area the disc has the shortest edge; a disc's edge grows as the root of its area."""
    inland, shore = (shape(features[name]["geometry"]) for name in ("inland", "shore"))
    assert shore.length > 1.05 * inland.length * (4.0 / 3.5) ** 0.5


@pytest.mark.parametrize("n", range(len(OFFSET)))
def test_gcj02_is_converted_as_another_package_converts_it(features: Any, n: int) -> None:
    feature = features[OFFSET_SITES[n]]
    x, y = feature["geometry"]["coordinates"]
    _, _, metres = Geod(ellps="WGS84").inv(x, y, *gcj2wgs(*OFFSET[n]))
    assert metres < 0.1
    assert feature["properties"]["source_datum"] == "GCJ-02"


def test_metres_are_converted_and_no_more_than_seven_decimals_are_written(features: Any) -> None:
    feature = features["metres"]
    assert feature["geometry"]["coordinates"] == pytest.approx([118.0, 24.53], abs=2e-7)
    assert feature["properties"]["source_datum"] == "WGS84"
    for one in features.values():
        for x in re.findall(r"\d+\.\d+", json.dumps(one["geometry"])):
            assert len(x.partition(".")[2]) <= 7


def test_what_is_not_filled_in_decides_how_the_place_is_known(features: Any) -> None:
    county = features["county"]
    assert county["geometry"] is None
    assert county["properties"]["method"] == "county" and county["properties"]["source_datum"] == "estimate"
    assert county["properties"]["radius_m"] is None
    assert features["plain"]["properties"]["method"] == "point"
    assert features["guess"]["properties"]["source_datum"] == "estimate"


def test_an_outline_is_kept_and_its_ring_turned_right(features: Any) -> None:
    ring = features["outline"]["geometry"]["coordinates"][0]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0  # counter-clockwise, as RFC 7946 asks
    assert {tuple(corner) for corner in ring} == {(117.99, 24.53), (117.99, 24.54), (118.0, 24.54), (118.0, 24.53)}


def test_a_part_keeps_both_names(features: Any) -> None:
    assert list(features["parted"]["properties"])[:3] == ["site_id", "part", "part_en"]


@pytest.mark.long
def test_the_pair_is_taken_by_the_catalogue(copy: Path) -> None:
    place = {**PLACE, "stated_area": 3.5, "area_unit": "平方公里", "system": "GCJ-02"}
    layer = layer_of(checked(layer_book([place])))
    with (copy / "data" / "sites.csv").open("a", encoding="utf-8") as file:
        cells = [
            SITE.get(name, "")
            for name in (
                "site_id",
                "name_zh",
                "name_en",
                "aliases",
                "kind",
                "adcode",
                "ground",
                "plan_id",
                "section",
                "note",
            )
        ]
        file.write(",".join(cells) + "\n")
    for name, content in layer.files().items():
        (copy / "layers" / name).write_bytes(content)
    catalogue = load(copy)
    assert catalogue.problems == []
    assert catalogue.layer_sites("new-parks") == ["new-park"]
    assert bool(catalogue.sites.at["new-park", "drawn"])
    said = tomllib.loads(layer.files()["new-parks.toml"].decode())
    assert {key: said[key] for key in LAYER if key != "layer_id"} == {
        key: LAYER[key] for key in LAYER if key != "layer_id"
    }


@pytest.mark.long
@pytest.mark.slow
def test_features_join_the_layer_of_that_name_and_its_others_stay_byte_for_byte() -> None:
    book = opened("sites", "layer")
    put(book["sites"], [SITE])
    describe(book["图层"], {"layer_id": "software-parks"})
    put(book["要素"], [{**PLACE, "radius_m": 321}])
    layer = layer_of(checked(saved(book)))
    before = (HOME / "layers" / "software-parks.geojson").read_text("utf-8").splitlines()
    after = layer.files()["software-parks.geojson"].decode().splitlines()
    assert after[: len(before) - 2] == before[:-2]
    assert after[len(before) - 2].rstrip(",") == before[-2] and json.loads(after[-2])["properties"]["radius_m"] == 321
    description = tomllib.loads((HOME / "layers" / "software-parks.toml").read_text("utf-8"))
    assert layer.description == description
