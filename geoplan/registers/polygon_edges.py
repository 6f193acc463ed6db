"""Edges of polygons over a grid of cells: the cells that each touches, and where lines of cell centres cross them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

_NEAR: float = 1e-6  # cells: what lies this near to another cell touches it too, so that rounding never matters

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Edges(NamedTuple):
    """Straight edges in units of cells: ``start`` and ``end`` are (n, 2), ``area`` says whose boundary each is of."""

    start: Floats
    end: Floats
    area: Ints

    @property
    def length(self) -> float:
        """Cells that all edges pass through, about."""
        return float(np.abs(self.end - self.start).sum()) + len(self.area)

    def scaled(self, by: float) -> Edges:
        """The same edges in other units."""
        return Edges(self.start * by, self.end * by, self.area)


def edges_of(shapes: NDArray[np.object_], origin: Floats, cell: Floats) -> Edges:
    """Take the edges of all rings of polygons.

    Parameters
    ----------
    shapes : ndarray of Polygon or MultiPolygon
        In any one system.
    origin, cell : ndarray
        The corner of the grid and the size of a cell, in the units of the shapes.
    """
    parts, area = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    at = (xy - origin) / cell
    joined = ring[1:] == ring[:-1]
    return Edges(at[:-1][joined], at[1:][joined], area[part[ring[:-1][joined]]].astype(np.int64))


def touched_cells(edges: Edges) -> tuple[Ints, Ints, Ints]:
    """List the cells that edges touch, and some beside them.

    Each edge is cut into pieces no longer than a cell; the box around a piece is taken whole. A cell that is not
    listed for an area lies wholly inside or wholly outside of it, with a margin.

    Returns
    -------
    area, row, column : ndarray of int
        With repetitions.
    """
    step = edges.end - edges.start
    pieces = np.maximum(np.ceil(np.abs(step).max(axis=1)), 1).astype(np.int64)
    edge, nth = expand(pieces)
    share = step[edge] / pieces[edge, None]
    a = edges.start[edge] + share * nth[:, None]
    b = a + share
    low = np.floor(np.minimum(a, b) - _NEAR).astype(np.int64)
    high = np.floor(np.maximum(a, b) + _NEAR).astype(np.int64)
    area, found = edges.area[edge], []
    wide, tall = (high - low).max(axis=0, initial=0)
    for right in range(int(wide) + 1):
        for up in range(int(tall) + 1):
            cell = low + np.array([right, up])
            within = (cell <= high).all(axis=1)
            found.append((area[within], cell[within, 1], cell[within, 0]))
    areas, rows, columns = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return areas, rows, columns


def centre_crossings(edges: Edges) -> tuple[Ints, Ints, Ints]:
    """Find where the line through the centres of each row of cells crosses edges.

    Returns
    -------
    area, row, column : ndarray of int
        The column is the first whose centre is not left of the crossing: of an area the centres between an odd
        crossing and the next even one lie inside (even-odd rule, as in scan-line filling).
    """
    v1, v2 = edges.start[:, 1], edges.end[:, 1]
    first = np.ceil(np.minimum(v1, v2) - 0.5).astype(np.int64)
    last = np.ceil(np.maximum(v1, v2) - 0.5).astype(np.int64)
    edge, nth = expand(last - first)
    row = first[edge] + nth
    along = (row + 0.5 - v1[edge]) / (v2 - v1)[edge]
    u = edges.start[edge, 0] + along * (edges.end - edges.start)[edge, 0]
    return edges.area[edge], row, np.ceil(u - 0.5).astype(np.int64)


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """Repeat each position as often as it counts, and number its repetitions from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
