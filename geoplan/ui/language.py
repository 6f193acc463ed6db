"""The language of a session, and texts in it for each kind of sink: Markdown, HTML, plain text.

Streamlit renders labels, headings and messages as Markdown. Whatever comes from the address, the data or an upload
reaches them through `literal`, which `t` applies to its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import DEFAULT, Text, languages, translate
from geoplan.text.names import column

LANG: Final = "lang"  # session key, and name in the address
_BLANKS: Final = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
_INLINE: Final = re.compile(r"[\\`*_\[\]<$~|]|&(?=#?\w+;)|:(?![\s0-9])")  # what begins an element within a line
_BLOCK: Final = re.compile(r" ?(?:[0-9]+(?=[.)](?:\s|$))|(?=[#>=]|[+-](?:[\s-]|$)))")  # a list, a heading, a quotation
# Read by Streamlit in the text that is left when backslashes are gone: web and mail addresses, icons and emoji, arrows
# and dashes that stand alone. A word joiner, which has no width, keeps them apart.
_LATER: Final = re.compile(
    r":(?=//|[\w+/-]+:)|(?i:www)(?=\.)|(?=@)|(?<![^\s\ufeff])[<>~-](?=(?:->|[->=])(?![^\s\ufeff]))"
)
_JOINER: Final = "\u2060"


class Markdown(str):
    """A text that may be rendered as Markdown as it is."""


def lang() -> str:
    """The language of this session."""
    chosen = st.session_state.get(LANG, settings().lang)
    return chosen if chosen in languages() else DEFAULT


def t(key: str, /, **values: object) -> str:
    """Say one of the app's texts as Markdown; values are shown as they are written, whatever Markdown makes of them."""
    safe = {name: literal(value) if isinstance(value, str | Text) else value for name, value in values.items()}
    return plain(key, **safe)


def plain(key: str, /, **values: object) -> str:
    """Say one of the app's texts where nothing is rendered: options of a select box, cells and headings of tables."""
    return translate(f"ui.{key}", lang(), **values)


def html(key: str, /, **values: object) -> str:
    """Say one of the app's texts as HTML."""
    return escape(plain(key, **values))


def literal(text: str | Text | UserError) -> Markdown:
    """Escape a text that Streamlit renders as Markdown: it looks as it is written, on one line.

    No links, pictures, formulas, colours, icons, emoji or arrows come of names in the data, cells of an upload, values
    of the address or messages that quote them.
    """
    if isinstance(text, Markdown):
        return text
    shown = text if isinstance(text, str) else text.text(lang())
    line = _INLINE.sub(r"\\\g<0>", _LATER.sub(rf"\g<0>{_JOINER}", _BLANKS.sub(" ", shown)))
    block = _BLOCK.match(line)
    return Markdown(f"{line[: block.end()]}\\{line[block.end() :]}" if block else line)


def code(text: str) -> Markdown:
    """Show a text as code, on one line."""
    return Markdown(f"`{_BLANKS.sub(' ', text.replace('`', ''))}`")


def name(text: Text) -> str:
    """A text in the session's language, plain."""
    return text.text(lang())


def names(frame: pd.DataFrame, prefix: str = "name") -> pd.Series:
    """The names of a table's rows in the session's language; see `geoplan.text.names.column`."""
    return column(frame, prefix, lang())


def comma_list(parts: Any) -> str:
    """Several names in one line."""
    return translate("punctuation.list", lang()).join(map(str, parts))


def collection_titles(names: Iterable[str]) -> dict[str, str]:
    """The titles of collections of an export or of the service, by their names."""
    return {name: translate(f"fields.collections.{name}", lang()) for name in names}


def wording_list(words: Iterable[str]) -> str:
    """Words of the plans, which are Chinese, in one line."""
    return translate("punctuation.list", "zh").join(words)
