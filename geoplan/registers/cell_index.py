"""Cells of a grid as an index that points are located in, to add up what lies near."""

from __future__ import annotations

from math import ceil, cos, radians
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoplan.registers.area_index import AreaIndex
from geoplan.registers.polygon_edges import Ints

CELLS: Final = "cells"
SIDE: Final = 500.0  # metres, about
_DEGREE: Final = 111_320.0  # metres of a degree of latitude

Floats = NDArray[np.float64]


class CellIndex:
    """Cells of equal size in degrees, which hold what lies in the areas of a scope.

    Parameters
    ----------
    scope : AreaIndex
        A partition in EPSG:4326; a point outside of it lies in no cell.
    side : float
        Of a cell, metres; kept north to south, and east to west in the middle of the scope.
    """

    def __init__(self, scope: AreaIndex, side: float = SIDE) -> None:
        west, south, east, north = shapely.total_bounds(scope.shapes)
        self.scope = scope
        self.corner = (west, south)
        self.size = (side / _DEGREE / cos(radians((south + north) / 2)), side / _DEGREE)
        self.columns = max(ceil((east - west) / self.size[0]), 1)
        self.rows = max(ceil((north - south) / self.size[1]), 1)

    @property
    def ids(self) -> pd.Index:
        """The cells by number, from west to east and then from south to north."""
        return pd.RangeIndex(len(self))

    def __len__(self) -> int:
        return self.columns * self.rows

    def locate(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Find the cells that points lie in; see `geoplan.registers.area_index.AreaIndex.locate`."""
        point, _ = self.scope.locate(x, y)
        column = ((x[point] - self.corner[0]) / self.size[0]).astype(np.int64)
        row = ((y[point] - self.corner[1]) / self.size[1]).astype(np.int64)
        # A point on the eastern or northern end of the scope lies in the last cell.
        return point, np.minimum(row, self.rows - 1) * self.columns + np.minimum(column, self.columns - 1)

    def centres(self, cell: Ints) -> tuple[Floats, Floats]:
        """Longitude and latitude of the middle of cells."""
        row, column = np.divmod(cell, self.columns)
        return self.corner[0] + (column + 0.5) * self.size[0], self.corner[1] + (row + 0.5) * self.size[1]
