"""Three briefs for invented needs say the same words and numbers in Word, PDF and Excel, and hold their pages."""

import io
import json
import re

import numpy as np
import openpyxl
import pypdf
import pypdfium2
import pytest
from docx import Document
from invented_needs import CASES, LETTERHEAD, NEEDS, brief_of, document_of, figures, printed, report_of, shown, squeezed
from long_lists import all_but, one_in

from geoplan.brief import map_image
from geoplan.brief.blocks import Facts, Table
from geoplan.brief.brief_content import compose
from geoplan.brief.document_formats import write
from geoplan.cartography.typesetting import typeset
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.source_titles import source_titles

pytestmark = pytest.mark.slow
SOME = all_but([(3, "zh")], CASES)

WHITE = 250
MARGINS = 17.0, 21.0  # millimetres above and below the text of a page


def pdf_text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def word_text(docx: bytes) -> str:
    body = Document(io.BytesIO(docx)).element.body
    return "\n".join(
        "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in body.iter() if p.tag.endswith("}p")
    )


def workbook_text(xlsx: bytes) -> str:
    """The cells as Excel shows them: typed numbers by their format."""
    kinds = {"0.000": "score", "#,##0.0": "km", "#,##0.00": "km2", "#,##0": "integer", "0": "year", "General": "number"}
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return "\n".join(str(c.value) if c.data_type == "s" else shown(c.value, kinds[c.number_format]) for c in cells)


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_the_three_documents_say_the_same_words_and_numbers(catalogue: Catalogue, n: int, lang: str) -> None:
    brief = brief_of(catalogue, n, lang)
    texts = {
        "pdf": pdf_text(document_of(catalogue, n, lang, ".pdf")),
        "word": word_text(document_of(catalogue, n, lang, ".docx")),
        "excel": workbook_text(document_of(catalogue, n, lang, ".xlsx")),
    }
    wanted = printed(brief)
    for name, text in texts.items():
        whole = squeezed(text)
        assert [w for w in wanted if squeezed(w) not in whole] == [], name
    foot = figures(brief.foot) | {str(page) for page in range(1, 30)}  # numbers of pages stand on paper only
    said = {name: figures(re.sub(r"(?<=\d),(?=\d{3})", "", text)) - foot for name, text in texts.items()}
    assert said["word"] == said["excel"] == said["pdf"]
    assert len(said["word"]) > 30


@pytest.mark.long
@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_the_same_need_on_the_same_day_gives_the_same_bytes(catalogue: Catalogue, suffix: str) -> None:
    how = {"line": NEEDS[1][0], "letterhead": LETTERHEAD}
    again = compose(catalogue, report_of(catalogue, 1), {}, "zh", "", "2026-11-22", **how)
    assert write(again, suffix) == document_of(catalogue, 1, "zh", suffix)


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_the_title_holds_the_clients_words_and_the_conclusion_three_sentences(
    catalogue: Catalogue, n: int, lang: str
) -> None:
    brief = brief_of(catalogue, n, lang)
    assert NEEDS[n][0] in brief.title
    assert brief.byline == "张虚构 · 2026-11-22 · zhang@example.org"
    conclusion = next(b for b in brief.blocks if isinstance(b, Facts) and b.large)
    first, why, check = (text for _, text in conclusion.rows)
    names = catalogue.sites[f"name_{lang}"]
    result = report_of(catalogue, n).result
    assert result is not None
    assert str(names[result.ranking["site_id"].iloc[0]]) in first
    assert all(text.endswith("。" if lang == "zh" else ".") for text in (first, why, check))
    if lang == "zh":
        assert [text.count("。") for text in (first, why, check)] == [1, 1, 1]


def test_what_must_be_checked_is_what_is_not_published(catalogue: Catalogue) -> None:
    result = report_of(catalogue, 3).result
    assert result is not None
    first = result.ranking["site_id"].iloc[0]
    rows = result.conditions[
        (result.conditions["site_id"] == first) & (result.conditions["outcome"] == "not_published")
    ]
    assert len(rows)
    conclusion = next(b for b in brief_of(catalogue, 3, "zh").blocks if isinstance(b, Facts) and b.large)
    assert all(fact in conclusion.rows[2][1] for fact in rows["fact_zh"])


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_no_heading_is_empty(catalogue: Catalogue, n: int, lang: str) -> None:
    brief = brief_of(catalogue, n, lang)
    assert all(block.rows for block in brief.blocks if isinstance(block, Table | Facts))
    assert all(text.strip() for block in brief.blocks if isinstance(block, Facts) for row in block.rows for text in row)
    styles = [(p.style.name, p.text) for p in Document(io.BytesIO(document_of(catalogue, n, lang, ".docx"))).paragraphs]
    assert [text for name, text in styles if name.startswith("Heading") and not text] == []


