"""A small world for registers: random parks, a partition, and a register whose points stand on their borders."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.industry_codes import IndustryCodes, industry_codes
from geoplan.registers.register_columns import RegisterColumns
from registers.random_areas import random_parks, random_partition, random_points


@dataclass
class World:
    """Areas, a register and the plan that counts it."""

    parks: gpd.GeoDataFrame
    counties: gpd.GeoDataFrame
    register: pd.DataFrame
    plan: CountingPlan


@pytest.fixture(scope="session")
def codes(catalogue: Catalogue) -> IndustryCodes:
    return industry_codes(catalogue)


@pytest.fixture(scope="session")
def world(codes: IndustryCodes) -> World:
    rng = np.random.default_rng(17)
    parks, counties = random_parks(rng, 80), random_partition(rng)
    areas = pd.concat([parks[["geometry"]], counties[["geometry"]]], ignore_index=True)
    x, y = random_points(rng, areas, 6_000)
    lost = rng.random(6_000) < 0.1
    register = pd.DataFrame(
        {
            "lon": np.where(lost, np.nan, x),
            "lat": np.where(lost, np.nan, y),
            "industry": rng.choice(["3912", "C391", "I65", "7320", "xyz", ""], 6_000),
            "founded": rng.integers(1990, 2025, 6_000),
            "closed": np.where(rng.random(6_000) < 0.3, rng.integers(2025, 2030, 6_000).astype(float), np.nan),
        }
    )
    columns = RegisterColumns("lon", "lat", industry="industry", founded="founded", closed="closed")
    layers = {
        "county": AreaIndex(counties["adcode"], counties.geometry, partition=True),
        "inside": AreaIndex(parks["site_id"], parks.geometry),
    }
    return World(parks, counties, register, CountingPlan(layers, columns, codes))
