"""In which park a place is, and how far the nearest carrier: answers by mental arithmetic, and on the catalogue."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geoplan.analysis.locate_features import counties_of, designated_for, in_sites, locate_features
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME

# A park of 1 km a side, sure to 100 m, and a laboratory known as a point, sure to 200 m.
PLACES = gpd.GeoDataFrame(
    {"site_id": ["park", "lab"], "radius_m": [100.0, 200.0]},
    geometry=[shapely.box(0, 0, 1000, 1000), shapely.Point(3000, 0)],
    crs=HOME,
)


def of(*shapes: shapely.Geometry) -> list[tuple[int, str, str, float]]:
    own = gpd.GeoDataFrame(geometry=list(shapes), index=[10 * (i + 1) for i in range(len(shapes))], crs=HOME)
    rows = in_sites(own, PLACES)
    return [(r.own, r.site_id, r.verdict, round(r.share, 3)) for r in rows.itertuples()]


@pytest.mark.parametrize(
    ("x", "y", "verdict"),
    [
        (500, 500, [("park", "inside", 1.0)]),  # 500 m from the border, sure to 100 m
        (50, 500, [("park", "uncertain", 1.0)]),  # inside as drawn, but the border may be 100 m further in
        (-50, 500, [("park", "uncertain", 0.0)]),
        (-150, 500, []),
        (3100, 0, [("lab", "uncertain", 0.0)]),  # a point has no inside
        (3300, 0, []),
    ],
)
def test_a_point_is_inside_outside_or_uncertain(x: float, y: float, verdict: list[tuple[str, str, float]]) -> None:
    assert of(shapely.Point(x, y)) == [(10, *row) for row in verdict]


def test_a_polygon_says_how_much_of_it_is_inside() -> None:
    half = shapely.box(500, 200, 1500, 400)  # reaches 500 m into the park and as far out
    assert of(half) == [(10, "park", "partly", 0.5)]
    assert of(shapely.box(200, 200, 400, 400)) == [(10, "park", "inside", 1.0)]
    assert of(shapely.box(950, 0, 1450, 100)) == [(10, "park", "uncertain", 0.1)]  # only within the border's error


def test_a_line_says_how_much_of_its_length() -> None:
    assert of(shapely.LineString([(0, 500), (4000, 500)])) == [(10, "park", "partly", 0.25)]


def test_many_features_keep_their_own_index() -> None:
    assert of(shapely.Point(9e5, 9e5), shapely.Point(500, 500)) == [(20, "park", "inside", 1.0)]


def test_degrees_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees"):
        in_sites(gpd.GeoDataFrame(geometry=[shapely.Point(118, 24)], crs=4326), PLACES)


def test_places_of_the_catalogue_are_found_in_themselves(catalogue: Catalogue) -> None:
    areas = site_geometry(catalogue, crs=HOME)
    points = gpd.GeoDataFrame(geometry=areas.representative_point(), crs=HOME)
    well_in = areas.boundary.distance(points.geometry) > 1.01 * areas["radius_m"]  # metric systems differ by less
    points, areas = points[well_in & (areas.area > 0)], areas[well_in & (areas.area > 0)]
    assert len(areas) >= 3
    found = locate_features(catalogue, points.to_crs(4326))
    assert all(site in inside for site, inside in zip(areas["site_id"], found["inside"], strict=True))


def test_the_nearest_carrier_is_as_near_as_the_ellipsoid_says(catalogue: Catalogue) -> None:
    own = gpd.GeoDataFrame(geometry=[shapely.Point(118.10, 24.48), shapely.Point(116.4, 39.9)], crs=4326)
    row = locate_features(catalogue, own, "bio").iloc[0]
    features = catalogue.places[catalogue.places.geometry.notna()]
    sites = set(designated_for(catalogue, "bio"))
    geod, best = Geod(ellps="WGS84"), np.inf
    for site, shape in zip(features["site_id"], features.geometry, strict=True):
        if site in sites:
            near = shapely.get_coordinates(shapely.shortest_line(own.geometry.iloc[0], shape))
            best = min(best, geod.inv(*near[0], *near[1])[2])
    assert row["distance_km"] == pytest.approx(
        best / 1000, rel=0.02
    )  # nearest in degrees is not quite nearest in metres
    assert row["distance_low_km"] <= row["distance_km"] <= row["distance_high_km"]


def test_outside_fujian_no_county_and_no_distance(catalogue: Catalogue) -> None:
    own = gpd.GeoDataFrame(geometry=[shapely.Point(118.10, 24.48), shapely.Point(116.4, 39.9)], crs=4326)
    table = locate_features(catalogue, own, "bio")
    assert table["adcodes"].tolist() == [["350203"], []]
    assert table["nearest_id"].iloc[1] == "" and np.isnan(table["distance_km"].iloc[1])
    assert table["verdict"].iloc[1] == "outside"


def test_a_feature_may_lie_in_several_counties() -> None:
    wide = gpd.GeoDataFrame(geometry=[shapely.box(118.0, 24.4, 118.2, 24.7)], crs=4326)
    assert {"350203", "350206"} <= set(counties_of(wide).iloc[0])


def test_who_is_inside_a_part_is_inside_the_whole(catalogue: Catalogue) -> None:
    shape = catalogue.places.loc[catalogue.places["site_id"] == "software-park-3"].geometry.iloc[0]
    found = locate_features(catalogue, gpd.GeoDataFrame(geometry=[shape.representative_point()], crs=4326)).iloc[0]
    assert set(catalogue.parents["software-park-3"]) & set(found["inside"])
