"""The grounds that are compared: discs and squares whose sizes are known, cut to the scope."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from small_catalogues import CITY, TONGAN, small

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.comparison_layers import GROUND, comparison_layers
from registers.hand_register import with_parks


def square_metres(layer: AreaIndex) -> float:
    return float(gpd.GeoSeries(layer.shapes, crs=4326).to_crs(4548).area.iloc[0])


def test_around_a_position_all_within_a_kilometre_counts_as_surely_as_it_is_known(catalogue: Catalogue) -> None:
    known = small(catalogue, {"a": TONGAN}, {"a": ["ic"]})
    places = gpd.GeoDataFrame(
        {"site_id": ["a"], "radius_m": 300.0, "method": "poi"}, geometry=[shapely.Point(118.12, 24.75)], crs=4326
    )
    known = replace(known, places=places)
    layers = comparison_layers(known, CITY, "within_1km")
    for name, radius in zip(GROUND["within_1km"], (1000, 700, 1300, 2000), strict=True):
        assert square_metres(layers[name]) == pytest.approx(np.pi * radius**2, rel=3e-3), name
    inside = comparison_layers(known, CITY, "inside")
    assert inside["inside"].shapes[0].is_empty
    assert square_metres(inside["possible"]) == pytest.approx(np.pi * 300**2, rel=3e-3)


def test_what_lies_outside_of_the_scope_is_no_ground(catalogue: Catalogue) -> None:
    county = counties_in(TONGAN).geometry.iloc[0]
    x, y = county.exterior.coords[0] if county.geom_type == "Polygon" else county.geoms[0].exterior.coords[0]
    across = shapely.box(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
    layer = comparison_layers(with_parks(catalogue, {"a": (across, ["ic"])}), TONGAN)["inside"]
    assert layer.shapes[0].area == pytest.approx(across.intersection(county).area)
    assert 0 < layer.shapes[0].area < across.area
