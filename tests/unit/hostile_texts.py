"""Texts in which Markdown, as Streamlit reads it, or whatever else a text lands in would find something; and a second reader of Markdown."""

import re

from markdown_it import MarkdownIt

MARKDOWN = [
    "![p](http://127.0.0.1:8699/beacon.png) [登录续期](http://127.0.0.1:8699/phish) x",
    "http://127.0.0.1:8699/bare", "见https://example.com/a。", "www.example.com/x", "WWW.Example.com",
    "a@example.com", "联系a.b@ex-ample.cn处", "<http://127.0.0.1:8699/angle>", "mailto:a@b.cn ftp://a.b xmpp:a@b.cn",
    "[![a](b)](c)", "[^1] [x]: http://a.b", "$x^2$ and $$y$$", ":red[红] :blue-background[x] :small[y] :help[x]",
    ":material/home: :material_home: :streamlit: :smile: :+1:", "产业:红[主导]{a=b} :foo", "::leaf[x]", ":::box",
    "**粗** __b__ *i* _i_ ~~s~~ ~t~", "`c` ``d``", "<b>x</b> <img src=http://127.0.0.1:8699/i.png> <!-- c -->",
    "# h", "- item", "+ item", "* item", "- [ ] todo", "1. one", "1) one", "> quote", "---", "===", "| a | b |",
    "a -> b <- c <-> d -- e >= 1 <= 2 ~= 3", "->", "R&D &amp; &copy; &#58;", "\\ \\* \\\\", "    code",
    "a\n\n    b\n# c", "10:30:00 a:b 1:1000", "-5 {x}! ", "http", "//a.b", ":",
    "_www.a.cn", "a@-b.cn", "\\:material_home:", "a　->　b", "HTTPS://A.CN", "99) x", "+", "``` x", "\ta",
]  # fmt: skip
OTHERS = [
    # What HTML, its attributes, scripts and styles would run.
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "' onfocus='alert(1)' autofocus='", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "</script><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "</title></textarea><script>alert(1)</script>", "<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>",
    "<math><mtext></math><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>x", "]]><svg onload=alert(1)>",
    "<x style=background:url(//127.0.0.1:8699/c)>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#x3c;svg onload=alert(1)&#x3e;",
    "%3Cscript%3Ealert(1)%3C/script%3E", "'; alert(1); //", "\\'; alert(1); //", "`${alert(1)}`", "${alert(1)}",
    # Templates, tables, queries, paths, formulas of KaTeX.
    "{{constructor.constructor('alert(1)')()}}", "#{7*7} {{7*7}} <%= 7*7 %>", "{% raw %}x", "{0} {name!r} %s %(a)s",
    '=HYPERLINK("http://127.0.0.1:8699/x","y")', "=cmd|' /C calc'!A0", "+1+1", "@SUM(1+1)", "' OR 1=1 --",
    "../../../../etc/passwd", "__proto__ constructor", "\\href{javascript:alert(1)}{x} $\\htmlData{x=y}{z}$",
    # What rich, QGIS, Typst and JavaScript's String.replace would read.
    "[red]x[/red] [/x] [link=http://127.0.0.1:8699/l]y[/link]", "[% 'a' || 7*7 %] $[name]", '#import "x" #7 @x <x>', "$& $$ $' $1",
    # What turns or hides letters.
    "\u202egnp.exe\u202c", "a\u200bb", "e\u0301\u0302\u0303\u0304", "👩‍🔬🇨🇳",
]  # fmt: skip
TEXTS = MARKDOWN + OTHERS
# All at once, for a name; the first word tells where it went.
NAME = (
    "QZX ![p](http://127.0.0.1:8699/beacon.png) [续期](http://127.0.0.1:8699/phish) http://a.cn www.a.cn a@b.cn "
    "$x^2$ :red[红] :material/home: **粗** `c` <b>x</b> &amp; a -> b"
)
JOINER = "\u2060"
# What Streamlit 1.67 replaces in the text that is left when the signs are read (its StreamlitMarkdown.tsx, remark-gfm).
_REPLACED = re.compile(
    r"(?i:https?://|www(?=\.))[-.a-z0-9_]+|[-.a-z0-9_+]+@[-a-z0-9_]+(\.[-a-z0-9_]+)+|:material_[a-z0-9_]+:|:streamlit:"
    r"|:[a-z0-9_+-]+:|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
    re.IGNORECASE,
)
_READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def one_line(text: str) -> str:
    return " ".join(text.split())


def read(markdown: str) -> tuple[str, set[str]]:
    """The characters a reader sees, and every other thing that comes of a text."""
    found: set[str] = set()
    seen: list[str] = []
    for block in _READER.parse(markdown):
        if block.type != "inline":
            found |= {block.tag} - {"p"}
        for token in block.children or []:
            if token.type in {"text", "text_special"}:
                seen.append(token.content)
            elif token.type != "softbreak":
                found.add(token.tag or token.type)
    text = "".join(seen)
    found |= {match[0] for match in _REPLACED.finditer(text)}
    # Neither LaTeX nor directives are CommonMark: their signs count wherever no backslash stands before them.
    bare = re.sub(r"\\.", "", markdown)
    found |= {match[0] for match in re.finditer(r"\$[^$]+\$|:[^\W\d][\w-]*(?=\[)|:material/", bare)}
    return one_line(text.replace(JOINER, "")), found
