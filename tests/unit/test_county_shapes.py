"""The counties for the browser: all there, about as large as the land, small enough to send."""

import gzip
from pathlib import Path

import orjson
import pytest
import shapely
from pyproj import Geod

from geoplan.geodata.base_map import drawn_land
from geoplan.geodata.boundaries import counties
from geoplan.geodata.county_shapes import county_shapes
from geoplan.map.publish import publish_base


@pytest.fixture(scope="module")
def shapes(home: Path) -> dict[str, list[list[list[int]]]]:
    return county_shapes(home)


def polygon(rings: list[list[int]]) -> shapely.Polygon:
    """Rings as the script of the map reads them: the first pair, then differences, in 1e-4 degree."""
    read = []
    for steps in rings:
        x = y = 0
        points = []
        for i in range(0, len(steps), 2):
            x, y = x + steps[i], y + steps[i + 1]
            points.append((x / 1e4, y / 1e4))
        read.append(points)
    return shapely.Polygon(read[0], read[1:])


def test_every_county_has_its_land_within_two_percent(shapes: dict[str, list[list[list[int]]]], home: Path) -> None:
    frame, land, geod = counties().set_index("adcode"), drawn_land(home), Geod(ellps="WGS84")
    assert list(shapes) == frame.index.tolist()
    for code in ("350203", "350205", "350206", "350211", "350212", "350213", "350181", "350702"):
        drawn = sum(abs(geod.geometry_area_perimeter(polygon(rings))[0]) for rings in shapes[code])
        true = abs(geod.geometry_area_perimeter(shapely.intersection(frame.geometry[code], land))[0])
        assert drawn == pytest.approx(true, rel=0.02), code


def test_a_known_place_lies_in_its_county(shapes: dict[str, list[list[list[int]]]]) -> None:
    places = {
        "350203": (118.08, 24.46),
        "350211": (118.06, 24.65),
        "350213": (118.24, 24.63),
        "350212": (118.15, 24.75),
    }
    for code, at in places.items():
        inside = [
            other for other in shapes if any(polygon(rings).contains(shapely.Point(at)) for rings in shapes[other])
        ]
        assert inside == [code]


def test_neighbours_share_their_border(shapes: dict[str, list[list[list[int]]]]) -> None:
    siming, huli = (shapely.union_all([polygon(rings) for rings in shapes[code]]) for code in ("350203", "350206"))
    assert shapely.intersection(siming, huli).area < 1e-7  # square degrees, about 0.001 km²
    assert shapely.intersection(siming.boundary, huli.boundary).length > 0.05  # degrees: they meet across the island


@pytest.mark.long
def test_the_file_is_published_beside_the_base_and_small(home: Path, tmp_path: Path, catalogue) -> None:  # type: ignore[no-untyped-def]
    base = publish_base(home, catalogue.regions, tmp_path)
    named = orjson.loads(base.read_bytes())["counties"]
    assert named == base.name.replace("base-", "counties-")
    content = (tmp_path / named).read_bytes()
    assert set(orjson.loads(content)) == set(counties()["adcode"])
    assert len(content) < 320_000 and len(gzip.compress(content)) < 120_000
