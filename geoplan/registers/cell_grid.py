"""A grid over polygons that answers for most points at once: each cell lies inside areas, outside, or on borders.

Cells that no border passes are answered whole; the others are cut into finer cells, of which only those on a border
leave a question open. So only points within some ten metres of a border need an exact test.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geoplan.registers.polygon_edges import Edges, Ints, centre_crossings, edges_of, expand, touched_cells

_MOST_INSIDE: Final = 5e6  # coarse cells that lie in areas, each counted as often as areas cover it
_MOST_TOUCHED: Final = 2e5  # fine cells that borders may pass through: what a grid may cost
_LIST: Final = np.int32


class CellGrid(NamedTuple):
    """The cells and the areas that each lies in or on the border of.

    Attributes
    ----------
    origin, per_degree : ndarray
        The corner of the grid, and fine cells per unit of x and y.
    columns, rows : int
        Coarse cells along each axis.
    fine : int
        Fine cells along each side of a coarse one; a power of two.
    lists : ndarray of int
        Of each coarse cell the number of its list of entries, 0 for an empty one; or ~n where its fine cells have
        lists of their own, the nth block after the coarse cells.
    starts, entries : ndarray of int
        List k is ``entries[starts[k]:starts[k + 1]]``; an entry is twice the position of an area, plus one where the
        cell lies on its border.
    """

    origin: NDArray[np.float64]
    per_degree: NDArray[np.float64]
    columns: int
    rows: int
    fine: int
    lists: NDArray[np.int32]
    starts: NDArray[np.int64]
    entries: NDArray[np.int32]

    def look_up(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Ints, NDArray[np.int32]]:
        """List for each point the areas that its cell has to do with.

        Returns
        -------
        point : ndarray of int
            Positions in `x`, ascending.
        entry : ndarray of int
            See `entries`.
        """
        u, v = (x - self.origin[0]) * self.per_degree[0], (y - self.origin[1]) * self.per_degree[1]
        point = np.flatnonzero((u >= 0) & (u < self.columns * self.fine) & (v >= 0) & (v < self.rows * self.fine))
        column, row = u[point].astype(np.int32), v[point].astype(np.int32)
        shift, mask = self.fine.bit_length() - 1, self.fine - 1
        found = self.lists[(row >> shift) * self.columns + (column >> shift)]
        refined = np.flatnonzero(found < 0)
        block = self.columns * self.rows + (~found[refined]).astype(np.int64) * self.fine**2
        found[refined] = self.lists[block + ((row[refined] & mask) << shift) + (column[refined] & mask)]
        some = np.flatnonzero(found)
        point, found = point[some], found[some]
        first = self.starts[found]
        length = self.starts[found + 1] - first
        if len(length) == 0 or length.max() == 1:
            return point, self.entries[first]
        owner, nth = expand(length)
        return point[owner], self.entries[first[owner] + nth]


class _Blocks(NamedTuple):
    """The coarse cells on borders, one a pair of area and cell, with their fine cells on the border and inside."""

    key: Ints
    border: NDArray[np.bool_]
    inside: NDArray[np.bool_]


class _Shape(NamedTuple):
    columns: int
    rows: int
    fine: int

    def coarse_key(self, area: Ints, row: Ints, column: Ints) -> Ints:
        """A number for an area and the coarse cell around a fine one."""
        return (area * self.rows + row // self.fine) * self.columns + column // self.fine


def cell_grid(shapes: NDArray[np.object_], cells: int, fine: int) -> CellGrid:
    """Lay a grid over polygons.

    Parameters
    ----------
    shapes : ndarray of Polygon or MultiPolygon
        Valid and not empty, in any one system; they may overlap.
    cells : int
        How many coarse cells there are to be, about.
    fine : int
        How many fine cells along each side of a coarse one, at most; a power of two.
    """
    west, south, east, north = shapely.total_bounds(shapes)
    size = np.maximum([east - west, north - south], 1e-9)
    covered = shapely.area(shapely.envelope(shapes)).sum() / size.prod()  # times, where areas lie over one another
    side = float(np.sqrt(size.prod() / min(cells, _MOST_INSIDE / max(covered, 1.0))))
    across = np.clip(np.ceil(size / side), 1, 4096).astype(int)
    cell = size / across
    origin = np.array([west, south]) - cell  # a cell of margin all around, so that no border meets the grid's edge
    shape = _Shape(int(across[0]) + 2, int(across[1]) + 2, fine)
    edges = edges_of(shapes, origin, cell / fine)
    while edges.length > _MOST_TOUCHED and fine > 1:
        fine //= 2
        edges, shape = edges.scaled(0.5), shape._replace(fine=fine)
    crossings = centre_crossings(edges)
    blocks = _blocks(edges, crossings, shape)
    lists, starts, entries = _lists(blocks, _inside(crossings, blocks, shape), shape, len(shapes))
    return CellGrid(origin, fine / cell, shape.columns, shape.rows, fine, lists, starts, entries)


def _blocks(edges: Edges, crossings: tuple[Ints, Ints, Ints], shape: _Shape) -> _Blocks:
    fine = shape.fine
    area, row, column = touched_cells(edges)
    coarse = shape.coarse_key(area, row, column)
    key = np.unique(coarse)
    border = np.zeros((len(key), fine, fine), dtype=bool)
    border[np.searchsorted(key, coarse), row % fine, column % fine] = True
    area, row, column = crossings
    coarse = shape.coarse_key(area, row, column)
    at = np.minimum(np.searchsorted(key, coarse), len(key) - 1)
    known = key[at] == coarse  # the cell after a crossing may lie in the next coarse one, which may be whole
    flips = np.zeros((len(key), fine, fine), dtype=np.uint8)
    np.add.at(flips, (at[known], row[known] % fine, column[known] % fine), 1)
    # How often the line was crossed left of the block tells whether it starts inside.
    width = shape.columns * fine + 1
    crossed = np.sort((area * shape.rows * fine + row) * width + column)
    cells = shape.columns * shape.rows
    first_row = key // cells * shape.rows * fine + key % cells // shape.columns * fine
    line = (first_row[:, None] + np.arange(fine)) * width
    left = np.searchsorted(crossed, line + (key % shape.columns * fine)[:, None]) - np.searchsorted(crossed, line)
    inside = ((left.astype(np.uint8)[:, :, None] + np.cumsum(flips, axis=2, dtype=np.uint8)) & 1).astype(bool)
    return _Blocks(key, border, inside & ~border)


def _inside(crossings: tuple[Ints, Ints, Ints], blocks: _Blocks, shape: _Shape) -> Ints:
    """The keys of coarse cells that lie wholly inside an area: those of middle lines between two crossings."""
    fine, middle = shape.fine, shape.fine // 2
    area, row, column = (values[crossings[1] % shape.fine == middle] for values in crossings)
    width = shape.columns * fine + 1
    line, column = np.divmod(np.sort((area * shape.rows + row // fine) * width + column), width)
    first = -(-(column[::2] - middle) // fine)
    owner, nth = expand(-(-(column[1::2] - middle) // fine) - first)
    key = line[::2][owner] * shape.columns + first[owner] + nth
    at = np.minimum(np.searchsorted(blocks.key, key), len(blocks.key) - 1)
    return key[blocks.key[at] != key]


def _lists(
    blocks: _Blocks, inside: Ints, shape: _Shape, n_areas: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Number the lists of entries: first the lists of one entry, shared by all cells that have it, then the others."""
    cells, parts = shape.columns * shape.rows, shape.fine**2
    area, cell = np.divmod(blocks.key, cells)
    refined = np.unique(cell)
    pair, row, column = np.nonzero(blocks.border | blocks.inside)
    place = cells + np.searchsorted(refined, cell)[pair] * parts + row * shape.fine + column
    entry = 2 * area[pair] + blocks.border[pair, row, column]
    whole_area, whole = np.divmod(inside, cells)
    at = np.minimum(np.searchsorted(refined, whole), len(refined) - 1)
    cut = refined[at] == whole
    within = (cells + at[cut, None] * parts + np.arange(parts)).ravel()
    places = np.concatenate([place, whole[~cut], within])
    entries = np.concatenate([entry, 2 * whole_area[~cut], np.repeat(2 * whole_area[cut], parts)])
    places, entries = np.divmod(np.sort(places * (2 * n_areas) + entries), 2 * n_areas)
    start = np.flatnonzero(np.diff(places, prepend=-1))
    length = np.diff(np.append(start, len(places)))
    alone = length == 1
    lists = np.zeros(cells + len(refined) * parts, dtype=_LIST)
    lists[refined] = ~np.arange(len(refined), dtype=_LIST)
    lists[places[start[alone]]] = 1 + entries[start[alone]]
    lists[places[start[~alone]]] = 1 + 2 * n_areas + np.arange(np.count_nonzero(~alone))
    several = np.repeat(~alone, length)
    starts = np.concatenate([[0], np.arange(2 * n_areas + 1), 2 * n_areas + np.cumsum(length[~alone])])
    return lists, starts, np.concatenate([np.arange(2 * n_areas), entries[several]]).astype(np.int32)
