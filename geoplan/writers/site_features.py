"""Sites as features: one a place, the unplaced ones without geometry."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE


def site_features(catalogue: Catalogue, site_ids: list[str]) -> tuple[gpd.GeoDataFrame, list[str]]:
    """List the places of sites, in the order asked for.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones.

    Returns
    -------
    tuple of GeoDataFrame and list of str
        Rows as of ``Catalogue.places`` (EPSG:4326; geometry None where the place is not known), and an id for each:
        the site's, with ``#2``, ``#3`` … for further parts.
    """
    places = catalogue.places[catalogue.places["site_id"].isin(site_ids)]
    order = {site_id: i for i, site_id in enumerate(site_ids)}
    places = places.assign(_at=places["site_id"].map(order)).sort_values("_at", kind="stable").drop(columns="_at")
    known = set(places["site_id"])
    missing = [s for s in site_ids if s not in known]
    if missing:
        bare = gpd.GeoDataFrame({"site_id": missing, "method": "county"}, geometry=[None] * len(missing), crs=STORAGE)
        places = gpd.GeoDataFrame(pd.concat([places, bare], ignore_index=True), crs=STORAGE)
    places = places.reset_index(drop=True)
    nth = places.groupby("site_id").cumcount()
    return places, [s if not n else f"{s}#{n + 1}" for s, n in zip(places["site_id"], nth, strict=True)]
