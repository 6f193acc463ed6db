"""Where an enterprise is by its address: a position with a radius, or the county that is certain, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geoplan.geocoding.geocoder import Geocoder

LARGEST_RADIUS: Final = 1000.0  # metres: what is known less closely is no position, as within 1 km is the widest ground
_SURE: Final = ("high", "medium")
_AGAINST: Final = frozenset({"odds", "other_county"})  # the address contradicts itself
_OFTEN: Final = 500  # addresses between two reports


@dataclass(frozen=True)
class AddressPlace:
    """What an address says of where something is.

    Attributes
    ----------
    sure : str
        Of the position, ``high`` or ``medium``; "" where there is none.
    lon, lat, radius_m : float
        Degrees (WGS 84) and metres; 0 without a position.
    county : str
        Adcode; "" where it is not certain.
    why : str
        Why there is neither, a code of `geoplan.registers.row_reasons`; "" where there is one.
    """

    sure: str = ""
    lon: float = 0.0
    lat: float = 0.0
    radius_m: float = 0.0
    county: str = ""
    why: str = ""

    def unused_in(self, counties: bool) -> str:
        """Why a row with this address is counted in no county, or in no site; "" where it can be."""
        if self.why:
            return self.why
        if counties:
            return "" if self.county else "address_rough"
        return "" if self.sure else "address_county"

    def known_by(self, counties: bool) -> str:
        """How surely: ``high`` or ``medium`` of a position, ``county`` where nothing else is sure."""
        return self.sure or ("county" if counties else "")


def look_up(coder: Geocoder, texts: list[str], progress: Callable[[int], None] | None = None) -> list[AddressPlace]:
    """Look addresses up, offline.

    Parameters
    ----------
    texts : list of str
        Each once.
    progress : callable, optional
        Takes the number of addresses done so far.
    """
    places = []
    for n, text in enumerate(texts, start=1):
        places.append(address_place(coder, text))
        if progress and (n % _OFTEN == 0 or n == len(texts)):
            progress(n)
    return places


def address_place(coder: Geocoder, text: str) -> AddressPlace:
    """Tell where an address is.

    There is a position where the geocoder is sure of it (``high`` or ``medium``) and knows it within
    `LARGEST_RADIUS`. The county is certain where the place that is meant lies in one alone, or the address names it
    and nothing contradicts it.
    """
    answer = coder.answer(text)
    place = answer.place
    if place is None:
        return AddressPlace(why="address_elsewhere" if "elsewhere" in answer.notes else "address_unknown")
    sure = answer.is_located and answer.confidence in _SURE
    county = "" if _AGAINST & set(answer.notes) else coder.county_named(text)
    if not county and sure and len(place.counties) == 1:
        (county,) = place.counties
    if sure and answer.lon is not None and answer.lat is not None and (answer.radius_m or 0) <= LARGEST_RADIUS:
        return AddressPlace(answer.confidence, answer.lon, answer.lat, answer.radius_m or 0.0, county)
    if county:
        return AddressPlace(county=county)
    return AddressPlace(why="address_rough" if sure or place.kind == "region" else "address_unsure")
