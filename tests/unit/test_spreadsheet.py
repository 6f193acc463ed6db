"""Workbooks hold typed cells, texts that are never formulas, names a spreadsheet takes, and no time of day."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from geoplan.files import write_zip
from geoplan.spreadsheet import (
    LONGEST_TEXT,
    freeze_heading,
    new_workbook,
    set_widths,
    sheet_names,
    text_width,
    write_cell,
    write_row,
)


def read_back(*values: object) -> list[tuple[Any, str]]:
    """Value and type of each cell of the first row, read by openpyxl."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        write_row(book.add_worksheet("x"), 0, values)
    cells = openpyxl.load_workbook(buffer).active[1]
    return [(cell.value, cell.data_type) for cell in cells]


def test_numbers_are_numbers_and_texts_are_texts_whatever_they_begin_with() -> None:
    assert read_back(1, np.int64(2), 2.5, np.float64(0.5), True, np.False_) == [
        (1, "n"), (2, "n"), (2.5, "n"), (0.5, "n"), (True, "b"), (False, "b"),
    ]  # fmt: skip
    assert read_back("=1+1", "007", "http://a.b", "-3") == [
        ("=1+1", "s"), ("007", "s"), ("http://a.b", "s"), ("-3", "s")
    ]  # fmt: skip


def test_a_missing_value_leaves_the_cell_empty() -> None:
    assert [value for value, _ in read_back(None, float("nan"), pd.NA, pd.NaT, "end")] == [None] * 4 + ["end"]


def test_control_characters_are_left_out_and_a_long_text_is_cut() -> None:
    assert read_back("a\x00b\x1bc\r\nd\ud800")[0][0] == "abc\nd\ufffd"
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        sheet = book.add_worksheet()
        assert not write_cell(sheet, 0, 0, "a" * LONGEST_TEXT)
        assert write_cell(sheet, 1, 0, "𠮷" * 16_384)  # two UTF-16 units each: one unit too long
    sheet = openpyxl.load_workbook(buffer).active
    assert [len(sheet["A1"].value), len(sheet["A2"].value)] == [32_767, 16_383]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a/b", "A:b", "a*b"], ["a b", "A b (2)", "a b (3)"]),
        (["园" * 40, "园" * 40], ["园" * 31, "园" * 27 + " (2)"]),
        (["'", "", "History", "历史记录"], ["Sheet", "Sheet (2)", "Sheet History", "Sheet 历史记录"]),
        (["'x'", "\x00a\u202eb\n"], ["x", "a b"]),
        (["𠮷" * 20], ["𠮷" * 15]),
    ],
)
def test_sheet_names_are_what_a_spreadsheet_takes(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles, "Sheet") == names


def test_a_workbook_names_no_time_of_its_own(tmp_path: Path) -> None:
    contents = []
    for name in ("a.xlsx", "b.xlsx"):
        with new_workbook(tmp_path / name, streamed=True, title="t\x00") as book:
            sheet = book.add_worksheet()
            write_row(sheet, 0, ["x"])
            freeze_heading(sheet, 0, 1)
            set_widths(sheet, [99.0])
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    back = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert (back.properties.title, back.properties.created) == ("t", datetime(1980, 1, 1))
    assert (back.active.freeze_panes, back.active.auto_filter.ref) == ("A2", "A1:A2")
    assert back.active.column_dimensions["A"].width == pytest.approx(48, abs=1)


def test_a_chinese_character_is_two_latin_ones_wide_and_the_longest_line_counts() -> None:
    assert text_width("厦门 Xm\nabc") == 7


def test_a_zip_file_holds_its_members_in_their_order_on_the_first_day_of_zip(tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "f").write_bytes(b"file")
    write_zip(tmp_path / "x.zip", [("z", b"bytes"), ("a", tmp_path / "f")], mode=0o600)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert [(i.filename, i.date_time, i.external_attr >> 16) for i in archive.infolist()] == [
            ("z", (1980, 1, 1, 0, 0, 0), 0o600),
            ("a", (1980, 1, 1, 0, 0, 0), 0o600),
        ]
        assert [archive.read("z"), archive.read("a")] == [b"bytes", b"file"]
