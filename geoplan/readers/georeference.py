"""From the file's coordinates to WGS 84: which system, which axis first, and what to ask before it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj.exceptions import ProjError

from geoplan.crs.systems import CoordinateSystem, parse_system, to_wgs84
from geoplan.errors import ReaderError
from geoplan.readers.crs_detection import (
    SystemGuess,
    degrees_of,
    fujian_box,
    guess_system,
    look_like_degrees,
    share_inside,
)
from geoplan.readers.source_table import Answers, Option, Question, SourceTable
from geoplan.text.message import Text, local_text, message

_DEGREES: Final = ("EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09")
_OLD: Final = ("Beijing 1954", "Xian 1980")
_CLEARER: Final = 0.2  # by so much more must lie in Fujian before the axes are asked about


@dataclass(frozen=True)
class Georeferenced:
    """Shapes in EPSG:4326, with how they came there."""

    shapes: np.ndarray
    system: CoordinateSystem
    turned: np.ndarray
    questions: list[Question]
    notes: list[Text]


def georeference(source: SourceTable, answers: Answers) -> Georeferenced:
    """Bring a source's shapes to WGS 84.

    Nothing is exchanged or assumed in silence: what the numbers suggest becomes a question, and until it is answered
    the shapes are where the suggestion puts them.

    Parameters
    ----------
    source : SourceTable
        Finite shapes; None where there is none.
    answers : Answers
        ``system`` and ``swapped``, where the user has decided.

    Returns
    -------
    Georeferenced
        ``turned`` marks the shapes whose axes were exchanged.

    Raises
    ------
    UnknownSystemError
        The answer names no system.
    ReaderError
        Metres of nowhere, or a system that cannot be converted.
    """
    x, y = centres(source.shapes)
    chosen, asked = _system(source, answers, x, y)
    if not (chosen.in_degrees or chosen.crs.is_projected):
        raise _no_plane(chosen)
    try:
        axes, turned = _axes(source, answers, chosen, x, y)
        shapes = source.shapes.copy()
        shapes[turned] = shapely.transform(shapes[turned], lambda a, b: (b, a), interleaved=False)
        moved = to_wgs84(shapes, chosen)
    except ProjError as error:
        raise _no_plane(chosen) from error
    return Georeferenced(moved, chosen, turned, [*axes, asked], _datum_note(chosen))


def centres(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the middle of each shape's box.

    Parameters
    ----------
    shapes : ndarray of Geometry or None
        In any coordinates.

    Returns
    -------
    x, y : ndarray of float
        Of those shapes that are neither empty nor infinite.
    """
    west, south, east, north = shapely.bounds(shapes).T
    x, y = (west + east) / 2, (south + north) / 2
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def _system(source: SourceTable, answers: Answers, x: np.ndarray, y: np.ndarray) -> tuple[CoordinateSystem, Question]:
    """The system that is taken for now, and what to ask about it."""
    degrees = look_like_degrees(x, y)
    told = source.system
    if told is not None and answers.system is None and (not len(x) or told.in_degrees == degrees):
        said = message("readers.georeference.file_system", title_zh=local_text(told.title_zh, told.title_en))
        others = [parse_system(code) for code in _DEGREES] if degrees else []
        return told, _ask([told, *others], told, said, False)
    guesses = [] if degrees else guess_system(x, y)
    candidates = [parse_system(code) for code in _DEGREES] if degrees else [g.system for g in guesses]
    if answers.system is not None:
        chosen = parse_system(answers.system)
        said = message("readers.georeference.coordinate_system", title_zh=local_text(chosen.title_zh, chosen.title_en))
        return chosen, _ask(candidates, chosen, said, False)
    if degrees:
        hinted = source.assumed if source.assumed and parse_system(source.assumed).in_degrees else ""
        chosen = parse_system(hinted or "EPSG:4326")
        said = _degrees_said(chosen, hinted)
    elif candidates:
        chosen = candidates[0]
        said = _metres_said(chosen, guesses)
    else:
        raise _nowhere(x, y)
    if told is not None:
        said = message(
            "readers.georeference.file_says_numbers_deny", said=said, title_zh=local_text(told.title_zh, told.title_en)
        )
    return chosen, _ask(candidates, chosen, said, must=not degrees or told is not None)


