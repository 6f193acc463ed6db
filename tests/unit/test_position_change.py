"""What a new position changes: areas, the way between the middles, and how far it lies off the county."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts import position_change as module
from geoplan.drafts.draft import POSITION, Draft
from geoplan.drafts.position_change import position_change
from geoplan.drafts.with_drafts import with_drafts

KAIYUAN = "kaiyuan-community"
X, Y = 615_000.0, 2_708_000.0  # a point of Siming, EPSG:4548


def wgs84(*shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=4548).to_crs(4326)


def rectangle(x: float, y: float, width: float, height: float) -> shapely.Geometry:
    """In metres, about a middle."""
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def drawn(catalogue: Catalogue, shape: shapely.Geometry) -> Catalogue:
    """The catalogue with Kaiyuan drawn as a shape in metres."""
    return with_drafts(catalogue, [Draft(POSITION, KAIYUAN, wgs84(shape).iloc[0])])


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> None:
    """The county is a square of 10 km about the point."""
    frame = gpd.GeoDataFrame(geometry=wgs84(rectangle(X, Y, 10_000, 10_000)))
    monkeypatch.setattr(module, "counties_in", lambda adcode: frame if adcode == "350203" else frame.iloc[:0])


def test_areas_are_sides_multiplied_and_the_shift_is_by_pythagoras(catalogue: Catalogue) -> None:
    now = drawn(catalogue, rectangle(X, Y, 800, 500))
    [new] = wgs84(rectangle(X + 300, Y - 400, 200, 100))
    change = position_change(now, KAIYUAN, new)
    assert change.area_m2 == pytest.approx(20_000, rel=1e-6)
    assert change.drawn_m2 == pytest.approx(400_000, rel=1e-6)
    assert change.shift_m == pytest.approx(500, abs=0.01)


def test_a_hole_is_no_ground(catalogue: Catalogue) -> None:
    [new] = wgs84(rectangle(X, Y, 200, 100).difference(rectangle(X, Y, 20, 10)))
    assert position_change(catalogue, KAIYUAN, new).area_m2 == pytest.approx(20_000 - 200, rel=1e-6)


def test_a_point_has_no_area_and_moves(catalogue: Catalogue) -> None:
    [new] = wgs84(shapely.Point(X + 30, Y + 40))
    change = position_change(drawn(catalogue, shapely.Point(X, Y)), KAIYUAN, new)
    assert (change.area_m2, change.drawn_m2) == (0.0, 0.0)
    assert change.shift_m == pytest.approx(50, abs=0.01)


def test_two_parts_that_are_drawn_are_one_area_with_one_middle(catalogue: Catalogue) -> None:
    both = shapely.union_all([rectangle(X - 500, Y, 200, 100), rectangle(X + 500, Y, 200, 100)])
    [new] = wgs84(shapely.Point(X, Y + 70))
    change = position_change(drawn(catalogue, both), KAIYUAN, new)
    assert change.drawn_m2 == pytest.approx(40_000, rel=1e-6)
    assert change.shift_m == pytest.approx(70, abs=0.01)


def test_what_is_not_drawn_yet_does_not_move(catalogue: Catalogue) -> None:
    site_id = str(catalogue.ways.index[catalogue.ways == "county"][0])
    [new] = wgs84(rectangle(X, Y, 200, 100))
    for unknown in (site_id, "own-00000001"):
        change = position_change(catalogue, unknown, new)
        assert (change.drawn_m2, change.shift_m) == (0.0, None)
        assert change.area_m2 == pytest.approx(20_000, rel=1e-6)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (X, Y, 0.0),
        (X + 4_990, Y, 0.0),  # the middle is inside, the half of it is not
        (X + 5_050, Y, 0.0),  # 50 m off: as near as the checks of layers/ allow
        (X + 5_070, Y, 70.0),
        (X + 7_500, Y, 2_500.0),
        (X + 5_300, Y + 5_400, 500.0),  # off a corner
    ],
)
def test_how_far_the_middle_lies_off_the_county(catalogue: Catalogue, x: float, y: float, expected: float) -> None:
    [new] = wgs84(rectangle(x, y, 200, 100))
    # The border is straight in degrees, so in metres it bulges by some centimetres.
    assert position_change(catalogue, KAIYUAN, new).off_county_m == pytest.approx(expected, abs=2)


@pytest.mark.usefixtures("county")
def test_a_region_without_counties_and_a_place_without_region_are_not_off_anything(catalogue: Catalogue) -> None:
    [new] = wgs84(rectangle(X + 7_500, Y, 200, 100))
    assert position_change(catalogue, "own-00000001", new).off_county_m == 0.0
    assert position_change(catalogue, "own-00000001", new, "990000").off_county_m == 0.0
    assert position_change(catalogue, "own-00000001", new, "350203").off_county_m == pytest.approx(2_500, abs=2)


def test_in_the_real_counties_the_other_shore_is_off(catalogue: Catalogue) -> None:
    assert position_change(catalogue, KAIYUAN, shapely.Point(118.10, 24.45)).off_county_m == 0.0  # in Siming
    assert position_change(catalogue, KAIYUAN, shapely.Point(118.05, 24.65)).off_county_m > 10_000  # in Jimei
