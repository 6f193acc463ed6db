"""One thing that a search may lead to, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import geopandas as gpd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.text.message import Text, joined

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees, WGS 84

UNIT: Final = 1e-4  # degrees, about 10 m: what positions of the file for the browser count in

# In the order in which the groups are shown. A word stands in the group of the industries.
KINDS: Final = (
    *("site", "region", "part", "place", "industry", "word"),
    *("firm", "project", "gateway", "plan", "programme"),
)


class SearchEntry(NamedTuple):
    """What a search finds, and what choosing it needs.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    pieces : tuple of Text
        The second line of its row, to be set side by side: what it is, and where or of what.
    aliases : tuple of str
        Its other names, nicknames included.
    sites : tuple of str
        The sites to open; of a firm, a project or a programme those that the plans name with it.
    industry_id, adcode, plan_id : str
        What to filter by, or "".
    bounds : tuple of float or None
        Of what is drawn, degrees, WGS 84; a point has no extent. None where only a region is known, or nothing.
    """

    kind: str
    id: str
    name_zh: str
    name_en: str
    pieces: tuple[Text, ...]
    aliases: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    industry_id: str = ""
    adcode: str = ""
    plan_id: str = ""
    bounds: Bounds | None = None


def in_region(catalogue: Catalogue, *adcodes: str) -> tuple[Text, ...]:
    """The names of the regions that a thing lies in as one text, and nothing where none is known."""
    known = [county_name(catalogue.regions, code) for code in adcodes if code in catalogue.regions.index]
    return (joined(known),) if known else ()


def rounded(bounds: Iterable[float]) -> Bounds:
    """Bounds to 5 decimals, about a metre."""
    west, south, east, north = (round(float(edge), 5) for edge in bounds)
    return west, south, east, north


def bounds_of(frame: gpd.GeoDataFrame) -> Bounds | None:
    """The bounds of what is drawn, EPSG:4326; None where nothing is."""
    return rounded(frame.total_bounds) if len(frame) else None


def in_units(bounds: Bounds) -> tuple[int, int]:
    """Longitude and latitude of the middle of bounds, in `UNIT`."""
    west, south, east, north = bounds
    return round((west + east) / 2 / UNIT), round((south + north) / 2 / UNIT)
