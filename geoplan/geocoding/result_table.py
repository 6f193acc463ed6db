"""Geocoding results as columns beside the rows of a sheet, for a spreadsheet and for review.

All columns of the input stay, in their order; the new ones begin with ``geo_``. A row of which only the region is known
has no longitude and latitude. In a review, ``geo_accept`` takes ``yes``, ``no`` or the number of a rival.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.scoring import NOTES, RIVALS, GeocodingResult
from geoplan.text.message import joined, translate
from geoplan.text.names import column as names_in

_RIVAL: Final = re.compile("geo_rival_[0-9]+(_score|_ref)?")
ACCEPT: Final = "geo_accept"
POINT, COUNTY = "point", "county"  # methods of position metadata: a position, or only a region


def pairs(frame: pd.DataFrame, name: str, address: str) -> list[tuple[str, str]]:
    """Pair the names and addresses of a sheet by row; a single column is read as addresses, which names may be too."""
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
    """Add results to the rows they belong to.

    Parameters
    ----------
    frame : DataFrame
        The sheet, of text; columns of an earlier run (see `others`) are replaced.
    lang : str
        The language of names and notes; codes are the same in all.
    review : bool
        Whether to add ``geo_accept`` and the rivals.

    Returns
    -------
    DataFrame
        With the sheet's index.
    """
    input_columns = frame[others(frame.columns)]
    regions = names_in(catalogue.regions, "name", lang).to_dict()
    rows = [_row(answer, regions, lang) for answer in answers]
    added = pd.DataFrame(rows, index=frame.index, columns=list(_row(GeocodingResult(""), regions, lang)))
    if review:
        added.insert(0, ACCEPT, "")
        for n in range(RIVALS):
            for heading, cell in _rival_columns(n + 1, answers, regions, lang).items():
                added[heading] = cell
    return pd.concat([input_columns, added], axis=1)


def others(columns: Iterable[str]) -> list[str]:
    """List the columns that no earlier run wrote; one that merely begins with ``geo_`` is the user's own."""
    own = {ACCEPT, *_row(GeocodingResult(""), {}, "zh")}
    return [column for column in columns if column not in own and not _RIVAL.fullmatch(str(column))]


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
        "geo_method": (POINT if answer.is_located else COUNTY) if place else "",
        "geo_confidence": answer.confidence,
        "geo_how": answer.how,
        "geo_matched": answer.matched,
        "geo_score": round(answer.score, 1) if place else None,
        "geo_source": place.source if place else "",
        "geo_datum": place.source_datum if place else "",
        "geo_note": joined([NOTES[note] for note in answer.notes], "punctuation.semicolon").text(lang),
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
    """Name a place with its region, to distinguish places of one name: ``厦门软件园二期（思明区）``."""
    region = regions.get(place.adcode, "")
    if not region or place.kind == "region":
        return place.name(lang)
    return translate("geocoding.result_table.with_region", lang, name=place.name(lang), region=region)
