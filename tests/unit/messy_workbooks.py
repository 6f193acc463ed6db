"""Workbooks as planners have them: titles, merged cells, several sheets, formulas, notes, other programs' files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter
from messy_outcomes import HERE, THERE, Outcome, in_system, messy, refused
from messy_text_tables import NAMES, NO_COORDINATES, NOT_ONE, PLAIN, TITLED
from old_workbook_samples import ods, xls
from reader_samples import saved, zipped

HEAD = ["名称", "经度", "纬度"]
ROWS: list[list[Any]] = [HEAD, ["甲", 118.1, 24.5], ["乙", 118.2, 24.6]]


def book(*rows: list[Any], change: Callable[[Any], Any] | None = None) -> bytes:
    """A workbook of one sheet, changed by hand."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    return saved(made)


def changed(content: bytes, member: str, old: str, new: str) -> bytes:
    """A workbook with another text in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in members[member]
    return zipped({**members, member: members[member].replace(old.encode(), new.encode())})


def by_xlsxwriter(rows: list[list[Any]], chart: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        if chart:
            drawn = made.add_chart({"type": "column"})
            drawn.add_series({"values": "=Sheet1!$B$2:$B$3"})
            made.add_chartsheet("图").set_chart(drawn)
    return out.getvalue()


def merged(*ranges: str) -> Callable[[Any], Any]:
    return lambda made: [made.active.merge_cells(cells) for cells in ranges]


def further(title: str, *rows: list[Any], state: str = "visible", first: bool = False) -> Callable[[Any], Any]:
    def change(made: Any) -> None:
        page = made.create_sheet(title, 0 if first else None)
        page.sheet_state = state
        for row in rows:
            page.append(row)
        made.active = made.sheetnames.index("Sheet")

    return change


# ---- around the table -----------------------------------------------------------------------------------------------
TITLE = ["2026年重点园区一览表", None, None]
messy("xlsx_plain", "a.xlsx", book(*ROWS), PLAIN)
messy(
    "xlsx_a_merged_title", "a.xlsx", book(TITLE, *ROWS, change=merged("A1:C1")), Outcome(values=NAMES, notes=(TITLED,))
)
messy(
    "xlsx_two_titles",
    "a.xlsx",
    book(TITLE, ["单位：某局", None, "2026年5月"], *ROWS),
    Outcome(values=NAMES, notes=(TITLED,)),
)
messy("xlsx_a_heading_of_two_tiers", "a.xlsx",
      book(["名称", "坐标", None], [None, "经度", "纬度"], *ROWS[1:], change=merged("A1:A2", "B1:C1")),
      Outcome(values=NAMES, notes=(TITLED,)))  # fmt: skip
messy("xlsx_a_title_and_two_tiers", "a.xlsx",
      book(TITLE, ["名称", "坐标", None], [None, "经度", "纬度"], *ROWS[1:], change=merged("A1:C1", "A2:A3", "B2:C2")),
      Outcome(values=NAMES, notes=(TITLED,)))  # fmt: skip
messy("xlsx_merged_cells_in_the_data", "a.xlsx",
      book(["区", *HEAD], ["海沧", *ROWS[1]], [None, *ROWS[2]], change=merged("A2:A3")),
      Outcome(values=NAMES | {"区": ["海沧", ""]}))  # fmt: skip
messy(
    "xlsx_blank_rows",
    "a.xlsx",
    book([], [], HEAD, [], ROWS[1], [], ROWS[2]),
    Outcome(values=NAMES | {"row": [5, 7]}, notes=(TITLED,)),
)
messy(
    "xlsx_that_begins_at_c5",
    "a.xlsx",
    book(*[[]] * 4, *([None, None, *row] for row in ROWS)),
    Outcome(values=NAMES, notes=(TITLED,)),
)
messy("xlsx_totals", "a.xlsx", book(*ROWS, ["合计", None, None]), Outcome(left_out={4: NO_COORDINATES}, values=NAMES))
messy("xlsx_notes_below", "a.xlsx", book(*ROWS, [], ["注：坐标为2000国家大地坐标系"]),
      Outcome(system="EPSG:4490", left_out={5: NO_COORDINATES}))  # fmt: skip
messy("xlsx_a_row_of_units", "a.xlsx", book(HEAD, [None, "度", "度"], *ROWS[1:]), Outcome(left_out={2: NOT_ONE}))
messy("xlsx_a_row_of_numbers_of_columns", "a.xlsx", book(HEAD, [1, 2, 3], *ROWS[1:]),
      Outcome(at=((2.0, 3.0), HERE, THERE), told={2: "repair.outside_study_area"}))  # fmt: skip
messy("xlsx_without_a_heading", "a.xlsx", book(*ROWS[1:]), Outcome(notes=("text_table.no_heading",), asks=("columns",)))
messy("xlsx_a_heading_alone", "a.xlsx", book(HEAD), refused("read_layer.no_row", name="a.xlsx"))
messy("xlsx_two_columns_of_a_name", "a.xlsx", book([*HEAD, "经度"], *([*row, 9] for row in ROWS[1:])),
      Outcome(values=NAMES | {"经度 (2)": ["9", "9"]}, notes=("text_table.repeated_heading",)))  # fmt: skip
messy("xlsx_columns_without_names", "a.xlsx", book([None, *HEAD], *([n, *row] for n, row in enumerate(ROWS[1:], 1))),
      Outcome(values=NAMES | {"A": ["1", "2"]}))  # fmt: skip

# ---- cells ----------------------------------------------------------------------------------------------------------
messy("xlsx_numbers_as_texts", "a.xlsx", book(HEAD, ["甲", "118.1", "24.5"], ["乙", "118.2 ", " 24.6"]), PLAIN)
messy("xlsx_angles_as_texts", "a.xlsx", book(HEAD, ["甲", "118°06′", "24°30′"], ["乙", 118.2, 24.6]), PLAIN)
messy("xlsx_days", "a.xlsx", book([*HEAD, "批准"], [*ROWS[1], dt.datetime(2026, 5, 1)], [*ROWS[2], dt.date(2025, 1, 21)]),
      Outcome(values={"批准": ["2026-05-01", "2025-01-21"]}))  # fmt: skip
messy("xlsx_days_as_numbers", "a.xlsx", book([*HEAD, "批准"], [*ROWS[1], 45678], [*ROWS[2], 45679]),
      Outcome(values={"批准": ["45678", "45679"]}))  # fmt: skip
messy("xlsx_an_angle_taken_for_a_time", "a.xlsx", book(HEAD, ["甲", dt.datetime(1900, 1, 4, 22, 6), 24.5], ROWS[2]),  # 118:06
      Outcome(at=(THERE,), left_out={2: NOT_ONE}))  # fmt: skip
messy("xlsx_truths_and_percents", "a.xlsx", book([*HEAD, "建成", "比例"], [*ROWS[1], True, 0.125], [*ROWS[2], False, 1]),
      Outcome(values={"建成": ["TRUE", "FALSE"], "比例": ["0.125", "1"]}))  # fmt: skip
for _error in ("#N/A", "#REF!", "#DIV/0!"):
    messy(
        f"xlsx_an_error_{_error}",
        "a.xlsx",
        book(HEAD, ["甲", _error, 24.5], ROWS[2]),
        Outcome(at=(THERE,), left_out={2: NOT_ONE}),
    )
FORMULAS = book(HEAD, ["甲", "=118+0.1", "=24+0.5"], ROWS[2])
messy(
    "xlsx_formulas_without_results",
    "a.xlsx",
    FORMULAS,
    Outcome(at=(THERE,), left_out={2: "read_table.unsaved_formula"}),
)
SHEET = "xl/worksheets/sheet1.xml"
messy("xlsx_formulas_with_results", "a.xlsx",
      changed(changed(FORMULAS, SHEET, "<f>118+0.1</f><v></v>", "<f>118+0.1</f><v>118.1</v>"), SHEET,
              "<f>24+0.5</f><v></v>", "<f>24+0.5</f><v>24.5</v>"), PLAIN)  # fmt: skip
messy("xlsx_texts_in_a_list_of_their_own", "a.xlsx", lambda f: by_xlsxwriter(ROWS), PLAIN)
messy("xlsx_a_text_of_several_letters", "a.xlsx",
      changed(book(HEAD, ["A", 118.1, 24.5], ROWS[2]), SHEET, "<is><t>A</t></is>", "<is><r><t>A</t></r><r><rPr><b/></rPr><t> 1</t></r></is>"),
      Outcome(values={"名称": ["A 1", "乙"]}))  # fmt: skip
messy(
    "xlsx_a_line_end_in_a_cell",
    "a.xlsx",
    book(HEAD, ["软件园\n三期", 118.1, 24.5], ROWS[2]),
    Outcome(values={"名称": ["软件园\n三期", "乙"]}),
)
messy("xlsx_metres_in_a_zone", "a.xlsx", book(["点号", "X", "Y"], *([n, *xy] for n, xy in enumerate(in_system("EPSG:4527")))),
      Outcome(system="EPSG:4527", asks=("system",)))  # fmt: skip

# ---- sheets ---------------------------------------------------------------------------------------------------------
SHEETS = ("sheet",)
HIDDEN = "text_table.hidden_sheets"
messy(
    "xlsx_a_cover_before_the_data",
    "a.xlsx",
    book(*ROWS, change=further("封面", ["某某规划附表"], first=True)),
    Outcome(values=NAMES, asks=SHEETS),
)
messy("xlsx_two_sheets_of_data", "a.xlsx", book(*ROWS, change=further("二", *ROWS)), Outcome(values=NAMES, asks=SHEETS))
messy("xlsx_the_second_of_two", "a.xlsx", book(*ROWS, change=further("二", HEAD, ["丙", 118.3, 24.7])),
      Outcome(at=((118.3, 24.7),), values={"名称": ["丙"]}), sheet="二")  # fmt: skip
messy("xlsx_a_blank_sheet_beside", "a.xlsx", book(*ROWS, change=further("Sheet2")), PLAIN)
messy("xlsx_a_blank_sheet_before", "a.xlsx", book(*ROWS, change=further("空", first=True)), PLAIN)
messy("xlsx_a_hidden_draft", "a.xlsx", book(*ROWS, change=further("底稿", ["x"], state="hidden")),
      Outcome(values=NAMES, notes=(HIDDEN,), asks=SHEETS))  # fmt: skip
messy("xlsx_a_very_hidden_sheet_before", "a.xlsx", book(*ROWS, change=further("底稿", ["x"], state="veryHidden", first=True)),
      Outcome(values=NAMES, notes=(HIDDEN,), asks=SHEETS))  # fmt: skip
messy("xlsx_a_chart_beside", "a.xlsx", lambda f: by_xlsxwriter(ROWS, chart=True), PLAIN)
messy("xlsx_no_sheet_of_coordinates", "a.xlsx", book(["名称", "地址"], ["甲", "某路1号"], change=further("二", ["名称"], ["乙"])),
      refused("coordinate_columns.no_coordinate_columns"))  # fmt: skip
messy("xlsm", "a.xlsm", book(*ROWS), PLAIN)
messy("xlsx_in_the_strict_form", "a.xlsx",
      changed(changed(book(*ROWS), SHEET, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
              "xl/workbook.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
      refused("read_xlsx.strict_form", file="a.xlsx"))  # fmt: skip
messy("xlsx_called_csv", "a.csv", book(*ROWS), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))
messy("xlsx_called_xls", "a.xls", book(*ROWS), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))

# ---- other programs -------------------------------------------------------------------------------------------------
messy("xls_plain", "a.xls", xls({"a": ROWS}), PLAIN)
messy("xls_of_wps", "a.et", xls({"a": ROWS}), PLAIN)
messy("xls_a_title_and_totals", "a.xls", xls({"a": [["一览表"], *ROWS, ["合计"]]}),
      Outcome(values=NAMES, left_out={5: NO_COORDINATES}, notes=(TITLED,)))  # fmt: skip
messy(
    "xls_a_cover_before_the_data", "a.xls", xls({"封面": [["附表"]], "数据": ROWS}), Outcome(values=NAMES, asks=SHEETS)
)
messy("ods_plain", "a.ods", ods({"a": ROWS}), PLAIN)
messy("ods_angles", "a.ods", ods({"a": [HEAD, ["甲", "118°06′", "24°30′"], ROWS[2]]}), PLAIN)
messy(
    "ods_notes_below",
    "a.ods",
    ods({"a": [*ROWS, [None], ["注：略"]]}),
    Outcome(values=NAMES, left_out={5: NO_COORDINATES}),
)
