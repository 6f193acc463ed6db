"""Texts of the address, of the data and of uploads are never rendered as Markdown."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest
from test_pages import page_script

import geoplan.ui
from geoplan.settings import settings
from geoplan.ui.language import Markdown, literal

PAYLOAD = "![p](http://127.0.0.1:9/b.png) $x^2$ **软件园**"
HOSTILE = [
    PAYLOAD,
    "[登录](http://127.0.0.1:9/phish)",
    "http://127.0.0.1:9/x",
    "HTTPS://example.org",
    "see www.example.org.",
    "someone@example.org",
    "<http://example.org>",
    "$x^2$ and $$y$$",
    ":red[danger]",
    ":material/home:",
    ":streamlit: :smile:",
    "**bold** __bold__ *i* _i_ ~~s~~",
    "`code` ```x```",
    "<b>bold</b><img src=x>",
    "&lt;b&gt; &#42;",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quotation",
    "---",
    "a\n\n- b\n===\n| a | b |\n|---|---|",
    "[^1] [ref]: http://x",
    "\\*a\\*",
    "    indented",
]
ORDINARY = [
    "软件园（二期）", "Xiamen S&T City (Phase II)", "1.5 km²", "-5", "24°26′46″N", "A/B-C_D", "第五章/专栏6/4", "#1", "3D 打印",
    "EPSG:4548", "10:30", "It's 50% = ½", "a*b", "{x}", "12.",
]  # fmt: skip
# What Streamlit 1.67 looks for in the text that Markdown has left, by its bundle: links, addresses, icons, its logo.
LATER = [
    r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)",
    r"(^|\s|[^\w\s])([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)",
    r":material_(\w+):",
    r":streamlit:",
]
# What it looks for in the source: short names of emoji, formulas, directives such as a colour.
EARLIER = [r":(?!material/|streamlit:)[\w+-][\w+-]*:", r"(?<!\\)\$", r"(?<!\\):[A-Za-z]"]


def rendered(source: str) -> str:
    """What is seen of a source that must hold nothing but text, by an independent reader of CommonMark."""
    source = source.replace(":material/", ":material_")
    for pattern in EARLIER:
        assert not re.search(pattern, source, re.ASCII), pattern
    reader = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    paragraph, line, end = reader.parse(source)
    assert (paragraph.type, end.type) == ("paragraph_open", "paragraph_close")
    assert {token.type for token in line.children or []} <= {"text", "text_special"}
    text = "".join(token.content for token in line.children or [])
    for pattern in LATER:
        assert not re.search(pattern, text, re.IGNORECASE), pattern
    return text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_it_is_written(text: str) -> None:
    assert rendered(literal(text)).replace("\u2060", "") == " ".join(text.splitlines()).strip()


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_name_looks_unchanged(text: str) -> None:
    assert rendered(literal(text)) == text


def test_escaping_twice_is_escaping_once() -> None:
    assert literal(literal("a*b")) == literal("a*b") == Markdown(r"a\*b")


def test_text_of_the_address_is_not_rendered() -> None:
    at = AppTest.from_string(page_script("find", "zh"), default_timeout=60)
    at.query_params["make"] = "![p](http://127.0.0.1:8699/b.png) [登录](http://127.0.0.1:8699/p) qwzxv"
    at.run()
    assert not at.exception
    [notice] = [info.value for info in at.info if "qwzxv" in info.value]
    assert "](" not in notice.replace("\\]", "") and "http:/" not in notice
    rendered(notice)


@pytest.fixture
def hostile_home(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue whose layer, site and county carry Markdown in their names."""
    layer = copy / "layers" / "software-parks.toml"
    text = layer.read_text("utf-8").replace('title_zh = "软件园"', f'title_zh = "{PAYLOAD}"')
    layer.write_text(text.replace('meaning_zh = "', 'meaning_zh = ":red[x] http://127.0.0.1:9/m '), "utf-8")
    sites = copy / "data" / "sites.csv"
    lines = sites.read_text("utf-8")
    for name in ("厦门软件园二期", "新阳工业区"):
        assert f",{name}," in lines
        lines = lines.replace(f",{name},", f",{name} {PAYLOAD},", 1)
    sites.write_text(lines, "utf-8")
    monkeypatch.setenv("GEOPLAN_HOME", str(copy))
    settings.cache_clear()
    yield copy
    settings.cache_clear()


