"""Which columns of a sheet hold names and which addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from geoplan.errors import GeocodingError
from geoplan.plan_text.normalise import normalise
from geoplan.text.message import local_text

NAMES: Final = (
    "名称",
    "企业名称",
    "单位名称",
    "公司名称",
    "机构名称",
    "项目名称",
    "载体名称",
    "园区名称",
    "name",
    "name_zh",
    "company",
)
ADDRESSES: Final = (
    "地址",
    "详细地址",
    "企业地址",
    "单位地址",
    "注册地址",
    "经营地址",
    "住所",
    "地点",
    "address",
    "addr",
)


class NameColumns(NamedTuple):
    """The columns to read; one of the two may be empty."""

    name: str
    address: str


def guess_name_columns(found: Sequence[str], name: str = "", address: str = "") -> NameColumns:
    """Tell the columns of names and addresses by their headings, unless they are named.

    Parameters
    ----------
    found : sequence of str
        The sheet's headings.
    name, address : str
        Headings someone named; they are taken as they are.

    Returns
    -------
    NameColumns
        At least one of the two.

    Raises
    ------
    GeocodingError
        A heading that is not there, none that is known, or several that are.
    """
    for option, wanted in (("--name-column", name), ("--address-column", address)):
        if wanted and wanted not in found:
            raise GeocodingError(
                "geocoding.name_columns.sheet_no_column",
                option=option,
                wanted=_quoted(wanted),
                found=local_text(_listed(found, "、"), _listed(found, ", ")),
            )
    if name or address:
        return NameColumns(name, address)
    told = NameColumns(_only(found, NAMES, "--name-column"), _only(found, ADDRESSES, "--address-column"))
    if not any(told):
        raise GeocodingError(
            "geocoding.name_columns.no_column_recognised_names_addresses",
            found=local_text(_listed(found, "、"), _listed(found, ", ")),
        )
    return told


def matching_headings(found: Sequence[str], known: Sequence[str]) -> list[str]:
    """The headings that are among known ones, in the order of the known.

    Parameters
    ----------
    found : sequence of str
        The sheet's headings.
    known : sequence of str
        `NAMES` or `ADDRESSES`.

    Returns
    -------
    list of str
        Case, width and blanks do not matter.
    """
    folded = {normalise(heading): heading for heading in reversed(found)}
    return [folded[word] for word in known if word in folded]


def _only(found: Sequence[str], known: Sequence[str], option: str) -> str:
    """The plain word (名称, 地址) goes before longer ones; two longer ones are asked about."""
    fits = matching_headings(found, known)
    if len(fits) > 1 and normalise(fits[0]) not in {"名称", "地址", "name", "address"}:
        raise GeocodingError(
            "geocoding.name_columns.all_fit_name_one",
            option=option,
            fits=local_text(_listed(fits, "、"), _listed(fits, ", ")),
        )
    return fits[0] if fits else ""


def _listed(headings: Sequence[str], between: str) -> str:
    return between.join(_quoted(heading) for heading in headings[:12]) + (" …" if len(headings) > 12 else "")


def _quoted(heading: str) -> str:
    """On one line whatever it holds."""
    return repr(heading if len(heading) <= 40 else f"{heading[:39]}…")
