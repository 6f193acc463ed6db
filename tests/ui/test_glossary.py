"""The data page explains the terms of the app in the reader's language."""

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import page_script

TEXT = Path(__file__).resolve().parents[2] / "geoplan" / "text"


@pytest.mark.parametrize(
    ("lang", "title", "headings"), [("zh", "术语", ["术语", "定义"]), ("en", "Glossary", ["Term", "Definition"])]
)
def test_the_data_page_lists_every_term_of_the_glossary_in_its_order(
    lang: str, title: str, headings: list[str]
) -> None:
    at = AppTest.from_string(page_script("data", lang), default_timeout=60).run()
    (expander,) = [block for block in at.expander if block.label == title]
    table = expander.table[0].value
    assert table.columns.tolist() == headings
    order = tomllib.loads((TEXT / "glossary.toml").read_text("utf-8"))
    texts = tomllib.loads((TEXT / "languages" / lang / "glossary.toml").read_text("utf-8"))
    assert table.iloc[:, 0].tolist() == [texts[key]["term"] for key in order]
    assert table.iloc[:, 1].tolist() == [texts[key]["definition"] for key in order]
