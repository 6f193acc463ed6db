"""Which column of a register holds what: guessed by headings and values, and set by whoever knows better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.errors import ReaderError
from geoplan.readers.coordinate_columns import find_columns, hinted_system
from geoplan.readers.coordinate_parsing import parse_coordinate_column
from geoplan.readers.crs_detection import guess_system, look_like_degrees
from geoplan.readers.patterns import fold, heading_of
from geoplan.readers.source_table import ColumnRoles
from geoplan.registers.amounts import SUMMED, MoneyUnit, money_unit
from geoplan.registers.industry_codes import WORDS
from geoplan.text.message import joined
from geoplan.text.shorten import shorten

POSITION: Final = ("lon", "lat", "pair", "wkt")
OTHERS: Final = tuple(WORDS["headings"])
ROLES: Final = (*POSITION, *OTHERS)
_MOST: Final = 0.5  # share of rows without coordinates from which addresses are looked up unasked
_NUMBERS: Final = ("industry", "founded", "closed", "capital", "staff")  # whose values might pass for coordinates


@dataclass(frozen=True)
class RegisterColumns:
    """The columns of a register by role, "" where there is none.

    Attributes
    ----------
    lon, lat : str
        Longitude and latitude, or easting and northing.
    pair, wkt : str
        Both in one cell, or as a shape in text or (GeoParquet) in bytes.
    industry : str
        Codes or names of GB/T 4754-2017.
    founded, closed : str
        Days or years.
    capital, staff : str
        Read only where they are to be summed up.
    address : str
        Read only where it is to place rows without coordinates.
    name : str
        Shown, and not read.
    system : CoordinateSystem
        What the coordinates are in.
    assumed : bool
        Nothing in the file says so.
    unit : MoneyUnit
        Of capital.
    also : tuple of str
        The roles that are read beside those that counting needs: ``capital``, ``staff``, ``address``.
    """

    lon: str = ""
    lat: str = ""
    pair: str = ""
    wkt: str = ""
    industry: str = ""
    founded: str = ""
    closed: str = ""
    capital: str = ""
    staff: str = ""
    name: str = ""
    address: str = ""
    system: CoordinateSystem = field(default_factory=lambda: parse_system("4326"))
    assumed: bool = False
    unit: MoneyUnit = field(default_factory=MoneyUnit)
    also: tuple[str, ...] = ()

    @property
    def by_role(self) -> dict[str, str]:
        """The columns that were found, by role."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in ROLES and getattr(self, f.name)}

    @property
    def position(self) -> tuple[str, ...]:
        """The columns of coordinates."""
        return tuple(name for name in (self.lon, self.lat, self.pair, self.wkt) if name)

    @property
    def used(self) -> list[str]:
        """The columns that counting reads."""
        read = (*POSITION, "industry", "founded", "closed", *self.also)
        return [column for role, column in self.by_role.items() if role in read]

    @property
    def sums(self) -> tuple[str, ...]:
        """The roles that are summed up."""
        return tuple(role for role in SUMMED if role in self.also)


def need_addresses(columns: RegisterColumns, sample: pd.DataFrame) -> bool:
    """Whether most rows of a sample have no coordinates and there is a column of addresses."""
    if not columns.address or not columns.position:
        return bool(columns.address)
    blank = sample[list(columns.position)].apply(lambda cells: cells.str.strip() == "").any(axis=1)
    return bool(len(blank)) and bool(blank.mean() > _MOST)


def guess_columns(
    sample: pd.DataFrame,
    name: str,
    given: Mapping[str, str] | None = None,
    system: str = "",
    of_shapes: str = "",
    by_address: bool = False,
) -> RegisterColumns:
    """Tell the columns of a register.

    Parameters
    ----------
    sample : DataFrame
        Some rows, cells as text, "" where blank.
    name : str
        Of the file, for messages and for hints of a system.
    given : mapping of str to str, optional
        Columns by role that the user has set; "" for none.
    system : str, optional
        What the coordinates are in, as `geoplan.crs.systems.parse_system` takes it.
    of_shapes : str, optional
        What the file says that its shapes are in.
    by_address : bool
        Whether a column of addresses does instead of coordinates.

    Raises
    ------
    ReaderError
        No column holds coordinates, or a given column is not there.
    UnknownSystemError
        There is no such system.
    """
    given = dict(given or {})
    for role, column in given.items():
        if role not in ROLES or (column and column not in sample.columns):
            values = {"role": role, "column": shorten(column), "roles": ", ".join(ROLES)}
            headings = joined(map(shorten, sample.columns[:12]))
            raise ReaderError("registers.no_such_column", name=shorten(name), headings=headings, **values)
    if any(given.get(role) for role in POSITION):
        roles = ColumnRoles(*(given.get(role, "") for role in POSITION))
        if bool(roles.x) != bool(roles.y):
            raise ReaderError("registers.lone_axis", name=shorten(name))
    else:
        roles = _position(sample, name, given, by_address)
    taken = {*roles.names, *given.values()}
    found: dict[str, Any] = {role: given[role] if role in given else _column(sample, role, taken) for role in OTHERS}
    unit = money_unit(found["capital"], sample[found["capital"]]) if found["capital"] else MoneyUnit()
    columns = RegisterColumns(roles.x, roles.y, roles.pair, roles.wkt, **found, unit=unit)
    if system := system or (of_shapes if roles.wkt else ""):
        return replace(columns, system=parse_system(system))
    hint = hinted_system(roles, map(str, sample.columns), name)
    if hint:
        return replace(columns, system=parse_system(hint))
    return replace(columns, system=_system_of(sample, columns, name), assumed=bool(columns.position))


def _position(sample: pd.DataFrame, name: str, given: Mapping[str, str], by_address: bool) -> ColumnRoles:
    """The columns of coordinates; none where there are none and addresses do."""
    address = given["address"] if "address" in given else _column(sample, "address", set())
    if not (by_address and address):
        return find_columns(sample, name)[0]
    others = {given.get(role) or _column(sample, role, set()) for role in _NUMBERS}
    try:
        return find_columns(sample.drop(columns=[c for c in sample.columns if c in others]), name)[0]
    except ReaderError:
        return ColumnRoles()


def _column(sample: pd.DataFrame, role: str, taken: set[str]) -> str:
    words = WORDS["headings"][role]
    free = [str(c) for c in sample.columns if c not in taken]
    if exact := heading_of(free, *words):
        return exact
    long = [word for word in words if len(word) > 2 and not word.isascii()]
    loose = [c for word in long for c in free if fold(c).startswith(word) or fold(c).endswith(word)]
    return loose[0] if loose else ""


def _system_of(sample: pd.DataFrame, columns: RegisterColumns, name: str) -> CoordinateSystem:
    """WGS 84 for degrees; for metres the one system that puts them into the study area."""
    if not columns.lon:  # pairs, shapes, or addresses alone
        return parse_system("4326")
    x, y = (parse_coordinate_column(sample[column])[0] for column in (columns.lon, columns.lat))
    known = np.isfinite(x) & np.isfinite(y)
    if look_like_degrees(x[known], y[known]):
        return parse_system("4326")
    guesses = guess_system(x[known], y[known])
    if len(guesses) != 1 or guesses[0].swapped:
        labels = joined(guess.system.label for guess in guesses[:5])
        raise ReaderError("registers.which_system", name=shorten(name), systems=labels)
    return guesses[0].system
