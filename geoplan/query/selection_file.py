"""What a filter needs to choose and count sites, for a page without a server; see published-selection.js."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.query.search import NEAR_ENOUGH, NEAREST, name_keys, pinyin_keys
from geoplan.query.selection import DESIGNATION_FACETS, SITE_FACETS, facet_pairs


def selection_file(catalogue: Catalogue, sites: Sequence[str]) -> dict[str, Any]:
    """Lay out which of some sites has which value of each facet.

    Parameters
    ----------
    sites : sequence of str
        Ids; in the result they stand as their places in this sequence.

    Returns
    -------
    dict
        ``sites``, the ids; ``of_sites``: by facet of a site and ``possible_regions``, lists of sites by value;
        ``rows``: ``site`` and, for each facet of a designation, places in ``values``, a row a designation;
        ``in_force``, the plans that are in force; ``names`` and ``pinyin``, pairs of a site and a name to compare texts
        with; ``near``, the score (0 to 100) from which a name is like a text, and how many such names are taken.
    """
    place = {site: at for at, site in enumerate(sites)}
    number = pd.Series(place).reindex(catalogue.sites.index)  # NaN for a site that is left out
    states = validity_today(catalogue.plans)
    return {
        "sites": list(sites),
        "of_sites": {facet: _by_value(catalogue, facet, number) for facet in (*SITE_FACETS, "possible_regions")},
        **_rows(catalogue, number),
        "in_force": states.index[states == "in_force"].tolist(),
        "names": [[place[site], key] for site, key in name_keys(catalogue) if site in place],
        "pinyin": [[place[site], key] for site, key in pinyin_keys(catalogue) if site in place],
        "near": [NEAR_ENOUGH, NEAREST],
    }


def _by_value(catalogue: Catalogue, facet: str, number: pd.Series) -> dict[str, list[int]]:
    pairs = facet_pairs(catalogue, facet)
    frame = pd.DataFrame({"value": pairs.values[pairs.code], "site": number.to_numpy()[pairs.site]}).dropna()
    return {str(value): sorted({int(site) for site in of}) for value, of in frame.groupby("value")["site"]}


def _rows(catalogue: Catalogue, number: pd.Series) -> dict[str, Any]:
    pairs = {facet: facet_pairs(catalogue, facet) for facet in DESIGNATION_FACETS}
    site = number.to_numpy()[pairs["plans"].site]
    kept = ~pd.isna(site)
    codes = {facet: of.code[kept].tolist() for facet, of in pairs.items()}
    values = {facet: of.values.tolist() for facet, of in pairs.items()}
    return {"rows": {"site": site[kept].astype(int).tolist(), **codes}, "values": values}
