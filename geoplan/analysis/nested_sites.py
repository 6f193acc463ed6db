"""Wholes and their parts: which of them a count takes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import message

ALL, WHOLES, PARTS = "all", "wholes", "parts"
# What a count takes in, the default first.
COUNTS: Final = {
    ALL: message("analysis.nested_sites.counts.all"),
    WHOLES: message("analysis.nested_sites.counts.wholes"),
    PARTS: message("analysis.nested_sites.counts.parts"),
}


def without_nested(catalogue: Catalogue, site_ids: Iterable[str], count: str = ALL) -> list[str]:
    """Choose which of a whole and its parts are counted.

    Parameters
    ----------
    site_ids : iterable of str
        The sites to count, each once.
    count : {"all", "wholes", "parts"}
        Every site; only those that are no part (at any depth) of another one given; or only those of which no part is
        given. A whole without parts among those given counts in each way, as does a part without its whole.

    Returns
    -------
    list of str
        In the order given.

    Raises
    ------
    ValueError
        The way of counting is not known.
    """
    if count not in COUNTS:
        raise ValueError(f"cannot count {count!r}; use one of {', '.join(COUNTS)}")
    chosen = list(dict.fromkeys(site_ids))
    if count == ALL:
        return chosen
    given = set(chosen)
    above = {site_id: catalogue.ancestors(site_id) & given - {site_id} for site_id in chosen}
    if count == WHOLES:
        return [site_id for site_id in chosen if not above[site_id]]
    wholes = set().union(*above.values())
    return [site_id for site_id in chosen if site_id not in wholes]
