"""Which columns of a sheet hold its coordinates: by their names, else by their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pandas as pd

from geoplan.errors import ReaderError
from geoplan.readers.coordinate_parsing import parse_coordinate, parse_coordinate_pair, parse_each
from geoplan.readers.extents import X_RANGES, Y_RANGES
from geoplan.readers.patterns import EPSG_CODE, HEADINGS, SYSTEMS, UNIT, fold
from geoplan.readers.shape_cells import is_shape
from geoplan.readers.source_table import ColumnRoles, Option, Question
from geoplan.text.message import joined, message
from geoplan.text.shorten import shorten

_SAMPLE: Final = 200  # filled cells looked at
_ENOUGH: Final = 0.5  # of them must read as coordinates
_CLEARLY: Final = 0.8  # of them must lie in the study area for their values alone to speak
_MOST: Final = 12  # choices offered


def find_columns(frame: pd.DataFrame, name: str) -> tuple[ColumnRoles, Question | None]:
    """Find where the coordinates stand in a sheet of text.

    A question is added where more than one choice is good, or only the values speak for it. ReaderError is raised where
    nothing looks like coordinates.
    """
    by_name = _by_name(frame)
    if by_name:
        return by_name[0], _question(by_name, must=False) if len(by_name) > 1 else None
    by_value = _by_value(frame)
    if by_value:
        return by_value[0], _question(by_value, must=True)
    headings = joined(map(shorten, frame.columns[:8]))
    raise ReaderError("readers.coordinate_columns.no_coordinate_columns", name=shorten(name), headings=headings)


def require_columns(columns: ColumnRoles, frame: pd.DataFrame, name: str) -> None:
    """Raise ReaderError where a column that the user chose is not there, or x and y are one."""
    missing = [n for n in columns.names if n not in frame.columns]
    if missing or not columns.names or (columns.x and columns.x == columns.y) or bool(columns.x) != bool(columns.y):
        unusable = shorten(missing[0]) if missing else "/".join(map(shorten, columns.names)) or "?"
        raise ReaderError("readers.coordinate_columns.unusable_columns", name=shorten(name), columns=unusable)


def hinted_system(columns: ColumnRoles, headings: Iterable[str], name: str, remarks: Iterable[str] = ()) -> str:
    """Tell which system is spoken of: by the names of the columns first, then all headings, the file's, remarks.

    The code is one that `geoplan.crs.systems.parse_system` takes if it is registered at all; "" without a hint.
    """
    if hint := _spoken_of(columns.names):
        return hint
    if columns.pair.lower() == "location" and len({h.lower() for h in headings} & {*HEADINGS["amap"]}) > 1:
        return "GCJ-02"
    return _spoken_of([name]) or _spoken_of(remarks)


def _spoken_of(texts: Iterable[str]) -> str:
    for text in texts:
        if code := EPSG_CODE.search(text):
            return f"EPSG:{code[1]}"
        if hint := next((code for code, words in SYSTEMS.items() if words.search(text.lower())), ""):
            return hint
    return ""


def _columns_named(frame: pd.DataFrame, role: str) -> dict[str, str]:
    """The columns named for a role with what else the name says: exact ones first, then longer names."""
    words = HEADINGS[role]
    exact = {c: "" for c in frame.columns if fold(UNIT.sub("", c)) in words}
    long = sorted((w for w in words if len(w) > 2 or ord(w[0]) > 127), key=len, reverse=True)
    loose: dict[str, str] = {}
    for column in frame.columns:
        folded = fold(UNIT.sub("", column))
        word = next((w for w in long if folded.startswith(w) or folded.endswith(w)), None)
        if column not in exact and word is not None:
            loose[column] = folded.removeprefix(word) if folded.startswith(word) else folded.removesuffix(word)
    return {**exact, **loose}


def _paired(frame: pd.DataFrame, x_role: str, y_role: str) -> list[tuple[str, str]]:
    """Columns that belong together: those whose names say the same else, then the rest as they stand."""
    x_rest, y_rest = _columns_named(frame, x_role), _columns_named(frame, y_role)
    pairs: list[tuple[str, str]] = []
    for x, rest in x_rest.items():
        free = [y for y, other in y_rest.items() if other == rest and y != x and y not in {b for _, b in pairs}]
        pairs += [(x, free[0])] if free else []
    left = [[c for c in rest if c not in {p[at] for p in pairs}] for at, rest in enumerate((x_rest, y_rest))]
    return [*pairs, *((x, y) for x, y in zip(*left, strict=False) if x != y)]


def _by_name(frame: pd.DataFrame) -> list[ColumnRoles]:
    roles = [ColumnRoles(wkt=c) for c in _columns_named(frame, "wkt") if _share(frame[c], is_shape) >= _ENOUGH]
    for axes in (("lon", "lat"), ("easting", "northing")):
        roles += [ColumnRoles(x=x, y=y) for x, y in _paired(frame, *axes) if _reads(frame[x]) and _reads(frame[y])]
    return [
        *roles,
        *(ColumnRoles(pair=c) for c in _columns_named(frame, "pair") if _share(frame[c], _is_pair) >= _ENOUGH),
    ]


def _reads(cells: pd.Series) -> bool:
    """Whether a column of that name holds coordinates, or at least nothing else: blank ones are told row by row."""
    return not (cells != "").any() or _share(cells, _is_coordinate) > 0 or bool((cells != "").sum() < 3)


def _by_value(frame: pd.DataFrame) -> list[ColumnRoles]:
    shapes = [ColumnRoles(wkt=c) for c in frame.columns if _share(frame[c], is_shape) >= _ENOUGH]
    both = [ColumnRoles(pair=c) for c in frame.columns if _share(frame[c], _is_pair) >= _ENOUGH]
    xs, ys = ([[c for c in frame.columns if _within(frame[c], *r)] for r in ranges] for ranges in (X_RANGES, Y_RANGES))
    degrees = [ColumnRoles(x=x, y=y) for x in xs[0] for y in ys[0]]
    metres = [ColumnRoles(x=x, y=y) for x in (*xs[1], *xs[2]) for y in ys[1]]
    return [*shapes, *both, *degrees, *metres][:_MOST]


def _sample(cells: pd.Series) -> list[str]:
    return [str(c) for c in cells[cells != ""].head(_SAMPLE)]


def _share(cells: pd.Series, is_one: Callable[[str], bool]) -> float:
    sample = _sample(cells)
    return sum(map(is_one, sample)) / len(sample) if sample else 0.0


def _is_coordinate(cell: str) -> bool:
    return not parse_each([cell], parse_coordinate)[1]


def _is_pair(cell: str) -> bool:
    return not parse_each([cell], parse_coordinate_pair)[1]


def _within(cells: pd.Series, low: float, high: float) -> bool:
    angles, _ = parse_each(_sample(cells), parse_coordinate)
    values = np.array([angle.value for angle in angles if angle is not None])
    enough = len(values) > 0 and len(values) >= _ENOUGH * len(angles)
    return enough and bool(np.mean((values >= low) & (values <= high)) > _CLEARLY)


def _question(choices: list[ColumnRoles], must: bool) -> Question:
    options = tuple(Option(columns, joined(map(shorten, columns.names))) for columns in choices)
    return Question("columns", message("readers.coordinate_columns.which_columns"), options, choices[0], must)
