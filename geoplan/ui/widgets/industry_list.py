"""Industries in a list: each under its parent."""

from __future__ import annotations

from collections.abc import Callable

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import names

_INDENT = "\u3000"  # as wide as a Chinese character


def tree_order(catalogue: Catalogue) -> list[str]:
    """Ids of industries with their children after them."""
    place = {term: i for i, term in enumerate(catalogue.industries.index)}
    paths = catalogue.industries["path"]
    return sorted(paths.index, key=lambda term: [place[step] for step in paths[term]])


def indented_industry(catalogue: Catalogue) -> Callable[[str], str]:
    """What names an industry by its id in a list of `tree_order`."""
    industries, depth = names(catalogue.industries), catalogue.industries["depth"]
    return lambda value: _INDENT * int(depth[value]) + str(industries[value])
