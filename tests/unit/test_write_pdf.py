"""The PDF says what the brief says, in faces it carries with it."""

import io
import re
from itertools import chain

import brief_samples as samples
import numpy as np
import pypdf
import pypdfium2
import pytest

from geoplan.brief.blocks import Brief, Heading, Table
from geoplan.brief.write_pdf import to_pdf
from geoplan.text.document_text import clean_for_document

WHITE = 250


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in read(pdf).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The faces a PDF uses, and whether it carries them."""
    found = {}
    for page in read(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner["/FontDescriptor"].get_object()
            found[font["/BaseFont"]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


def test_every_title_cell_and_number_can_be_read_out_of_it() -> None:
    text = text_of(to_pdf(samples.chinese()))
    wanted = [
        "植入式医疗器械企业选址简报", "张工 · 2026-03-05", "结论", "生物医药港得分最高，在 1,000 次扰动中居首。", "图中编号同表。",
        "候选场址排名", *samples.RANKING_HEADINGS, *chain(*samples.RANKING_PRINTED), "得分为贴近度；— 为无数据。",
        "依据", "指明强度", "两部规划列为主导", "1 厦门生物医药港", "阶段", "已有", "土地", "规划未说明", "《厦门市科技创新规划》第五章。",
        "数据版本 1.2.3 · 规划示意图 · 审图号：待定", "1/3", "3/3",
    ]  # fmt: skip
    assert [w for w in wanted if squeezed(w) not in text] == []


def test_it_reads_in_the_order_it_was_written() -> None:
    text = text_of(to_pdf(samples.chinese()))
    places = [
        text.index(squeezed(w)) for w in ("选址简报", "结论", "扰动中", "候选场址排名", "同翔高新城", "依据", "来源")
    ]
    assert places == sorted(places)
    row = samples.RANKING_PRINTED[0]
    assert squeezed("".join(row)) in text


def test_an_english_brief_is_english_throughout() -> None:
    pdf = to_pdf(samples.english())
    text = text_of(pdf)
    for wanted in (
        "Where could an implant maker settle?",
        "Xiamen Biomedical Harbour",
        "0.830",
        "18.3",
        "To airport (km)",
    ):
        assert squeezed(wanted) in text
    assert not re.search("[一-鿿]", text)
    assert read(pdf).trailer["/Root"]["/Lang"] == "en-GB"


@pytest.mark.parametrize(
    "brief", [samples.chinese(), samples.english(), samples.hostile()], ids=["zh", "en", "hostile"]
)
def test_every_face_is_embedded_and_none_is_the_machines(brief: Brief) -> None:
    fonts = fonts_of(to_pdf(brief))
    assert fonts and all(fonts.values())
    assert {re.sub(r"^/[A-Z]{6}\+", "", name).split("-")[0] for name in fonts} <= {
        "NotoSansSC", "DejaVuSans", "LibertinusSerif", "LastResortHE",
    }  # fmt: skip


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert to_pdf(samples.chinese()) == to_pdf(samples.chinese())


def test_it_carries_title_language_date_and_structure() -> None:
    reader = read(to_pdf(samples.chinese()))
    assert reader.metadata.title == "植入式医疗器械企业选址简报"
    assert reader.metadata.creation_date.date().isoformat() == "2026-03-05"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()  # it claims to be accessible
    assert "六处候选场址的示意地图" in alternatives(root["/StructTreeRoot"])


def alternatives(node: object, seen: set[int] | None = None) -> list[str]:
    seen = set() if seen is None else seen
    node = node.get_object() if hasattr(node, "get_object") else node
    if id(node) in seen:
        return []
    seen.add(id(node))
    if isinstance(node, list):
        return [alt for child in node for alt in alternatives(child, seen)]
    if isinstance(node, dict):
        return ([str(node["/Alt"])] if "/Alt" in node else []) + alternatives(node.get("/K"), seen)
    return []


def test_hostile_texts_arrive_whole_and_do_nothing() -> None:
    text = text_of(to_pdf(samples.hostile()))
    short = [t for t in samples.HOSTILE if "שלום" not in t and len(t) < 300]
    assert [t for t in short if text.count(squeezed(clean_for_document(t))) < 4] == []
    assert text.count("Q") == text.count("厦") == 4 * 300  # in a tall row, a page's end may come between
    assert text.count("שלום") >= 4
    assert squeezed("=cmd() <b>#import</b> $x$") in text
    assert "\x07" not in text and "\x00" not in text


def test_a_table_of_200_rows_repeats_its_heading_and_loses_no_row() -> None:
    reader = read(to_pdf(samples.only(Heading("一"), samples.long_table())))
    assert len(reader.pages) >= 4
    for page in reader.pages:
        assert "编号" in page.extract_text() and "里程（km）" in page.extract_text()
    rows = re.findall(r"R(\d{3})R", "".join(page.extract_text() for page in reader.pages))
    assert rows == [f"{i:03d}" for i in range(200)]


def test_a_table_without_rows_says_so() -> None:
    assert "（无）" in text_of(to_pdf(samples.only(Table("空表", samples.COLUMNS, ()))))
    assert "(none)" in text_of(to_pdf(samples.only(Table("Empty", samples.COLUMNS, ()), lang="en")))


def test_a_brief_that_begins_with_a_small_heading_is_still_written() -> None:
    assert "小标题" in text_of(to_pdf(samples.only(Heading("小标题", 2))))


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    text = text_of(to_pdf(samples.only(Table("表", samples.COLUMNS[:1] * 3, (("厦门" * 3000, "甲", "乙"),)))))
    assert text.count("厦") == text.count("门") == 3000


@pytest.mark.parametrize("brief", [samples.chinese(), samples.hostile()], ids=["plain", "hostile"])
def test_nothing_runs_off_the_page(brief: Brief) -> None:
    for page in pypdfium2.PdfDocument(to_pdf(brief)):
        ink = np.asarray(page.render(scale=1, grayscale=True).to_pil()) < WHITE
        mm = ink.shape[1] / (page.get_width() / 72 * 25.4)
        rows, columns = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
        assert columns.min() >= 22 * mm and columns.max() <= ink.shape[1] - 22 * mm
        assert rows.min() >= 16 * mm and rows.max() <= ink.shape[0] - 5 * mm


def test_small_tables_are_not_cut_and_none_is_pushed_off_the_page() -> None:
    few = Table("小表", samples.COLUMNS[:1], tuple((f"甲{i}",) for i in range(12)))
    reader = read(to_pdf(samples.only(*[few] * 7)))
    for page in reader.pages:
        text = squeezed(page.extract_text())
        assert text.count("小表") == text.count("甲0") == text.count("甲11")
    tall = Table("高表", samples.COLUMNS[:1] * 6, (("甲" * 700, "", "", "", "", "乙"), ("丙", "", "", "", "", "丁")))
    text = text_of(to_pdf(samples.only(Heading("一"), few, few, tall)))
    assert text.count("甲") == 24 + 700 and "丁" in text
