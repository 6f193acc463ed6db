"""From the file's coordinates to WGS 84: which system, which axis first, and what to ask the user about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj.exceptions import ProjError

from geoplan.crs.systems import CoordinateSystem, parse_system, to_wgs84
from geoplan.errors import ReaderError, UnknownSystemError
from geoplan.readers.crs_detection import OLD_DATUMS, degrees_of, guess_system, look_like_degrees
from geoplan.readers.extents import CHINA, share_inside, study_area_box, study_area_name
from geoplan.readers.source_table import Answers, Option, Question, SourceTable
from geoplan.study_area import Box
from geoplan.text.message import Text, message

_DEGREES: Final = ("EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09")
_CLEARER: Final = 0.2  # by so much more must lie in the study area before the axes are asked about


@dataclass(frozen=True)
class Georeferenced:
    """Shapes in EPSG:4326, the system they were in, and which had their axes exchanged."""

    shapes: np.ndarray
    system: CoordinateSystem
    exchanged: np.ndarray
    questions: list[Question]
    notes: list[Text]


def georeference(source: SourceTable, answers: Answers) -> Georeferenced:
    """Bring a source's shapes to WGS 84.

    What the numbers suggest becomes a question; until it is answered the shapes are where the suggestion puts them.

    Parameters
    ----------
    source : SourceTable
        Finite shapes; None where there is none.
    answers : Answers
        ``system`` and ``swapped``, where the user has decided.

    Returns
    -------
    Georeferenced
        With a question on the system and, where they may be exchanged, one on the axes.

    Raises
    ------
    UnknownSystemError
        The answer names no system.
    ReaderError
        No system puts the metres anywhere, or the system cannot be converted.
    """
    x, y = centres(source.shapes)
    system, system_question = _system(source, answers, x, y)
    if not (system.in_degrees or system.crs.is_projected):
        raise _unusable(system)
    try:
        axes_questions, exchanged = _axes(source, answers, system, x, y)
        shapes = source.shapes.copy()
        shapes[exchanged] = shapely.transform(shapes[exchanged], lambda a, b: (b, a), interleaved=False)
        shapes = to_wgs84(shapes, system)
    except ProjError as error:
        raise _unusable(system) from error
    return Georeferenced(shapes, system, exchanged, [*axes_questions, system_question], _datum_note(system))


def centres(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle of the box of each shape that is neither empty nor infinite, in its own coordinates: x, y."""
    west, south, east, north = shapely.bounds(shapes).T
    x, y = (west + east) / 2, (south + north) / 2
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def _system(source: SourceTable, answers: Answers, x: np.ndarray, y: np.ndarray) -> tuple[CoordinateSystem, Question]:
    """The system that is taken for now, and what to ask about it."""
    degrees = look_like_degrees(x, y)
    of_file = source.system
    if of_file is not None and answers.system is None and (not len(x) or of_file.in_degrees == degrees):
        others = [parse_system(code) for code in _DEGREES] if degrees else []
        return of_file, _ask([of_file, *others], of_file, _question("system_of_file", of_file))
    assumed, far_off = _assumed(source), False
    guesses = [] if degrees else guess_system(x, y)
    candidates = [parse_system(code) for code in _DEGREES] if degrees else [g.system for g in guesses]
    if answers.system is not None:
        system = parse_system(answers.system)
        return system, _ask(candidates, system, _question("chosen_system", system))
    if degrees:
        hinted = assumed if assumed is not None and assumed.in_degrees else None
        system = hinted or parse_system("EPSG:4326")
        question = _question("which_datum_hinted" if hinted else "which_datum", system)
        if far_off := not _anywhere_in(CHINA, x, y):
            question = message("readers.georeference.far_off", sample=f"{x[0]:,.1f}, {y[0]:,.1f}", question=question)
    elif guesses:
        system = next((s for s in candidates if assumed and s.code == assumed.code), candidates[0])
        area = message("readers.georeference.china") if guesses[0].china else study_area_name()
        area = message("readers.georeference.axes_exchanged", area=area) if guesses[0].swapped else area
        question = _question("which_metric_system", system, n=len(guesses), area=area)
    else:
        raise ReaderError("readers.georeference.no_system_fits", sample=f"{x[0]:,.1f}, {y[0]:,.1f}")
    if of_file is not None:
        question = _question("contradicted_system", of_file, question=question)
    return system, _ask(candidates, system, question, must=not degrees or far_off or of_file is not None)


def _assumed(source: SourceTable) -> CoordinateSystem | None:
    """The system that names or remarks speak of, if there is such a system."""
    try:
        return parse_system(source.assumed) if source.assumed else None
    except UnknownSystemError:
        return None


def _anywhere_in(box: Box, x: np.ndarray, y: np.ndarray) -> bool:
    """Whether any position lies in a box, in whichever order its axes are; True where there is none."""
    return not len(x) or share_inside(x, y, box) > 0 or share_inside(y, x, box) > 0


def _question(key: str, system: CoordinateSystem, **values: object) -> Text:
    return message(f"readers.georeference.{key}", system=system.label, **values)


def _ask(candidates: list[CoordinateSystem], chosen: CoordinateSystem, question: Text, must: bool = False) -> Question:
    options = {s.code: Option(s.code, s.label) for s in [chosen, *candidates]}
    return Question("system", question, tuple(options.values()), chosen.code, must)


def _unusable(system: CoordinateSystem) -> ReaderError:
    return ReaderError("readers.georeference.unusable_system", system=system.label)


def _axes(
    source: SourceTable, answers: Answers, system: CoordinateSystem, x: np.ndarray, y: np.ndarray
) -> tuple[list[Question], np.ndarray]:
    """Whether longitude and latitude, or easting and northing, stand the other way round; row by row if need be."""
    none = np.zeros(len(source.shapes), dtype=bool)
    every = ~shapely.is_missing(source.shapes)
    misplaced = _impossible(source.shapes) if system.in_degrees else none
    as_is, exchanged = (share_inside(*degrees_of(system, *axes), study_area_box()) for axes in ((x, y), (y, x)))
    mostly = exchanged > as_is + _CLEARER or (every.any() and bool(misplaced[every].all()))
    rows_by_way = {"all": every, "rows": misplaced, "keep": none}
    if answers.swapped in rows_by_way:
        way, must = answers.swapped, False
    elif mostly or misplaced.any():
        way, must = ("all" if mostly else "rows"), True
    else:
        return [], none
    suspect = every if mostly else misplaced
    if not suspect.any():  # the user may ask for it though nothing speaks for it
        return [], rows_by_way[way]
    at = int(np.flatnonzero(suspect)[0])
    one, other = shapely.bounds(source.shapes[at])[:2]
    values = {"n": int(suspect.sum()), "row": source.attributes.index[at], "one": one, "other": other}
    question = message("readers.georeference.exchanged_axes", **values)
    options = tuple(Option(key, message(f"readers.georeference.ways.{key}")) for key in rows_by_way)
    return [Question("swapped", question, options, way, must)], rows_by_way[way]


def _impossible(shapes: np.ndarray) -> np.ndarray:
    """Latitudes beyond the pole that would be fine as longitudes."""
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        beyond = (np.abs(south) > 90) | (np.abs(north) > 90)
        fine = (np.abs(west) <= 90) & (np.abs(east) <= 90) & (np.abs(south) <= 180) & (np.abs(north) <= 180)
    result: np.ndarray = beyond & fine
    return result


def _datum_note(system: CoordinateSystem) -> list[Text]:
    if not any(old in system.crs.name for old in OLD_DATUMS):
        return []
    return [message("readers.georeference.inexact_datum", system=system.label)]
