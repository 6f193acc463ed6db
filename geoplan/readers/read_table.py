"""Sheets with coordinates as layers: columns found, cells read, and what cannot be read told by its cell."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.errors import ReaderError, UnknownSystemError
from geoplan.readers.attribute_columns import distinct
from geoplan.readers.coordinate_columns import find_columns, hinted_system, require_columns
from geoplan.readers.coordinate_parsing import parse_coordinate_column, parse_coordinate_pair, parse_each
from geoplan.readers.geojson_geometry import CLOSED
from geoplan.readers.read_csv import TextTable, open_sheet
from geoplan.readers.row_report import RowReport
from geoplan.readers.source_table import Answers, ColumnRoles, Option, Question, SourceTable
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten

_SRID: Final = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)
_CURVES: Final = re.compile(
    r"CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE|TIN|TRIANGLE|POLYHEDRAL", re.I
)
_NESTED: Final = 8  # collections in collections; deeper ones would exhaust the stack of the reader
_TRIED: Final = 5  # sheets of a workbook after the first
_BLANK: Final = message("readers.read_table.no_coordinates")


def read_table(content: bytes, name: str, answers: Answers) -> SourceTable:
    """Read a sheet as a layer.

    Parameters
    ----------
    content : bytes
        CSV or XLSX.
    name : str
        Its name, for messages and for hints of a system.
    answers : Answers
        The sheet, the encoding and the columns, where the user has chosen.

    Returns
    -------
    SourceTable
        Points, or shapes of a WKT column; with questions for what is open.

    Raises
    ------
    ReaderError
        See `geoplan.readers.read_csv.open_sheet` and `geoplan.readers.coordinate_columns.find_columns`.
    """
    sheet, columns, asked = _with_columns(content, name, answers)
    questions = [*_questions(sheet, answers), *([asked] if asked else [])]
    remarks = RowReport()
    read = _points if columns.x else _pairs if columns.pair else _shapes
    shapes = read(sheet, columns, remarks)
    rows = sheet.frame.index.tolist()
    first = sheet.letters[columns.names[0]]
    source = SourceTable(
        shapes,
        distinct(sheet.frame),
        remarks,
        {row: f"{first}{row}" for row in rows},
        _srid(sheet.frame[columns.wkt]) if columns.wkt else None,
        hinted_system(columns, sheet.frame.columns, name),
        bool(columns.pair),
        sheet.sheet,
        columns,
        questions,
        sheet.notes,
    )
    return source


def _with_columns(content: bytes, name: str, answers: Answers) -> tuple[TextTable, ColumnRoles, Question | None]:
    """The sheet that was asked for, else the first with coordinates: explanations often stand before the data."""
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
    found = []
    if len(sheet.sheets) > 1:
        options = tuple(Option(s, local_text(shorten(s), shorten(s))) for s in sheet.sheets)
        said = message("readers.read_table.workbook_sheets_one", n=len(options))
        found.append(Question("sheet", said, options, sheet.sheet, must=answers.sheet is None))
    if sheet.encodings:
        encodings = tuple(Option(e, local_text(e, e)) for e in sheet.encodings)
        said = message("readers.read_table.what_text_written_now", encoding=sheet.encoding)
        found.append(Question("encoding", said, encodings, sheet.encoding))
    return found


def _points(sheet: TextTable, columns: ColumnRoles, remarks: RowReport) -> np.ndarray:
    x, x_axes, x_faults = parse_coordinate_column(sheet.frame[columns.x])
    y, y_axes, y_faults = parse_coordinate_column(sheet.frame[columns.y])
    turned = (x_axes == "lat") & (y_axes == "lon")  # the letters say which is which, whatever the columns are called
    if turned.any():
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        said = message("readers.read_table.columns_exchanged_letters_n_e")
        remarks.add_all(sheet.frame.index[turned], "mended", said)
    for name, faults in ((columns.x, x_faults), (columns.y, y_faults)):
        for at, said in faults.items():
            _left_out(sheet, at, name, said, remarks)
    faulty = {*x_faults, *y_faults}
    for name in (columns.x, columns.y):
        for at in np.flatnonzero((sheet.frame[name] == "").to_numpy()).tolist():
            if at not in faulty:
                _left_out(sheet, at, name, _BLANK, remarks)
    return _as_points(x, y)


def _left_out(sheet: TextTable, at: int, name: str, said: Text, remarks: RowReport) -> None:
    row = int(sheet.frame.index[at])
    cell = f"{sheet.letters[name]}{row}"
    if (row, name) in sheet.unsaved:
        said = message("readers.read_table.formula_without_saved_result_open")
    remarks.add(row, "left_out", message("readers.read_table.text", cell=cell, said=said), cell)


def _as_points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points, also of infinite numbers, which are told later; None where there is no number at all."""
    shapes = shapely.points(x, y)
    shapes[np.isnan(x) | np.isnan(y)] = None
    return shapes


def _pairs(sheet: TextTable, columns: ColumnRoles, remarks: RowReport) -> np.ndarray:
    read, faults = parse_each(sheet.frame[columns.pair].tolist(), parse_coordinate_pair)
    x, y = np.full(len(read), np.nan), np.full(len(read), np.nan)
    for at, both in enumerate(read):
        if both is None:
            _left_out(sheet, at, columns.pair, faults.get(at, _BLANK), remarks)
            continue
        one, other = both
        # A letter says which is the latitude; without one, what exceeds 90 degrees is the longitude.
        second_first = (
            one.axis == "lat"
            or other.axis == "lon"
            or (not one.axis and abs(one.value) <= 90 < abs(other.value) <= 180)
        )
        x[at], y[at] = (other.value, one.value) if second_first else (one.value, other.value)
    return _as_points(x, y)


def _shapes(sheet: TextTable, columns: ColumnRoles, remarks: RowReport) -> np.ndarray:
    cells = sheet.frame[columns.wkt]
    texts = cells.str.replace(_SRID.pattern, "", regex=True, case=False).to_numpy(dtype=object)
    curved = cells.str.contains(_CURVES, regex=True).to_numpy(dtype=bool)
    nested = (cells.str.upper().str.count("GEOMETRYCOLLECTION") > _NESTED).to_numpy(dtype=bool)
    blank = (cells == "").to_numpy(dtype=bool)
    shapes = shapely.from_wkt(np.where(curved | nested | blank, None, texts), on_invalid="fix")
    missing = shapely.is_missing(shapes)
    curve = message("readers.read_table.curves_wkt_not_read_save")
    for at in np.flatnonzero(missing).tolist():
        text = shorten(cells.iloc[at])
        wrong = message("readers.read_table.no_wkt", text=text)
        _left_out(sheet, at, columns.wkt, curve if curved[at] else _BLANK if blank[at] else wrong, remarks)
    closed = np.flatnonzero(
        ~missing & shapely.is_missing(shapely.from_wkt(np.where(missing, None, texts), on_invalid="ignore"))
    )
    remarks.add_all(sheet.frame.index[closed], "mended", CLOSED)
    return shapes


def _srid(cells: pd.Series) -> CoordinateSystem | None:
    codes = {found[1] for cell in cells if (found := _SRID.match(cell))}
    try:
        return parse_system(codes.pop()) if len(codes) == 1 else None
    except UnknownSystemError:
        return None
