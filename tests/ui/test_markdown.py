"""What Streamlit renders as Markdown shows texts of data, address and files by their characters."""

import pytest
from hostile_texts import MARKDOWN, TEXTS, one_line, read
from hypothesis import example, given
from hypothesis import strategies as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import local_text
from geoplan.ui.language import Markdown, code, literal, plain, t

PRINTED = st.characters(exclude_categories=["C", "Z"], include_characters=" \n\t\u3000")
SIGNS = st.text("\\`*_{}[]()<>#+-.!|~:$@&;=/^'\" \n\tawtph1sm:", max_size=30)


@given(st.one_of(SIGNS, st.text(PRINTED, max_size=30), st.lists(st.sampled_from(TEXTS), max_size=3).map(" ".join)))
@example("http://a.cn")
@example("1. a")
@example(":material/home:")
def test_every_text_is_shown_by_its_characters_and_nothing_comes_of_it(text: str) -> None:
    assert read(literal(text)) == (one_line(text), set())


@pytest.mark.parametrize("text", TEXTS)
def test_what_markdown_would_make_something_of_is_shown_as_it_is(text: str) -> None:
    assert read(literal(text)) == (one_line(text), set())
    assert read(t("find.no_match", text=text, near=text))[1] == read(t("find.no_match", text="x", near="x"))[1]
    assert one_line(text) in read(t("find.no_match", text=text, near="x"))[0]


def test_the_second_reader_finds_what_is_not_escaped() -> None:
    plain_to_it = {
        "mailto:a@b.cn ftp://a.b xmpp:a@b.cn", "| a | b |", ":::box", "===", ":", "//a.b", "http", "-5 {x}! ",
        "10:30:00 a:b 1:1000",
    }  # fmt: skip
    assert {text for text in MARKDOWN if read(text) == (one_line(text), set())} <= plain_to_it


def test_names_of_the_catalogue_look_as_they_did(catalogue: Catalogue) -> None:
    names = [
        name
        for frame, stem in (
            (catalogue.sites, "name"), (catalogue.industries, "name"), (catalogue.regions, "name"),
            (catalogue.plans, "short"), (catalogue.plans, "title"), (catalogue.layers, "title"), (catalogue.layers, "meaning"),
        )
        for lang in ("zh", "en")
        for name in frame[f"{stem}_{lang}"]
    ]  # fmt: skip
    assert len(names) > 1000
    for name in names:
        assert read(literal(name)) == (one_line(name), set())
        assert literal(name) == name or set(name) & set("_*[]<&~$|:@`")
    assert literal("厦门软件园（二期）-A(1)·B 3–5 km (±2)") == "厦门软件园（二期）-A(1)·B 3–5 km (±2)"


def test_values_are_escaped_once_and_numbers_and_marked_texts_stay() -> None:
    assert t("find.grounds", site="*a*") == plain("find.grounds", site="\\*a\\*")
    assert t("find.grounds", site=local_text("*甲*", "*a*")) == plain("find.grounds", site="\\*甲\\*")
    assert t("find.grounds", site=literal("*a*")) == t("find.grounds", site="*a*")
    assert t("find.grounds", site=Markdown("*a*")) == plain("find.grounds", site="*a*")
    assert t("app.left_out", n=1234567) == plain("app.left_out", n=1234567)
    assert literal(literal("*a*")) == literal("*a*")
    assert code("a`b *c*\n\n# d") == "`ab *c* # d`"
