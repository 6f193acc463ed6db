"""The kernel: rows of a register to counts by area, industry and year. All runners call it and add up its results."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geoplan.registers.area_index import Layer
from geoplan.registers.assigned_rows import assigned_table
from geoplan.registers.polygon_edges import Ints
from geoplan.registers.row_reasons import RowReasons
from geoplan.registers.sparse_counts import SparseCounts, merged, pack

CHUNK: Final = 1 << 17  # rows worked on at a time: what is held beside them stays under 50 MB


@dataclass(frozen=True)
class RegisterRows:
    """Rows of one file as numbers.

    Attributes
    ----------
    lon, lat : ndarray of float
        WGS 84, degrees; NaN where the row has no usable position.
    industry : ndarray of int
        Positions in a list of codes, 0 for none or an unknown one; see `geoplan.registers.industry_codes`.
    founded, closed : ndarray of int
        Years; 0 where none is known, or the enterprise goes on.
    reasons : RowReasons
        What could not be read of these rows.
    amounts : tuple of ndarray of int
        What is to be summed up, such as capital; below 0 where it is not known.
    file : int
        Which file of the register they are of.
    numbers : ndarray of int
        The number of each row in that file; empty where nobody asks.
    by_address : pyarrow.Table, optional
        Those that wait for their address to be looked up; see `geoplan.registers.waiting_rows`.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    industry: NDArray[np.integer]
    founded: NDArray[np.integer]
    closed: NDArray[np.integer]
    reasons: RowReasons = field(default_factory=RowReasons)
    amounts: tuple[Ints, ...] = ()
    file: int = 0
    numbers: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    by_address: pa.Table | None = None

    def __len__(self) -> int:
        return len(self.lon)


@dataclass
class LayerCounts:
    """What lies in the areas of one layer.

    Attributes
    ----------
    cells : SparseCounts
        By area, industry and year: enterprises founded and enterprises closed; where something is summed up, those
        founded then that have not closed, and of them each sum and how many had a value.
    n_distinct : int
        Rows that lie in an area, each once, however many areas they lie in.
    """

    cells: SparseCounts
    n_distinct: int = 0


@dataclass
class RegisterCounts:
    """Counts of a register, or of a part of it.

    Attributes
    ----------
    layers : dict of LayerCounts
        By the names of the layers.
    n_rows, n_placed, n_asked : int
        All rows; those with a usable position; those of them in the industries asked for.
    reasons : RowReasons
    assigned : list of pyarrow.Table
        The areas of each row, where that is asked for; see `geoplan.registers.assigned_rows`.
    by_address : list of pyarrow.Table
        Rows that wait for their address to be looked up; see `geoplan.registers.waiting_rows`.
    """

    layers: dict[str, LayerCounts] = field(default_factory=dict)
    n_rows: int = 0
    n_placed: int = 0
    n_asked: int = 0
    reasons: RowReasons = field(default_factory=RowReasons)
    assigned: list[pa.Table] = field(default_factory=list)
    by_address: list[pa.Table] = field(default_factory=list)


def count_rows(
    rows: RegisterRows,
    layers: Mapping[str, Layer],
    asked: NDArray[np.bool_] | None = None,
    counted_as: NDArray[np.integer] | None = None,
    assign: bool = False,
    summed: Collection[str] | None = None,
) -> RegisterCounts:
    """Count rows by area, industry and year.

    Parameters
    ----------
    layers : mapping of Layer
        In EPSG:4326, by names of the caller's choice; each is counted for itself.
    asked : ndarray of bool, optional
        By position of an industry, whether it is asked for; all by default.
    counted_as : ndarray of int, optional
        By position of an industry, the one that it is counted under; itself by default.
    assign : bool
        Whether to tell the areas of each row, too.
    summed : collection of str, optional
        The layers in which amounts are summed up; all by default.
    """
    placed = np.flatnonzero(np.isfinite(rows.lon) & np.isfinite(rows.lat))
    used = placed if asked is None else placed[asked[rows.industry[placed]]]
    lon, lat = rows.lon[used], rows.lat[used]
    counter = row_counter(rows, used, counted_as)
    counted, found = {}, {}
    for name, index in layers.items():
        point, area = index.locate(lon, lat)
        counted[name] = counter(point, area, summed is None or name in summed)
        if assign:
            found[name] = (point, area)
    counts = RegisterCounts(counted, len(rows), len(placed), len(used), rows.reasons)
    if assign:
        counts.assigned.append(assigned_table(found, rows.file, rows.numbers[used]))
    if rows.by_address is not None:
        counts.by_address.append(rows.by_address)
    return counts


def row_counter(
    rows: RegisterRows, used: Ints, counted_as: NDArray[np.integer] | None = None
) -> Callable[[Ints, Ints, bool], LayerCounts]:
    """Give what counts some rows of a register in one layer after the other.

    Parameters
    ----------
    used : ndarray of int
        Positions of the rows.

    Returns
    -------
    callable
        Takes positions in `used`, ascending, those of the areas that these lie in, and whether amounts are summed up.
    """
    founded, closed = rows.founded[used], rows.closed[used]
    industry = rows.industry[used] if counted_as is None else counted_as[rows.industry[used]]
    amounts = [amount[used] for amount in rows.amounts]

    def counted(point: Ints, area: Ints, with_sums: bool) -> LayerCounts:
        key = pack(area, industry[point], founded[point])
        ended = np.flatnonzero(closed[point])
        at = point[ended]
        end = pack(area[ended], industry[at], closed[at])
        if not (amounts and with_sums):
            return LayerCounts(SparseCounts.of(key, end), _distinct(point))
        stays = np.flatnonzero(closed[point] == 0)
        here, at = key[stays], point[stays]
        sums = [(here[known], amount[at][known]) for amount in amounts for known in (amount[at] >= 0,)]
        return LayerCounts(SparseCounts.of(key, end, here, sums=sums), _distinct(point))

    return counted


def assigned_areas(rows: RegisterRows, index: Layer) -> tuple[Ints, Ints]:
    """Find the areas of each row.

    Returns
    -------
    row, area : ndarray of int
        Positions in `rows` and in the areas, a pair for each area that a row lies in; by row.
    """
    placed = np.flatnonzero(np.isfinite(rows.lon) & np.isfinite(rows.lat))
    point, area = index.locate(rows.lon[placed], rows.lat[placed])
    return placed[point], area


def add_counts(parts: list[RegisterCounts]) -> RegisterCounts:
    """Add the counts of parts of a register; their order makes no difference."""
    total = RegisterCounts()
    for part in parts:
        total.n_rows += part.n_rows
        total.n_placed += part.n_placed
        total.n_asked += part.n_asked
        total.reasons.merge(part.reasons)
        total.assigned += part.assigned
        total.by_address += part.by_address
    for name in next((part.layers for part in parts if part.layers), {}):
        of_layer = [part.layers[name] for part in parts if part.layers]
        cells = merged([layer.cells for layer in of_layer])
        total.layers[name] = LayerCounts(cells, sum(layer.n_distinct for layer in of_layer))
    return total


def _distinct(point: Ints) -> int:
    """How many points there are in an ascending list that repeats them."""
    return int(np.count_nonzero(np.diff(point))) + 1 if len(point) else 0
