"""Where a site stands, as it is told."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.region_path import county_name
from geoplan.text.message import Text, joined


def place_name(catalogue: Catalogue, site_id: str) -> Text:
    """Name the counties in which a site stands, else the city or province within which its county is not known."""
    return joined(county_name(catalogue.regions, code) for code in regions_of(catalogue)[site_id])
