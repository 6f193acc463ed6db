"""The land area of one site, and where the figure comes from."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import pandas as pd

from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for
from geoplan.text.message import Text, message
from geoplan.vocabulary import WAY_OF_METHOD

_MU: Final = 1e4 / 15  # m²
_KM2: Final = 1e6  # m²
# Where an area comes from; "" where it is not known.
SOURCES: Final = {
    "stated": message("site_area.sources.stated"),
    "outline": message("site_area.sources.outline"),
    "": message("site_area.sources.not_stated"),
}


class SiteArea(NamedTuple):
    """Square metres, None where no area is known, and a code of `SOURCES`."""

    m2: float | None
    source: str


def site_area(catalogue: Catalogue, site_id: str) -> SiteArea:
    """Find the land area of a site.

    Returns
    -------
    SiteArea
        What a plan states, of several the most recently issued one; else the area within an outline that is known,
        measured in a metric system. A schematic outline is no measure of a site, and gives none.
    """
    stated = _stated(catalogue)
    if site_id in stated.index:
        return SiteArea(float(stated[site_id]), "stated")
    places = catalogue.places
    outlines = places[
        (places["site_id"] == site_id) & places["method"].map(WAY_OF_METHOD).eq("outline") & places.geometry.notna()
    ]
    if outlines.empty:
        return SiteArea(None, "")
    measured = outlines.geometry.to_crs(metric_crs_for(outlines)).union_all().area
    return SiteArea(float(measured), "outline") if measured > 0 else SiteArea(None, "")


@lru_cache(maxsize=4)
def _stated(catalogue: Catalogue) -> pd.Series:
    return stated_areas(catalogue)


def area_text(m2: float) -> Text:
    """An area in the units of a language: km² and mu, in English hectares too."""
    return message("site_area.area", km2=_figure(m2 / _KM2), ha=_figure(m2 / 1e4), mu=_figure(m2 / _MU))


def with_source(area: SiteArea) -> Text:
    """An area with where it comes from, or that it is not stated."""
    if area.m2 is None:
        return SOURCES[""]
    return message("site_area.with_source", area=area_text(area.m2), source=SOURCES[area.source])


def _figure(value: float) -> str:
    """Whole from 1,000 on, below with four significant digits, as plans print areas."""
    return f"{value:,.0f}" if value >= 999.5 else f"{value:.4g}"
