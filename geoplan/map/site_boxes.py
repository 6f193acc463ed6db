"""Where the map moves to show sites: what stands for them there, and the box around it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import Box


def shown_parts(catalogue: Catalogue, site_id: str) -> list[str]:
    """The parts that stand on the map for a site that is not drawn itself."""
    return [] if catalogue.sites.at[site_id, "drawn"] else catalogue.located_descendants(site_id)


def box_of_sites(catalogue: Catalogue, site_ids: Iterable[str]) -> Box | None:
    """Find the box around sites; around the parts of one that is not drawn, or else around its county.

    Returns
    -------
    tuple of float or None
        West, south, east, north in degrees, WGS 84; None where nothing is known of any.
    """
    wanted = list(site_ids)
    ids = {part for site in wanted for part in (shown_parts(catalogue, site) or [site])}
    places = catalogue.places
    drawn = places[places["site_id"].isin(ids) & places.geometry.notna()]
    missing = [site for site in wanted if catalogue.ways[site] == "county"]
    boxes = [drawn.total_bounds] if len(drawn) else []
    boxes += [counties_in(str(catalogue.sites.at[site, "adcode"])).total_bounds for site in missing]
    if not boxes:
        return None
    low, high = np.array(boxes)[:, :2].min(axis=0), np.array(boxes)[:, 2:].max(axis=0)
    west, south, east, north = (float(edge) for edge in (*low, *high))
    return west, south, east, north
