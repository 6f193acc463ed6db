"""Answers as columns beside the rows that were asked, for a spreadsheet and for a person who decides.

All columns of the input stay, in their order; ours begin with ``geo_``. A row of which only the region is known has no
longitude and latitude. In a review, ``geo_accept`` takes ``yes``, ``no`` or the number of a rival.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.scoring import NOTES, RIVALS, GeocodingResult
from geoplan.text.message import translate

_RIVAL: Final = re.compile("geo_rival_[0-9]+(_score|_ref)?")
ACCEPT: Final = "geo_accept"
POINT, COUNTY = "point", "county"  # the passport's words for a spot and for "somewhere in here"


def pairs(frame: pd.DataFrame, name: str, address: str) -> list[tuple[str, str]]:
    """Names and addresses of a sheet, row by row.

    Parameters
    ----------
    frame : DataFrame
        Of text.
    name, address : str
        Columns; an empty one gives empty texts.

    Returns
    -------
    list of (str, str)
        With only one column at hand its texts are taken for addresses, which names may be too.
    """
    if not address:
        name, address = "", name
    blank = [""] * len(frame)
    names = frame[name].tolist() if name else blank
    return list(zip(names, frame[address].tolist(), strict=True))


def add_result_columns(
    frame: pd.DataFrame,
    answers: Sequence[GeocodingResult],
    catalogue: Catalogue,
    lang: str = "zh",
    review: bool = False,
) -> pd.DataFrame:
    """Put answers beside the rows they belong to.

    Parameters
    ----------
    frame : DataFrame
        The sheet, text; the columns of an earlier run (see `others`) give way.
    answers : sequence of GeocodingResult
        One a row.
    catalogue : Catalogue
        For the names of regions.
    lang : {"zh", "en"}
        The language of names and notes; codes are the same in both.
    review : bool
        Whether to add ``geo_accept`` and the rivals.

    Returns
    -------
    DataFrame
        With the sheet's index.
    """
    own = frame[others(frame.columns)]
    regions = catalogue.regions[f"name_{lang}"].to_dict()
    rows = [_row(answer, regions, lang) for answer in answers]
    added = pd.DataFrame(rows, index=frame.index, columns=list(_row(GeocodingResult(""), regions, lang)))
    if review:
        added.insert(0, ACCEPT, "")
        for n in range(RIVALS):
            for heading, cell in _rival_columns(n + 1, answers, regions, lang).items():
                added[heading] = cell
    return pd.concat([own, added], axis=1)


def others(columns: Iterable[str]) -> list[str]:
    """The columns that were not written here, in an earlier run.

    Parameters
    ----------
    columns : iterable of str
        Of a sheet.

    Returns
    -------
    list of str
        In their order; one that merely begins with ``geo_`` is someone's own.
    """
    ours = {ACCEPT, *_row(GeocodingResult(""), {}, "zh")}
    return [column for column in columns if column not in ours and not _RIVAL.fullmatch(str(column))]


def _row(answer: GeocodingResult, regions: dict[str, str], lang: str) -> dict[str, Any]:
    place = answer.place
    return {
        "geo_name": place.name(lang) if place else "",
        "geo_kind": place.kind if place else "",
        "geo_id": place.id if place else "",
        "geo_adcode": place.adcode if place else "",
        "geo_region": regions.get(place.adcode, "") if place else "",
        "geo_lon": answer.lon,
        "geo_lat": answer.lat,
        "geo_radius_m": answer.radius_m,
        "geo_method": (POINT if answer.is_spot else COUNTY) if place else "",
        "geo_confidence": answer.confidence,
        "geo_how": answer.how,
        "geo_matched": answer.matched,
        "geo_score": round(answer.score, 1) if place else None,
        "geo_source": place.source if place else "",
        "geo_datum": place.source_datum if place else "",
        "geo_note": translate("geocoding.result_table.text", lang).join(
            getattr(NOTES[note], lang) for note in answer.notes
        ),
    }


def _rival_columns(
    n: int, answers: Sequence[GeocodingResult], regions: dict[str, str], lang: str
) -> dict[str, list[Any]]:
    stem = f"geo_rival_{n}"
    rivals = [answer.rivals[n - 1] if len(answer.rivals) >= n else None for answer in answers]
    return {
        stem: [label_with_region(r.place, regions, lang) if r else "" for r in rivals],
        f"{stem}_score": [r.score if r else None for r in rivals],
        f"{stem}_ref": [r.place.ref if r else "" for r in rivals],
    }


def label_with_region(place: Place, regions: dict[str, str], lang: str) -> str:
    """A place with its region, to tell namesakes apart.

    Parameters
    ----------
    place : Place
        The place.
    regions : dict of str to str
        Names by adcode.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str
        ``厦门软件园二期（思明区）``.
    """
    region = regions.get(place.adcode, "")
    if not region or place.kind == "region":
        return place.name(lang)
    return translate("geocoding.result_table.text_2", lang, lang=place.name(lang), region=region)
