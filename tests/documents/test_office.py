"""An office that is not Word opens the documents: converted by LibreOffice, read again, and looked at as pictures."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import chain

import brief_samples as samples
import invented_needs as needs
import numpy as np
import pypdf
import pypdfium2
import pytest
from long_lists import one_in

from geoplan.brief.blocks import Brief, Heading
from geoplan.brief.map_image import map_figure
from geoplan.brief.write_word import to_docx
from geoplan.brief.write_workbook import to_xlsx
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.document_text import clean_for_document

WHITE = 250
BRIEFS = {"zh": samples.chinese(), "en": samples.english(), "hostile": samples.hostile()}

Convert = Callable[[bytes, str], bytes]


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    office = next(filter(None, map(shutil.which, (os.environ.get("GEOPLAN_OFFICE") or "soffice", "libreoffice"))), None)
    if office is None:
        pytest.skip("no LibreOffice on this machine: sh tests/documents/ensure-office.sh installs it")
    home = tmp_path_factory.mktemp("office")

    known: dict[tuple[bytes, str], bytes] = {}

    def convert_all(documents: list[tuple[bytes, str]]) -> None:
        """One office opens all of them: its start takes longer than most."""
        folder = tmp_path_factory.mktemp("document")
        files = [folder / f"{number}.{kind}" for number, (_, kind) in enumerate(documents)]
        for file, (content, _) in zip(files, documents, strict=True):
            file.write_bytes(content)
        subprocess.run(
            [office, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        known.update({one: file.with_suffix(".pdf").read_bytes() for one, file in zip(documents, files, strict=True)})

    def convert(document: bytes, kind: str) -> bytes:
        if not known:
            some = [*BRIEFS.values(), samples.only(Heading("一"), samples.long_table())]
            convert_all(
                [*((to_docx(brief), "docx") for brief in some), *((to_xlsx(b), "xlsx") for b in BRIEFS.values())]
            )
        if (document, kind) not in known:
            convert_all([(document, kind)])
        return known[document, kind]

    return convert


def text_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def margins(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """How much is left blank on the left, right, top and bottom of each page, millimetres."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        ink = np.asarray(page.render(scale=1, grayscale=True).to_pil()) < WHITE
        mm = page.get_width() / 72 * 25.4 / ink.shape[1]
        rows, columns = ink.any(axis=1).nonzero()[0] * mm, ink.any(axis=0).nonzero()[0] * mm
        height, width = ink.shape[0] * mm, ink.shape[1] * mm
        found.append((columns.min(), width - columns.max(), rows.min(), height - rows.max()))
    return found


@pytest.mark.long
def test_word_document_of_plain_words_is_read_whole(as_pdf: Convert) -> None:
    text = text_of(as_pdf(to_docx(samples.chinese()), "docx"))
    wanted = ["植入式医疗器械企业选址简报", "结论", "图中编号同表。", *samples.RANKING_HEADINGS, *chain(*samples.RANKING_PRINTED), "两部规划列为主导", "1/3", "3/3"]  # fmt: skip
    assert [w for w in wanted if squeezed(w) not in text] == []


@pytest.mark.parametrize("name", BRIEFS)
def test_word_document_does_not_run_off_the_page(as_pdf: Convert, name: str) -> None:
    for left, right, top, bottom in margins(as_pdf(to_docx(BRIEFS[name]), "docx")):
        assert left >= 21.5 and right >= 21.5
        assert top >= 15 and bottom >= 5


def test_word_document_keeps_hostile_texts(as_pdf: Convert) -> None:
    text = text_of(as_pdf(to_docx(samples.hostile()), "docx"))
    kept = [t for t in samples.HOSTILE if not re.search("[א-ת😀]", t)]
    assert [t for t in kept if squeezed(clean_for_document(t)) not in text] == []


def test_word_document_repeats_the_heading_of_200_rows(as_pdf: Convert) -> None:
    pages = pypdf.PdfReader(
        io.BytesIO(as_pdf(to_docx(samples.only(Heading("一"), samples.long_table())), "docx"))
    ).pages
    assert len(pages) >= 4 and all("编号" in page.extract_text() for page in pages)
    rows = re.findall(r"R(\d{3})R", "".join(page.extract_text() for page in pages))
    assert rows == [f"{i:03d}" for i in range(200)]


@pytest.mark.long
def test_word_document_with_a_map_fits_its_page(as_pdf: Convert, catalogue: Catalogue) -> None:
    sites = catalogue.sites.index[catalogue.sites["drawn"]].tolist()[:6]
    brief: Brief = samples.only(Heading("图"), map_figure(catalogue, sites, "zh", caption="编号同表。"))
    pdf = as_pdf(to_docx(brief), "docx")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    [(left, right, *_)] = margins(pdf)
    assert left >= 21.5 and right >= 21.5


def test_workbook_is_read_whole(as_pdf: Convert) -> None:
    text = text_of(as_pdf(to_xlsx(samples.chinese()), "xlsx"))
    wanted = ["植入式医疗器械企业选址简报", *samples.RANKING_HEADINGS, "厦门生物医药港", "0.830", "12.35", "12.5%", "2027", "依据"]  # fmt: skip
    assert [w for w in wanted if squeezed(w) not in text] == []


@pytest.mark.parametrize("name", BRIEFS)
def test_workbook_does_not_run_off_the_page(as_pdf: Convert, name: str) -> None:
    for left, right, *_ in margins(as_pdf(to_xlsx(BRIEFS[name]), "xlsx")):
        assert left >= 10 and right >= 10


def test_workbook_keeps_hostile_texts(as_pdf: Convert) -> None:
    text = text_of(as_pdf(to_xlsx(samples.hostile()), "xlsx"))
    kept = [t for t in samples.HOSTILE if not re.search("[א-ת😀]", t) and len(t) < 100]
    assert [t for t in kept if squeezed(clean_for_document(t)) not in text] == []


@pytest.mark.parametrize(("n", "lang"), one_in(6, needs.CASES))
def test_word_brief_holds_its_pages(as_pdf: Convert, catalogue: Catalogue, n: int, lang: str) -> None:
    brief = needs.brief_of(catalogue, n, lang)
    pdf = as_pdf(needs.document_of(catalogue, n, lang, ".docx"), "docx")
    pages = [needs.squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    heads = [needs.squeezed(part.blocks[0].text) for part in brief.parts[1 : n + 2]]  # sites, then what follows them
    assert [next(i for i, page in enumerate(pages) if page.startswith(head)) for head in heads] == [*range(1, n + 2)]
    assert [text for text in needs.printed(brief) if needs.squeezed(text) not in "".join(pages)] == []
    for page, (left, right, _, _) in zip(list(pypdfium2.PdfDocument(pdf))[:-1], margins(pdf), strict=False):
        ink = np.asarray(page.render(scale=1, grayscale=True).to_pil()) < WHITE
        filled = ink[: -int(ink.shape[0] * 21 / (page.get_height() / 72 * 25.4))].any(axis=1).nonzero()[0].max()
        assert filled > ink.shape[0] / 3
        assert left >= 21.5 and right >= 21.5


@pytest.mark.parametrize(("n", "lang"), one_in(len(needs.CASES), needs.CASES))
def test_word_brief_of_one_page_has_one(as_pdf: Convert, catalogue: Catalogue, n: int, lang: str) -> None:
    pdf = as_pdf(needs.document_of(catalogue, n, lang, ".docx", True), "docx")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
