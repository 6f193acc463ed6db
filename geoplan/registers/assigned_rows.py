"""The areas of each row of a register as a table: a row and an area, and which of the area's layers it lies in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geoplan.registers.polygon_edges import Ints

_AREA_BITS = 32


def assigned_table(
    found: Mapping[str, tuple[Ints, Ints]], file: NDArray[np.integer] | int, numbers: Ints, by_address: bool = False
) -> pa.Table:
    """Join what was found in several layers of the same areas.

    Parameters
    ----------
    found : dict of tuple of ndarray of int
        By layer, at most eight, positions of rows and of areas.
    file, numbers : ndarray of int
        The file and the number of each row.
    by_address : bool
        Whether the rows were placed by their addresses.

    Returns
    -------
    pyarrow.Table
        ``file``, ``row``, ``area`` (its position), ``layers`` (a bit a layer, in their order) and ``by_address``; by
        row and area as they come.
    """
    keys = [(row << _AREA_BITS) | area for row, area in found.values()]
    pairs = np.unique(np.concatenate([*keys, np.empty(0, dtype=np.int64)]))
    layers = np.zeros(len(pairs), dtype=np.uint8)
    for bit, key in enumerate(keys):
        layers[np.searchsorted(pairs, key)] |= np.uint8(1 << bit)
    row = pairs >> _AREA_BITS
    files = np.broadcast_to(file, len(numbers))[row] if len(numbers) else np.empty(0)
    return pa.table(
        {
            "file": pa.array(files.astype(np.int32)),
            "row": pa.array(numbers[row].astype(np.int64)),
            "area": pa.array((pairs & ((1 << _AREA_BITS) - 1)).astype(np.int32)),
            "layers": pa.array(layers),
            "by_address": pa.array(np.full(len(pairs), by_address)),
        }
    )
