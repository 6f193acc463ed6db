"""Everything that a search may lead to, in one table."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query import search_places, search_subjects
from geoplan.query.search_entry import KINDS, SearchEntry

_OF_KIND = {
    "site": search_places.site_entries,
    "part": search_places.part_entries,
    "region": search_places.region_entries,
    "place": search_places.place_entries,
    "industry": search_subjects.industry_entries,
    "word": search_subjects.word_entries,
    "firm": search_subjects.firm_entries,
    "project": search_subjects.project_entries,
    "gateway": search_places.gateway_entries,
    "plan": search_subjects.plan_entries,
    "programme": search_subjects.programme_entries,
}


@lru_cache(maxsize=2)
def search_entries(catalogue: Catalogue) -> tuple[SearchEntry, ...]:
    """List every entry, in the order of `KINDS`."""
    return tuple(entry for kind in KINDS for entry in _OF_KIND[kind](catalogue))


def search_index(catalogue: Catalogue) -> pd.DataFrame:
    """List what a search may lead to.

    Returns
    -------
    DataFrame
        One row an entry, with the columns of `geoplan.query.search_entry.SearchEntry`. ``kind`` and ``id`` together
        are unique.
    """
    return pd.DataFrame(search_entries(catalogue), columns=SearchEntry._fields)


def search_entry(catalogue: Catalogue, kind: str, entry_id: str) -> SearchEntry | None:
    """Return an entry by what the search box answers; None where there is no such entry."""
    return _by_id(catalogue).get((kind, entry_id))


@lru_cache(maxsize=2)
def _by_id(catalogue: Catalogue) -> dict[tuple[str, str], SearchEntry]:
    return {(entry.kind, entry.id): entry for entry in search_entries(catalogue)}