@pytest.mark.parametrize("one_page", [False, True])
@pytest.mark.parametrize(("n", "lang"), SOME)
def test_each_page_of_the_pdf_is_more_than_a_third_full_and_the_last_a_fifth(
    catalogue: Catalogue, n: int, lang: str, one_page: bool
) -> None:
    pages = list(pypdfium2.PdfDocument(document_of(catalogue, n, lang, ".pdf", one_page)))
    assert len(pages) == 1 or not one_page
    for number, page in enumerate(pages, start=1):
        ink = np.asarray(page.render(scale=1, grayscale=True).to_pil()) < WHITE
        mm = ink.shape[1] / (page.get_width() / 72 * 25.4)
        high = ink.shape[0] / mm
        rows, columns = ink.any(axis=1).nonzero()[0] / mm, ink.any(axis=0).nonzero()[0] / mm
        assert columns.min() > 22 and columns.max() < ink.shape[1] / mm - 22, number
        text = rows[rows < high - MARGINS[1]]
        least = 1 / 3 if number < len(pages) else 1 / 5
        assert (text.max() - MARGINS[0]) / (high - sum(MARGINS)) > least, number


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_each_site_has_one_page_and_follows_the_one_before(catalogue: Catalogue, n: int, lang: str) -> None:
    brief = brief_of(catalogue, n, lang)
    pages = [
        squeezed(p.extract_text()) for p in pypdf.PdfReader(io.BytesIO(document_of(catalogue, n, lang, ".pdf"))).pages
    ]
    parts = brief.parts[1:-1] if n == 1 else brief.parts[1:-2]
    heads = [squeezed(part.blocks[0].text) for part in brief.parts[1 : n + 1]]
    assert len(parts) >= n
    starts = [next(i for i, page in enumerate(pages) if page.startswith(head)) for head in heads]
    assert starts == list(range(1, n + 1))
    after = squeezed(brief.parts[n + 1].blocks[0].text)
    assert pages[n + 1].startswith(after)


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_sheets_are_named_by_site(catalogue: Catalogue, n: int, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(document_of(catalogue, n, lang, ".xlsx")))
    names = [str(catalogue.sites.at[p.dossier.site_id, f"name_{lang}"]) for p in report_of(catalogue, n).profiles]
    first, *sites, last = book.sheetnames
    assert sites == [re.sub(r"[\[\]:*?/\\]+", " ", name)[:31].strip("' ") for name in names]
    assert (first, last) == (
        ("结论与对比", "方法与来源") if lang == "zh" else ("Conclusion and comparison", "Method and sources")
    )
    assert len({name.lower() for name in book.sheetnames}) == n + 2
    texts = [str(cell.value) for row in book[first].iter_rows() for cell in row if cell.value is not None]
    assert any(NEEDS[n][0] in text for text in texts)
    scores = [
        cell.value
        for row in book[first].iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.number_format == "0.000"
    ]
    assert len(scores) >= 6 * n  # criteria and the score, typed


@pytest.mark.parametrize("n", one_in(len(NEEDS), NEEDS))
def test_marks_are_numbered_once(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, n: int) -> None:
    maps = []
    monkeypatch.setattr(
        map_image,
        "typeset",
        lambda pages, *how, **more: maps.append(json.loads(pages["page.json"])) or typeset(pages, *how, **more),
    )
    compose(catalogue, report_of(catalogue, n), {}, "zh", "", "2026-11-22")
    numbers = [sorted(label["number"] for label in page["labels"]) for page in maps]
    placed = [
        i for i, p in enumerate(report_of(catalogue, n).profiles, start=1) if p.dossier.site_id in catalogue.placed
    ]
    assert numbers == [placed, *([i] if i in placed else [] for i in range(1, n + 1))]
    assert all(page["scale"]["text"].endswith("km") for page in maps)


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_neighbours_and_gateways_lie_within_the_reach_that_is_told(catalogue: Catalogue, n: int, lang: str) -> None:
    title = "枢纽、科教与周边载体" if lang == "zh" else "Gateways, knowledge and sites around"
    tables = [b for b in brief_of(catalogue, n, lang).blocks if isinstance(b, Table) and b.title.startswith(title)]
    assert len(tables) == n
    for table in tables:
        assert all(row[1] is None or float(row[1]) <= 60 for row in table.rows)
        assert all(row[4] is None or float(row[4]) <= 10 for row in table.rows if len(row) > 3)
        assert "10 公里内" in table.note or "within 10 km" in table.note


@pytest.mark.parametrize(("n", "lang"), SOME)
def test_no_working_note_of_a_position_is_printed(catalogue: Catalogue, n: int, lang: str) -> None:
    ids = [p.dossier.site_id for p in report_of(catalogue, n).profiles]
    notes = catalogue.places.loc[catalogue.places["site_id"].isin(ids), "source"].map(str)
    known = {title.text(lang) for note in notes for title in source_titles(catalogue, note)}
    texts = printed(brief_of(catalogue, n, lang))
    assert len(notes)
    assert [note for note in notes if note not in known and any(note in text for text in texts)] == []
    if lang == "zh":  # but for credits and names of web sites, no two English words stand together
        plain = [t for t in texts if "©" not in t and NEEDS[n][0] not in t]
        assert [t for t in plain if re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", t)] == []
