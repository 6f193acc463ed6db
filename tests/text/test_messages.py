"""Every text exists in every language, takes the same values, and is used."""

import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from geoplan import vocabulary
from geoplan.query.table_rows import TABLES
from geoplan.text import message as texts
from geoplan.text.message import joined, languages, local_text, message, section, translate
from geoplan.ui.pages.data.data_page import VIEWS

PACKAGE = Path(__file__).resolve().parents[2] / "geoplan"
SOURCE = "".join(
    p.read_text("utf-8")
    for p in [
        *(path for suffix in ("py", "js", "html") for path in PACKAGE.rglob(f"*.{suffix}")),
        PACKAGE.parent / "app.py",
        PACKAGE.parent / "docs" / "generate.py",
    ]
)
QUOTED = {word for quote in "\"'" for word in re.findall(rf"{quote}(?=([\w.-]+){quote})", SOURCE)}
WORDS = set(re.findall(r"\w+", SOURCE))
LANGUAGES = PACKAGE / "text" / "languages"
# What data give in English is found by its English text: see tests/unit/test_blank_workbook.py.
SECTIONS = sorted({p.name.removesuffix(".toml") for p in LANGUAGES.glob("*/*")} - {"data_package"})
# Keys put together at run time, by what they begin with.
COMPOSED = (
    *("ui.filter.", "ui.dossier.", "ui.coverage.", "ui.map.", "ui.plans.", "ui.own.", "ui.draft."),
    *("ui.search_box.", "ui.widgets.", "ui.registers."),
)
# Chinese counts the whole where English counts the rest.
OTHER_FIELDS = {"suitability.comparison.more", "cartography.sheet.and_others"}
STEMS = (
    *("view_", "by_", "bases_", "mix_"),
    *(
        "why_",
        "way_",
        "how_",
        "wait_",
        "new_",
        "category_",
        "column_",
        "remark_",
        "group_",
        "note_",
        "place_",
        "ground_",
    ),
)


def codes() -> list[str]:
    return sorted({f"{s}.{key}" for s in SECTIONS for lang in languages() for key in section(s, lang)})


def fields(text: str) -> set[str]:
    return {name.split(":")[0].split("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_chinese_and_english_and_chinese_comes_first() -> None:
    assert languages()[:2] == ("zh", "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_file_gives_a_text_twice_or_in_another_shape(lang: str) -> None:
    for path in (LANGUAGES / lang).rglob("*.toml"):
        stack = [tomllib.loads(path.read_text("utf-8"))]
        while stack:
            for value in stack.pop().values():
                assert isinstance(value, (str, dict)), f"{path.name}: {value!r}"
                stack += [value] if isinstance(value, dict) else []


def test_every_text_is_complete() -> None:
    for code in codes():
        name, _, key = code.partition(".")
        given = {lang: section(name, lang).get(key) for lang in languages()}
        assert None not in given.values(), (code, given)
        zh, en = fields(str(given["zh"])), fields(str(given["en"]))
        assert zh <= en or en <= zh or code in OTHER_FIELDS, (code, given)


def test_english_has_no_chinese_left_in_it() -> None:
    # A glossary explains Chinese terms; a switch names the other language in that language.
    for code in codes():
        if not code.endswith("other_language") and not code.startswith("glossary."):
            name, _, key = code.partition(".")
            assert not re.search(r"[\u4e00-\u9fff]", section(name, "en")[key]), code


@cache
def stands(text: str) -> bool:
    return text in SOURCE


@cache
def terms() -> frozenset[str]:
    return frozenset(tomllib.loads((PACKAGE / "text" / "glossary.toml").read_text("utf-8")))


def is_used(code: str) -> bool:
    if code in QUOTED:
        return True
    name, _, key = code.partition(".")
    if stands(f'section("{name}", ') and name != "ui":  # looked up by what stands in the keys
        return True
    if name == "ui":
        if key in QUOTED:
            return True
        last = key.split(".")[-1]
        option = next((last.removeprefix(stem) for stem in STEMS if last.startswith(stem)), "")
        if code.startswith(COMPOSED) and (last in WORDS or option in QUOTED):
            return True
        return (code.startswith("ui.data.view_") and last.removeprefix("view_") in VIEWS) or (
            code.startswith("ui.data.table_") and last.removeprefix("table_") in TABLES
        )
    if name == "glossary":  # a term's texts are found by its key in glossary.toml
        return key.rpartition(".")[0] in terms()
    if name == "rules":  # a rule's texts are found by its code
        return stands(f'"{key.partition(".")[0]}"')
    if name == "vocabulary":
        tables = (table for table in vars(vocabulary).values() if isinstance(table, dict))
        if any(text == message(code) for table in tables for text in table.values()):
            return True
    # A group of texts named by codes of the data: ``f"vocabulary.kinds.{code}"``.
    group = code.rpartition(".")[0]
    return stands(f'"{group}."') or stands(f"{group}.{{") or (name == "api" and stands(f"w.{key.split('.')[-1]}"))


def test_every_text_is_used() -> None:
    assert [c for c in codes() if not c.startswith(("punctuation.", "language.")) and not is_used(c)] == []


def test_a_message_says_its_values_in_its_own_language() -> None:
    both = joined([local_text("甲", "A"), local_text("乙", "B")])
    assert (both.text("zh"), both.text("en")) == ("甲、乙", "A, B")
    stop = message("punctuation.list")
    assert (stop.text("zh"), stop.text("en")) == ("、", ", ")


def test_a_text_that_is_nowhere_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        translate("no.such", "en")


@pytest.fixture
def with_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third language that has one text of its own and falls back on English."""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "language.toml").write_text('name = "Français"\ntag = "fr"\nfallback = "en"\n')
    (tmp_path / "fr" / "vocabulary.toml").write_text('[kinds]\npark = "Parc"\n')
    for lang in ("zh", "en"):
        (tmp_path / lang).symlink_to(LANGUAGES / lang)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    for cached in (texts.languages, texts.section, texts.fallbacks, texts._template):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (texts.languages, texts.section, texts.fallbacks, texts._template):
        cached.cache_clear()


@pytest.mark.usefixtures("with_french")
def test_adding_a_language_is_adding_files() -> None:
    assert languages() == ("zh", "en", "fr")
    assert translate("vocabulary.kinds.park", "fr") == "Parc"
    assert translate("vocabulary.kinds.town", "fr") == translate("vocabulary.kinds.town", "en")
    assert local_text("甲", "A").text("fr") == "A"
