"""The Word document, read back by the library that wrote it and by its bare XML."""

import io
import zipfile
from datetime import datetime

import brief_samples as samples
import docx
import pytest
from docx.oxml.ns import qn

from geoplan.brief.blocks import Brief, Heading, PageBreak, Paragraph, Table
from geoplan.brief.write_word import to_docx
from geoplan.text.document_text import clean_for_document


def opened(brief: Brief) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_docx(brief)))


def cells(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_every_word_and_figure_comes_back() -> None:
    document = opened(samples.chinese())
    said = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert said == [
        ("Title", "植入式医疗器械企业选址简报"),
        ("Subtitle", "六处候选场址"),
        ("Heading 1", "结论"),
        ("Body Text", "生物医药港得分最高，在 1,000 次扰动中居首。"),
        ("Note", "图中编号同表。"),
        ("Heading 2", "排名"),
        ("Caption", "候选场址排名"),
        ("Note", "得分为贴近度；— 为无数据。"),
        ("Caption", "各准则的贡献"),
        ("Heading 1", "来源"),
        ("Note", "《厦门市科技创新规划》第五章。"),
    ]
    ranking, bars = document.tables
    assert cells(ranking) == [samples.RANKING_HEADINGS, *samples.RANKING_PRINTED]
    assert cells(bars) == [["指明强度", "", "0.310", "两部规划列为主导"], ["土地", "", "—", "规划未说明"]]


def test_an_english_brief_names_units_in_english() -> None:
    assert cells(opened(samples.english()).tables[0]) == [
        ["Site", "Score", "To airport (km)"],
        ["Xiamen Biomedical Harbour", "0.830", "18.3"],
        ["Xiamen Software Park", "—", "7.0"],
    ]


def test_chinese_faces_are_named_where_word_looks_for_them() -> None:
    styles = opened(samples.chinese()).styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Title", "Heading 1", "Body Text")
    }
    assert faces == {"Title": "SimSun", "Heading 1": "SimSun", "Body Text": "Microsoft YaHei"}
    assert all(
        styles[name].element.rPr.rFonts.get(qn("w:eastAsiaTheme")) is None
        for name in ("Title", "Heading 1", "Heading 2")
    )


def test_the_page_is_a4_and_counts_its_pages() -> None:
    section = opened(samples.chinese()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    foot, number = section.footer.paragraphs
    assert foot.text == "数据版本 1.2.3 · 规划示意图 · 审图号：待定"
    assert [e.text.strip() for e in number._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_a_long_table_repeats_its_heading_and_no_row_is_cut() -> None:
    table = opened(samples.only(samples.long_table())).tables[0]
    assert len(table.rows) == 201
    assert [row.cells[0].text for row in table.rows][1:] == [f"R{i:03d}R" for i in range(200)]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_columns_share_the_width_of_the_page_by_weight() -> None:
    widths = [cell.width.mm for cell in opened(samples.only(samples.long_table())).tables[0].rows[5].cells]
    assert widths == pytest.approx([165 / 4, 165 / 2, 165 / 4], abs=0.1)


def test_pictures_say_what_they_show_and_bars_what_they_measure() -> None:
    described = [e.get("descr") for e in opened(samples.chinese()).element.body.iter(qn("wp:docPr"))]
    assert described == ["六处候选场址的示意地图", "0.310"]


def test_a_page_break_begins_a_page() -> None:
    document = opened(samples.only(PageBreak(), Heading("一"), PageBreak(), samples.long_table(2), PageBreak()))
    breaks = {p.text: p.paragraph_format.page_break_before for p in document.paragraphs if p.text}
    assert breaks == {"题": None, "一": True, "长表": True}


def test_it_carries_title_language_and_date() -> None:
    properties = opened(samples.chinese()).core_properties
    assert (properties.title, properties.language) == ("植入式医疗器械企业选址简报", "zh-CN")
    assert properties.created.replace(tzinfo=None) == datetime(2026, 3, 5)


def test_the_same_brief_gives_the_same_bytes_at_any_time_of_day() -> None:
    document = to_docx(samples.chinese())
    assert document == to_docx(samples.chinese())
    assert {member.date_time for member in zipfile.ZipFile(io.BytesIO(document)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_texts_arrive_whole() -> None:
    document = opened(samples.hostile())
    texts = [clean_for_document(text) for text in samples.HOSTILE]
    assert [p.text for p in document.paragraphs if p.style.name == "Body Text"] == texts
    table, bars = document.tables
    assert [row[:2] for row in cells(table)[1:]] == [[text, text] for text in texts]
    assert [[row[0], row[3]] for row in cells(bars)] == [[text, text] for text in texts]
    assert document.paragraphs[0].text == "=cmd() <b>#import</b> $x$"


def test_a_table_without_rows_says_so() -> None:
    table = opened(samples.only(Table("空表", samples.COLUMNS[:3], ()))).tables[0]
    assert cells(table)[1] == ["（无）"] * 3  # one cell across all columns


def test_a_brief_without_blocks_is_a_document() -> None:
    assert [p.text for p in opened(samples.only()).paragraphs] == ["题"]
    assert [p.text for p in opened(samples.only(Paragraph(""))).paragraphs] == ["题", ""]
