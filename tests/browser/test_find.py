"""选址 as an investment officer meets it: free text, three on a shortlist, compared, a brief in hand."""

import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Atlas, words

pytestmark = pytest.mark.browser
GROUNDS = words("find.grounds", site="")  # what follows the name of the site whose scores are shown
FOUND = words("find.found", n=r"\d+")


def take(atlas: Atlas, button: str) -> bytes:
    with atlas.page.expect_download(timeout=60_000) as started:
        atlas.page.get_by_role("button", name=button).click()
    return Path(started.value.path()).read_bytes()


def write_brief(atlas: Atlas, format: str) -> bytes:
    atlas.page.get_by_role("radio", name=format).click()
    atlas.settle()
    atlas.page.get_by_role("button", name=words("brief.write", format=format)).click()
    expect(atlas.page.get_by_role("button", name=words("brief.take", format=format))).to_be_visible(timeout=120_000)
    return take(atlas, words("brief.take", format=format))


def test_from_free_text_to_a_brief_in_hand(atlas: Atlas) -> None:
    atlas.page.goto(f"{atlas.address}/find")
    wish = atlas.page.get_by_label(words("find.make"))
    wish.wait_for(timeout=60_000)
    wish.fill("微创手术机器人")
    wish.press("Enter")
    atlas.page.get_by_role("button", name="高性能医疗器械").click()
    atlas.page.get_by_text(re.compile(FOUND)).wait_for(timeout=60_000)
    atlas.settle()

    picks = []
    for row in range(3):
        atlas.click_row(atlas.page.get_by_test_id("stDataFrame").first, row)
        heading = atlas.page.get_by_role("heading", name=re.compile(f"{GROUNDS}$"))
        picks.append(heading.inner_text().removesuffix(GROUNDS))
        atlas.page.locator(".st-key-pick button:visible").click()
        atlas.settle()
    assert len(set(picks)) == 3
    expect(atlas.page.get_by_text(words("find.shortlist", n=3, most=6))).to_be_visible()
    expect(atlas.page.get_by_text(words("find.compare"))).to_be_visible()
    assert atlas.page.url.count("pick=") == 3

    kept = json.loads(take(atlas, words("find.save")))
    assert len(kept["shortlist"]["sites"]) == 3
    pdf = write_brief(atlas, "PDF")
    from pypdf import PdfReader

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for name in picks:
        assert name in text
    assert write_brief(atlas, "Word").startswith(b"PK")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(write_brief(atlas, "Excel")))
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    assert set(picks) <= cells
    assert not atlas.outside and not atlas.errors


def test_notes_stay_out_of_the_address_and_a_saved_list_brings_them_back(atlas: Atlas, tmp_path: Path) -> None:
    atlas.page.goto(f"{atlas.address}/find?for=bio&pick=biomedical-harbour&w.room=30")
    note = atlas.page.get_by_placeholder(words("find.note"))
    note.wait_for(timeout=60_000)
    note.fill("近地铁")
    note.press("Enter")
    atlas.settle()
    saved = tmp_path / "list.json"
    saved.write_bytes(take(atlas, words("find.save")))
    assert "pick=biomedical-harbour" in atlas.page.url and "note" not in atlas.page.url
    atlas.page.reload()
    expect(atlas.page.get_by_placeholder(words("find.note"))).to_have_value("", timeout=60_000)

    atlas.page.goto(f"{atlas.address}/find?for=it")
    atlas.page.get_by_text(words("find.shortlist", n=0, most=6)).wait_for(timeout=60_000)
    atlas.page.get_by_text(words("find.open")).click()
    atlas.page.locator("input[type=file]").set_input_files(saved)
    expect(atlas.page.get_by_placeholder(words("find.note"))).to_have_value("近地铁", timeout=30_000)
    assert "for=bio" in atlas.page.url and "w.room=30" in atlas.page.url

    changed = tmp_path / "changed.json"
    changed.write_text(saved.read_text("utf-8").replace("近地铁", "改过了"), "utf-8")
    atlas.page.locator("input[type=file]").set_input_files(changed)
    expect(atlas.page.get_by_text("校验值")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_a_phone(atlas: Atlas, lang: str) -> None:
    atlas.page.set_viewport_size({"width": 375, "height": 780})
    atlas.page.goto(f"{atlas.address}/find?for=devices&pick=biomedical-harbour&lang={lang}")
    atlas.page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    atlas.settle()
    assert atlas.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert not atlas.outside and not atlas.errors
