"""The workbook, read back by another library than the one that wrote it."""

import io
import zipfile

import brief_samples as samples
import openpyxl
import pytest

from geoplan.brief.blocks import Brief, Column, Table
from geoplan.brief.write_workbook import to_xlsx
from geoplan.text.document_text import clean_for_document


def opened(brief: Brief) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(brief)))


def values(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_there_is_a_cover_a_sheet_a_table_and_a_dictionary() -> None:
    assert opened(samples.chinese()).sheetnames == ["简报", "候选场址排名", "各准则的贡献", "字段说明"]
    assert opened(samples.english()).sheetnames == ["Brief", "Candidates, ranked", "Field dictionary"]


def test_figures_are_numbers_and_missing_ones_are_not() -> None:
    sheet = opened(samples.chinese())["候选场址排名"]
    assert values(sheet) == [
        samples.RANKING_HEADINGS,
        ["厦门生物医药港", 1, 0.8304, 12.345, 18.25, 0.125, 2027, 1234567.5],
        ["厦门软件园二期", 2, 0.7, "—", 0.04, "—", "—", 3],
        ["同翔高新城", 3, "—", 1234.5, "—", 1, 2030, 0.00123],
    ]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats == ["@", "#,##0", "0.000", "#,##0.00", "#,##0.0", "0.0%", "0", "General"]


def test_the_heading_stays_in_view_and_can_be_filtered() -> None:
    sheet = opened(samples.chinese())["候选场址排名"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:H4", "$1:$1")


def test_the_cover_says_all_that_is_not_in_a_table() -> None:
    sheet = opened(samples.chinese())["简报"]
    said = [str(cell) for row in values(sheet) for cell in row if cell]
    assert said == [
        "植入式医疗器械企业选址简报",
        "六处候选场址",
        "结论",
        "生物医药港得分最高，在 1,000 次扰动中居首。",
        "图中编号同表。",
        "排名",
        "→ 候选场址排名",
        "候选场址排名\n得分为贴近度；— 为无数据。",
        "→ 各准则的贡献",
        "各准则的贡献",
        "来源",
        "《厦门市科技创新规划》第五章。",
    ]
    assert len(sheet._images) == 1


def test_pictures_say_what_they_show() -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_xlsx(samples.chinese())))
    assert 'descr="六处候选场址的示意地图"' in archive.read("xl/drawings/drawing1.xml").decode()


def test_the_dictionary_explains_every_column() -> None:
    rows = values(opened(samples.chinese())["字段说明"])
    assert rows[0] == ["工作表", "列", "含义", "类型与单位"]
    assert ["候选场址排名", "用地（km²）", "规划所述", "平方千米（km²）"] in rows
    assert len(rows) == 1 + 8 + 3


def test_bars_become_a_table_of_their_figures() -> None:
    assert values(opened(samples.chinese())["各准则的贡献"]) == [
        ["项目", "数值", "说明"],
        ["指明强度", 0.31, "两部规划列为主导"],
        ["土地", "—", "规划未说明"],
    ]


def test_hostile_texts_are_texts() -> None:
    book = opened(samples.hostile())
    cover, table, bars, dictionary = book.worksheets
    texts = [clean_for_document(text) for text in samples.HOSTILE]
    assert [row[:2] for row in values(table)[1:]] == [[text, text] for text in texts]
    assert [row[0] for row in values(bars)[1:]] == texts
    assert set(texts) <= {cell for row in values(cover) for cell in row}
    assert all(
        cell.data_type != "f" and cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row
    )
    assert (table.title, dictionary.title) == ("工作表", "字段说明")
    assert table.oddFooter.left.text.startswith("foot & <x> #y &P") or "&&P" in table.oddFooter.left.text


def test_two_tables_of_one_title_get_two_sheets() -> None:
    table = Table("同名", (Column("列"),), (("一",),))
    assert opened(samples.only(table, table)).sheetnames == ["简报", "同名", "同名 (2)", "字段说明"]


def test_a_table_without_rows_says_so() -> None:
    assert values(opened(samples.only(Table("空表", samples.COLUMNS[:2], ())))["空表"]) == [
        ["场址", "名次"],
        ["（无）", None],
    ]


def test_all_of_200_rows_are_there() -> None:
    rows = values(opened(samples.only(samples.long_table()))["长表"])[1:]
    assert rows == [[f"R{i:03d}R", f"第{i}处场址的名称", i / 2] for i in range(200)]


@pytest.mark.parametrize("text", ["长" * 40_000, "😀" * 20_000], ids=["long", "emoji"])
def test_a_text_longer_than_a_cell_is_cut_and_not_lost(text: str) -> None:
    sheet = opened(samples.only(Table("表", (Column("列"),), ((text,),))))["表"]
    assert text.startswith(sheet["A2"].value) and len(sheet["A2"].value.encode("utf-16-le")) >= 2 * 32_766


def test_the_same_brief_gives_the_same_bytes_at_any_time_of_day() -> None:
    book = to_xlsx(samples.chinese())
    assert book == to_xlsx(samples.chinese())
    archive = zipfile.ZipFile(io.BytesIO(book))
    assert {member.date_time[0] for member in archive.infolist()} == {1980}
    assert "2026-03-05T00:00:00Z" in archive.read("docProps/core.xml").decode()
