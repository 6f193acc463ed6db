"""Where sites stand, in metres: the one frame every measure of distance and area starts from."""

from __future__ import annotations

import geopandas as gpd
import shapely
from pyproj import CRS

from geoplan.analysis.drawn_features import drawn_features
from geoplan.catalogue.catalogue import Catalogue


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
        of several parts the least sure), ``stream`` (names the position error, one for sites put at one spot because
        one is at the other; see `geoplan.analysis.drawn_features.position_streams`), ``through_parts`` (not drawn
        itself, placed by what belongs to it), ``draft`` (``yes`` where it, or what it is placed by, is a user's draft,
        else ""),
        ``geometry`` (several features of a site are united).
    """
    features = drawn_features(catalogue, site_ids, crs)
    groups = features.groupby("site_id", sort=False)
    rows = groups.indices  # not the groups themselves: to cut a frame for each of some hundred sites takes 0.1 s
    shapes, stream = features.geometry.to_numpy(), features["stream"].to_numpy(dtype=object)
    first = groups["owner"].first()
    ids = first.index.tolist()
    united = [shapely.union_all(shapes[rows[s]]) if len(rows[s]) > 1 else shapes[rows[s][0]] for s in ids]
    return gpd.GeoDataFrame(
        {
            "site_id": ids,
            "adcode": catalogue.sites.loc[ids, "adcode"].to_numpy(),
            "radius_m": groups["radius_m"].max().to_numpy(dtype=float),
            "stream": ["+".join(sorted(set(stream[rows[s]]))).removesuffix(":0") for s in ids],
            "through_parts": (first != ids).to_numpy(dtype=bool),
            "draft": groups["draft"].max().to_numpy(dtype=object),
        },
        geometry=united,
        crs=features.crs,
    )
