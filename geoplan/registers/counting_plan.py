"""What is to be counted, and the one task that every runner carries out: a part of a register to its counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geoplan.registers.area_index import Layer
from geoplan.registers.count_rows import CHUNK, RegisterCounts, RegisterRows, add_counts, count_rows
from geoplan.registers.industry_codes import LEVELS, IndustryCodes
from geoplan.registers.read_rows import read_rows
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.row_reasons import RowReasons

_MOST_NUMBERS: Final = 1 << 23  # keys and counts that wait to be added up: 64 MB
_TASK: Final = 1 << 19  # rows of a task, where row groups are smaller
_DAMAGED: Final = (pa.ArrowException, OSError, UnicodeDecodeError)  # what is raised of a damaged row group
_GONE: Final = (FileNotFoundError, PermissionError, IsADirectoryError)  # but not of a file that is not there


@dataclass(frozen=True)
class CountingPlan:
    """What is to be counted.

    Attributes
    ----------
    layers : mapping of Layer
        The areas, by layer.
    columns : RegisterColumns
        Of the register.
    codes : IndustryCodes
    level : int
        The level of GB/T 4754 that is counted by, 1 (section) to 4 (class).
    asked : ndarray of bool, optional
        By position of a code, whether it is asked for.
    keep : bool
        Whether the rows that are not fully used are kept, and not just counted.
    assign : bool
        Whether the areas of each row are told, too.
    summed : frozenset of str, optional
        The layers in which amounts are summed up; all by default. A count with sums costs thrice one without.
    """

    layers: Mapping[str, Layer]
    columns: RegisterColumns
    codes: IndustryCodes
    level: int = 4
    asked: NDArray[np.bool_] | None = None
    keep: bool = False
    assign: bool = False
    summed: frozenset[str] | None = None

    @property
    def at_level(self) -> NDArray[np.int32] | None:
        """By position of a code, the one that it is counted under; None for itself."""
        return self.codes.at_level(self.level) if self.level < LEVELS[-1] else None


class ParquetPart(NamedTuple):
    """A row group of a Parquet file, which whoever counts it reads.

    Attributes
    ----------
    file : int
        Its position among the files of the register.
    first : int
        The number of its first row in the file, from 1.
    """

    path: str
    file: int
    group: int
    first: int
    n_rows: int


class TablePart(NamedTuple):
    """Rows that have been read, as text or as they were given, with their numbers; and rows that cannot be read."""

    table: pa.Table
    file: int
    numbers: NDArray[np.int64]
    unreadable: tuple[int, ...] = ()

    @property
    def n_rows(self) -> int:
        """Rows, with those that cannot be read."""
        return len(self.table) + len(self.unreadable)


Part = ParquetPart | TablePart
Task = tuple[Part, ...]  # what a process is given at a time


def count_part(plan: CountingPlan, part: Part) -> RegisterCounts:
    """Count a part of a register.

    A row group that is damaged anywhere is told as a whole, row by row, and counted nowhere.
    """
    try:
        counts = sum_counts(_counted(plan, rows) for rows in _rows(plan, part))
    except _DAMAGED as error:
        if isinstance(part, TablePart) or isinstance(error, _GONE):
            raise
        counts = RegisterCounts(n_rows=part.n_rows, reasons=RowReasons(keep=plan.keep))
        counts.reasons.add("unreadable", part.file, range(part.first, part.first + part.n_rows))
        return counts
    if isinstance(part, TablePart) and part.unreadable:
        broken = RegisterCounts(n_rows=len(part.unreadable), reasons=RowReasons(keep=plan.keep))
        broken.reasons.add("unreadable", part.file, np.array(part.unreadable))
        counts = add_counts([counts, broken])
    return counts


def tasks_of(parts: Iterable[Part]) -> Iterator[Task]:
    """Put small row groups together: what is added up where it is counted need not be sent one by one."""
    task: list[Part] = []
    n_rows = 0
    for part in parts:
        if task and (isinstance(part, TablePart) or n_rows + part.n_rows > _TASK):
            yield tuple(task)
            task, n_rows = [], 0
        task.append(part)
        n_rows += part.n_rows
    if task:
        yield tuple(task)


def count_task(plan: CountingPlan, task: Task) -> RegisterCounts:
    """Count the parts of a task."""
    return sum_counts(count_part(plan, part) for part in task)


def sum_counts(parts: Iterable[RegisterCounts]) -> RegisterCounts:
    """Add counts as they come in, holding few at a time; their order makes no difference."""
    waiting: list[RegisterCounts] = []
    for part in parts:
        waiting = gathered([*waiting, part])
    return add_counts(waiting)


def gathered(waiting: list[RegisterCounts]) -> list[RegisterCounts]:
    """Add counts up where there are many beside the first, which is their sum so far; else leave them as they are.

    A sum is sorted anew when it is added to: it waits until what comes is half as long, and not for each part.
    """
    if not waiting:
        return waiting
    sum_, *rest = (sum(layer.cells.size for layer in counts.layers.values()) for counts in waiting)
    return [add_counts(waiting)] if rest and sum(rest) > max(_MOST_NUMBERS, sum_ // 2) else waiting


def parts_of_frame(frame: pd.DataFrame, columns: RegisterColumns) -> Iterator[TablePart]:
    """Cut a frame into parts; its rows are numbered from 1."""
    used = frame[columns.used]
    for start in range(0, len(frame), CHUNK):
        table = _table_of(used.iloc[start : start + CHUNK])
        yield TablePart(table, 0, np.arange(start + 1, start + len(table) + 1))


def _table_of(frame: pd.DataFrame) -> pa.Table:
    """A frame as a table; a column of mixed objects as text."""
    arrays: dict[str, Any] = {}
    for name, column in frame.items():
        try:
            arrays[str(name)] = pa.Array.from_pandas(column)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            arrays[str(name)] = pa.array([None if pd.isna(cell) else str(cell) for cell in column], pa.string())
    return pa.table(arrays)


def _rows(plan: CountingPlan, part: Part) -> Iterator[RegisterRows]:
    if isinstance(part, TablePart):
        for start in range(0, len(part.table), CHUNK):
            table, numbers = part.table.slice(start, CHUNK), part.numbers[start : start + CHUNK]
            yield read_rows(table, plan.columns, plan.codes, part.file, numbers, plan.keep)
        return
    columns = plan.columns
    repeated = [columns.industry, columns.founded, columns.closed]
    repeated += [columns.by_role[role] for role in columns.sums]
    in_words = [name for name in repeated if name]
    with pq.ParquetFile(part.path, page_checksum_verification=True, read_dictionary=in_words) as file:
        there = [name for name in columns.used if name in file.schema_arrow.names]
        first = part.first
        for batch in file.iter_batches(CHUNK, row_groups=[part.group], columns=there, use_threads=False):
            numbers = np.arange(first, first + batch.num_rows)
            first += batch.num_rows
            yield read_rows(pa.Table.from_batches([batch]), columns, plan.codes, part.file, numbers, plan.keep)


def _counted(plan: CountingPlan, rows: RegisterRows) -> RegisterCounts:
    return count_rows(rows, plan.layers, plan.asked, plan.at_level, plan.assign, plan.summed)
