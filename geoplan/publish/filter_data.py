"""What the filters and the search of a published page say and find: of the sites that it holds alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.map.facet_file import facet_file
from geoplan.query.search_entry import SearchEntry
from geoplan.query.search_file import search_file
from geoplan.query.search_index import search_entries
from geoplan.query.selection import FACETS, facet_pairs
from geoplan.study_area import stem
from geoplan.symbology import symbology

_OF_SITES = ("site", "part", "firm", "project", "programme")  # what is found for the sake of its sites
_BY_POSITION = "place"  # names of the base map, whose id tells where they are


def filter_data(catalogue: Catalogue, sites: Sequence[str]) -> dict[str, Any]:
    """Lay out the filters.

    Returns
    -------
    dict
        ``facets``, the file of `geoplan.map.facet_file.facet_file` with the values alone that some site has, and what
        these belong to; ``states`` of plans on the day; ``colours`` of industries by id; ``stems``: by adcode, what the
        codes in a region begin with.
    """
    content = orjson.loads(facet_file(catalogue))
    held = catalogue.sites.index.isin(sites)
    for facet in content["facets"]:
        pairs = facet_pairs(catalogue, facet["id"])
        known = set(pairs.values[pairs.code[held[pairs.site]]])
        for section in facet["sections"]:
            section["values"] = _kept(section["values"], known)
        facet["sections"] = [section for section in facet["sections"] if section["values"]]
    branches, colour = catalogue.industries["branch"], symbology().branch_colour
    return {
        "facets": content,
        "order": list(FACETS),
        "states": {plan: state for plan, state in validity_today(catalogue.plans).items() if state},
        "colours": {industry: colour(branch) for industry, branch in branches.items()},
        "stems": {code: stem(str(code)) for code in catalogue.regions.index},
    }


def _kept(values: list[dict[str, Any]], known: set[str]) -> list[dict[str, Any]]:
    """The values that are known, and those above them."""
    above = {value["id"]: value.get("up", "") for value in values}
    wanted = set(known)
    for value in known & set(above):
        while value := above[value]:
            wanted.add(value)
    return [value for value in values if value["id"] in wanted]


def search_data(catalogue: Catalogue, sites: Sequence[str]) -> dict[str, Any]:
    """Lay out the search.

    Returns
    -------
    dict
        ``index``, the file of `geoplan.query.search_file.search_file`; ``targets``: by kind and id of an entry, its
        sites, industry, region, plan and box (west, south, east, north in degrees), nothing after the last that is
        known.
    """
    held = set(sites)
    entries = [e for e in search_entries(catalogue) if e.kind not in _OF_SITES or held.intersection(e.sites)]
    targets = {f"{e.kind}/{e.id}": _target(e, held) for e in entries if e.kind != _BY_POSITION}
    return {"index": orjson.loads(search_file(catalogue, entries)), "targets": targets}


def _target(entry: SearchEntry, held: set[str]) -> list[Any]:
    kept = [site for site in entry.sites if site in held]
    row: list[Any] = [kept, entry.industry_id, entry.adcode, entry.plan_id, entry.bounds or 0]
    while row and not row[-1]:
        row.pop()
    return row
