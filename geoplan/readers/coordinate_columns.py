"""Which columns of a sheet hold its coordinates: by their names, else by their values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pandas as pd

from geoplan.errors import ReaderError
from geoplan.readers.coordinate_parsing import parse_coordinate, parse_coordinate_pair, parse_each
from geoplan.readers.source_table import ColumnRoles, Option, Question
from geoplan.text.message import local_text, message
from geoplan.text.shorten import shorten

_LON: Final = ("lon", "lng", "long", "longitude", "经度", "經度", "jd", "jingdu")
_LAT: Final = ("lat", "latitude", "纬度", "緯度", "wd", "weidu")
_EAST: Final = ("x", "east", "easting", "e", "东坐标", "横坐标", "x坐标", "xcoord", "pointx", "coordx", "东向", "y东")
_NORTH: Final = (
    *("y", "north", "northing", "n", "北坐标", "纵坐标", "y坐标", "ycoord", "pointy", "coordy", "北向", "x北"),
)
_PAIR: Final = (
    *(
        "坐标",
        "经纬度",
        "经纬",
        "位置坐标",
        "lonlat",
        "lnglat",
        "latlon",
        "latlng",
        "coordinates",
        "coordinate",
        "coords",
    ),
    *("coord", "location", "gps", "position"),
)
_WKT: Final = ("wkt", "geometry", "geom", "thegeom", "shape", "几何", "空间数据", "geowkt", "geometrywkt")
_SHAPE: Final = re.compile(
    r"\s*(SRID=\d+;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION|C\w{4,16}|SURFACE)"
    r"(\s*[ZM]{1,2})?\s*(\(|EMPTY)",
    re.I,
)
_BESIDE: Final = r"(?:^|_){0}_?(?:lon|lng|lat)|(?:lon|lng|lat)_{0}$"  # such as ``bd_lng``; alone it may mean anything
# What names say of a system.
_HINTS: Final = (
    ("GCJ-02", re.compile(rf"gcj|火星|高德|amap|腾讯|{_BESIDE.format('gd')}")),
    ("BD-09", re.compile(rf"bd-?09|百度|baidu|{_BESIDE.format('bd')}")),
    ("EPSG:4326", re.compile(r"wgs|epsg:?4326")),
    ("EPSG:4490", re.compile(r"cgcs_?2000|国家2000|2000坐标")),
)
_AMAP: Final = {"pname", "cityname", "adname", "typecode", "citycode", "pcode"}  # beside ``location``, in its answers
_SAMPLE: Final = 200  # filled cells looked at
_ENOUGH: Final = 0.5  # of them must read as coordinates
_OURS: Final = {"x": ((113.0, 123.0), (7e4, 9e5), (1.9e7, 4.2e7)), "y": ((21.0, 31.0), (2.4e6, 3.4e6))}


def find_columns(frame: pd.DataFrame, name: str) -> tuple[ColumnRoles, Question | None]:
    """Find where the coordinates stand.

    Parameters
    ----------
    frame : DataFrame
        Cells as text.
    name : str
        The file's name, for messages.

    Returns
    -------
    tuple of Columns and Question or None
        A question where more than one choice is good, or only the values speak for it.

    Raises
    ------
    ReaderError
        Nothing looks like coordinates.
    """
    named = _by_name(frame)
    if named:
        return named[0], _question(named, must=False) if len(named) > 1 else None
    valued = _by_value(frame)
    if valued:
        return valued[0], _question(valued, must=True)
    found = [shorten(c) for c in frame.columns[:8]]
    raise ReaderError(
        "readers.coordinate_columns.no_column_holds_coordinates_there",
        name=shorten(name),
        found=local_text("、".join(found), ", ".join(found)),
    )


def require_columns(columns: ColumnRoles, frame: pd.DataFrame, name: str) -> None:
    """Refuse columns that are not there.

    Parameters
    ----------
    columns : ColumnRoles
        As the user answered.
    frame : DataFrame
        The sheet.
    name : str
        The file's name, for messages.

    Raises
    ------
    ReaderError
        One is missing, or x and y are one.
    """
    missing = [n for n in columns.names if n not in frame.columns]
    if missing or not columns.names or (columns.x and columns.x == columns.y) or bool(columns.x) != bool(columns.y):
        what = shorten(missing[0]) if missing else "/".join(map(shorten, columns.names)) or "?"
        raise ReaderError(
            "readers.coordinate_columns.cannot_coordinates_choose_two_different", name=shorten(name), what=what
        )


def hinted_system(columns: ColumnRoles, headings: Iterable[str], name: str) -> str:
    """Tell which system the names speak of: those of the columns first, then all headings together, then the file's.

    Parameters
    ----------
    columns : ColumnRoles
        Such as ``lng_gcj02`` or ``百度经度``.
    headings : iterable of str
        All of the sheet's; AMap's answers are known by theirs.
    name : str
        The file's name.

    Returns
    -------
    str
        A code for `geoplan.crs.systems.parse_system`; "" without a hint.
    """
    hints = (code for said in columns.names for code, words in _HINTS if words.search(said.lower()))
    if hint := next(hints, ""):
        return hint
    if columns.pair.lower() == "location" and len(_AMAP & {heading.lower() for heading in headings}) > 1:
        return "GCJ-02"
    return next((code for code, words in _HINTS if words.search(name.lower())), "")


def _fold(name: str) -> str:
    return re.sub(r"[\s_\-./()\[\]【】:：°*#]+", "", unicodedata.normalize("NFKC", name).lower())


def _called(frame: pd.DataFrame, words: tuple[str, ...]) -> dict[str, str]:
    """The columns of such a name with what else the name says: exact ones first, then longer names."""
    exact = {c: "" for c in frame.columns if _fold(c) in words}
    long = sorted((w for w in words if len(w) > 2 or ord(w[0]) > 127), key=len, reverse=True)
    loose: dict[str, str] = {}
    for column in frame.columns:
        folded = _fold(column)
        word = next((w for w in long if folded.startswith(w) or folded.endswith(w)), None)
        if column not in exact and word is not None:
            loose[column] = folded.removeprefix(word) if folded.startswith(word) else folded.removesuffix(word)
    return {**exact, **loose}


def _paired(frame: pd.DataFrame, xs: tuple[str, ...], ys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Columns that belong together: those whose names say the same else, then the rest as they stand."""
    x_rest, y_rest = _called(frame, xs), _called(frame, ys)
    pairs: list[tuple[str, str]] = []
    for x, said in x_rest.items():
        free = [y for y, other in y_rest.items() if other == said and y != x and y not in {b for _, b in pairs}]
        pairs += [(x, free[0])] if free else []
    left = [[c for c in rest if c not in {p[at] for p in pairs}] for at, rest in enumerate((x_rest, y_rest))]
    return [*pairs, *((x, y) for x, y in zip(*left, strict=False) if x != y)]


