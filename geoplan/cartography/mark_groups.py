"""Marks that would lie on each other on paper, put into one symbol with their number, as on the web map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geoplan.cartography.sheet_places import Place

_GAP: Final = 0.4  # of a mark's radius, kept between symbols
_TOUCH: Final = 1e-9  # millimetres


@dataclass(frozen=True)
class MarkGroup:
    """A symbol on paper and the places it stands for; the middle and radius in millimetres."""

    x: float
    y: float
    radius: float
    places: tuple[Place, ...]

    @property
    def sites(self) -> list[str]:
        """The sites it stands for."""
        return [*dict.fromkeys(place.site for place in self.places)]

    @property
    def is_single(self) -> bool:
        """Whether it stands for one site."""
        return len(self.sites) == 1

    @property
    def first(self) -> Place:
        """The place that gives it a name."""
        return min(self.places, key=lambda place: (place.rank, place.name))

    def shares(self) -> list[tuple[str, float]]:
        """The share of each colour among its places, the largest first."""
        counts: dict[str, int] = {}
        for place in self.places:
            counts[place.colour] = counts.get(place.colour, 0) + 1
        return [(c, n / len(self.places)) for c, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def mark_groups(places: Sequence[Place], mark: float, width: float, height: float) -> list[MarkGroup]:
    """Join marks until no two symbols touch; each stands at the mean of its places, whole on the paper.

    Parameters
    ----------
    mark : float
        The radius of a single mark, mm.
    """
    groups = [_settled(MarkGroup(*place.at, mark, (place,)), mark, width, height) for place in places]
    while pair := _touching(groups, mark * _GAP):
        first, second = pair
        joined = _joined(groups[first], groups[second], mark)
        groups = [group for at, group in enumerate(groups) if at not in pair]
        groups.append(_settled(joined, mark, width, height))
    return sorted(groups, key=lambda group: (group.y, group.x))


def _touching(groups: Sequence[MarkGroup], gap: float) -> tuple[int, int] | None:
    """The two symbols that lie on each other most."""
    if len(groups) < 2:
        return None
    x, y, radius = (np.array([getattr(group, of) for group in groups]) for of in ("x", "y", "radius"))
    apart = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y))
    over = np.triu(radius[:, None] + radius + gap - apart, 1)
    first, second = np.unravel_index(over.argmax(), over.shape)
    return (int(first), int(second)) if over[first, second] > _TOUCH else None


def _joined(a: MarkGroup, b: MarkGroup, mark: float) -> MarkGroup:
    places = (*a.places, *b.places)
    if len({place.site for place in places}) == 1:  # one site's places stay where the first is
        return MarkGroup(a.x, a.y, a.radius, places)
    n, m = len(a.places), len(b.places)
    sites = len({place.site for place in places})
    radius = mark * min(2.8, 1.35 + math.log2(sites) * 0.28)
    return MarkGroup((a.x * n + b.x * m) / (n + m), (a.y * n + b.y * m) / (n + m), radius, places)


def _settled(group: MarkGroup, mark: float, width: float, height: float) -> MarkGroup:
    """The symbol, moved so far that it is whole on the paper."""
    edge = group.radius + mark * 0.3
    x, y = min(max(group.x, edge), width - edge), min(max(group.y, edge), height - edge)
    return MarkGroup(x, y, group.radius, group.places)
