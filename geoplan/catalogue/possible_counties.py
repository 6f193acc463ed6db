"""In which counties a site stands for certain, and in which it may stand: what filters, counts and names go by."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for
from geoplan.geodata.boundaries import counties, counties_in
from geoplan.study_area import stem

SEVERAL_COUNTIES: Final = "several_counties"  # the ground of a site that reaches over more than one


@lru_cache(maxsize=4)
def possible_counties(catalogue: Catalogue) -> pd.DataFrame:
    """List the counties of every site of the study area.

    A site whose county the catalogue names stands there. Of any other, a feature stands where the disc of its radius
    (round a position) or its area of doubt touches one county only; where it touches several, in one of them. A site
    without a feature may stand in any county of its city or province, as may one that is said to reach over several
    counties and whose features touch one. What is placed through its parts alone counts as without a feature.

    Returns
    -------
    DataFrame
        One row a site and county, in the catalogue's order: ``site_id``, ``adcode`` (of the county), ``certain``.
        Treat it as read-only.
    """
    levels = catalogue.sites["adcode"].map(catalogue.regions["level"])
    known = catalogue.sites.index[levels == "county"]
    rows = [(site_id, catalogue.sites.at[site_id, "adcode"], True) for site_id in known]
    wide = catalogue.sites.loc[levels.isin(["city", "province"]), "adcode"]
    by_feature = _by_feature(catalogue, wide.index)
    for site_id, region in wide.items():
        inside = counties_in(region)["adcode"].tolist()
        is_one = catalogue.sites.at[site_id, "ground"] != SEVERAL_COUNTIES
        rows += [(site_id, code, sure) for code, sure in _counties_of(by_feature.get(site_id, []), inside, is_one)]
    table = pd.DataFrame(rows, columns=["site_id", "adcode", "certain"])
    order = catalogue.sites.index.get_indexer(table["site_id"])
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


@lru_cache(maxsize=4)
def site_regions(catalogue: Catalogue) -> pd.DataFrame:
    """Say under which region a site is filtered, counted and named.

    The counties in which it stands for certain, each of them; else the region that the catalogue names, a city or the
    province: its county is not known.

    Returns
    -------
    DataFrame
        One row a site and region, in the catalogue's order: ``site_id``, ``adcode``. Treat it as read-only.
    """
    where = possible_counties(catalogue)
    certain = where.loc[where["certain"], ["site_id", "adcode"]]
    rest = catalogue.sites.loc[~catalogue.sites.index.isin(certain["site_id"]), ["adcode"]].rename_axis("site_id")
    table = pd.concat([certain, rest.reset_index()])
    order = catalogue.sites.index.get_indexer(table["site_id"])
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


@lru_cache(maxsize=4)
def regions_of(catalogue: Catalogue) -> dict[str, list[str]]:
    """By site the adcodes of `site_regions`: several where it stands in several counties. Treat it as read-only."""
    regions: dict[str, list[str]] = site_regions(catalogue).groupby("site_id", sort=False)["adcode"].agg(list).to_dict()
    return regions


def sites_within(catalogue: Catalogue, site_ids: list[str], scope: str) -> list[str]:
    """Keep the sites that are counted under a region or one within it; see `site_regions`."""
    regions = site_regions(catalogue)
    inside = set(regions.loc[regions["adcode"].str.startswith(stem(scope)), "site_id"])
    return [site_id for site_id in site_ids if site_id in inside]


def _counties_of(features: list[list[str]], inside: list[str], is_one: bool) -> list[tuple[str, bool]]:
    """The counties of a site, each with whether it is certain.

    Taken from the counties that each feature touches and those of the site's region; `is_one` says that the site is
    not known to reach over several counties.
    """
    touched = [[code for code in feature if code in inside] for feature in features]
    if not touched or not all(touched):  # no feature, or one that lies outside the region it is said to be in
        touched = [inside]
    certain = {feature[0] for feature in touched if len(feature) == 1}
    possible = dict.fromkeys(code for feature in touched for code in feature)
    if len(possible) == 1 and not is_one:
        possible |= dict.fromkeys(inside)
    return [(code, code in certain) for code in possible]


@lru_cache(maxsize=1)
def _metric_counties() -> gpd.GeoDataFrame:
    frame = counties()
    return frame.to_crs(metric_crs_for(frame)).sort_values("adcode")


def _by_feature(catalogue: Catalogue, site_ids: pd.Index) -> dict[str, list[list[str]]]:
    """The counties that the features of sites touch, by site: positions with their radius, areas of doubt as such."""
    units = _metric_counties()
    places, doubts = catalogue.places, catalogue.areas_of_doubt
    drawn = places[places.geometry.notna() & places["site_id"].isin(site_ids)].to_crs(units.crs)
    doubts = doubts[doubts["site_id"].isin(site_ids)].to_crs(units.crs)
    radius = np.append(np.nan_to_num(drawn["radius_m"].to_numpy(dtype=float)), np.zeros(len(doubts)))
    features = gpd.GeoSeries([*drawn.geometry, *doubts.geometry], crs=units.crs).to_numpy()
    of = [*drawn["site_id"], *doubts["site_id"]]
    feature, unit = shapely.STRtree(units.geometry.to_numpy()).query(features, predicate="dwithin", distance=radius)
    touched: list[list[str]] = [[] for _ in of]
    for i, j in zip(feature, unit, strict=True):
        touched[i].append(str(units["adcode"].iat[j]))
    by_site: dict[str, list[list[str]]] = {}
    for site_id, codes in zip(of, touched, strict=True):
        by_site.setdefault(site_id, []).append(codes)
    return by_site
