"""The dialog of the map book: what it makes the book of, how far it is, and what it says when that fails."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geoplan.book import run_book

PAGE = """
from geoplan.query.selection import Selection
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.book_dialog import book_dialog

book_dialog(get_catalogue(), Selection(regions=("350627",)))
"""


def opened(monkeypatch: pytest.MonkeyPatch, make: Any) -> AppTest:
    monkeypatch.setattr(run_book, "run_book", make)
    return AppTest.from_string(PAGE, default_timeout=60).run()


def test_it_makes_the_book_of_the_filter_and_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = []

    def make(task: run_book.BookTask, progress: Any) -> bytes:
        tasks.append(task)
        progress(1, 2)
        progress(2, 2)
        return b"%PDF" * 100_000

    page = opened(monkeypatch, make)
    page = page.button(key="book_make").click().run()
    assert not page.exception
    (task,) = tasks
    assert (task.edition.selection.regions, task.edition.paper, task.format) == (("350627",), "A3", "pdf")
    assert any("地图集" in caption.value and "0.4 MB" in caption.value for caption in page.caption)


def test_what_is_too_large_for_a_session_is_said_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(monkeypatch, lambda task, progress: bytes(65_000_000)).button(key="book_make").click().run()
    assert not page.exception and not page.get("download_button")
    assert "65 MB" in page.error[0].value


def test_what_fails_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(task: Any, progress: Any) -> bytes:
        raise RuntimeError("typst: secret path")

    page = opened(monkeypatch, make).button(key="book_make").click().run()
    assert not page.exception
    assert ["未能制成" in message.value for message in page.error] == [True]
    assert "secret" not in page.error[0].value
