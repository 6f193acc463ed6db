"""Rows that are given back one by one, kept on disk while a register is counted, so that memory stays what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import ipc

from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.row_reasons import REASONS

_FILE: Final = 40  # bits of a row's number
_PIECE: Final = 50_000  # rows given at a time

LEFT_OUT: Final = pa.schema([("file", pa.int32()), ("row", pa.int64()), ("reason", pa.int8()), ("text", pa.string())])
ASSIGNED: Final = pa.schema(
    [
        ("file", pa.int32()),
        ("row", pa.int64()),
        ("area", pa.int32()),
        ("layers", pa.uint8()),
        ("by_address", pa.bool_()),
    ]
)


class RowSpool:
    """Rows on disk, by file and number.

    Parameters
    ----------
    folder : Path
        Where they are kept; whoever made it removes it.
    schema : pyarrow.Schema
        ``file`` and ``row`` first.
    """

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self._folder, self._name, self._schema = folder, name, schema
        self._parts: list[tuple[int, Path]] = []
        self._n = 0
        self._late: list[pa.Table] = []

    def __len__(self) -> int:
        return self._n

    def add(self, tables: Sequence[pa.Table]) -> None:
        """Keep the rows of a stretch of the register, which no other part shares."""
        if sum(map(len, tables)):
            table = self._ordered(tables)
            path = self._folder / f"{self._name}-{len(self._parts)}.arrow"
            with ipc.new_file(str(path), self._schema) as writer:
                writer.write_table(table)
            self._n += len(table)
            self._parts.append((int(_keys(table)[0]), path))

    def add_late(self, tables: Sequence[pa.Table]) -> None:
        """Keep rows of any stretches, which came after the others; they are few, and held."""
        self._late += tables
        self._n += sum(map(len, tables))

    def pieces(self) -> Iterator[pa.Table]:
        """Give the rows in order; one piece without rows where there are none."""
        late = self._ordered(self._late)
        at, keys = 0, _keys(late)
        parts: list[tuple[int, Path | None]] = [*sorted(self._parts)] or [(0, None)]
        for number, (_, path) in enumerate(parts):
            last = number + 1 == len(parts)
            end = len(late) if last else int(np.searchsorted(keys, parts[number + 1][0]))
            tables = [late.slice(at, end - at)]
            if path:
                with pa.OSFile(str(path)) as file:
                    tables.append(ipc.open_file(file).read_all())
            at = end
            table = self._ordered(tables)
            for start in range(0, max(len(table), 1), _PIECE):
                yield table.slice(start, _PIECE)

    def _ordered(self, tables: Sequence[pa.Table]) -> pa.Table:
        table = pa.concat_tables([self._schema.empty_table(), *(table.cast(self._schema) for table in tables)])
        columns = [(name, "ascending") for name in self._schema.names[:3]]
        return table.sort_by(columns)


@dataclass
class RowsTakenOff:
    """What is taken off the counts of each part as they come in: rows that are given back, and addresses.

    Attributes
    ----------
    left_out, assigned : RowSpool, optional
    by_address : list of pyarrow.Table
    """

    left_out: RowSpool | None = None
    assigned: RowSpool | None = None
    by_address: list[pa.Table] = field(default_factory=list)

    def take(self, counts: RegisterCounts) -> None:
        """Take them off the counts of one stretch of the register."""
        if self.left_out is not None:
            self.left_out.add(counts.reasons.kept)
            counts.reasons.kept = []
        if self.assigned is not None:
            self.assigned.add(counts.assigned)
            counts.assigned = []
        self.by_address += counts.by_address
        counts.by_address = []

    def take_late(self, counts: RegisterCounts) -> None:
        """Take them off the counts of rows that were placed by their addresses."""
        if self.left_out is not None:
            self.left_out.add_late(counts.reasons.kept)
            counts.reasons.kept = []
        if self.assigned is not None:
            self.assigned.add_late(counts.assigned)
            counts.assigned = []


def left_out_frame(table: pa.Table, files: Sequence[str]) -> pd.DataFrame:
    """Lay rows that were not fully used out: ``file``, ``row``, ``reason`` (a code of `REASONS`) and ``text``."""
    names, codes = np.array([*files], dtype=object), np.array([*REASONS], dtype=object)
    columns = {
        "file": names[table.column("file").to_numpy()],
        "row": table.column("row").to_numpy(),
        "reason": codes[table.column("reason").to_numpy()],
        "text": table.column("text").to_pandas().fillna(""),
    }
    return pd.DataFrame(columns)


def assigned_frame(
    table: pa.Table, files: Sequence[str], key: str, ids: pd.Index, layers: Sequence[str]
) -> pd.DataFrame:
    """Lay the areas of rows out.

    Returns
    -------
    DataFrame
        ``file``, ``row``, the area's id under `key`, where there are several layers a column each, and
        ``by_address``.
    """
    bits = table.column("layers").to_numpy()
    flags = {name: (bits >> at & 1).astype(bool) for at, name in enumerate(layers)} if len(layers) > 1 else {}
    columns = {
        "file": np.array([*files], dtype=object)[table.column("file").to_numpy()],
        "row": table.column("row").to_numpy(),
        key: ids.to_numpy()[table.column("area").to_numpy()],
        **flags,
        "by_address": table.column("by_address").to_numpy(),
    }
    return pd.DataFrame(columns)


def _keys(table: pa.Table) -> np.ndarray:
    return (table.column("file").to_numpy().astype(np.int64) << _FILE) | table.column("row").to_numpy()
