"""Where a site without a position may stand, and points drawn there."""

import numpy as np
import pytest
import shapely
from shapes import regions

from geoplan.analysis.possible_ground import possible_ground, scattered, unplaced_sites
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue

UNITS = "350200"


def test_the_ground_is_the_narrowest_that_is_known(catalogue: Catalogue) -> None:
    sites = unplaced_sites(catalogue, catalogue.sites.index.tolist(), "350000")
    assert len(sites) == len(catalogue.sites) - len(catalogue.placed)
    units = reporting_units(UNITS, "county", "land").set_index("adcode").geometry
    ground = possible_ground(catalogue, sites, units.crs).set_index("site_id")
    doubts = set(catalogue.areas_of_doubt["site_id"])
    assert set(ground.index[ground["known_by"] == "area_of_doubt"]) == doubts & set(sites)
    county = [s for s in ground.index[ground["known_by"] == "region"] if catalogue.sites.at[s, "adcode"] in units.index]
    assert county  # known by their county alone: its land
    for site in county:
        assert ground.at[site, "geometry"].area == pytest.approx(
            units[catalogue.sites.at[site, "adcode"]].area, rel=1e-6
        )


def test_points_lie_on_the_ground_anywhere_on_it_and_the_same_each_time() -> None:
    # An L of three squares of 1 km: a third of the points falls into each.
    ell = shapely.union_all(regions((0, 0, 2000, 1000), (0, 1000, 1000, 2000)).geometry.to_numpy())
    ground = regions((0, 0, 1, 1)).rename(columns={"adcode": "site_id"}).set_geometry([ell], crs="EPSG:4548")
    xy = scattered(ground, 3000, 7)[:, 0]
    assert shapely.intersects_xy(ell, xy[:, 0], xy[:, 1]).all()
    assert (xy[:, 0] > 1000).mean() == pytest.approx(1 / 3, abs=0.03)
    assert (xy[:, 1] > 1000).mean() == pytest.approx(1 / 3, abs=0.03)
    assert (xy == scattered(ground, 3000, 7)[:, 0]).all()
    assert (xy != scattered(ground, 3000, 8)[:, 0]).any()


def test_a_site_is_drawn_alike_whoever_is_drawn_beside_it() -> None:
    ground = regions((0, 0, 900, 900), (0, 0, 900, 900)).rename(columns={"adcode": "site_id"})
    both = scattered(ground, 20, 1)
    assert (both[:, 1] == scattered(ground.iloc[1:], 20, 1)[:, 0]).all()
    assert (both[:, 0] != both[:, 1]).any()
    assert np.shape(scattered(ground.iloc[:0], 20, 1)) == (20, 0, 2)
