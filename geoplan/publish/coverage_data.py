"""The coverage of a published page: where its sites stand or may stand, and what the matrix says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geoplan.analysis.carrier_gaps import asked_columns, carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.analysis.own_plans import own_plan_note
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties_in
from geoplan.map.carrier_classes import FROM, classes
from geoplan.study_area import study_area
from geoplan.text.message import Text, languages
from geoplan.text.names import name_of


def coverage_data(catalogue: Catalogue, sites: Sequence[str]) -> dict[str, Any]:
    """Lay out the coverage; the browser counts, as the filter changes, what `geoplan.analysis.carrier_gaps` counts.

    Returns
    -------
    dict
        ``where``: lists of sites (their places in `sites`), counties (places in ``counties``) and whether each is
        certain; ``scopes``, the regions that can be asked for, each with its name, its counties, the answer in a
        sentence and the note on whose plans were read, for all sites by language; ``branches``, the main industries;
        ``classes`` by language and ``from``, the least number of each class of those that count.
    """
    place = {site: at for at, site in enumerate(sites)}
    counties = counties_in(study_area().area)["adcode"].tolist()
    where = possible_counties(catalogue)
    where = where[where["site_id"].isin(place) & where["adcode"].isin(counties)]
    at = {code: n for n, code in enumerate(counties)}
    industries = catalogue.industries
    return {
        "where": {
            "site": [place[site] for site in where["site_id"]],
            "county": [at[code] for code in where["adcode"]],
            "certain": np.asarray(where["certain"], dtype=int).tolist(),
        },
        "counties": [[code, name_of(catalogue.regions, code).by_language()] for code in counties],
        "scopes": [_scope(catalogue, sites, scope) for scope in (study_area().home, study_area().area)],
        "branches": industries.index[industries["depth"] == 0].tolist(),
        "classes": {lang: classes(lang) for lang in languages()},
        "from": FROM,
    }


def _scope(catalogue: Catalogue, sites: Sequence[str], scope: str) -> dict[str, Any]:
    counties = counties_in(scope)["adcode"].tolist()
    columns = asked_columns(catalogue, [])
    found = carriers(catalogue, sites, columns, scope)
    sentence = gap_sentence(catalogue, found, carrier_gaps(found, columns, counties), scope)
    note = own_plan_note(catalogue, list(sites), scope)
    return {
        "id": scope,
        "view": study_area().scope_of(scope),
        "name": name_of(catalogue.regions, scope).by_language(),
        "counties": counties,
        "sentence": _by_language(sentence),
        "note": _by_language(note) if note else None,
    }


def _by_language(text: Text) -> dict[str, str]:
    return text.by_language()
