"""Which columns of a sheet hold names and which addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from geoplan.errors import GeocodingError
from geoplan.geocoding.name_patterns import words
from geoplan.plan_text.normalise import normalise
from geoplan.text.message import Text, joined, message

NAMES: Final = words("headings.names")
ADDRESSES: Final = words("headings.addresses")
_PLAIN: Final = frozenset(words("headings.plain"))
_LISTED: Final = 12
_LONGEST: Final = 40  # characters of a heading inside a message


class NameColumns(NamedTuple):
    """The columns to read; one of the two may be empty."""

    name: str
    address: str


def guess_name_columns(headings: Sequence[str], name: str = "", address: str = "") -> NameColumns:
    """Recognise the columns of names and addresses by their headings, unless they are given.

    Parameters
    ----------
    name, address : str
        Headings that the user gives; they are taken as they are.

    Raises
    ------
    GeocodingError
        A given heading is missing, none is recognised, or several are.
    """
    for option, heading in (("--name-column", name), ("--address-column", address)):
        if heading and heading not in headings:
            raise GeocodingError(
                "geocoding.name_columns.no_column", option=option, heading=_quoted(heading), headings=_list(headings)
            )
    if name or address:
        return NameColumns(name, address)
    columns = NameColumns(_only(headings, NAMES, "--name-column"), _only(headings, ADDRESSES, "--address-column"))
    if not any(columns):
        raise GeocodingError("geocoding.name_columns.none_recognised", headings=_list(headings))
    return columns


def matching_headings(headings: Sequence[str], known: Sequence[str]) -> list[str]:
    """List the headings that are among known ones, in the order of the known; case, width and blanks do not matter."""
    by_normalised = {normalise(heading): heading for heading in reversed(headings)}
    return [by_normalised[heading] for heading in known if heading in by_normalised]


def _only(headings: Sequence[str], known: Sequence[str], option: str) -> str:
    """The plain word (名称, 地址) goes before longer ones; of two longer ones the user has to name one."""
    matches = matching_headings(headings, known)
    if len(matches) > 1 and normalise(matches[0]) not in _PLAIN:
        raise GeocodingError("geocoding.name_columns.several_fit", option=option, headings=_list(matches))
    return matches[0] if matches else ""


def _list(headings: Sequence[str]) -> Text:
    return listed([_quoted(heading) for heading in headings], _LISTED)


def _quoted(heading: str) -> str:
    """On one line, whatever it holds."""
    return repr(heading if len(heading) <= _LONGEST else f"{heading[: _LONGEST - 1]}…")


def listed(items: Sequence[str], most: int) -> Text:
    """Join the first of several texts as a list; an ellipsis stands for those beyond `most`."""
    first = joined(items[:most])
    return message("geocoding.name_columns.and_more", items=first) if len(items) > most else first
