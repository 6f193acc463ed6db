"""Who reads a dossier: the language, and what opens beneath a citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import damage_note
from geoplan.catalogue.validity import cite
from geoplan.text.message import DEFAULT, Text, joined, translate
from geoplan.text.names import column

Cited = tuple[str, str]  # plan id and section


def _no_passage(plan_id: str, section: str, words: tuple[str, ...]) -> str:
    return ""


@dataclass(frozen=True)
class Reader:
    """A language, and the texts in it.

    Attributes
    ----------
    lang : str
    passage : callable
        Takes a plan's id, a section and words to mark; gives the passage as HTML, "" where it is not at hand, as it
        never is by default.
    """

    lang: str
    passage: Callable[[str, str, tuple[str, ...]], str] = _no_passage

    def plain(self, key: str, /, **values: object) -> str:
        """Say one of the app's texts."""
        return translate(f"ui.{key}", self.lang, **values)

    def html(self, key: str, /, **values: object) -> str:
        """Say one of the app's texts as HTML."""
        return escape(self.plain(key, **values))

    def say(self, text: Text) -> str:
        """A text in the language, plain."""
        return text.text(self.lang)

    def names(self, frame: pd.DataFrame, prefix: str = "name") -> pd.Series:
        """The names of a table's rows; see `geoplan.text.names.column`."""
        return column(frame, prefix, self.lang)

    def comma_list(self, parts: Iterable[Any]) -> str:
        """Several names in one line."""
        return translate("punctuation.list", self.lang).join(map(str, parts))

    def wording_list(self, words: Iterable[str]) -> str:
        """Words of the plans, which are Chinese, in one line."""
        return translate("punctuation.list", DEFAULT).join(words)

    def chinese(self) -> str:
        """The attribute of an element whose words are the plans', which are Chinese."""
        return "" if self.lang == DEFAULT else ' lang="zh"'

    def citation_text(self, catalogue: Catalogue, cited: Iterable[Cited]) -> str:
        """Cite sections of plans, each once, in one line; plans that ended and damaged passages say so."""
        parts = [cite(catalogue, plan, section) for plan, section in dict.fromkeys(cited)]
        return self.say(joined(parts, "punctuation.semicolon"))

    def cite(
        self, catalogue: Catalogue, cited: Iterable[Cited], words: Iterable[str] = (), plain: bool = False,
        opened: bool = False,
    ) -> str:  # fmt: skip
        """Cite sections of plans in HTML, each once; a citation opens its passage where the text is at hand.

        `words` are marked in the passages; a `plain` citation is the section alone.
        """
        citations, marks = list(dict.fromkeys(cited)), tuple(dict.fromkeys(words))
        passages = {citation: self.passage(*citation, marks) for citation in citations}
        if not any(passages.values()):
            sections = self.wording_list(section for _, section in citations)
            line = sections if plain else self.citation_text(catalogue, citations)
            return f'<div class="gp-cite">{escape(line)}</div>{self._damages(catalogue, citations)}'
        parts = []
        for citation, text in passages.items():
            label = escape(citation[1] if plain else self.citation_text(catalogue, [citation]))
            damage = self._damages(catalogue, [citation])
            if text:
                state = " open" if opened else ""
                parts.append(f'<details class="gp-cite"{state}><summary>{label}</summary>{damage}{text}</details>')
            else:
                parts.append(f'<div class="gp-cite">{label}</div>{damage}')
        return "".join(parts)

    def _damages(self, catalogue: Catalogue, cited: Iterable[Cited]) -> str:
        """What is damaged in the source text of sections, as HTML."""
        notes = filter(None, (damage_note(catalogue, *citation) for citation in cited))
        return "".join(
            f'<div class="gp-damaged">{escape(translate("citation.damaged_note", self.lang, note=note))}</div>'
            for note in notes
        )
