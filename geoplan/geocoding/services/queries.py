"""The rows that a service is asked about, and the use of its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.geocoding.services.providers import GeocodingService
from geoplan.geocoding.services.results import GeocoderResult, add_result

_SURE: Final = frozenset({"high", "medium"})


def queries(rows: Sequence[tuple[str, str]], answers: Sequence[GeocodingResult], everything: bool = False) -> list[str]:
    """List the queries to a service, row by row.

    Parameters
    ----------
    everything : bool
        Whether to ask about rows the gazetteer is sure of, too: by default nothing leaves the machine without need.

    Returns
    -------
    list of str
        The address, else the name; empty for rows that need no query, such as those that name a region outside.
    """
    return [
        (address.strip() or name.strip()) if everything or _is_open(answer) else ""
        for (name, address), answer in zip(rows, answers, strict=True)
    ]


def _is_open(answer: GeocodingResult) -> bool:
    return not (answer.is_located and answer.confidence in _SURE) and "elsewhere" not in answer.notes


def merge_results(
    answers: Sequence[GeocodingResult],
    row_queries: Sequence[str],
    results: Mapping[str, list[GeocoderResult]],
    service: GeocodingService,
    coder: Geocoder,
) -> list[GeocodingResult]:
    """Add the results of a service, by query, to the rows it was asked about; other rows keep the gazetteer's."""
    return [
        add_result(answer, results[query], service.name, service.title.text("en"), coder)
        if query in results
        else answer
        for answer, query in zip(answers, row_queries, strict=True)
    ]
