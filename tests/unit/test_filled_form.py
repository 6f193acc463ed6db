"""What spreadsheets do to cells is understood or told, at the cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from form_samples import FORMS, SITE, opened, put, read, said, saved
from hypothesis import given
from hypothesis import strategies as st

from geoplan.errors import ReaderError
from geoplan.forms.cell_text import to_cell_text

EPOCH = dt.datetime(1899, 12, 30)
NAMES = ["site_id", "name_zh", "plan_id", "section"]


def sheet_of(rows: list[list[Any]], name: str = "names") -> Any:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return book


def values(content: bytes, name: str = "filled.xlsx") -> list[dict[str, str]]:
    return [row.values for table in read(content, name).tables for row in table.rows]


def test_an_adcode_that_became_a_number_is_read_as_its_digits_and_told_once() -> None:
    book = opened("sites")
    put(book["sites"], [{**SITE, "site_id": f"park-{n}", "adcode": 350203.0} for n in range(3)])
    filled = read(saved(book))
    assert [row.values["adcode"] for row in filled.tables[0].rows] == ["350203"] * 3
    [note] = filled.findings
    assert (note.rule, note.address.row, note.address.cell, note.is_note) == ("number-for-text", 2, "F2", True)
    assert "3" in note.fact("zh") and "3" in note.fact("en")


def test_days_are_read_whether_text_day_or_serial_number() -> None:
    column = FORMS["gateways"].column("checked_on")
    assert to_cell_text("2026-11-21", column, EPOCH).text == "2026-11-21"
    assert to_cell_text(dt.datetime(2026, 11, 21), column, EPOCH).text == "2026-11-21"
    # 25569 is 1970-01-01 in every spreadsheet; 2026-11-21 is 20778 days later.
    serial = to_cell_text(25569 + 20778, column, EPOCH)
    assert (serial.text, serial.rule) == ("2026-11-21", "serial-day")
    assert (dt.date(1970, 1, 1) + dt.timedelta(days=20778)).isoformat() == "2026-11-21"


def test_a_number_that_excel_turned_into_a_day_is_told() -> None:
    book = opened("projects")
    put(book["projects"], [{"project_id": "p-1", "number": dt.datetime(2026, 1, 2)}])
    assert ("day-for-text", "projects", 2, "number") in said(read(saved(book)))


def test_an_issue_day_may_be_a_day() -> None:
    cell = to_cell_text(dt.datetime(2021, 10, 6), FORMS["plans"].column("issued_on"), EPOCH)
    assert (cell.text, cell.rule) == ("2021-10-06", "")


def test_full_width_digits_in_codes_are_told_and_in_names_are_not() -> None:
    assert to_cell_text("３５０２０３", FORMS["sites"].column("adcode"), EPOCH).values["half"] == "350203"
    assert to_cell_text("２０２１", FORMS["plans"].column("period_start"), EPOCH).rule == "full-width"
    assert to_cell_text("软件园２期", FORMS["sites"].column("name_zh"), EPOCH).rule == ""


@given(st.floats(-180, 180))
def test_a_number_survives_to_fifteen_digits(number: float) -> None:
    text = to_cell_text(number, FORMS["gateways"].column("lon"), EPOCH).text
    assert float(text) == pytest.approx(number, rel=1e-14)


def test_floating_point_dust_is_not_read() -> None:
    assert to_cell_text(0.1 + 0.2, FORMS["gateways"].column("lon"), EPOCH).text == "0.3"


def test_formulas_are_read_by_their_saved_result_and_told_where_there_is_none() -> None:
    book = sheet_of([NAMES, ["xinyang", "=A2", "xiamen-sei", "第五章"]])
    assert ("formula-unsaved", "names", 2, "name_zh") in said(read(saved(book)))
    pages = zipfile.ZipFile(io.BytesIO(saved(book)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in pages.namelist():
            text = pages.read(name)
            text = (
                text.replace(b"<f>A2</f><v></v>", b"<f>A2</f><v>park</v>")
                .replace(b"<f>A2</f><v />", b"<f>A2</f><v>park</v>")
                .replace(b"<f>A2</f><v/>", b"<f>A2</f><v>park</v>")
            )
            archive.writestr(name, text.replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    assert values(buffer.getvalue())[0]["name_zh"] == "park"


def test_a_formula_that_failed_is_told() -> None:
    book = sheet_of([NAMES, ["xinyang", "#N/A", "xiamen-sei", "第五章"]])
    assert ("formula-error", "names", 2, "name_zh") in said(read(saved(book)))


def test_blank_rows_are_skipped_and_the_numbers_stay_those_of_the_sheet() -> None:
    book = sheet_of([NAMES, ["a", "b", "c", "d"], [], ["  ", None, "", None], ["e", "f", "g", "h"], [], []])
    filled = read(saved(book))
    assert [row.row for row in filled.tables[0].rows] == [2, 5]
    assert said(filled) == {("row-skipped", "names", 3, "")}


def test_stray_blanks_are_left_for_the_check_to_tell() -> None:
    book = sheet_of([NAMES, ["xinyang ", "b", "c", "d"]])
    assert values(saved(book))[0]["site_id"] == "xinyang "


def test_merged_cells_are_told_in_the_heading_and_below() -> None:
    book = sheet_of([NAMES, ["a", "b", "c", "d"], ["a", "b2", "c", "d"]])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C2:C3")
    found = said(read(saved(book)))
    assert {("header-merged", "names", 1, ""), ("cells-merged", "names", 2, "")} <= found
    assert ("column-missing", "names", 1, "") in found


def test_unknown_doubled_unnamed_and_missing_columns_are_told_at_the_heading() -> None:
    book = sheet_of([["site_id", "mood", "site_id", None, "plan_id", "section"], ["a", "b", "c", "d", "e", "f"]])
    found = {(f.rule, f.address.cell) for f in read(saved(book)).findings}
    assert found == {("column-unknown", "B1"), ("column-twice", "C1"), ("column-unnamed", "D1"), ("column-missing", "")}


def test_columns_may_stand_in_any_order_and_under_their_titles() -> None:
    book = sheet_of([["章节", "plan_id", "NAME_ZH", "Site id"], ["第五章", "xiamen-sei", "b", "a"]])
    filled = read(saved(book))
    assert filled.tables[0].rows[0].values == {
        "site_id": "a",
        "name_zh": "b",
        "plan_id": "xiamen-sei",
        "section": "第五章",
    }
    assert {f.rule for f in filled.findings} == {"column-called"}


def test_titles_above_the_heading_are_passed_over_and_told() -> None:
    filled = read(saved(sheet_of([["2026 年名称"], [], NAMES, ["a", "b", "c", "d"]])))
    assert filled.tables[0].rows[0].row == 4
    assert ("header-low", "names", 3, "") in said(filled)


def test_a_sheet_of_another_name_is_known_by_its_columns() -> None:
    filled = read(saved(sheet_of([NAMES, ["a", "b", "c", "d"]], "Sheet1")))
    assert filled.tables[0].form.name == "names"
    assert said(filled) == {("sheet-misnamed", "Sheet1", None, "")}


def test_a_sheet_that_is_no_table_is_told() -> None:
    assert said(read(saved(sheet_of([["x", "y"], [1, 2]], "Sheet1")))) == {("sheet-unknown", "Sheet1", None, "")}
    assert said(read(saved(sheet_of([["x", "y"], [1, 2]], "sites")))) == {("header-missing", "sites", 1, "")}


def test_a_blank_template_says_that_nothing_is_filled_in() -> None:
    assert {f.rule for f in read(saved(opened("sites", "layer"))).findings} == {"sheet-none"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_delimiters_excel_writes(encoding: str, delimiter: str) -> None:
    lines = [NAMES, ["xinyang", "software-park", "xiamen-sei", "第五章/专栏六"], ["甲", "乙", "规划", "第四章"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    assert values(content, "names (1).csv")[0]["section"] == "第五章/专栏六"


def test_the_row_of_a_csv_is_that_of_the_spreadsheet_though_a_cell_has_two_lines() -> None:
    content = b'site_id,name_zh,plan_id,section\na,"b\nb",c,d\ne,f,g,h\n'
    assert [row.row for row in read(content, "names.csv").tables[0].rows] == [2, 3]


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 2**20))
    return buffer.getvalue()


def entities() -> bytes:
    pages = zipfile.ZipFile(io.BytesIO(saved(opened("sites"))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in pages.namelist():
            head = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name == "xl/workbook.xml" else b""
            archive.writestr(
                name,
                head + pages.read(name)
                if not pages.read(name).startswith(b"<?xml")
                else pages.read(name).replace(b"?>", b"?>" + head, 1),
            )
    return buffer.getvalue()


HOSTILE = {
    "empty": (b"", "a.csv"),
    "cut off": (b"PK\x03\x04", "a.xlsx"),
    "a bomb": (bomb(), "a.xlsx"),
    "entities": (entities(), "a.xlsx"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0" + b"\0" * 512, "a.xls"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "sites.xlsx"),
    "GeoJSON": (b'{"type": "FeatureCollection", "features": []}', "sites.csv"),
    "no known encoding": (b"site_id,\xff\xfe\x00\x81\x82\xff\n\xff\xff", "sites.csv"),
    "too many rows": (b"site_id,plan_id,section\n" + b"a,b,c\n" * 50_002, "mentions.csv"),
    "too many columns": (b"site_id,plan_id,section\n" + b"a," * 600 + b"b\n", "mentions.csv"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_read_ends_in_a_line_that_names_the_file(case: str) -> None:
    content, name = HOSTILE[case]
    with pytest.raises(ReaderError) as refusal:
        read(content, name)
    for lang in ("zh", "en"):
        assert name in refusal.value.text(lang) and "\n" not in refusal.value.text(lang)