def markdown_of(at: AppTest) -> list[str]:
    """Every source that a run hands to Streamlit's Markdown: bodies, labels and help texts."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "subheader", "title")
    bodies = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    widgets = [w for kind in ("button", "checkbox", "multiselect", "selectbox", "expander") for w in getattr(at, kind)]
    helps = [str(w.help) for w in widgets if getattr(w, "help", None)]
    return [*bodies, *(w.label for w in widgets), *helps]


@pytest.mark.parametrize("site", ["software-park-2", "software-park", "xinyang"])
def test_names_of_layers_and_sites_are_not_rendered_on_the_map_page(hostile_home: Path, site: str) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.query_params["site"] = site
    at.run()
    assert not at.exception
    layer = at.checkbox(key="layer:software-parks")
    assert rendered(layer.label).replace("\u2060", "").startswith(f"{PAYLOAD} (")
    assert rendered(layer.help).replace("\u2060", "").startswith(":red[x] http://127.0.0.1:9/m ")
    for source in markdown_of(at):
        assert "![" not in source.replace("!\\[", "") and "http://" not in source, source


def test_names_of_sites_are_not_rendered_on_the_find_page(hostile_home: Path) -> None:
    at = AppTest.from_string(page_script("find", "zh"), default_timeout=90)
    at.query_params["for"] = "it"
    at.query_params["pick"] = ["software-park-2", "xinyang"]
    at.run()
    assert not at.exception
    sources = markdown_of(at)
    assert sum("127\\" in source or "127.0.0.1" in source for source in sources) >= 2, "the shortlist names both"
    for source in sources:
        assert "![" not in source.replace("!\\[", "") and "http://" not in source, source


# Streamlit's calls that render Markdown; by position, what they render. `title` and `write` only of ``st``.
SINKS = {
    **dict.fromkeys(
        ("markdown", "caption", "info", "warning", "error", "success", "subheader", "header", "title", "write", "toast",
         "button", "download_button", "checkbox", "toggle", "radio", "pills", "segmented_control", "selectbox",
         "multiselect", "text_input", "text_area", "number_input", "slider", "file_uploader", "expander", "popover",
         "metric", "spinner", "tabs"),
        0,
    ),
    "progress": 1,
}  # fmt: skip
OF_STREAMLIT_ALONE = {"title", "write", "error", "info", "warning"}
KEYWORDS = {"label", "body", "help", "text"}
SAFE_CALLS = {"t", "literal", "code", "len", "int"}
UI = Path(geoplan.ui.__file__).parent
Function = ast.FunctionDef | ast.Module


class Source:
    """A file of the app: what reaches Markdown in it."""

    def __init__(self, path: Path) -> None:
        self.path, self.tree = path, ast.parse(path.read_text("utf-8"))
        self.owner: dict[ast.AST, Function] = {}
        self._own(self.tree, self.tree)

    def _own(self, node: ast.AST, function: Function) -> None:
        for child in ast.iter_child_nodes(node):
            self.owner[child] = function
            self._own(child, child if isinstance(child, ast.FunctionDef) else function)

    def sinks(self, wrappers: dict[str, set[str]], parameters: dict[str, list[str]]) -> Iterator[ast.expr]:
        for call in (node for node in ast.walk(self.tree) if isinstance(node, ast.Call)):
            keywords = {k.arg: k.value for k in call.keywords if k.arg}
            if isinstance(call.func, ast.Attribute) and call.func.attr in SINKS:
                name = call.func.attr
                root = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
                if name in OF_STREAMLIT_ALONE and root != "st":
                    continue
                yield from call.args[SINKS[name] : SINKS[name] + 1]
                yield from (value for key, value in keywords.items() if key in KEYWORDS)
                if name in {"radio", "pills", "segmented_control"} and "format_func" in keywords:
                    yield keywords["format_func"]
            elif isinstance(call.func, ast.Name) and call.func.id in wrappers:
                given = dict(zip(parameters[call.func.id], call.args, strict=False)) | keywords
                yield from (value for key, value in given.items() if key in wrappers[call.func.id])

    def is_safe(self, node: ast.expr, at: Function, wanted: set[tuple[str, str]]) -> bool:
        """Whether an expression is a text of the app or escaped; parameters it rests on go to `wanted`."""

        def every(*nodes: ast.expr) -> bool:
            return all(self.is_safe(each, at, wanted) for each in nodes)

        match node:
            case ast.Constant():
                return True
            case ast.Call(func=ast.Name(id=name)):
                returns = [
                    n.value for n, owner in self.owner.items()
                    if isinstance(n, ast.Return) and n.value and isinstance(owner, ast.FunctionDef) and owner.name == name
                ]  # fmt: skip
                return name in SAFE_CALLS or (bool(returns) and every(*returns))
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[ast.GeneratorExp(elt=elt)]):
                return every(elt)
            case ast.JoinedStr(values=values):
                numbers = re.compile(r"[dgf%]$")
                return all(
                    not isinstance(v, ast.FormattedValue)
                    or (v.format_spec is not None and numbers.search(ast.literal_eval(ast.unparse(v.format_spec)[1:])))
                    or every(v.value)
                    for v in values
                )
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return every(left, right)
            case ast.IfExp(body=body, orelse=orelse):
                return every(body, orelse)
            case ast.Lambda(body=body):
                return every(body)
            case ast.List(elts=elts) | ast.Tuple(elts=elts):
                return every(*elts)
            case ast.ListComp(elt=elt):
                return every(elt)
            case ast.Name(id=name):
                return self._is_safe_name(name, at, wanted)
        return False

    def _is_safe_name(self, name: str, at: Function, wanted: set[tuple[str, str]]) -> bool:
        values: list[ast.expr] = []
        for node in (n for n, owner in self.owner.items() if owner is at):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    values.append(value)
                case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                    values.append(value)
                case ast.For(target=ast.Tuple(elts=elts), iter=ast.Tuple(elts=rows)):
                    places = [i for i, e in enumerate(elts) if isinstance(e, ast.Name) and e.id == name]
                    values += [row.elts[i] for row in rows if isinstance(row, ast.Tuple) for i in places]
        if values:
            return all(self.is_safe(value, at, wanted) for value in values)
        if isinstance(at, ast.FunctionDef) and name in {a.arg for a in [*at.args.args, *at.args.kwonlyargs]}:
            wanted.add((at.name, name))
            return True
        return False


def unescaped(paths: list[Path]) -> list[str]:
    """The expressions that reach Markdown without being texts of the app or escaped."""
    sources = [Source(path) for path in paths]
    functions = [n for s in sources for n in ast.walk(s.tree) if isinstance(n, ast.FunctionDef)]
    parameters = {f.name: [a.arg for a in f.args.args] for f in functions}
    wrappers: dict[str, set[str]] = {}
    while True:
        wanted: set[tuple[str, str]] = set()
        faults = [
            f"{source.path.name}:{node.lineno}: {ast.unparse(node)}"
            for source in sources
            for node in source.sinks(wrappers, parameters)
            if not source.is_safe(node, source.owner[node], wanted)
        ]
        known = {(name, parameter) for name, of in wrappers.items() for parameter in of}
        if wanted <= known:
            return faults
        for name, parameter in wanted:
            wrappers.setdefault(name, set()).add(parameter)


def test_nothing_unescaped_reaches_markdown() -> None:
    assert unescaped([*sorted(UI.rglob("*.py")), UI.parent.parent / "app.py"]) == []


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(names[site])",
        "st.checkbox('x', help=meanings[layer])",
        "left.button(f'{title} ({n:d})')",
        "st.pills('x', codes, format_func=lambda code: name(KINDS[code]))",
        "shown = title if title else t('x')\n    st.subheader(shown)",
        "st.info(plain('find.no_match', text=title))",
        "notice(error.text('zh'))",
        "for label, value in ((title[0], 1),):\n        st.caption(label)",
    ],
)
def test_the_guard_sees_an_unescaped_value(line: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(f"def notice(message):\n    st.error(message)\n\ndef page():\n    title = titles[0]\n    {line}\n")
    assert len(unescaped([path])) == 1


def test_the_guard_lets_an_escaped_value_pass(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(
        "def notice(message, n=1):\n    st.error(message)\n\ndef page():\n    label = f'**{literal(title)}** ({km:.1f})'\n"
        "    st.markdown(label)\n    notice(t('x', name=title))\n    st.selectbox(t('y'), titles)\n"
    )
    assert unescaped([path]) == []
