"""Which rows a service is asked about, and what becomes of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.geocoding.services.providers import GeocodingService
from geoplan.geocoding.services.results import GeocoderResult, add_result

_SURE: Final = frozenset({"high", "medium"})


def queries(rows: Sequence[tuple[str, str]], answers: Sequence[GeocodingResult], everything: bool = False) -> list[str]:
    """What to ask a service, row by row.

    Parameters
    ----------
    rows : sequence of (str, str)
        Names and addresses.
    answers : sequence of GeocodingResult
        Of the gazetteer.
    everything : bool
        Whether to ask about rows the gazetteer is sure of, too: by default nothing leaves the machine without need.

    Returns
    -------
    list of str
        The address, else the name; empty for rows that need not be asked about, among them those that say they are
        outside Fujian.
    """
    return [
        (address.strip() or name.strip()) if everything or _is_open(answer) else ""
        for (name, address), answer in zip(rows, answers, strict=True)
    ]


def _is_open(answer: GeocodingResult) -> bool:
    return not (answer.is_spot and answer.confidence in _SURE) and "elsewhere" not in answer.notes


def merge_results(
    answers: Sequence[GeocodingResult],
    asked: Sequence[str],
    found: Mapping[str, list[GeocoderResult]],
    service: GeocodingService,
    coder: Geocoder,
) -> list[GeocodingResult]:
    """Put a service's findings into the answers of the rows that were asked about.

    Parameters
    ----------
    answers : sequence of GeocodingResult
        Of the gazetteer.
    asked : sequence of str
        As from `queries`.
    found : mapping of str to list of Found
        As from `geoplan.geocoding.services.client.geocode_batch`; a query it does not hold was not answered.
    service : GeocodingService
        Whose findings.
    coder : Geocoder
        Of the catalogue.

    Returns
    -------
    list of GeocodingResult
        One a row.
    """
    return [
        add_result(answer, found[query], service.name, service.title.en, coder) if query in found else answer
        for answer, query in zip(answers, asked, strict=True)
    ]
