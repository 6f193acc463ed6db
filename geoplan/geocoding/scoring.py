"""Geocoding results, and the published rules of their score and confidence.

A candidate's score begins with how its name was recognised (`SCORES`) and loses what speaks against it (`PENALTIES`);
below `MIN_SCORE` it is no candidate. The best becomes the answer, up to four others its rivals. Confidence follows from
the score (`high` from 90, `medium` from 75) and is never better than

* that of the catalogue's position of the place;
* ``low`` where a rival scores within 5 points and is neither part of the answer nor around it;
* ``low`` where a site has no position of its own (only its county is known, or several parts are placed and none is
  named);
* ``low`` for a region that is all that was recognised in a longer text.

A result without a position has no longitude and latitude: its radius says how far its region reaches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geoplan.geocoding.gazetteer import Place
from geoplan.study_area import study_area
from geoplan.text.message import message

SCORES: Final = {
    "name": 100,  # the whole text is the name
    "alias": 97,  # the whole text is another name of it, or its name without the region, which is named beside it
    "english": 97,
    "contained": 93,  # the name or an alias stands in the text
    "pinyin": 90,
    "homophone": 84,  # other characters of the same sound
    "fuzzy": 74,  # times the likeness, 0-1
    "initials": 60,
    "region": 50,  # nothing but a region
}
PENALTIES: Final = {
    "other_county": 30,  # the text names another county of the same city
    "no_region": 30,  # the name says nothing without its region, and none is named
    "near": 25,  # near it, opposite it
    "other_part": 25,  # a part of it that is not known by itself: 武平高新区十方园
    "firm": 25,  # the name of a firm, which may bear the place's name anywhere
    "joined": 25,  # something stands right before the short name: 恒隆软件园
    "odds": 20,  # the regions named do not lie in one another
}
MIN_SCORE: Final = 45
HIGH: Final = 90
MEDIUM: Final = 75
TIE: Final = 5
RIVALS: Final = 4

_AREA: Final = study_area().name
_METHODS = (*SCORES, "nominatim", "amap", "tianditu")
METHODS: Final = {how: message(f"geocoding.scoring.methods.{how}") for how in _METHODS} | {
    "": message("geocoding.scoring.methods.not_recognised")
}
_NOTES = (
    "empty", "unknown", "elsewhere", "no_place", "ambiguous", "parts", "unplaced", "region_only", *PENALTIES,
    "from_name", "several_online", "nothing_online", "far_online",
)  # fmt: skip
NOTES: Final = {note: message(f"geocoding.scoring.notes.{note}", area=_AREA) for note in _NOTES}


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant, its score and the objections to it."""

    place: Place
    how: str
    matched: str
    score: float
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class GeocodingResult:
    """The place that a text means; `lon`, `lat` and `radius_m` follow the rules of this module."""

    text: str  # the query
    how: str = ""  # a code of `METHODS`; empty where nothing was recognised
    place: Place | None = None
    matched: str = ""  # the normalised name it was found by
    lon: float | None = None  # degrees, WGS 84; None where no position is known
    lat: float | None = None
    radius_m: float | None = None  # within which the position is certain; without one, the reach of the region
    confidence: str = ""  # high, medium, low; empty where nothing was found
    score: float = 0.0  # 0-100
    rivals: tuple[Candidate, ...] = ()  # best first
    notes: tuple[str, ...] = ()  # codes of `NOTES`

    @property
    def is_located(self) -> bool:
        """Whether there is a position to draw."""
        return self.lon is not None

    def with_note(self, note: str) -> GeocodingResult:
        """The same result with one more note."""
        return replace(self, notes=(*self.notes, note))


def no_result(text: str, why: str, rivals: tuple[Candidate, ...] = ()) -> GeocodingResult:
    """Return an empty result, with a code of `NOTES` for the reason."""
    return GeocodingResult(text, notes=(why,), rivals=rivals)


def confidence(candidate: Candidate, has_tie: bool, is_whole_text: bool) -> str:
    """Return the confidence of the best candidate by the rules of this module.

    Parameters
    ----------
    has_tie : bool
        Whether another scores within `TIE` points and cannot be meant at once with it.
    is_whole_text : bool
        Whether nothing is left of the text but the name and the regions it lies in.

    Returns
    -------
    str
        ``high``, ``medium`` or ``low``.
    """
    place = candidate.place
    if place.kind == "region":
        return "high" if is_whole_text and not candidate.against else "low"
    if has_tie or not place.is_located:
        return "low"
    by_score = "high" if candidate.score >= HIGH else "medium" if candidate.score >= MEDIUM else "low"
    return max(by_score, place.confidence, key=("high", "medium", "low").index)


def score_candidates(
    text: str, best: Candidate, sure: str, rivals: tuple[Candidate, ...], notes: list[str]
) -> GeocodingResult:
    """Compose the result of the best candidate; of an address inside a site, the radius reaches the site's outline."""
    place = best.place
    inside = best.how in {"contained", "homophone"}
    lon, lat = (place.lon, place.lat) if place.is_located else (None, None)
    radius = place.reach_m if inside else place.radius_m
    return GeocodingResult(
        text, best.how, place, best.matched, lon, lat, radius, sure, best.score, rivals, tuple(notes)
    )
