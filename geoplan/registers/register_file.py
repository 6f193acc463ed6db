"""A register as it lies on disk: Parquet, CSV or a workbook, cut into parts that are counted one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geoplan.errors import ReaderError
from geoplan.readers.header_row import LOOKED_AT, find_header
from geoplan.readers.tabular import Limits, cell_text, open_tabular
from geoplan.readers.text_table import choose_sheet
from geoplan.registers.column_values import as_text
from geoplan.registers.count_rows import CHUNK
from geoplan.registers.counting_plan import ParquetPart, Part, TablePart
from geoplan.registers.csv_parts import csv_head, csv_parts
from geoplan.spreadsheet import MOST_ROWS
from geoplan.text.shorten import shorten

SAMPLE: Final = 400  # rows that columns are guessed by
_WORKBOOKS: Final = (".xlsx", ".xls", ".ods")
_LIMITS: Final = Limits(rows=MOST_ROWS, cells=50 * MOST_ROWS, sheet_bytes=4 << 30)


@dataclass(frozen=True)
class RegisterFile:
    """A register that can be counted.

    Attributes
    ----------
    paths : tuple of Path
        Its files: one, or the Parquet files of a folder by their names.
    sample : DataFrame
        Some of its first rows as text, "" where blank.
    n_rows : int
        All its rows; -1 where that is known only when they have been read.
    system : str
        Of the shapes of GeoParquet, as `geoplan.crs.systems.parse_system` takes it; "" without.
    """

    paths: tuple[Path, ...]
    sample: pd.DataFrame
    n_rows: int = -1
    system: str = ""

    @property
    def is_parquet(self) -> bool:
        """Whether its parts are read by whoever counts them."""
        return is_parquet(self.paths[0])

    def parts(self, used: list[str]) -> Iterator[Part]:
        """Cut the register into parts.

        Parameters
        ----------
        used : list of str
            The columns that are read.
        """
        path = self.paths[0]
        if self.is_parquet:
            for file, each in enumerate(self.paths):
                yield from _row_groups(each, file)
        elif path.suffix.lower() in _WORKBOOKS:
            yield from _workbook_parts(path, used)
        else:
            yield from csv_parts(path, used)


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def open_register(path: Path) -> RegisterFile:
    """Open a register: a Parquet, CSV or Excel file, or a folder of Parquet files.

    Raises
    ------
    ReaderError
        It cannot be read; of a folder the first file that cannot is named.
    OSError
        It is not there.
    """
    paths = tuple(sorted(path.rglob("*.parquet"))) if path.is_dir() else (path,)
    if not paths:
        raise ReaderError("registers.no_parquet", folder=path.name)
    if path.is_dir() or is_parquet(path):
        n_rows = sum(_metadata(each).num_rows for each in paths)
        return RegisterFile(paths, _parquet_sample(paths[0]), n_rows, _system(paths[0]))
    if path.suffix.lower() in _WORKBOOKS:
        names, rows = _workbook(path)
        head = [[cell_text(cell) for cell in cells] for _, cells in islice(rows, SAMPLE)]
        return RegisterFile(paths, pd.DataFrame(_padded(head, len(names)), columns=names, dtype="str"))
    return RegisterFile(paths, csv_head(path, SAMPLE))


def _metadata(path: Path) -> pq.FileMetaData:
    try:
        return pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise ReaderError("registers.damaged_parquet", name=shorten(path.name)) from error


def _system(path: Path) -> str:
    """The system that GeoParquet names; where it names none it is WGS 84 by its rules, and "" where it is not known."""
    try:
        described = json.loads((pq.read_schema(path).metadata or {}).get(b"geo", b""))
        crs = described["columns"][described["primary_column"]].get("crs", "OGC:CRS84")
        named = CRS.from_user_input(crs)
    except (ValueError, KeyError, TypeError, AttributeError, CRSError):
        return ""
    return "4326" if named.to_authority() == ("OGC", "CRS84") else str(named.to_epsg() or "")


def _parquet_sample(path: Path) -> pd.DataFrame:
    """The first rows that can be read; no rows where the first row group is damaged."""
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        names = [n for n in schema.names if not pa.types.is_nested(schema.field(n).type)]
        try:
            batch = next(file.iter_batches(SAMPLE, columns=names, use_threads=False), None)
        except (pa.ArrowException, OSError):
            batch = None
    if batch is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in names})
    columns = {name: as_text(_as_wkt(batch.column(i))) for i, name in enumerate(batch.schema.names)}
    cells = {name: [] if text is None else [cell or "" for cell in text.to_pylist()] for name, text in columns.items()}
    return pd.DataFrame({name: rows or [""] * batch.num_rows for name, rows in cells.items()}, dtype="str")


def _as_wkt(column: pa.Array) -> pa.Array:
    """Bytes, such as the shapes of GeoParquet, as WKT where they are shapes."""
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        return column
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return pa.array(shapely.to_wkt(shapes).tolist(), pa.string())


def _row_groups(path: Path, file: int) -> Iterator[ParquetPart]:
    metadata, first = _metadata(path), 1
    for group in range(metadata.num_row_groups):
        n_rows = metadata.row_group(group).num_rows
        yield ParquetPart(str(path), file, group, first, n_rows)
        first += n_rows


def _workbook(path: Path) -> tuple[list[str], Iterator[tuple[int, list]]]:
    """The headings of the first sheet and its numbered rows."""
    file = open_tabular(path, path.name, limits=_LIMITS)
    rows = file.rows(choose_sheet(file))
    top = list(islice(rows, LOOKED_AT))
    header = find_header([[cell_text(cell) for cell in cells] for _, cells in top])
    return header.names, chain(top[header.above :], rows)


def _workbook_parts(path: Path, used: list[str]) -> Iterator[TablePart]:
    names, rows = _workbook(path)
    places = {name: at for at, name in enumerate(names) if name in used}
    while batch := list(islice(rows, CHUNK)):
        cells = {name: [cell_text(row[at]) if at < len(row) else "" for _, row in batch] for name, at in places.items()}
        table = pa.table({name: pa.array(texts, pa.string()) for name, texts in cells.items()})
        yield TablePart(table, 0, np.array([number for number, _ in batch], dtype=np.int64))


def _padded(rows: list[list[str]], width: int) -> list[list[str]]:
    return [(row + [""] * width)[:width] for row in rows]
