"""What lies in a park for certain, possibly, and near it: squares and discs whose answer is mental arithmetic."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geoplan.analysis.position_error import displace, displacements
from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.register_areas import GROUNDS, county_layer, site_grounds, site_layers

ZONE = 4548  # metres, central meridian 117
AT = (600_000.0, 2_700_000.0)


def sites(*shapes: shapely.Geometry, radius: float) -> gpd.GeoDataFrame:
    moved = [shapely.transform(shape, lambda xy: xy + AT) for shape in shapes]
    return gpd.GeoDataFrame(
        {"site_id": [f"s{i}" for i in range(len(moved))], "radius_m": radius}, geometry=moved, crs=ZONE
    )


def test_a_square_shrinks_and_grows_by_its_radius() -> None:
    grounds = site_grounds(sites(shapely.box(0, 0, 1000, 1000), radius=100))
    area = {name: frame.to_crs(ZONE).area.iloc[0] for name, frame in grounds.items()}
    assert area["inside"] == pytest.approx(1e6, rel=1e-6)
    assert area["certain"] == pytest.approx(800**2, rel=1e-6)
    assert area["possible"] == pytest.approx(1e6 + 4 * 1000 * 100 + np.pi * 100**2, rel=1e-3)
    assert area["within_1km"] == pytest.approx(1e6 + 4 * 1000 * 1000 + np.pi * 1000**2, rel=2e-3)


def test_a_position_has_nothing_inside_but_what_its_radius_holds() -> None:
    grounds = site_grounds(sites(shapely.Point(0, 0), shapely.box(0, 0, 50, 50), radius=100))
    assert grounds["inside"].is_empty.tolist() == [True, False]
    assert grounds["certain"].is_empty.tolist() == [True, True]  # the square is narrower than its error
    assert grounds["possible"].to_crs(ZONE).area.iloc[0] == pytest.approx(np.pi * 100**2, rel=2e-3)


def test_certain_and_possible_are_what_every_and_any_displacement_holds() -> None:
    shape = shapely.Polygon([(0, 0), (900, 0), (900, 300), (300, 300), (300, 900), (0, 900)])
    frame = sites(shape, radius=80)
    x, y = np.random.default_rng(1).uniform(-100, 1000, (2, 400)) + np.array(AT)[:, None]
    by = displacements(["s0"], np.array([80.0]), draws=2_000)[:, 0]
    edge = 80 * np.exp(1j * np.linspace(0, 2 * np.pi, 128, endpoint=False))
    by = np.vstack([by, np.column_stack([edge.real, edge.imag])])
    moved = displace(np.repeat(frame.geometry.to_numpy(), len(by)), by)
    holds = shapely.intersects_xy(moved[:, None], x, y)
    points = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=ZONE).to_crs(4326)
    grounds = site_grounds(frame)
    certain, possible = (points.intersects(grounds[g].geometry.iloc[0]).to_numpy() for g in ("certain", "possible"))
    assert (certain != holds.all(axis=0)).sum() <= 2  # draws are many, not all
    assert (possible != holds.any(axis=0)).sum() <= 2


def test_layers_of_the_catalogue_hold_its_sites_and_counties(catalogue: Catalogue) -> None:
    layers = site_layers(catalogue)
    assert tuple(layers) == GROUNDS
    for name in GROUNDS[1:]:
        assert layers[name].ids.equals(layers["inside"].ids)
    drawn = catalogue.places.loc[catalogue.places.geometry.notna(), "site_id"]
    assert set(drawn) & set(catalogue.sites.index) <= set(layers["inside"].ids)
    assert len(county_layer("350200")["county"]) == 6
