"""A whole or what lies in it counts, not both."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

import numpy as np

from geoplan.analysis.proximity import DistancePairs
from geoplan.catalogue.catalogue import Catalogue

_ON_ITS_GROUND: Final = ("part_of", "located_in", "hosted_by")  # not a branch elsewhere, nor what extends it

Within = list[tuple[int, np.ndarray]]  # a pair, and the pairs of the same site whose ends lie in its end


@lru_cache(maxsize=4)
def wholes(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """By site all that it is part of, lies in or is hosted by, at any depth; sites that lie in none are left out."""
    direct: dict[str, set[str]] = defaultdict(set)
    rows = catalogue.relations[catalogue.relations["relation"].isin(_ON_ITS_GROUND)]
    for site_id, whole in zip(rows["site_id"], rows["parent_id"], strict=True):
        direct[site_id].add(whole)
    above: dict[str, frozenset[str]] = {}
    for site_id in direct:
        seen: set[str] = set()
        queue = [*direct[site_id]]
        while queue:
            whole = queue.pop()
            if whole not in seen and whole != site_id:
                seen.add(whole)
                queue += direct.get(whole, ())
        above[site_id] = frozenset(seen)
    return above


def lies_in(catalogue: Catalogue, pairs: DistancePairs) -> np.ndarray:
    """Of which pairs the end lies in the site: (pairs,)."""
    above, none = wholes(catalogue), frozenset[str]()
    ours, theirs = pairs.sites.ids[pairs.site], pairs.ends.ids[pairs.end]
    return np.array([site in above.get(end, none) for site, end in zip(ours, theirs, strict=True)], dtype=bool)


def nested_pairs(catalogue: Catalogue, pairs: DistancePairs) -> Within:
    """List the pairs whose end holds ends of other pairs of the same site, the innermost first."""
    above = wholes(catalogue)
    ends = pairs.ends.ids[pairs.end]
    at = {(int(site), str(end)): i for i, (site, end) in enumerate(zip(pairs.site, ends, strict=True))}
    inside: dict[int, list[int]] = defaultdict(list)
    for (site, end), pair in at.items():
        for whole in above.get(end, ()):
            if (site, whole) in at:
                inside[at[site, whole]].append(pair)
    depth = [len(above.get(end, ())) for end in ends]
    return [(pair, np.array(inside[pair])) for pair in sorted(inside, key=lambda pair: (-depth[pair], pair))]


def once_per_chain(worth: np.ndarray, nested: Within) -> np.ndarray:
    """Count of a whole only what it is worth beyond all that lies in it.

    So of a chain of places that lie in one another the one that is worth most counts, and of a whole with several parts
    either the whole or the sum of the parts, whichever is more.

    Parameters
    ----------
    worth : ndarray
        (..., pairs), at least 0.
    nested : list
        As from `nested_pairs`.

    Returns
    -------
    ndarray
        The same shape.
    """
    counted = worth.copy()
    for pair, inside in nested:
        counted[..., pair] = np.maximum(counted[..., pair] - counted[..., inside].sum(axis=-1), 0.0)
    return counted
