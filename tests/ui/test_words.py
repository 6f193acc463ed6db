"""Every text exists in both languages, takes the same values, and is used."""

import re
from pathlib import Path
from string import Formatter

import pytest

from geoplan.query.tables import TABLES
from geoplan.ui.language import words
from geoplan.ui.pages.data.data_page import VIEWS

PACKAGE = Path(__file__).resolve().parents[2] / "geoplan"
SOURCE = "".join(
    p.read_text("utf-8") for p in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js"), PACKAGE.parent / "app.py"]
)
# Keys put together at run time, by what they begin with.
COMPOSED = ("filter.", "coverage.", "map.", "plans.")
STEMS = ("view_", "by_", "bases_", "mix_")


def fields(text: str) -> set[str]:
    return {name.split(":")[0] for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", words())
def test_a_text_is_complete(key: str) -> None:
    text = words()[key]
    assert set(text) == {"zh", "en"}
    assert text["zh"].strip() and text["en"].strip()
    assert fields(text["zh"]) == fields(text["en"])


@pytest.mark.parametrize("key", words())
def test_english_has_no_chinese_left_in_it(key: str) -> None:
    if key != "app.other_language":
        assert not re.search(r"[\u4e00-\u9fff]", words()[key]["en"])


@pytest.mark.parametrize("key", words())
def test_a_text_is_used(key: str) -> None:
    section, name = key.split(".")
    composed = key.startswith(COMPOSED) and re.search(rf"\b{name}\b", SOURCE)
    option = next((name.removeprefix(stem) for stem in STEMS if name.startswith(stem)), "")
    composed = composed or (key.startswith(COMPOSED) and bool(re.search(rf'"{option}"', SOURCE)) and bool(option))
    composed = composed or (key.startswith("data.view_") and name.removeprefix("view_") in VIEWS)
    composed = composed or (key.startswith("data.table_") and name.removeprefix("table_") in TABLES)
    assert f'"{key}"' in SOURCE or f"'{key}'" in SOURCE or composed, f"{section}.{name} is said nowhere"
