"""Results of geocoding services: position, radius and confidence.

Radius by the level a service states, metres:

=========================================  =====  ==========================================
level                                      m      words of the services
=========================================  =====  ==========================================
house number                               50     门牌号, 单元号, 门址, house, building
point of interest, crossing, stop          150    兴趣点, 道路交叉路口, 公交站台、地铁站, 地名, amenity
quarter                                    500    热点商圈, 小区
street, village                            1000   道路, 村庄, road, hamlet, village
development zone, neighbourhood            2000   开发区, suburb, quarter
township                                   5000   乡镇, 街道, town
county and above, or a level not known     -      区县, 市, 省: only the region is taken from it
=========================================  =====  ==========================================

Confidence: ``high`` up to 150 m, ``medium`` up to 2000 m, else ``low``; ``low`` where the service gave several places
farther apart than their radius, or one outside the county the text names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from geoplan.crs.offset_datums import from_gcj02
from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.name_normalisation import is_chinese, normalise_latin, normalise_name
from geoplan.geocoding.name_patterns import table
from geoplan.geocoding.review import CHINA_BOX, online_ref
from geoplan.geocoding.scoring import RIVALS, Candidate, GeocodingResult
from geoplan.geodata.boundaries import counties

RADII: Final[dict[str, float]] = table("levels")
_HIGH: Final = 150.0  # metres
_MEDIUM: Final = 2000.0
_EARTH: Final = 111_195.0  # metres a degree of latitude
_LONGEST: Final = 200  # characters of a label that are kept


@dataclass(frozen=True)
class GeocoderResult:
    """One place that a service found, in the service's own datum."""

    lon: float  # degrees, in the datum
    lat: float
    datum: str  # ``GCJ-02`` or ``WGS84`` (CGCS2000 is taken for it)
    level: str  # the service's word for how close this is
    label: str  # the service's name for it

    @property
    def wgs84(self) -> tuple[float, float]:
        """Longitude and latitude, degrees, WGS 84, to six decimals."""
        lon, lat = from_gcj02(self.lon, self.lat) if self.datum == "GCJ-02" else (self.lon, self.lat)
        return round(float(lon), 6), round(float(lat), 6)


def validate_result(lon: Any, lat: Any, datum: str, level: Any, label: Any) -> GeocoderResult | None:
    """Return a result if it can be a place in China; None for what is no number, not finite or outside China."""
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError, OverflowError):  # the last of an integer of hundreds of digits
        return None
    west, south, east, north = CHINA_BOX
    if not (math.isfinite(x) and math.isfinite(y) and west <= x <= east and south <= y <= north):
        return None
    return GeocoderResult(x, y, datum, _text(level), _text(label))


def _text(value: Any) -> str:
    """A service's word on one line, of characters that can be seen; what is no text says nothing."""
    if not isinstance(value, str):
        return ""
    return "".join(c for c in " ".join(value.split()) if c.isprintable())[:_LONGEST]


def add_result(
    offline: GeocodingResult, results: Sequence[GeocoderResult], service: str, title: str, coder: Geocoder
) -> GeocodingResult:
    """Combine the results of a service with that of the gazetteer.

    Parameters
    ----------
    service, title : str
        Its id, and its name where sources are given.

    Returns
    -------
    GeocodingResult
        The service's first place, with the gazetteer's site and the service's other places as rivals; the gazetteer's
        result with a note where the service knows no closer place.
    """
    places = [place for item in results if (place := _place(item, service, title)) is not None]
    if not places:
        return offline.with_note("nothing_online")
    first, *others = places
    notes = []
    sure = "high" if first.radius_m <= _HIGH else "medium" if first.radius_m <= _MEDIUM else "low"
    if any(_metres(first, other) > first.radius_m + other.radius_m for other in others):
        notes.append("several_online")
        sure = "low"
    if not _agrees(offline.text, first, coder):
        notes.append("far_online")
        sure = "low"
    score = {"high": 90.0, "medium": 75.0, "low": 60.0}[sure]
    rivals = [Candidate(place, service, place.name_zh, 50.0) for place in others]
    if offline.place is not None and offline.place.kind != "region":
        rivals.insert(0, Candidate(offline.place, offline.how, offline.matched, offline.score))
    return GeocodingResult(
        offline.text, service, first, first.name_zh, first.lon, first.lat, first.radius_m, sure, score,
        tuple(rivals[:RIVALS]), tuple(notes),
    )  # fmt: skip


def _place(item: GeocoderResult, service: str, title: str) -> Place | None:
    """None where only a region, or nothing known, is meant: such a point would feign a position."""
    radius = RADII.get(item.level)
    if radius is None:
        return None
    lon, lat = item.wgs84
    county = _county_at(lon, lat)
    label = item.label or f"{lon:.5f}, {lat:.5f}"
    sure = "high" if radius <= _HIGH else "medium" if radius <= _MEDIUM else "low"
    return Place(
        online_ref(service, lon, lat, radius), "online", "", "", label, label, county,
        frozenset({county} if county else ()), True, lon, lat, float(radius), float(radius), sure,
        f"{title} ({item.level})", item.datum,
    )  # fmt: skip


def _agrees(text: str, place: Place, coder: Geocoder) -> bool:
    if is_chinese(text):
        mentions = coder.regions.mentions(normalise_name(text))
    else:
        mentions = coder.regions.latin_mentions(normalise_latin(text).split())[0]
    if mentions.elsewhere:
        return not place.adcode
    return not mentions.innermost or bool(place.adcode and coder.regions.agree(place.adcode, mentions.innermost))


def _metres(one: Place, other: Place) -> float:
    """Good to a percent over a city, which is all this decides."""
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(east, one.lat - other.lat) * _EARTH


@lru_cache(maxsize=1)
def _tree() -> tuple[shapely.STRtree, np.ndarray]:
    frame = counties()
    return shapely.STRtree(frame.geometry.to_numpy()), frame["adcode"].to_numpy()


def _county_at(lon: float, lat: float) -> str:
    """The county that a point lies in; empty outside the study area."""
    tree, codes = _tree()
    inside = tree.query(shapely.Point(lon, lat), predicate="intersects")
    return str(codes[inside[0]]) if len(inside) else ""