def _by_name(frame: pd.DataFrame) -> list[ColumnRoles]:
    found = [ColumnRoles(wkt=c) for c in _called(frame, _WKT) if _share(frame[c], _is_shape) >= _ENOUGH]
    for xs, ys in ((_LON, _LAT), (_EAST, _NORTH)):
        found += [ColumnRoles(x=x, y=y) for x, y in _paired(frame, xs, ys) if _reads(frame[x]) and _reads(frame[y])]
    return [*found, *(ColumnRoles(pair=c) for c in _called(frame, _PAIR) if _share(frame[c], _is_pair) >= _ENOUGH)]


def _reads(cells: pd.Series) -> bool:
    """Whether a column of that name holds coordinates, or at least nothing else: blank ones are told row by row."""
    return not (cells != "").any() or _share(cells, _is_coordinate) > 0 or bool((cells != "").sum() < 3)


def _by_value(frame: pd.DataFrame) -> list[ColumnRoles]:
    shapes = [ColumnRoles(wkt=c) for c in frame.columns if _share(frame[c], _is_shape) >= _ENOUGH]
    both = [ColumnRoles(pair=c) for c in frame.columns if _share(frame[c], _is_pair) >= _ENOUGH]
    near = {
        axis: [[c for c in frame.columns if _within(frame[c], *r)] for r in ranges] for axis, ranges in _OURS.items()
    }
    degrees = [ColumnRoles(x=x, y=y) for x in near["x"][0] for y in near["y"][0]]
    metres = [ColumnRoles(x=x, y=y) for x in (*near["x"][1], *near["x"][2]) for y in near["y"][1]]
    return [*shapes, *both, *degrees, *metres][:12]


def _sample(cells: pd.Series) -> list[str]:
    return [str(c) for c in cells[cells != ""].head(_SAMPLE)]


def _share(cells: pd.Series, is_one: Callable[[str], bool]) -> float:
    sample = _sample(cells)
    return sum(map(is_one, sample)) / len(sample) if sample else 0.0


def _is_shape(cell: str) -> bool:
    return bool(_SHAPE.match(cell))


def _is_coordinate(cell: str) -> bool:
    return not parse_each([cell], parse_coordinate)[1]


def _is_pair(cell: str) -> bool:
    return not parse_each([cell], parse_coordinate_pair)[1]


def _within(cells: pd.Series, low: float, high: float) -> bool:
    read, _ = parse_each(_sample(cells), parse_coordinate)
    values = np.array([angle.value for angle in read if angle is not None])
    return (
        len(values) > 0
        and len(values) >= _ENOUGH * len(read)
        and bool(np.mean((values >= low) & (values <= high)) > 0.8)
    )


def _question(choices: list[ColumnRoles], must: bool) -> Question:
    options = tuple(
        Option(c, local_text("、".join(map(shorten, c.names)), ", ".join(map(shorten, c.names)))) for c in choices
    )
    said = message("readers.coordinate_columns.columns_hold_coordinates")
    return Question("columns", said, options, choices[0], must)
