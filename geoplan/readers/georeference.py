"""From the file's coordinates to WGS 84: which system, which axis first, and what to ask before it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj.exceptions import ProjError

from geoplan.crs.systems import CoordinateSystem, parse_system, to_wgs84
from geoplan.readers.crs_detection import (
    SystemGuess,
    degrees_of,
    fujian_box,
    guess_system,
    look_like_degrees,
    share_inside,
)
from geoplan.readers.messages import Message, ReaderError
from geoplan.readers.source_table import Answers, Option, Question, SourceTable

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
    notes: list[Message]


def georeference(source: SourceTable, answers: Answers) -> Georeferenced:
    """Bring a source's shapes to WGS 84.

    Nothing is exchanged or assumed in silence: what the numbers suggest becomes a question, and until it is answered
    the shapes are where the suggestion puts them.

    Parameters
    ----------
    source : Source
        Finite shapes; None where there is none.
    answers : Answers
        ``system`` and ``swapped``, where the user has decided.

    Returns
    -------
    Placed
        ``turned`` marks the shapes whose axes were exchanged.

    Raises
    ------
    NoSuchSystem
        The answer names no system.
    IntakeError
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
        said = Message(
            f"坐标系按文件所述为 {told.title_zh}，对吗？", f"By the file the system is {told.title_en}: is it?"
        )
        others = [parse_system(code) for code in _DEGREES] if degrees else []
        return told, _ask([told, *others], told, said, False)
    guesses = [] if degrees else guess_system(x, y)
    candidates = [parse_system(code) for code in _DEGREES] if degrees else [g.system for g in guesses]
    if answers.system is not None:
        chosen = parse_system(answers.system)
        said = Message(f"坐标系：{chosen.title_zh}", f"Coordinate system: {chosen.title_en}")
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
        said = Message(
            f"文件说是 {told.title_zh}，与数值不符。{said.zh}",
            f"The file says {told.title_en}, which the numbers deny. {said.en}",
        )
    return chosen, _ask(candidates, chosen, said, must=not degrees or told is not None)


def _metres_said(chosen: CoordinateSystem, guesses: list[SystemGuess]) -> Message:
    n = len(guesses)
    zh, en = ("福建（须调换两轴）", "Fujian with the axes exchanged") if guesses[0].swapped else ("福建", "Fujian")
    if guesses[0].china:
        zh, en = zh.replace("福建", "中国"), en.replace("Fujian", "China")
    return Message(
        f"坐标以米计，{n} 个坐标系都能使其落在{zh}，是哪一个？暂按 {chosen.title_zh}",
        f"The coordinates are metres, and {n} systems put them in {en}: which one? {chosen.title_en} for now",
    )


def _degrees_said(chosen: CoordinateSystem, hinted: str) -> Message:
    why_zh, why_en = ("名称中的提示，为", "by a hint in the names") if hinted else ("", "")
    return Message(
        f"坐标是经纬度，但 WGS 84、GCJ-02、BD-09 无法从数值区分。是哪一个？暂按{why_zh} {chosen.title_zh}",
        "The coordinates are degrees, but WGS 84, GCJ-02 and BD-09 cannot be told apart by the numbers: which one? "
        f"{chosen.title_en} for now{' ' + why_en if why_en else ''}",
    )


def _ask(candidates: list[CoordinateSystem], chosen: CoordinateSystem, said: Message, must: bool) -> Question:
    listed = {s.code: s for s in [chosen, *candidates]}
    options = tuple(Option(code, Message(s.title_zh, s.title_en)) for code, s in listed.items())
    return Question("system", said, options, chosen.code, must)


def _no_plane(chosen: CoordinateSystem) -> ReaderError:
    return ReaderError(
        f"坐标系 {chosen.title_zh} 不是平面或经纬度坐标系，无法换算到 WGS 84，请另选",
        f"the system {chosen.title_en} is neither projected nor geographic, and leads to no WGS 84; choose another",
    )


def _nowhere(x: np.ndarray, y: np.ndarray) -> ReaderError:
    here = f"{x[0]:,.1f}, {y[0]:,.1f}"
    return ReaderError(
        f"坐标（如 {here}）以米计，但没有坐标系能使其落在中国，可能是地方独立坐标系；"
        "请给出 EPSG 代码，或先转换为 CGCS2000",
        f"the coordinates (such as {here}) are metres, but no system puts them in China: a local system, perhaps; "
        "give an EPSG code, or convert them to CGCS2000 first",
    )


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
    said = Message(
        f"两个坐标似乎写反了：{n} 行调换后才说得通（如第 {row} 行的 {one:.10g}, {other:.10g}）。要调换吗？",
        f"The two coordinates seem to be exchanged: {n} rows make sense only the other way round "
        f"(such as {one:.10g}, {other:.10g} of row {row}). Exchange them?",
    )
    options = tuple(Option(key, way) for key, way in _WAYS.items())
    return [Question("swapped", said, options, picked, must)], which[picked]


_WAYS: Final = {
    "all": Message("全部调换", "Exchange them all"),
    "rows": Message("只调换说不通的行", "Only the rows that make no sense"),
    "keep": Message("不调换", "Leave them as they are"),
}


def _impossible(shapes: np.ndarray) -> np.ndarray:
    """Latitudes beyond the pole that would be fine as longitudes."""
    west, south, east, north = shapely.bounds(shapes).T
    with np.errstate(invalid="ignore"):
        beyond = (np.abs(south) > 90) | (np.abs(north) > 90)
        fine = (np.abs(west) <= 90) & (np.abs(east) <= 90) & (np.abs(south) <= 180) & (np.abs(north) <= 180)
    result: np.ndarray = beyond & fine
    return result


def _datum_note(chosen: CoordinateSystem) -> list[Message]:
    if not any(old in chosen.crs.name for old in _OLD):
        return []
    return [
        Message(
            f"{chosen.title_zh} 与 WGS 84 之间没有公开的精确参数，换算后可能偏差数十米",
            f"There are no exact public parameters between {chosen.title_en} and WGS 84: expect some tens of metres",
        )
    ]
