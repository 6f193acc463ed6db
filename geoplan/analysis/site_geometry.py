"""Where sites stand, in metres: the one frame every measure of distance and area starts from."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for


def site_geometry(catalogue: Catalogue, site_ids: list[str] | None = None, crs: CRS | None = None) -> gpd.GeoDataFrame:
    """Place sites, each as one geometry.

    Parameters
    ----------
    site_ids : list of str, optional
        Which ones, in this order; all by default. Those known by county alone are left out.
    crs : pyproj.CRS, optional
        A metric system; by default the one that suits where the sites lie.

    Returns
    -------
    GeoDataFrame
        One row a placed site: ``site_id``, ``adcode`` (of the catalogue), ``radius_m`` (the position is this sure;
        of several parts the least sure), ``through_parts`` (not drawn itself, placed by what belongs to it),
        ``draft`` (``yes`` where it, or what it is placed by, is a user's draft, else ""),
        ``geometry`` (several features of a site are united).
    """
    chosen = list(catalogue.sites.index if site_ids is None else site_ids)
    drawn = catalogue.places[catalogue.places.geometry.notna()]
    own = set(drawn["site_id"])
    stands = {s: [s] if s in own else catalogue.located_descendants(s) for s in chosen}
    pairs = [(s, part) for s in chosen for part in stands[s]]
    features = pd.DataFrame(pairs, columns=["site_id", "part_id"]).merge(
        drawn[["site_id", "radius_m", "geometry"]].rename(columns={"site_id": "part_id"}), on="part_id"
    )
    frame = gpd.GeoDataFrame(features, geometry="geometry", crs=drawn.crs)
    frame = frame.to_crs(crs or metric_crs_for(frame))
    groups = frame.groupby("site_id", sort=False)
    united = {s: shapely.union_all(g.geometry.to_numpy()) if len(g) > 1 else g.geometry.iloc[0] for s, g in groups}
    ids = [s for s in chosen if s in united]
    return gpd.GeoDataFrame(
        {
            "site_id": ids,
            "adcode": catalogue.sites.loc[ids, "adcode"].to_numpy(),
            "radius_m": groups["radius_m"].max().reindex(ids).to_numpy(dtype=float),
            "through_parts": np.array([s not in own for s in ids], dtype=bool),
            "draft": ["" if catalogue.drafted.isdisjoint(stands[s]) else "yes" for s in ids],
        },
        geometry=[united[s] for s in ids],
        crs=frame.crs,
    )
