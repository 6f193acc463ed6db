"""Sheets with coordinates as layers: columns found, cells read, and what cannot be read reported by its cell."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from geoplan.errors import ReaderError
from geoplan.readers.attribute_columns import distinct
from geoplan.readers.coordinate_columns import find_columns, hinted_system, require_columns
from geoplan.readers.coordinate_parsing import (
    longitude_first,
    parse_coordinate_column,
    parse_coordinate_pair,
    parse_each,
)
from geoplan.readers.row_report import RowReport
from geoplan.readers.shape_cells import declared_system, read_shapes
from geoplan.readers.source_table import Answers, ColumnRoles, Option, Question, SourceTable, encoding_question
from geoplan.readers.text_table import TextTable, open_sheet
from geoplan.text.message import Text, message

_TRIED: Final = 5  # sheets of a workbook after the first
_BLANK: Final = message("readers.read_table.no_coordinates")


def read_table(content: bytes, name: str, answers: Answers) -> SourceTable:
    """Read a sheet as a layer.

    Parameters
    ----------
    name : str
        Its name, for messages and for hints of a system.
    answers : Answers
        The sheet, the encoding and the columns, where the user has chosen.

    Returns
    -------
    SourceTable
        Points, or shapes of a column of WKT, WKB or GeoJSON; with questions for what is open.

    Raises
    ------
    ReaderError
        See `geoplan.readers.text_table.open_sheet` and `geoplan.readers.coordinate_columns.find_columns`.
    """
    sheet, columns, columns_question = _with_columns(content, name, answers)
    row_report = RowReport()
    read = _points if columns.x else _pairs if columns.pair else _shapes
    first = sheet.letters[columns.names[0]]
    return SourceTable(
        read(sheet, columns, row_report),
        distinct(sheet.frame),
        row_report,
        {row: f"{first}{row}" for row in sheet.frame.index.tolist()},
        declared_system(sheet.frame[columns.wkt]) if columns.wkt else None,
        hinted_system(columns, sheet.frame.columns, name, sheet.remarks),
        sheet.sheet,
        columns,
        [*_questions(sheet, answers), *([columns_question] if columns_question else [])],
        sheet.notes,
    )


def _with_columns(content: bytes, name: str, answers: Answers) -> tuple[TextTable, ColumnRoles, Question | None]:
    """The sheet of the answers, else the first with coordinates: explanations often stand before the data."""
    sheet = open_sheet(content, name, answers.sheet, answers.encoding)
    if answers.columns is not None:
        columns = ColumnRoles(*answers.columns)
        require_columns(columns, sheet.frame, name)
        return sheet, columns, None
    try:
        return sheet, *find_columns(sheet.frame, name)
    except ReaderError:
        others = [s for s in sheet.sheets if s != sheet.sheet] if answers.sheet is None else []
        for other in others[:_TRIED]:
            try:
                sheet = open_sheet(content, name, other)
                return sheet, *find_columns(sheet.frame, name)
            except ReaderError:
                continue
        raise


def _questions(sheet: TextTable, answers: Answers) -> list[Question]:
    questions = []
    if len(sheet.sheets) > 1:
        options = tuple(map(Option.named, sheet.sheets))
        which = message("readers.read_table.which_sheet", n=len(options))
        questions.append(Question("sheet", which, options, sheet.sheet, must=answers.sheet is None))
    if sheet.encodings:
        questions.append(encoding_question(sheet.encodings, sheet.encoding))
    return questions


def _points(sheet: TextTable, columns: ColumnRoles, row_report: RowReport) -> np.ndarray:
    x, x_axes, x_errors = parse_coordinate_column(sheet.frame[columns.x])
    y, y_axes, y_errors = parse_coordinate_column(sheet.frame[columns.y])
    exchanged = (x_axes == "lat") & (y_axes == "lon")  # the letters say which is which, whatever the headings say
    if exchanged.any():
        x, y = np.where(exchanged, y, x), np.where(exchanged, x, y)
        row_report.add_all(sheet.frame.index[exchanged], "mended", message("readers.read_table.columns_exchanged"))
    for name, errors in ((columns.x, x_errors), (columns.y, y_errors)):
        for at, reason in errors.items():
            _leave_out(sheet, at, name, reason, row_report)
    faulty = {*x_errors, *y_errors}
    for name in (columns.x, columns.y):
        for at in np.flatnonzero((sheet.frame[name] == "").to_numpy()).tolist():
            if at not in faulty:
                _leave_out(sheet, at, name, _BLANK, row_report)
    return _as_points(x, y)


def _leave_out(sheet: TextTable, at: int, name: str, reason: Text, row_report: RowReport) -> None:
    row = int(sheet.frame.index[at])
    cell = f"{sheet.letters[name]}{row}"
    if (row, name) in sheet.unsaved:
        reason = message("readers.read_table.unsaved_formula")
    row_report.add(row, "left_out", message("readers.read_table.in_cell", cell=cell, reason=reason), cell)


def _as_points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points, also of infinite numbers, which are reported later; None where there is no number at all."""
    shapes = shapely.points(x, y)
    shapes[np.isnan(x) | np.isnan(y)] = None
    return shapes


def _pairs(sheet: TextTable, columns: ColumnRoles, row_report: RowReport) -> np.ndarray:
    pairs, errors = parse_each(sheet.frame[columns.pair].tolist(), parse_coordinate_pair)
    x, y = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    for at, pair in enumerate(pairs):
        if pair is None:
            _leave_out(sheet, at, columns.pair, errors.get(at, _BLANK), row_report)
            continue
        x[at], y[at] = (angle.value for angle in longitude_first(pair))
    return _as_points(x, y)


def _shapes(sheet: TextTable, columns: ColumnRoles, row_report: RowReport) -> np.ndarray:
    cells = sheet.frame[columns.wkt]
    shapes, reasons, mended = read_shapes(cells)
    for at in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        _leave_out(sheet, at, columns.wkt, reasons.get(at, _BLANK), row_report)
    for at, repairs in mended.items():
        for repair in repairs:
            row_report.add(int(sheet.frame.index[at]), "mended", repair)
    return shapes
