"""A register of 57 rows around two parks in Tong'an, small enough that every figure is worked out on paper.

Park alpha is designated for integrated circuits (here: class 3973) by a plan that begins in 2021, park beta for
displays (class 3974). Each is a square of about a kilometre, known to the metre.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely
from small_catalogues import CITY, TONGAN, small

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.comparison_layers import comparison_layers
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.industry_codes import industry_codes
from geoplan.registers.register_columns import RegisterColumns

SCOPE = CITY
ALPHA, BETA = shapely.box(118.10, 24.75, 118.11, 24.76), shapely.box(118.14, 24.75, 118.15, 24.76)
IN_ALPHA, AROUND, IN_BETA, FAR = (118.105, 24.755), (118.113, 24.755), (118.145, 24.755), (118.10, 24.80)
COLUMNS = RegisterColumns("lon", "lat", industry="industry", founded="founded", closed="closed")


def rows() -> pd.DataFrame:
    alpha = [("3973", y, 0) for y in (2018, 2021, 2021, 2022, 2022)]
    alpha += [("6513", 2010, 0), ("6513", 2015, 2016), ("", 2012, 0), ("3973", 0, 0), ("3973", 2023, 0)]
    around = [("3973", y, 0) for y in (2019, 2019, 2020, 2020, 2020, 2021)] + [("6513", 2000, 0)]
    beta = [("3973", y, 0) for y in (2019, 2020, 2020, 2021, 2022)]
    far = [("3973", 2005, 0), ("6513", 2005, 2022), ("39", 2005, 0)] + [("6513", 2005, 0)] * 32
    placed = [(IN_ALPHA, alpha), (AROUND, around), (IN_BETA, beta), (FAR, far)]
    table = [(*at, *row) for at, some in placed for row in some]
    frame = pd.DataFrame(table, columns=["lon", "lat", "industry", "founded", "closed"])
    return frame.assign(**{name: frame[name].where(frame[name] > 0).astype("Int64") for name in ("founded", "closed")})


def two_parks(catalogue: Catalogue) -> Catalogue:
    return with_parks(catalogue, {"alpha": (ALPHA, ["ic"]), "beta": (BETA, ["display"])})


def with_parks(
    catalogue: Catalogue, parks: dict[str, tuple[shapely.Polygon, list[str]]], radius: float = 0.0
) -> Catalogue:
    """A catalogue of parks in Tong'an with outlines, and of three terms with one class each."""
    known = small(catalogue, dict.fromkeys(parks, TONGAN), {name: terms for name, (_, terms) in parks.items()})
    places = gpd.GeoDataFrame(
        {"site_id": list(parks), "radius_m": radius, "method": "bounds"},
        geometry=[shape for shape, _ in parks.values()],
        crs=4326,
    )
    mapped = [("ic", "3973", "high"), ("display", "3974", "medium"), ("bio", "2770", "low")]
    classes = pd.DataFrame(mapped, columns=["industry_id", "gbt_code", "confidence"])
    industries = catalogue.industries.assign(branch=catalogue.industries.index.map(lambda term: term))
    return replace(known, places=places, industry_gbt=classes, industries=industries)


def plan_of(catalogue: Catalogue, ground: str = "inside") -> CountingPlan:
    return CountingPlan(comparison_layers(catalogue, SCOPE, ground), COLUMNS, industry_codes(catalogue))
