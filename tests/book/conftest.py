"""The map book of one district, made once, as its data and as the PDF."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from geoplan.book import map_book
from geoplan.book.edition import Edition
from geoplan.book.packed_pdf import packed_pdf
from geoplan.cartography.typesetting import typeset
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection

DAY = date(2025, 12, 31)
DISTRICT = "350203"  # Siming
SMALL = "350627"  # Nanjing county, where one site stands


def edition(region: str = DISTRICT, lang: str = "zh", paper: str = "A4") -> Edition:
    return Edition(DAY, lang, paper, Selection(regions=(region,)))


@pytest.fixture(scope="session")
def files(catalogue: Catalogue) -> dict[str, bytes]:
    return map_book.book_files(catalogue, edition(), None)


@pytest.fixture(scope="session")
def data(files: dict[str, bytes]) -> Any:
    return json.loads(files["page.json"])


@pytest.fixture(scope="session")
def book(files: dict[str, bytes]) -> bytes:
    return packed_pdf(typeset(files, day=DAY))


@pytest.fixture(scope="session")
def reader(book: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(book))


@pytest.fixture(scope="session")
def texts(book: bytes) -> list[str]:
    """The text of every page without blanks."""
    document = pypdfium2.PdfDocument(book)
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]


@pytest.fixture(scope="session")
def page_of(reader: PdfReader) -> Callable[[str], int]:
    """The number of the page on which a bookmark of the second level stands, from 1."""
    inner = [one for part in reader.outline if isinstance(part, list) for one in part]
    pages = {str(one.title): reader.get_destination_page_number(one) + 1 for one in inner}  # type: ignore[union-attr]
    return pages.__getitem__
