"""What an answer says, and the published rules by which it is scored and called sure or not.

A candidate's score begins with how its name was recognised (`SCORES`) and loses what speaks against it (`PENALTIES`);
below `LEAST` it is no candidate. The best becomes the answer, up to four others its rivals. Confidence follows from
the score (`high` from 90, `medium` from 75) and is never better than

* that of the catalogue's position of the place;
* ``low`` where a rival scores within 5 points and is neither part of the answer nor around it;
* ``low`` where a site has no spot of its own (only its county is known, or several parts are placed and none is named);
* ``low`` for a region that is all that was recognised in a longer text.

An answer without a spot has no longitude and latitude: its radius says how far its region reaches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geoplan.geocoding.gazetteer import Place
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

METHODS: Final = {
    "name": message("geocoding.scoring.methods.name"),
    "alias": message("geocoding.scoring.methods.alias"),
    "english": message("geocoding.scoring.methods.english"),
    "contained": message("geocoding.scoring.methods.contained"),
    "pinyin": message("geocoding.scoring.methods.pinyin"),
    "homophone": message("geocoding.scoring.methods.homophone"),
    "fuzzy": message("geocoding.scoring.methods.fuzzy"),
    "initials": message("geocoding.scoring.methods.initials"),
    "region": message("geocoding.scoring.methods.region"),
    "nominatim": message("geocoding.scoring.methods.nominatim"),
    "amap": message("geocoding.scoring.methods.amap"),
    "tianditu": message("geocoding.scoring.methods.tianditu"),
    "": message("geocoding.scoring.methods.not_recognised"),
}
NOTES: Final = {
    "empty": message("geocoding.scoring.notes.empty"),
    "unknown": message("geocoding.scoring.notes.unknown"),
    "elsewhere": message("geocoding.scoring.notes.elsewhere"),
    "category": message("geocoding.scoring.notes.category"),
    "ambiguous": message("geocoding.scoring.notes.ambiguous"),
    "parts": message("geocoding.scoring.notes.parts"),
    "unplaced": message("geocoding.scoring.notes.unplaced"),
    "region_only": message("geocoding.scoring.notes.region_only"),
    "other_county": message("geocoding.scoring.notes.other_county"),
    "no_region": message("geocoding.scoring.notes.no_region"),
    "near": message("geocoding.scoring.notes.near"),
    "other_part": message("geocoding.scoring.notes.other_part"),
    "firm": message("geocoding.scoring.notes.firm"),
    "joined": message("geocoding.scoring.notes.joined"),
    "odds": message("geocoding.scoring.notes.odds"),
    "from_name": message("geocoding.scoring.notes.from_name"),
    "several_online": message("geocoding.scoring.notes.several_online"),
    "nothing_online": message("geocoding.scoring.notes.nothing_online"),
    "far_online": message("geocoding.scoring.notes.far_online"),
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant, and what speaks for and against it."""

    place: Place
    how: str
    matched: str
    score: float
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class GeocodingResult:
    """What a text was taken to mean.

    Attributes
    ----------
    text : str
        What was asked.
    how : str
        A code of `METHODS`; empty where nothing was recognised.
    place : Place or None
        What was found.
    matched : str
        The name it was found by, as written for comparing.
    lon, lat : float or None
        Degrees, WGS 84; None where no spot is known.
    radius_m : float or None
        Metres within which the position is sure; without a spot, how far the region reaches.
    confidence : str
        ``high``, ``medium``, ``low``; empty where nothing was found.
    score : float
        0-100, by the rules of this module.
    rivals : tuple of Candidate
        The next best, best first.
    notes : tuple of str
        Codes of `NOTES`.
    """

    text: str
    how: str = ""
    place: Place | None = None
    matched: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    confidence: str = ""
    score: float = 0.0
    rivals: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_spot(self) -> bool:
        """Whether there is a position to draw."""
        return self.lon is not None

    def with_note(self, note: str) -> GeocodingResult:
        """The same answer with one more note."""
        return replace(self, notes=(*self.notes, note))


def no_result(text: str, why: str, rivals: tuple[Candidate, ...] = ()) -> GeocodingResult:
    """The empty answer and why it is empty.

    Parameters
    ----------
    text : str
        What was asked.
    why : str
        A code of `NOTES`.
    rivals : tuple of Candidate, optional
        What came nearest.

    Returns
    -------
    GeocodingResult
        Without place and position.
    """
    return GeocodingResult(text, notes=(why,), rivals=rivals)


def confidence(candidate: Candidate, has_tie: bool, is_whole_text: bool) -> str:
    """How sure an answer is, by the rules of this module.

    Parameters
    ----------
    candidate : Candidate
        The best.
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
    if has_tie or not place.is_spot:
        return "low"
    by_score = "high" if candidate.score >= HIGH else "medium" if candidate.score >= MEDIUM else "low"
    return max(by_score, place.confidence, key=("high", "medium", "low").index)


def score_candidates(
    text: str, best: Candidate, sure: str, rivals: tuple[Candidate, ...], notes: list[str]
) -> GeocodingResult:
    """Put an answer together.

    Parameters
    ----------
    text : str
        What was asked.
    best : Candidate
        What it means.
    sure : str
        The confidence.
    rivals : tuple of Candidate
        The next best.
    notes : list of str
        Codes of `NOTES`.

    Returns
    -------
    GeocodingResult
        An address inside a site may lie anywhere in it: its radius then reaches the outline.
    """
    place = best.place
    inside = best.how in {"contained", "homophone"}
    lon, lat = (place.lon, place.lat) if place.is_spot else (None, None)
    radius = place.reach_m if inside else place.radius_m
    return GeocodingResult(
        text, best.how, place, best.matched, lon, lat, radius, sure, best.score, rivals, tuple(notes)
    )
