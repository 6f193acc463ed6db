"""Reads a published page back, as a stranger would: elements by an HTML parser, data by zlib and JSON."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class ReadPage(HTMLParser):
    """The scripts of a page by id, the rows of its plain tables by language, its policy."""

    scripts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    policy: str = ""
    tags: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes) -> ReadPage:
        page = cls()
        page.feed(content.decode())
        page.close()
        return page

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self._script, self._lang, self._cell = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        own = dict(attrs)
        if tag == "script":
            self._script = own.get("id") or "main"
            self.scripts[self._script] = ""
        elif tag == "table":
            self._lang = own.get("lang") or ""
            self.rows[self._lang] = []
        elif tag == "tr" and self._lang:
            self.rows[self._lang].append([])
        elif tag in ("td", "th") and self._lang:
            self.rows[self._lang][-1].append("")
            self._cell = True
        elif tag == "meta" and own.get("http-equiv") == "Content-Security-Policy":
            self.policy = own["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""
        elif tag in ("td", "th"):
            self._cell = False
        elif tag == "table":
            self._lang = ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] += data
        elif self._cell:
            self.rows[self._lang][-1][-1] += data

    @property
    def start(self) -> dict[str, Any]:
        return json.loads(self.scripts["start"])

    def data(self, name: str) -> dict[str, Any]:
        return json.loads(zlib.decompress(base64.b64decode(self.scripts[name])))


def words_in(content: Any) -> str:
    """All texts of a dossier, one after the other; keys and attributes are none."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return " ".join(words_in(part) for part in content.values())
    if (
        content
        and isinstance(content[0], str)
        and len(content) > 1
        and (content[1] == 0 or isinstance(content[1], dict))
    ):
        return "".join(words_in(part) for part in content[2:])
    return " ".join(words_in(part) for part in content)
