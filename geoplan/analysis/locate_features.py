"""Where a user's own features lie: in which county, in which sites, and how far from the nearest of an industry."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geoplan.analysis.footprint import require_same_system
from geoplan.analysis.nearest_site import nearest_sites
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, metric_crs_for, require_metric
from geoplan.geodata.boundaries import counties
from geoplan.geodata.prepared_copies import prepared_copies
from geoplan.text.message import message

VERDICTS: Final = {
    "inside": message("analysis.locate_features.verdicts.inside"),
    "partly": message("analysis.locate_features.verdicts.partly"),
    "uncertain": message("analysis.locate_features.verdicts.uncertain"),
    "outside": message("analysis.locate_features.verdicts.outside"),
}


def in_sites(own: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """Tell in which sites features lie, and withhold the verdict where the site's position does not allow one.

    A feature is ``inside`` when all of it lies in the drawn footprint, farther from its border than the radius within
    which the footprint may be misplaced; ``partly`` when some of it does, but not all; ``uncertain`` when the
    radius decides. A site known as a point has no inside.

    Parameters
    ----------
    own : GeoDataFrame
        Any valid geometries in metres; the index names them.
    places : GeoDataFrame
        ``site_id``, ``radius_m`` (metres), geometry in the same system.

    Returns
    -------
    DataFrame
        One row a feature and site that may hold it: ``own``, ``site_id``, ``verdict``, ``share`` (of the
        feature's area, else of its length, that lies in the footprint as drawn; of a point 1 or 0), ``border_m``
        (metres to the border of the footprint, or to the point).

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(own, "own")
    require_same_system(own, places)
    shapes, footprints = own.geometry.to_numpy(), prepared_copies(places.geometry.to_numpy())
    radius = np.nan_to_num(places["radius_m"].to_numpy(dtype=float))
    areas = prepared_copies(_areas(footprints))
    site, feature = shapely.STRtree(shapes).query(footprints, predicate="dwithin", distance=radius)
    theirs, ours, sure = areas[site], shapes[feature], radius[site]
    areal = shapely.get_dimensions(footprints)[site] == 2
    rim = np.where(areal, shapely.boundary(areas)[site], theirs)
    border = shapely.distance(ours, rim)
    within = shapely.covers(theirs, ours) & areal
    share = within.astype(float)
    crossing = np.flatnonzero(areal & ~within & (shapely.get_dimensions(ours) > 0))
    share[crossing] = _shares(ours[crossing], theirs[crossing])
    deep = np.zeros(len(ours), dtype=bool)
    core = shapely.buffer(footprints, -radius)
    deep[crossing] = shapely.intersects(core[site[crossing]], ours[crossing])
    verdict = np.where(within & (border > sure), "inside", np.where(deep, "partly", "uncertain"))
    table = pd.DataFrame(
        {
            "own": own.index[feature],
            "site_id": places["site_id"].to_numpy()[site],
            "verdict": verdict,
            "share": share,
            "border_m": border,
            "_at": feature,
        }
    )
    rank = table["verdict"].map({code: i for i, code in enumerate(VERDICTS)})
    order = table.assign(_rank=rank).sort_values(["_at", "_rank", "site_id"], kind="stable")
    return order.drop(columns=["_at", "_rank"]).reset_index(drop=True)


def _areas(footprints: np.ndarray) -> np.ndarray:
    """Only the polygons of a collection have a border: a place may be drawn in part and a point in another."""
    mixed = np.flatnonzero(shapely.get_type_id(footprints) == shapely.GeometryType.GEOMETRYCOLLECTION)
    areas = footprints.copy()
    for at in mixed.tolist():
        parts = shapely.get_parts(footprints[at])
        areas[at] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return areas


def _shares(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    common = shapely.intersection(ours, theirs)
    by_area = shapely.get_dimensions(ours) == 2
    part = np.where(by_area, shapely.area(common), shapely.length(common))
    size = np.where(by_area, shapely.area(ours), shapely.length(ours))
    return np.divide(part, size, out=np.zeros(len(part)), where=size > 0)


def counties_of(own: gpd.GeoDataFrame) -> pd.Series:
    """Tell in which counties features lie.

    Parameters
    ----------
    own : GeoDataFrame
        EPSG:4326.

    Returns
    -------
    Series
        Lists of adcodes by the index of `own`, none outside the province; coastal borders reach over tidal flat.
    """
    regions = counties()
    feature, region = shapely.STRtree(regions.geometry.to_numpy()).query(
        own.geometry.to_numpy(), predicate="intersects"
    )
    adcodes: list[list[str]] = [[] for _ in range(len(own))]
    codes = regions["adcode"].tolist()
    for at, of in sorted(zip(feature.tolist(), region.tolist(), strict=True)):
        adcodes[at].append(codes[of])
    return pd.Series(adcodes, index=own.index, dtype=object)


def designated_for(catalogue: Catalogue, industry: str) -> list[str]:
    """List the sites that are designated for an industry or any term under it, inherited designations included."""
    terms = {term for term, path in catalogue.industries["path"].items() if industry in path}
    rows = catalogue.all_designations
    return sorted(rows.loc[rows["industry_id"].isin(terms), "site_id"].unique())


def locate_features(catalogue: Catalogue, own: gpd.GeoDataFrame, industry: str = "") -> pd.DataFrame:
    """Tell of each feature its county, its sites, and the nearest site of an industry in a straight line.

    Parameters
    ----------
    own : GeoDataFrame
        Features in EPSG:4326; the index names them.
    industry : str
        ``industry_id``; "" asks for no nearest site.

    Returns
    -------
    DataFrame
        One row a feature, with the index of `own`: ``adcodes`` (list), ``verdict`` (the firmest of `VERDICTS`),
        ``inside``, ``partly``, ``uncertain`` (lists of site ids), ``share`` (of the feature in the first of them);
        with an industry ``nearest_id`` ("" if none is placed), ``distance_km``, ``distance_low_km``,
        ``distance_high_km``. Outside the study area distances are withheld: the metric system does not reach there.
    """
    crs = metric_system(own)
    places = site_geometry(catalogue, crs=crs)
    metric = own.to_crs(crs)
    pairs = _with_wholes(in_sites(metric, places), catalogue, places)
    table = pd.DataFrame(index=own.index)
    table["adcodes"] = counties_of(own)
    firmest = pairs.drop_duplicates("own").set_index("own")
    table["verdict"] = firmest["verdict"].reindex(own.index).fillna("outside")
    for verdict in ("inside", "partly", "uncertain"):
        lists = pairs[pairs["verdict"] == verdict].groupby("own", sort=False)["site_id"].agg(list)
        table[verdict] = [ids if isinstance(ids, list) else [] for ids in lists.reindex(own.index)]
    table["share"] = firmest["share"].reindex(own.index).fillna(0.0)
    if not industry:
        return table
    sites = designated_for(catalogue, industry)
    groups = pd.DataFrame({"site_id": sites, "industry_id": industry})
    nearest = nearest_sites(metric, places, groups).set_index("point").reindex(own.index)
    near = table["adcodes"].map(bool) | _around_fujian(own)
    distances = nearest[["distance_km", "distance_low_km", "distance_high_km"]].astype(float).where(near)
    return table.assign(nearest_id=nearest["site_id"].where(near).fillna(""), **distances)


def _with_wholes(pairs: pd.DataFrame, catalogue: Catalogue, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """What lies inside a part lies inside the whole that is placed by its parts, however unsure another part is."""
    inside = pairs[pairs["verdict"] == "inside"].groupby("site_id")["own"].agg(set)
    verdict = pairs["verdict"].copy()
    for parent in places.loc[places["through_parts"], "site_id"]:
        inside_parts: set[object] = set().union(
            *(inside.get(part, set()) for part in catalogue.located_descendants(parent))
        )
        verdict[(pairs["site_id"] == parent) & pairs["own"].isin(inside_parts)] = "inside"
    rank = {code: i for i, code in enumerate(VERDICTS)}
    order = pairs.assign(verdict=verdict, _at=pd.factorize(pairs["own"])[0], _rank=verdict.map(rank))
    return order.sort_values(["_at", "_rank", "site_id"], kind="stable")[[*pairs.columns]].reset_index(drop=True)


def metric_system(own: gpd.GeoDataFrame) -> CRS:
    """Choose the metric system for features and the sites about them.

    Parameters
    ----------
    own : GeoDataFrame
        EPSG:4326; features outside the study area have no say.
    """
    around = own[_around_fujian(own)]
    return metric_crs_for(around) if len(around) else AREA


def _around_fujian(own: gpd.GeoDataFrame) -> pd.Series:
    west, south, east, north = counties().total_bounds
    bounds = own.bounds
    margin = 0.5  # degrees
    return (
        (bounds["minx"] >= west - margin)
        & (bounds["maxx"] <= east + margin)
        & (bounds["miny"] >= south - margin)
        & (bounds["maxy"] <= north + margin)
    )
