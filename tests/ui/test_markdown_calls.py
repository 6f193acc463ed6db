"""The code of the app hands no text of data, address or files to Markdown unescaped, and no escaped one elsewhere."""

from pathlib import Path

import pytest
from markdown_calls import Code, markdown_arguments

import geoplan.ui

APP = Path(geoplan.ui.__file__).parent
MAKER = "language.py:"  # the one module that makes Markdown of other texts; test_markdown.py judges what comes of them


def modules() -> dict[str, str]:
    """The code of the app by name."""
    return {
        (path.relative_to(APP).as_posix() if path.is_relative_to(APP) else path.name): path.read_text("utf-8")
        for path in [*sorted(APP.rglob("*.py")), APP.parents[1] / "app.py"]
    }


def test_no_text_of_data_goes_unescaped_where_markdown_is_rendered() -> None:
    assert [line for line in Code(modules()).unescaped() if not line.startswith(MAKER)] == []


def test_no_escaped_text_goes_where_no_markdown_is_rendered() -> None:
    assert [line for line in Code(modules()).misplaced() if not line.startswith(MAKER)] == []


def test_html_is_never_allowed_in_markdown() -> None:
    assert not [name for name, text in modules().items() if "unsafe_allow_html" in text]


def test_streamlit_says_which_arguments_it_renders() -> None:
    wanted = {
        "button": {"label", "help"}, "checkbox": {"label", "help"}, "info": {"body", "title"}, "expander": {"label"},
        "pills": {"label", "help", "options", "format_func"}, "selectbox": {"label", "help"}, "text": {"help"},
        "tabs": {"tabs"}, "metric": {"label", "value", "delta", "help"}, "spinner": {"text"}, "progress": {"text"},
        "toast": {"body"}, "Page": {"title", "help"}, "TextColumn": {"help"}, "popover": {"label", "help"},
        "write": {"args"}, "html": set(), "code": set(), "dataframe": set(),
    }  # fmt: skip
    assert {called: set(markdown_arguments(called)[1]) for called in wanted} == wanted


HEAD = """
def draw(title, lead):
    st.title(title)
    st.html(lead)

def called(s):
    return f'**{literal(s)}**'

def other():
    st.caption(called(text))
"""


def module(line: str) -> Code:
    return Code({"a.py": f"{HEAD}\ndef page():\n    text, title = data\n    {line}\n"})


@pytest.mark.parametrize(
    "line",
    [
        "st.button(names[s])", "st.info(text)", "st.info(f'{text}!')", "st.markdown('**' + text)", "st.error(str(error))",
        "st.checkbox('a', help=meaning)", "with st.expander(names[s]): pass", "st.tabs([a, b])", "left.subheader(title)",
        "st.pills('a', options, format_func=lambda o: names[o])", "st.pills('a', names)", "st.metric('a', value)",
        "draw(names[s], 1)", "draw(lead=1, title=names[s])", "st.caption(plain('a', b=c))", "st.sidebar.header(text)",
        "st.info('、'.join(names))", "said = text\n    st.info(said)", "st.toast(name(site))", "st.info(f'{text:>9}')",
        "said = t('a')\n    said += text\n    st.info(said)", "for a, b in pairs:\n        st.button(a)",
        "st.download_button(text if one else t('a'), data)", "st.write('a', text)", "st.warning(st.session_state.text)",
        "st.dataframe(x, column_config={'a': st.column_config.Column(help=text)})", "st.selectbox(label, options)",
        "for a, b in ((t('a'), 1), (text, 2)):\n        st.button(a)", "st.error(error.text(lang()))",
    ],
)  # fmt: skip
def test_an_unescaped_text_is_found(line: str) -> None:
    assert len(list(module(line).unescaped())) == 1


@pytest.mark.parametrize(
    "line",
    [
        "st.button(literal(names[s]))", "st.info(t('a', text=text))", "st.info(f'**{t(1)}** {len(rows)} {share:.1%}')",
        "st.selectbox(t('a'), options, format_func=lambda o: names[o])", "st.html(text)", "st.code(text)", "st.text(text)",
        "st.pills(t('a'), options, format_func=lambda o: literal(names[o]))", "st.text_input(t('a'), placeholder=text)",
        "draw(t('a'), text)", "said = t('a')\n    st.info(said)", "st.tabs([t('a'), t('b')])", "system.title(lang())",
        "for a, n in ((t('a'), 1), (t('b'), 2)):\n        st.metric(a, f'{n:d}')", "st.caption(called(text))",
        "st.caption('、'.join(t(k) for k in keys))", "st.button(t('a') if one else t('b'), help=None)",
        "st.pills(t('a'), options, format_func=called)",
    ],
)  # fmt: skip
def test_an_escaped_text_passes(line: str) -> None:
    assert list(module(line).unescaped()) == []


@pytest.mark.parametrize(
    "line",
    [
        "st.html(t('a', n=1))", "st.code(t('a', n=1))", "st.text_input(t('b'), placeholder=t('a', n=1))",
        "rows = {t('a', n=1): 1}\n    st.dataframe(rows)", "st.html(escape(literal(text)))", "return t('a', n=1)",
        "said = t('a', n=1)\n    st.info(said)\n    st.html(said)", "draw(t('a'), t('b', n=1))", "return literal(text)",
        "st.selectbox(t('a'), options, format_func=lambda o: literal(o))", "st.info(t('a', b=t('c', n=1)))",
    ],
)  # fmt: skip
def test_an_escaped_text_is_found_where_its_backslashes_would_be_seen(line: str) -> None:
    assert (
        len([found for found in module(line).misplaced() if "f'**" not in found and found != "a.py:6 literal(s)"]) == 1
    )


@pytest.mark.parametrize(
    "line",
    [
        "st.html(t('a'))", "st.info(t('a', n=1))", "said = t('a', n=1)\n    st.info(said)", "draw(t('a', n=1), 1)",
        "st.info(f'**{t(1, n=2)}**')", "st.info('、'.join([literal(a) for a in names]))", "st.caption(called(text))",
        "titles = {1: t('a', n=1)}\n    st.pills(t('b'), list(titles), format_func=lambda k: titles[k])",
    ],
)  # fmt: skip
def test_an_escaped_text_may_go_where_markdown_is_rendered(line: str) -> None:
    assert list(module(line).misplaced()) == []
