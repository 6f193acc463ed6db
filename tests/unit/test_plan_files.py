"""A plan text gives the same outline whatever file it comes in, is recognised, and is refused with its reason."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from long_lists import one_in
from plan_file_samples import INVENTED, SECTIONS_ALONE, as_docx, as_pdf
from pypdf import PdfWriter

from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.citations import CITED_WORDS
from geoplan.errors import UserError
from geoplan.plan_files import read_plan_file as reading
from geoplan.plan_files.read_plan_file import read_plan_file
from geoplan.plan_files.recognise import Resolved, recognise
from geoplan.plan_text.parser import parse

# Read off the invented plan by hand.
ADDRESSES = [
    "段1", "第一章", "第一章/段1", "第一章/人工智能", "第一章/第一节", "第一章/第一节/段1", "第二章", "第二章/专栏1",
    "第二章/专栏1/1", "第二章/专栏1/2", "第二章/一", "第二章/一/1", "第二章/一/2", "第二章/二", "第二章/二/段1",
    "表1", "表1/1", "表1/1.1", "表1/2",
]  # fmt: skip
FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "gb18030": lambda text: text.encode("gb18030"),
    "docx": as_docx,
    "pdf": as_pdf,
}


@pytest.mark.parametrize("form", FORMS)
def test_an_invented_plan_has_the_same_outline_in_every_form(form: str) -> None:
    outline = parse(read_plan_file(FORMS[form](INVENTED), "plan"))
    assert sorted(outline.addresses()) == sorted(ADDRESSES)
    for address, words in (
        ("第一章/段1", "一行一行的文字如何合成一段"),
        ("表1/1", "仍旧是同一个单元格\t10"),
        ("表1/1.1", "其中：乙指标\t3"),
        ("第二章/一/1", "“引号”与（括号）照旧"),
    ):
        node = outline.resolve(address)
        assert node is not None and words in node.full_text(), address


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("plan", one_in(3, ["siming-st", "fujian-st", "xiamen-st", "xiamen-sei", "xiamen-susong"]))
def test_a_plan_as_a_document_resolves_what_its_plain_text_does(
    catalogue: Catalogue, plans_folder: Path, plan: str, form: str
) -> None:
    text = (plans_folder / f"{plan}.txt").read_text("utf-8")
    plain = recognise(catalogue, text, "plan.txt")
    document = read_plan_file(FORMS[form](text), f"plan.{form}")
    assert recognise(catalogue, document, f"plan.{form}") == plain == Resolved(plan, plain.cited, plain.cited)
    assert set(parse(document).addresses()) == set(parse(text).addresses())


def test_numbers_that_word_counts_stand_before_their_paragraphs() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate((("chineseCounting", "第%1章"), ("decimal", "%2."), ("bullet", "●")))
    )
    space = nsdecls("w")
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in ((0, "总论"), (1, "甲"), (1, "2025年"), (2, "点"), (0, "布局"), (1, "乙" * 250)):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {space}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'))
    lines = read_plan_file(saved(document), "plan.docx").splitlines()
    assert lines == ["第一章总论", "1.甲", "2. 2025年", "点", "第二章布局", "1." + "乙" * 250]


def test_frames_and_cells_that_go_on_are_read_once_and_deleted_words_are_not() -> None:
    document = Document()
    document.add_paragraph("表1 项目")
    table = document.add_table(3, 3)
    for row, cells in zip(
        table.rows, (("序号", "名称", "属性"), ("1", "甲", "预期性"), ("", "乙", "预期性")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "专栏1 框中"
    frame.cell(0, 0).add_paragraph("文" * 250)
    paragraph = document.add_paragraph("留下")
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去</w:delText><w:t>删去</w:t></w:r></w:del>")
    )
    lines = read_plan_file(saved(document), "plan.docx").splitlines()
    assert lines == ["表1 项目", "序号\t名称\t属性", "1\t甲\t预期性", "\t乙\t预期性", "专栏1 框中", "文" * 250, "留下"]


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


@pytest.fixture(scope="module")
def invented(catalogue: Catalogue) -> Catalogue:
    """A catalogue of two plans, of which the tables cite four sections and one."""
    plans = pd.DataFrame(
        {"title_zh": ["某市创新规划", "他市规划"], "title_en": ["Some city's plan", "Another plan"]},
        index=pd.Index(["some-city", "other-city"], name="plan_id"),
    )
    sections = ["第一章/人工智能", "表1/1.1", "第二章/专栏1/2", "第二章/一/9", "第九章"]
    fields = pd.DataFrame({"plan_id": ["some-city"] * 4 + ["other-city"], "section": sections, "wording": "词"})
    empty = {table: getattr(catalogue, table).iloc[:0] for table in CITED_WORDS}
    return dataclasses.replace(catalogue, **{**empty, "plans": plans, "fields": fields})


def test_a_plan_is_recognised_by_the_citations_that_resolve(invented: Catalogue) -> None:
    assert recognise(invented, INVENTED, "plan.txt") == Resolved("some-city", 3, 4)
    without_title = INVENTED.partition("\n")[2]
    assert recognise(invented, without_title, "plan.txt") == Resolved("some-city", 3, 4)


def test_a_text_that_is_no_plan_of_the_catalogue_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(
        UserError, match=r"novel\.txt: this is none of the plans .* only \d of its \d+ citations"
    ) as refused:
        recognise(catalogue, "从前有座山，山上有座庙。" * 100, "novel.txt")
    assert "不是目录中的任何一部规划" in refused.value.text("zh")


def test_a_cover_with_the_title_of_a_plan_is_not_the_plan(catalogue: Catalogue) -> None:
    with pytest.raises(UserError, match=r"only 0 of the .* so this is not the whole plan"):
        recognise(catalogue, "思明区“十四五”科技创新发展专项规划\n" + "目录从略。" * 100, "cover.pdf")


def test_the_plan_that_a_user_names_is_the_only_one_looked_for(catalogue: Catalogue) -> None:
    assert recognise(catalogue, SECTIONS_ALONE, "a.txt").plan_id == "xiamen-susong"
    with pytest.raises(UserError, match=r"only .* of the .* citations"):
        recognise(catalogue, SECTIONS_ALONE, "a.txt", "fujian-st")


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def encrypted() -> bytes:
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.append(io.BytesIO(as_pdf(INVENTED)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def with_entities() -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_docx(INVENTED))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    document = members["word/document.xml"]
    members["word/document.xml"] = bomb + document[document.index(b"?>") + 2 :]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "scan.pdf": (lambda: typst.compile(b"#rect(width: 50%, height: 50%)"), "it may be a scan"),
    "locked.pdf": (encrypted, "the PDF is encrypted"),
    "cut.pdf": (lambda: as_pdf(INVENTED)[:700], "the file is damaged"),
    "cut.docx": (lambda: as_docx(INVENTED)[:-2000], "damaged"),
    "no-parts.docx": (lambda: zipped(word__other=b"<a/>"), "the file is damaged"),
    "bomb.docx": (lambda: zipped(word__document=b"\0" * (30 * 2**20)), "bomb.docx"),
    "big.docx": (lambda: zipped(**{f"word__{n}": bytes(range(256)) * 30_000 for n in range(3)}), "megabytes|MB"),
    "entities.docx": (with_entities, "document type|DOCTYPE"),
    "sheet.xlsx": (lambda: zipped(xl__workbook=b"<a/>"), "an archive or another Office document"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Word document"),
    "page.html": (lambda: b"<!DOCTYPE html><html><body>" + b"plan " * 200, "a web page"),
    "photo.png": (lambda: b"\x89PNG" + b"\0" * 600, "a picture"),
    "bytes.txt": (lambda: bytes(range(256)) * 10, "binary data|none"),
    "long.txt": (lambda: "字".encode() * 1_000_001, "1,000,001 characters, at most 1,000,000"),
    "lines.txt": (lambda: b"a\n" * 20_001, "20,001 lines, at most 20,000"),
    "empty.txt": (lambda: b"", "almost no text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_holds_no_plan_text_is_refused_with_its_name_and_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(UserError, match=reason) as refused:
        read_plan_file(content(), name)
    for lang in ("zh", "en"):
        assert name in refused.value.text(lang)
        assert "\n" not in refused.value.text(lang)


def test_a_file_is_bounded_in_size_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MEGABYTES", 1)
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**20)
    with pytest.raises(UserError, match=r"large\.txt: 2"):
        read_plan_file(path, path.name)


def test_control_characters_do_not_reach_the_stored_text() -> None:
    assert read_plan_file(("文字\x1b[31m\x08。" * 60).encode(), "a.txt") == "文字[31m。" * 60
