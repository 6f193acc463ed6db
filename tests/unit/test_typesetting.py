"""Typst runs in a process of its own and says what it refuses; what it remembers does not stay with the app."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from io import BytesIO

import pypdf
import pytest

from geoplan.cartography.typesetting import typeset

PAGE = '#set text(font: "Noto Sans SC")\n厦门'


def test_a_page_is_set_in_the_faces_of_the_packages_and_dated() -> None:
    pdf = typeset({"main.typ": PAGE.encode()}, day=date(2026, 11, 29))
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.pages[0].extract_text() == "厦门"
    assert reader.metadata is not None and "20261129000000" in str(reader.metadata["/CreationDate"])
    assert pdf == typeset({"main.typ": PAGE.encode()}, day=date(2026, 11, 29))


def test_a_standard_is_kept_where_the_content_allows_and_dropped_where_not() -> None:
    whole = '#set document(title: "t")\n#set text(lang: "en")\n= One'
    for text, kept in ((whole, True), (whole.replace("= One", "== Two"), False)):
        assert (b"pdfuaid" in typeset({"main.typ": text.encode()}, standards=["ua-1"])) is kept


def test_what_typst_refuses_is_said() -> None:
    with pytest.raises(RuntimeError, match="unknown variable: nothing"):
        typeset({"main.typ": b"#nothing"})


def test_a_document_without_end_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        typeset({"main.typ": PAGE.encode()}, patience=0.01)


@pytest.mark.long
def test_the_process_of_the_caller_has_no_typst() -> None:
    script = "import sys; from geoplan.brief import map_image, write_pdf; from geoplan.cartography import map_sheet"
    run = subprocess.run(
        [sys.executable, "-c", f"{script}\nprint('typst' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
