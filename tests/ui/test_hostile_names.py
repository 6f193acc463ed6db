"""Names, titles and texts of the address that are Markdown are shown by their characters on every page."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import JOINER, NAME, TEXTS, one_line, read
from long_lists import one_in
from reader_samples import geojson, point
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.settings import settings
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.need_line import read_need_line
from geoplan.text.shorten import shorten

# Fields of Streamlit's messages whose text the browser renders as Markdown; those of the other elements are shown as
# they are, or, in `html`, are escaped for it.
MARKDOWN = ("label", "help", "body", "content", "text")
AS_THEY_ARE = {
    "html",
    "code",
    "text",
    "iframe",
    "arrow_data_frame",
    "vega_lite_chart",
    "component_instance",
    "bidi_component",
}


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """A catalogue whose layers, sites, industries, regions and plans are called by such a text."""
    made = tmp_path_factory.mktemp("hostile")
    for folder in ("data", "layers"):
        shutil.copytree(home / folder, made / folder)
    for table, columns in (
        ("sites", ("name_zh",)), ("industries", ("name_zh",)), ("regions", ("name_zh",)), ("plans", ("short_zh", "title_zh")),
    ):  # fmt: skip
        path = made / "data" / f"{table}.csv"
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        for number, row in enumerate(rows):
            for column in columns:
                row[column] = f"{row[column]} {NAME} {number}"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for path in (made / "layers").glob("*.toml"):
        lines = path.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("title_zh", "meaning_zh"))]
        path.write_text("\n".join([f"title_zh = '{path.stem} {NAME}'", f"meaning_zh = '{NAME}'", *kept]), "utf-8")
    assert {problem.rule for problem in load(made).problems} <= {"near-equal-unjudged"}  # all end alike
    return made


@pytest.fixture
def hostile(hostile_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app opens that catalogue."""
    monkeypatch.setenv("GEOPLAN_HOME", str(hostile_home))
    monkeypatch.setattr("geoplan.ui.resources.STATIC", hostile_home / "static")
    settings.cache_clear()
    yield
    settings.cache_clear()


def opened(page: str, **query: str) -> AppTest:
    at = AppTest.from_string(page_script(page, "zh"), default_timeout=120)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def strings(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        many = value if field.is_repeated else [value]
        for one in many:
            if field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
                yield from strings(one)
            elif field.type == field.TYPE_STRING and field.name in MARKDOWN:
                yield one


def rendered(at: AppTest) -> list[tuple[str, str]]:
    """Every text of a page that is rendered as Markdown, with its element's kind."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if node.type not in AS_THEY_ARE and getattr(node, "proto", None) is not None:
            found.extend((node.type, text) for text in strings(node.proto))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(at._tree)
    return found


def named(at: AppTest, mark: str = "QZX", text: str = NAME) -> set[str]:
    """The kinds of elements in which the hostile text stands, once it is seen to stand there by its characters."""
    kinds = set()
    for kind, shown in rendered(at):
        if mark in shown:
            kinds.add(kind)
            said, found = read(shown)
            assert one_line(text) in said, shown
            assert found <= {"strong"}, (found, shown)
    return kinds


FIND = {"for": "bio", "pick": "software-park-2"}
VIEWS = [
    ("map", {}, {"markdown"}),  # the finding of the first screen
    ("map", {"site": "torch-hightech-zone"}, {"button"}),
    ("map", {"lang": "en"}, set()),
    ("map", {"industry": "bio", "layer": "software-parks", "plan": "siming-st"}, {"button"}),
    ("coverage", {"show": "counts"}, {"button_group", "caption", "markdown"}),
    ("coverage", {"show": "nearest"}, {"button_group", "caption", "markdown"}),
    ("find", FIND, {"button", "popover"}),
    ("find", {**FIND, "tab": "scores"}, {"button", "popover", "subheader"}),
    ("find", {**FIND, "tab": "shortlist"}, {"button", "popover"}),
    ("find", {"make": "新能源汽车芯片"}, {"button", "caption"}),
    ("concordance", {}, set()),
    ("concordance", {"with": ["torch-hightech-zone", "xinyang"]}, set()),
    *(("data", {"data": view}, set()) for view in ("contents", "export", "service", "templates")),
]


@pytest.mark.parametrize(("page", "query", "kinds"), one_in(9, VIEWS))
def test_names_of_the_catalogue_are_shown_by_their_characters(
    hostile: None, page: str, query: dict[str, str], kinds: set[str]
) -> None:
    assert named(opened(page, **query)) == kinds


def test_a_region_that_stands_for_its_sites_is_shown_by_its_characters(hostile: None) -> None:
    at = opened("map")
    at.session_state["county"] = "350203"
    assert named(at.run()) == {"button", "subheader"}


@pytest.mark.parametrize("text", one_in(20, [text for text in TEXTS if text.strip() == text and "\n" not in text]))
def test_what_the_address_asks_to_be_made_is_shown_by_its_characters(catalogue: Catalogue, text: str) -> None:
    asked = f"鑫龘靐齉爩鱻麤灪籱爨癵驫{text}"  # like no industry
    at = opened("find", make=asked)
    notices = [*at.info, *at.warning]
    need = match_need(catalogue, read_need_line(catalogue, asked).product)
    assert len(notices) == (need.certainty == "refuse")  # a word of it may mean something: then it is a question
    for notice in notices:
        said, found = read(notice.value)
        quoted = re.search("“(.+)”(?:对应|（)", said)
        # What follows a colon or a comma may be a clause of its own; a clause that tells nothing is not told.
        assert quoted and quoted.group(1) in one_line(asked) and found == set()


def test_an_own_layer_is_called_by_its_characters() -> None:
    at = AppTest.from_string(page_script("data", "zh"), default_timeout=120)
    at.query_params["data"] = "own_layers"
    at.run()
    name = NAME.replace("/", "")[:50]
    at.file_uploader[0].upload(f"{name}.geojson", geojson(point(118.1, 24.5)), "application/geo+json").run()
    assert not at.exception and not at.error
    (label,) = [e.label for e in at.expander if "QZX" in e.label]
    assert one_line(shorten(name)) in read(label)[0] and read(label)[1] == set()


def test_ordinary_names_carry_no_backslash() -> None:
    for page, query in (("map", {"site": "software-park-2"}), ("find", FIND), ("coverage", {})):
        shown = rendered(opened(page, **query))
        assert len(shown) > 8
        for kind, text in shown:
            assert "\\" not in text and JOINER not in text, (kind, text)
