"""Texts in which Markdown, as Streamlit reads it, would find something, and a second reader of Markdown."""

import re

from markdown_it import MarkdownIt

TEXTS = [
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
