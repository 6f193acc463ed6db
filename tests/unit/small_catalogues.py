"""Small catalogues of sites that stand where a test says."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from shapely import Point

from geoplan.catalogue.catalogue import Catalogue

SIMING, HAICANG, HULI, JIMEI, TONGAN, XIANGAN = XIAMEN = ["350203", "350205", "350206", "350211", "350212", "350213"]
CITY, PROVINCE = "350200", "350000"


def small(
    catalogue: Catalogue,
    sites: dict[str, str],
    designated: dict[str, list[str]],
    parts: dict[str, str] | None = None,
    points: dict[str, tuple[Point, float]] | None = None,
    doubts: dict[str, object] | None = None,
    grounds: dict[str, str] | None = None,
) -> Catalogue:
    """A catalogue of sites by adcode, their industries, the wholes they are part of, positions and areas of doubt."""
    frame = pd.DataFrame(
        {"adcode": sites, "ground": pd.Series(grounds or {}, dtype=object)}, index=pd.Index(sites, name="site_id")
    )
    frame = frame.fillna("")
    rows = [(s, i, i, "lead", "stated", "fujian-st", "1") for s, terms in designated.items() for i in terms]
    columns = ["site_id", "industry_id", "wording", "role", "basis", "plan_id", "section"]
    relations = pd.DataFrame(
        [(s, whole, "part_of") for s, whole in (parts or {}).items()], columns=["site_id", "parent_id", "relation"]
    )
    points, doubts = points or {}, doubts or {}
    places = gpd.GeoDataFrame(
        {"site_id": list(points), "radius_m": [radius for _, radius in points.values()]},
        geometry=[point for point, _ in points.values()], crs=4326,
    )  # fmt: skip
    areas = gpd.GeoDataFrame({"site_id": list(doubts)}, geometry=list(doubts.values()), crs=4326)
    return replace(
        catalogue,
        sites=frame,
        designations=pd.DataFrame(rows, columns=columns),
        relations=relations,
        places=places,
        areas_of_doubt=areas,
    )