def _metres_said(chosen: CoordinateSystem, guesses: list[SystemGuess]) -> Text:
    n = len(guesses)
    zh, en = ("福建（须调换两轴）", "Fujian with the axes exchanged") if guesses[0].swapped else ("福建", "Fujian")
    if guesses[0].china:
        zh, en = zh.replace("福建", "中国"), en.replace("Fujian", "China")
    return message(
        "readers.georeference.coordinates_metres_systems_put_them",
        n=n,
        zh=local_text(zh, en),
        title_zh=local_text(chosen.title_zh, chosen.title_en),
    )


def _degrees_said(chosen: CoordinateSystem, hinted: str) -> Text:
    why_zh, why_en = ("名称中的提示，为", "by a hint in the names") if hinted else ("", "")
    return message(
        "readers.georeference.coordinates_degrees_but_wgs_84",
        why_zh=local_text(why_zh, chosen.title_en),
        title_zh=local_text(chosen.title_zh, " " + why_en if why_en else ""),
    )


def _ask(candidates: list[CoordinateSystem], chosen: CoordinateSystem, said: Text, must: bool) -> Question:
    listed = {s.code: s for s in [chosen, *candidates]}
    options = tuple(Option(code, local_text(s.title_zh, s.title_en)) for code, s in listed.items())
    return Question("system", said, options, chosen.code, must)


def _no_plane(chosen: CoordinateSystem) -> ReaderError:
    return ReaderError(
        "readers.georeference.system_neither_projected_nor_geographic",
        title_zh=local_text(chosen.title_zh, chosen.title_en),
    )


def _nowhere(x: np.ndarray, y: np.ndarray) -> ReaderError:
    here = f"{x[0]:,.1f}, {y[0]:,.1f}"
    return ReaderError("readers.georeference.coordinates_such_metres_but_no", here=here)


def _axes(
    source: SourceTable, answers: Answers, chosen: CoordinateSystem, x: np.ndarray, y: np.ndarray
) -> tuple[list[Question], np.ndarray]:
    """Whether longitude and latitude, or easting and northing, stand the other way round; row by row if need be."""
    none = np.zeros(len(source.shapes), dtype=bool)
    every = ~shapely.is_missing(source.shapes)
    misplaced = _impossible(source.shapes) if chosen.in_degrees else none
    as_is, turned = (share_inside(*degrees_of(chosen, *axes), fujian_box()) for axes in ((x, y), (y, x)))
    mostly = turned > as_is + _CLEARER or (every.any() and bool(misplaced[every].all()))
    which = {"all": every, "rows": misplaced, "keep": none}
    if answers.swapped in which:
        picked, must = answers.swapped, False
    elif mostly or misplaced.any():
        picked, must = ("all" if mostly else "rows"), True
    else:
        return [], none
    wrong = every if mostly else misplaced
    if not wrong.any():  # the user may ask for it though nothing speaks for it
        return [], which[picked]
    at = int(np.flatnonzero(wrong)[0])
    row, n = source.attributes.index[at], int(wrong.sum())
    one, other = shapely.bounds(source.shapes[at])[:2]
    said = message("readers.georeference.two_coordinates_seem_exchanged_rows", n=n, row=row, one=one, other=other)
    options = tuple(Option(key, way) for key, way in _WAYS.items())
    return [Question("swapped", said, options, picked, must)], which[picked]


_WAYS: Final = {
    "all": message("readers.georeference.ways.all"),
    "rows": message("readers.georeference.ways.rows"),
    "keep": message("readers.georeference.ways.keep"),
}


def _impossible(shapes: np.ndarray) -> np.ndarray:
    """Latitudes beyond the pole that would be fine as longitudes."""
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        beyond = (np.abs(south) > 90) | (np.abs(north) > 90)
        fine = (np.abs(west) <= 90) & (np.abs(east) <= 90) & (np.abs(south) <= 180) & (np.abs(north) <= 180)
    result: np.ndarray = beyond & fine
    return result


def _datum_note(chosen: CoordinateSystem) -> list[Text]:
    if not any(old in chosen.crs.name for old in _OLD):
        return []
    return [
        message(
            "readers.georeference.there_no_exact_public_parameters",
            title_zh=local_text(chosen.title_zh, chosen.title_en),
        )
    ]
