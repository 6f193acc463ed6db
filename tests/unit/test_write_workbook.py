"""The workbook, read back by another library than the one that wrote it."""

import io
import zipfile
from dataclasses import replace

import brief_samples as samples
import openpyxl
import pytest

from geoplan.brief.blocks import Brief, Column, Heading, Letterhead, Part, Table
from geoplan.brief.write_workbook import to_xlsx
from geoplan.text.document_text import clean_for_document


def opened(brief: Brief) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(brief)))


def values(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[object]]:
    """The rows of a sheet that hold anything, without the empty cells at their end."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [
        row[: max(i for i, cell in enumerate(row) if cell is not None) + 1]
        for row in rows
        if any(c is not None for c in row)
    ]


def test_sheets_are_named_by_their_parts() -> None:
    assert opened(samples.chinese()).sheetnames == ["结论", "厦门生物医药港", "来源"]
    assert opened(samples.english()).sheetnames == ["Conclusion"]


def test_a_part_may_stand_on_the_first_sheet() -> None:
    parts = (Part("一", (Heading("甲"),)), Part("二", (Heading("乙"),)), Part("三", (Heading("丙"),), on_first=True))
    book = opened(replace(samples.only(), parts=parts))
    assert book.sheetnames == ["一", "二"]
    assert values(book["一"])[-2:] == [["甲"], ["丙"]]


def test_the_first_sheet_says_all_in_order_and_figures_are_numbers() -> None:
    sheet = opened(samples.chinese())["结论"]
    assert values(sheet) == [
        ["植入式医疗器械企业选址简报"],
        ["张工 · 2026-03-05"],
        ["结论"],
        ["首选", "生物医药港得分最高，在 1,000 次扰动中居首。"],
        ["图中编号同表。"],
        ["排名"],
        ["候选场址排名"],
        samples.RANKING_HEADINGS,
        ["厦门生物医药港", 1, 0.8304, 12.345, 18.25, 0.125, 2027, 1234567.5],
        ["厦门软件园二期", 2, 0.7, "—", 0.04, "—", "—", 3],
        ["同翔高新城", 3, "—", 1234.5, "—", 1, 2030, 0.00123],
        ["得分为贴近度；— 为无数据。"],
        ["依据"],
        ["指明强度", "两部规划列为主导"],
        ["土地", "规划未说明"],
    ]
    [row] = [row for row in sheet.iter_rows() if row[0].value == "厦门生物医药港"]
    assert [cell.number_format for cell in row] == [
        "@",
        "#,##0",
        "0.000",
        "#,##0.00",
        "#,##0.0",
        "0.0%",
        "0",
        "General",
    ]
    assert len(sheet._images) == 1


def test_pictures_say_what_they_show() -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_xlsx(samples.chinese())))
    assert 'descr="六处候选场址的示意地图"' in archive.read("xl/drawings/drawing1.xml").decode()


def test_the_letterhead_stands_on_the_first_sheet() -> None:
    book = opened(replace(samples.chinese(), letterhead=Letterhead("厦门某投资公司（虚构）", samples.png())))
    assert values(book["结论"])[:2] == [["厦门某投资公司（虚构）"], ["植入式医疗器械企业选址简报"]]
    assert [len(sheet._images) for sheet in book] == [2, 1, 0]


def test_hostile_texts_are_texts() -> None:
    [sheet] = opened(samples.hostile()).worksheets
    texts = [clean_for_document(text) for text in samples.HOSTILE]
    rows = values(sheet)
    at = rows.index(["=A", "<b>", "#n（km）"]) + 1
    assert [row[:2] for row in rows[at : at + len(texts)]] == [[text, text] for text in texts]
    assert {(text,) for text in texts} <= {tuple(row) for row in rows}
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert sheet.title == "工作表"
    assert sheet.oddFooter.left.text.startswith("foot & <x> #y &P") or "&&P" in sheet.oddFooter.left.text


def test_parts_of_one_name_get_two_sheets() -> None:
    book = opened(replace(samples.only(), parts=(Part("同名", ()), Part("同名", ()))))
    assert book.sheetnames == ["同名", "同名 (2)"]


def test_a_table_without_rows_says_so() -> None:
    rows = values(opened(samples.only(Table("空表", samples.COLUMNS[:2], ())))["页"])
    assert rows[-3:] == [["空表"], ["场址", "名次"], ["（无）"]]


def test_all_of_200_rows_are_there() -> None:
    rows = values(opened(samples.only(samples.long_table()))["页"])[-200:]
    assert rows == [[f"R{i:03d}R", f"第{i}处场址的名称", i / 2] for i in range(200)]


@pytest.mark.parametrize("text", ["长" * 40_000, "😀" * 20_000], ids=["long", "emoji"])
def test_a_text_longer_than_a_cell_is_cut_and_not_lost(text: str) -> None:
    kept = values(opened(samples.only(Table("表", (Column("列"),), ((text,),))))["页"])[-1][0]
    assert isinstance(kept, str) and text.startswith(kept) and len(kept.encode("utf-16-le")) >= 2 * 32_766


def test_the_same_brief_gives_the_same_bytes_at_any_time_of_day() -> None:
    book = to_xlsx(samples.chinese())
    assert book == to_xlsx(samples.chinese())
    archive = zipfile.ZipFile(io.BytesIO(book))
    assert {member.date_time[0] for member in archive.infolist()} == {1980}
    assert "2026-03-05T00:00:00Z" in archive.read("docProps/core.xml").decode()
