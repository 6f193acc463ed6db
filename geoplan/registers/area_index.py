"""Areas as an index that points are located in: exact, and fast because most points need no exact test."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoplan.geodata.prepared_copies import prepared_copies
from geoplan.registers.cell_grid import CellGrid, cell_grid
from geoplan.registers.polygon_edges import Ints

_FEW: Final = 25_000  # points for which no grid is made: it would take longer than they do
_MANY: Final = 3_000_000  # points from which a finer grid pays
_CELLS: Final = {False: (1 << 14, 8), True: (1 << 15, 16)}  # coarse cells, and fine ones along each side, for many

Floats = NDArray[np.float64]


class Layer(Protocol):
    """What points are located in: areas, or cells of a grid."""

    @property
    def ids(self) -> pd.Index:
        """One an area."""

    def __len__(self) -> int: ...

    def locate(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Find the areas that points lie in, as `AreaIndex.locate` does."""


class AreaIndex:
    """Areas that points are located in.

    The predicate is ``intersects``, as in ``geopandas.sjoin``: a point on a border, a vertex or the rim of a hole lies
    in the area. In a partition a point lies in one area at most: of those whose border it stands on, the first in
    the table. Otherwise it lies in each.

    Parameters
    ----------
    ids : array_like of str
        One an area, each once.
    shapes : array_like of Polygon or MultiPolygon
        Valid, which is checked before many points are located; EPSG:4326 or any other system of the plane; what is
        empty holds no point.
    partition : bool
        Whether the areas share nothing but borders.

    Raises
    ------
    ValueError
        A shape is no polygon, or an id comes twice; the id is named.
    """

    def __init__(self, ids: Any, shapes: Any, partition: bool = False) -> None:
        self.ids = pd.Index(ids, dtype=object)
        self.shapes = np.array(shapes, dtype=object)
        self.partition = partition
        kinds = shapely.get_type_id(self.shapes)
        faulty = ~np.isin(kinds, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
        self._refuse(faulty)
        if self.ids.has_duplicates:
            raise ValueError(f"{self.ids[self.ids.duplicated()][0]} comes twice; unite its polygons and rerun")
        self._prepare()

    def _refuse(self, faulty: NDArray[np.bool_]) -> None:
        if faulty.any():
            raise ValueError(f"{self.ids[faulty][0]} is no valid polygon; repair it with shapely.make_valid and rerun")

    def _prepare(self) -> None:
        self._filled = np.flatnonzero(~shapely.is_empty(self.shapes))
        # Own copies, asked once each before any thread shares them: what is prepared is built while it is first asked.
        self.shapes = prepared_copies(self.shapes)
        west, south, east, north = shapely.bounds(self.shapes).T
        shapely.intersects_xy(self.shapes, (west + east) / 2, (south + north) / 2)
        self._tree = shapely.STRtree(self.shapes)
        self._grid: CellGrid | None = None
        self._seen = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.ids)

    def __getstate__(self) -> tuple[Any, ...]:
        """Ids and polygons only: a process makes its grid when it needs one, faster than one is sent."""
        return self.ids, self.shapes, self.partition

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.ids, self.shapes, self.partition = state
        self._prepare()

    def locate(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Find the areas that points lie in.

        Parameters
        ----------
        x, y : ndarray of float
            Finite; in the system of the shapes.

        Returns
        -------
        point, area : ndarray of int
            Positions in `x` and in `ids`, a pair for each area that a point lies in, by point and then by area.
        """
        if not len(self._filled) or not len(x):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        grid = self._grid_for(len(x))
        if grid is None:
            point, area = self._tree.query(shapely.points(x, y))
            open_ = np.arange(len(point))
        else:
            point, entry = grid.look_up(x, y)
            area, open_ = self._filled[entry >> 1], np.flatnonzero(entry & 1)
        at = point[open_]
        outside = open_[~shapely.intersects_xy(self.shapes[area[open_]], x[at], y[at])]
        if len(outside):
            keep = np.ones(len(point), dtype=bool)
            keep[outside] = False
            point, area = point[keep], area[keep]
        if grid is None:
            order = np.lexsort((area, point))
            point, area = point[order], area[order]
        if self.partition and len(point):
            first = np.flatnonzero(np.diff(point, prepend=-1))
            point, area = point[first], area[first]
        return point, area

    def _grid_for(self, n: int) -> CellGrid | None:
        """The grid, made once so many points have come that it pays, and made anew when it pays to be finer."""
        with self._lock:
            before, self._seen = self._seen, self._seen + n
            if self._seen > _FEW and (self._grid is None or before <= _MANY < self._seen):
                self._refuse(~shapely.is_valid(self.shapes))
                self._grid = cell_grid(self.shapes[self._filled], *_CELLS[self._seen > _MANY])
            return self._grid
