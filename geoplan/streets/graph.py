"""Streets: nodes, directed edges, and minutes along them by car, by bicycle or on foot.

Plain arrays, so that a page reads them in milliseconds and never imports OSMnx.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.travel_rules import BIKE_KPH, FOOT_KPH, MODES

_INSTANT: Final = 1e-9  # minutes; scipy's csgraph takes 0 for "no edge"


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """A street graph: ``n`` nodes in degrees of EPSG:4326 and ``m`` directed edges between them."""

    lon: np.ndarray  # (n,) float64, degrees
    lat: np.ndarray  # (n,) float64, degrees
    tail: np.ndarray  # (m,) int32, the node an edge leaves
    head: np.ndarray  # (m,) int32, the node it reaches
    length_m: np.ndarray  # (m,) float32, metres
    car_kph: np.ndarray  # (m,) float32, km/h; 0 where a car may not go
    bike: np.ndarray  # (m,) bool
    foot: np.ndarray  # (m,) bool
    metadata: GraphMetadata

    def __post_init__(self) -> None:
        edges = (self.tail, self.head, self.length_m, self.car_kph, self.bike, self.foot)
        if len({len(array) for array in edges}) > 1 or len(self.lon) != len(self.lat):
            raise ValueError("the arrays of streets differ in length")
        ends = np.concatenate([self.tail, self.head])
        if ends.size and not 0 <= ends.min() <= ends.max() < len(self.lon):
            raise ValueError("an edge of streets leads to a node that is not there")

    def minutes(self, mode: str) -> csr_matrix:
        """Travel time along every edge open to a mode.

        Returns
        -------
        csr_matrix
            Shape (n, n), minutes from row to column; of parallel edges the quickest, no loops, and nothing where
            the mode may not go. Times are free-flow; see `geoplan.streets.travel_rules.RULES`.

        Raises
        ------
        ValueError
            The mode is none of `MODES`.
        """
        if mode not in MODES:
            raise ValueError(f"mode is {mode!r}; use one of {', '.join(MODES)}")
        kph = {"car": self.car_kph, "bike": self.bike * BIKE_KPH, "foot": self.foot * FOOT_KPH}[mode]
        usable = (kph > 0) & (self.tail != self.head)
        tail, head = self.tail[usable], self.head[usable]
        minutes = np.maximum(self.length_m[usable] / 1000.0 / kph[usable] * 60.0, _INSTANT)
        # Building a csr_matrix adds parallel edges up: of each pair of nodes, only the quickest goes in.
        order = np.lexsort((minutes, head, tail))
        tail, head, minutes = tail[order], head[order], minutes[order]
        quickest = np.ones(len(order), bool)
        quickest[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        size = len(self.lon)
        return csr_matrix((minutes[quickest], (tail[quickest], head[quickest])), shape=(size, size))
