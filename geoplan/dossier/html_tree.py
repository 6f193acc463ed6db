"""Lines of HTML as plain data: a page that takes them along builds them anew, element by element, text as text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Final

TAGS: Final = frozenset(
    ["div", "span", "p", "h2", "b", "small", "table", "caption", "tbody", "tr", "th", "td", "details", "summary"]
)  # what lines of a dossier consist of
ATTRIBUTES: Final = frozenset({"class", "lang", "scope", "style"})
_COLOUR: Final = "--c:"


def html_tree(html: str) -> list[Any]:
    """Read lines of HTML that the dossier writes.

    Returns
    -------
    list
        Texts as str; an element is a list of its tag, its attributes (0 for none) and what it holds. The style of an
        element, which is its colour alone, is the attribute ``c``.

    Raises
    ------
    ValueError
        There is an element or an attribute that the dossier does not write.
    """
    reader = _TreeReader()
    reader.feed(html)
    reader.close()
    if len(reader.open) != 1:
        raise ValueError(f"<{reader.open[-1][0]}> is not closed")
    return reader.open[0][2:]


class _TreeReader(HTMLParser):
    """Keeps the elements that are open, the outermost first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[Any]] = [["", 0]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        unknown = [tag] if tag not in TAGS else [name for name, _ in attrs if name not in ATTRIBUTES]
        if unknown:
            raise ValueError(f"{unknown[0]} is no part of a dossier")
        element: list[Any] = [tag, {_name(name): _value(name, value or "") for name, value in attrs} or 0]
        self.open[-1].append(element)
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self.open.pop()[0] != tag:
            raise ValueError(f"</{tag}> ends another element")

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.open[-1].append(data)


def _name(attribute: str) -> str:
    return "c" if attribute == "style" else attribute


def _value(attribute: str, value: str) -> str:
    return value.removeprefix(_COLOUR) if attribute == "style" else value.strip()
