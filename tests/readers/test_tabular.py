"""Cells of CSV and XLSX stand where the spreadsheet shows them, as what the file holds."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest

from geoplan.errors import ReaderError
from geoplan.readers.tabular import Limits, cell_text, open_tabular


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_of_a_csv_keep_their_rows_and_columns_and_blank_ones_at_the_end_are_left_out() -> None:
    grid = open_tabular(b'a,,c,\n\n,"x\ny"\n', "a.csv").grid()
    assert grid.rows == {1: ["a", None, "c"], 3: [None, "x\ny"]}
    assert (grid.file, grid.sheet) == ("a.csv", "")


def test_a_mark_before_a_quoted_first_cell_belongs_to_neither() -> None:
    assert open_tabular(b'\xef\xbb\xbf"a,b",c\n1,2\n', "a.csv").grid().rows[1] == ["a,b", "c"]
    assert open_tabular(b'\xef\xbb\xbf"a,b",c\n1,2\n', "a.csv", encoding="utf-8").grid().rows[1] == ["a,b", "c"]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16")])
def test_the_delimiter_is_the_one_that_gives_rows_of_one_width(encoding: str, name: str) -> None:
    # Line 1 has more commas than semicolons; three of four rows have three cells between semicolons.
    text = "表：软件园，一期, 二期, 三期, 四期\n名称;经度;纬度\n甲;118,1;24,5\n乙;118,2;24,6\n"
    file = open_tabular(text.encode(encoding), "a.csv")
    assert file.source.encoding == name
    assert file.grid().rows[3] == ["甲", "118,1", "24,5"]


def test_cells_of_a_workbook_keep_their_kinds_merged_ranges_and_formulas_without_a_result() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "数据"
    page.append(["名称", "日期", "面积", "是"])
    page.append(["甲", dt.datetime(2026, 1, 31), 1.5, True])
    page.merge_cells("A4:B5")
    page["A4"], page["C7"] = "乙", "=1+1"
    book.create_sheet("空")
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["B2"] = 7
    file = open_tabular(saved(book), "a.xlsx")
    assert (file.sheets, file.hidden, file.filled) == (("数据", "空", "藏"), ("藏",), ("数据", "藏"))
    grid = file.grid("数据", merged=True)
    assert grid.rows[2] == ["甲", dt.datetime(2026, 1, 31), 1.5, True]
    assert sorted(grid.rows) == [1, 2, 4]
    assert grid.merged == [(4, 5, "A4:B5")]
    assert grid.unsaved == {(7, 2)}
    assert file.grid("藏").rows == {2: [None, 7]}


def test_a_workbook_may_count_its_days_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = 1
    assert open_tabular(saved(book), "a.xlsx").grid("Sheet").epoch == dt.datetime(1904, 1, 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("\u3000甲 \n", "甲"), (3.0, "3"), (0.1, "0.1"), (True, "TRUE"), (12, "12"),
        (dt.datetime(2026, 1, 31), "2026-01-31"), (dt.datetime(2026, 1, 31, 8, 30), "2026-01-31 08:30:00"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_would_be_typed(value: object, text: str) -> None:
    assert cell_text(value) == text  # type: ignore[arg-type]


def test_rows_and_cells_beyond_the_limits_are_refused() -> None:
    content = b"a,b\n1,2\n3,4\n"
    assert len(list(open_tabular(content, "a.csv", limits=Limits(rows=2, cells=6)).rows(""))) == 3
    with pytest.raises(ReaderError, match="limit of 1 rows"):
        open_tabular(content, "a.csv", limits=Limits(rows=1)).grid()
    with pytest.raises(ReaderError, match="limit of 5 cells"):
        open_tabular(content, "a.csv", limits=Limits(cells=5)).grid()
    with pytest.raises(ReaderError, match=r"MB, more than the limit of 0 MB"):
        open_tabular(saved(openpyxl.Workbook()), "a.xlsx", limits=Limits(sheet_bytes=10))


def test_what_is_no_sheet_is_refused() -> None:
    with pytest.raises(ReaderError, match="GEOJSON, not a sheet"):
        open_tabular(b'{"type": "FeatureCollection"}', "a.csv")
