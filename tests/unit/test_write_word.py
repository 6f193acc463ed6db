"""The Word document, read back by the library that wrote it and by its bare XML."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import brief_samples as samples
import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from geoplan.brief.blocks import Brief, Facts, Heading, Letterhead, Paragraph, Part, Table
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
        ("Subtitle", "张工 · 2026-03-05"),
        ("Heading 1", "结论"),
        ("Note", "图中编号同表。"),
        ("Heading 2", "排名"),
        ("Caption", "候选场址排名"),
        ("Note", "得分为贴近度；— 为无数据。"),
        ("Caption", "依据"),
        ("Heading 1", "1 厦门生物医药港"),
        ("Heading 1", "来源"),
        ("Note", "《厦门市科技创新规划》第五章。"),
    ]
    conclusion, ranking, facts, beside = document.tables
    assert cells(conclusion) == [["首选", "生物医药港得分最高，在 1,000 次扰动中居首。"]]
    assert cells(ranking) == [samples.RANKING_HEADINGS, *samples.RANKING_PRINTED]
    assert cells(facts) == [["指明强度", "两部规划列为主导"], ["土地", "规划未说明"]]
    assert cells(beside) == [["", "阶段\n已有"]]


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
    assert faces == dict.fromkeys(("Title", "Heading 1", "Body Text"), "Microsoft YaHei")
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


def test_pictures_say_what_they_show() -> None:
    described = [e.get("descr") for e in opened(samples.chinese()).element.body.iter(qn("wp:docPr"))]
    assert described == ["六处候选场址的示意地图", "近图"]


def test_a_part_begins_a_page_unless_it_follows() -> None:
    parts = (
        Part("一", (Heading("一"),)),
        Part("二", (samples.long_table(2),)),
        Part("三", (Heading("三"),), follows=True),
    )
    document = opened(replace(samples.only(), parts=parts))
    breaks = {p.text: p.paragraph_format.page_break_before for p in document.paragraphs if p.text}
    assert breaks == {"题": None, "2026-03-05": None, "一": None, "长表": True, "三": None}


def test_a_part_in_landscape_turns_its_pages_only() -> None:
    sections = opened(samples.chinese()).sections
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections] == [(210, 297), (297, 210)]
    assert all(s.footer.paragraphs[0].text.startswith("数据版本") for s in sections)


def test_a_letterhead_stands_above_the_title_and_none_leaves_no_gap() -> None:
    plain = opened(samples.chinese())
    assert plain.paragraphs[0].style.name == "Title" and plain.core_properties.author == "GeoPlan"
    letterhead = Letterhead("厦门某投资公司（虚构）", samples.png(), "张工")
    document = opened(replace(samples.chinese(), letterhead=letterhead))
    assert (document.paragraphs[0].style.name, document.paragraphs[0].text.strip()) == (
        "Letterhead",
        "厦门某投资公司（虚构）",
    )
    assert len(document.paragraphs[0]._p.findall(f".//{qn('wp:docPr')}")) == 1
    assert document.core_properties.author == "张工"


def test_facts_beside_one_another_have_their_labels_above() -> None:
    facts = Facts((("甲", "一"), ("乙", "二"), ("丙", "三")), across=2)
    assert cells(opened(samples.only(facts)).tables[0]) == [["甲\n一", "乙\n二"], ["丙\n三", ""]]


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
    table, facts = document.tables
    assert [row[:2] for row in cells(table)[1:]] == [[text, text] for text in texts]
    assert [row[1] for row in cells(facts)] == texts
    assert document.paragraphs[0].text == "=cmd() <b>#import</b> $x$"


def test_a_table_without_rows_says_so() -> None:
    table = opened(samples.only(Table("空表", samples.COLUMNS[:3], ()))).tables[0]
    assert cells(table)[1] == ["（无）"] * 3  # one cell across all columns


def test_a_brief_without_blocks_is_a_document() -> None:
    assert [p.text for p in opened(samples.only()).paragraphs] == ["题", "2026-03-05"]
    assert [p.text for p in opened(samples.only(Paragraph(""))).paragraphs] == ["题", "2026-03-05", ""]


# The order of children that ECMA-376 part 1 gives (CT_PPr, CT_TcPr, CT_TblPr, CT_SectPr, CT_RPr), as far as is used.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc textDirection textAlignment outlineLvl rPr sectPr",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u lang",
}


@pytest.mark.parametrize("name", ["chinese", "english", "hostile"])
def test_elements_stand_in_the_order_of_the_format(name: str) -> None:
    brief = replace(getattr(samples, name)(), letterhead=Letterhead("虚构", samples.png()))
    archive = zipfile.ZipFile(io.BytesIO(to_docx(brief)))
    seen = set()
    for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        for node in etree.fromstring(archive.read(part)).iter(*(qn(f"w:{tag}") for tag in ORDERS)):
            tag = etree.QName(node).localname
            order, children = ORDERS[tag].split(), [etree.QName(child).localname for child in node]
            known = [order.index(child) for child in children if child in order]
            assert known == sorted(known), (part, tag, children)
            assert part == "word/styles.xml" or len(known) == len(children), (tag, children)
            seen.add(tag)
    assert seen == ORDERS.keys()


@pytest.mark.parametrize("name", ["chinese", "hostile"])
def test_a_cell_ends_with_a_paragraph_and_ids_of_pictures_differ(name: str) -> None:
    body = opened(getattr(samples, name)()).element.body
    assert all(cell[-1].tag == qn("w:p") for cell in body.iter(qn("w:tc")))
    ids = [e.get("id") for e in body.iter(qn("wp:docPr"))]
    assert ids and len(set(ids)) == len(ids)
