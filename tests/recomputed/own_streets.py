"""A small net of streets, and minutes over it by a search of our own: the walk to a node, the way along, the walk on."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from math import hypot, inf

import numpy as np
import pyproj
import shapely
from scipy.sparse import coo_matrix, csr_matrix

WALK_M_A_MINUTE = 4.8 * 1000 / 60
JOIN_M = 1000.0
X0, Y0 = 600_000.0, 2_720_000.0  # in the zone of Xiamen


@dataclass
class Net:
    """Crossings about 700 m apart with streets of random minutes, some of them one way; the last crossing is cut off."""

    side: int = 7
    seed: int = 8
    xy: list[tuple[float, float]] = field(init=False)
    streets: dict[tuple[int, int], float] = field(init=False)

    def __post_init__(self) -> None:
        rng, n = np.random.default_rng(self.seed), self.side
        step = [(700.0 * i, 700.0 * j) for i in range(n) for j in range(n)]
        self.xy = [(X0 + x + rng.uniform(-150, 150), Y0 + y + rng.uniform(-150, 150)) for x, y in step]
        self.streets = {}
        for i in range(n):
            for j in range(n):
                for a, b in ((i * n + j, (i + 1) * n + j), (i * n + j, i * n + j + 1)):
                    if (b < n * n) and (b != i * n + j + 1 or j + 1 < n) and b != n * n - 1:
                        self.streets[a, b] = float(rng.uniform(0.8, 4))
                        if rng.random() < 0.8:
                            self.streets[b, a] = float(rng.uniform(0.8, 4))

    @property
    def lon(self) -> np.ndarray:
        return self._degrees[0]

    @property
    def lat(self) -> np.ndarray:
        return self._degrees[1]

    @property
    def _degrees(self) -> tuple[np.ndarray, np.ndarray]:
        to = pyproj.Transformer.from_crs("EPSG:4548", "EPSG:4326", always_xy=True)
        x, y = np.array(self.xy).T
        lon, lat = to.transform(x, y)
        return np.asarray(lon), np.asarray(lat)

    def minutes(self, mode: str) -> csr_matrix:
        (row, column), values = zip(*self.streets, strict=True), list(self.streets.values())
        return coo_matrix((values, (row, column)), shape=(len(self.xy), len(self.xy))).tocsr()

    def nearest_node(self, x: float, y: float) -> tuple[int, float]:
        """The nearest crossing with a street, and the minutes to walk there; infinite beyond a kilometre."""
        used = sorted({node for pair in self.streets for node in pair})
        node = min(used, key=lambda k: hypot(self.xy[k][0] - x, self.xy[k][1] - y))
        metres = hypot(self.xy[node][0] - x, self.xy[node][1] - y)
        return node, metres / WALK_M_A_MINUTE if metres <= JOIN_M else inf

    def doors(self, shape: shapely.Geometry) -> dict[int, float]:
        """The nodes at which a place is entered, with the walk: all within it, and the one nearest to its middle."""
        used = {node for pair in self.streets for node in pair}
        found = {node: 0.0 for node in used if shape.intersects(shapely.Point(self.xy[node]))}
        middle = shape.representative_point()
        node, walk = self.nearest_node(middle.x, middle.y)
        edge = shape.distance(shapely.Point(self.xy[node])) / WALK_M_A_MINUTE
        if walk < inf and edge <= JOIN_M / WALK_M_A_MINUTE:
            found[node] = min(found.get(node, inf), edge)
        return found

    def to_place(self, shape: shapely.Geometry) -> dict[int, float]:
        """By node the least minutes from there to a place: Dijkstra against the direction of travel."""
        into: dict[int, list[tuple[int, float]]] = {}
        for (a, b), minutes in self.streets.items():
            into.setdefault(b, []).append((a, minutes))
        best: dict[int, float] = {}
        queue = [(walk, node) for node, walk in self.doors(shape).items()]
        heapq.heapify(queue)
        while queue:
            so_far, node = heapq.heappop(queue)
            if node in best:
                continue
            best[node] = so_far
            for before, minutes in into.get(node, []):
                heapq.heappush(queue, (so_far + minutes, before))
        return best

    def minutes_from(self, x: float, y: float, to: dict[int, float]) -> float:
        node, walk = self.nearest_node(x, y)
        return walk + to.get(node, inf)
