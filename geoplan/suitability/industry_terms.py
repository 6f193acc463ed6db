"""Every word the catalogue has for an industry, made ready for comparing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise
from geoplan.text.message import message

# Where a word stands; of one word that stands in several places the first is shown.
SOURCES: Final = {
    code: message(f"suitability.industry_terms.sources.{code}")
    for code in ("name", "alias", "term", "designation", "class", "project")
}
# A project is about more than its industry, and one class holds several industries.
_TRUST: Final = {"class": 0.75, "project": 0.75}
_PIECES = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[^\x00-\x7f]+")
_IDLE: Final = frozenset({"and", "or", "of", "the", "a", "an", "for", "in", "new", "their", "other", "its"})


class Pinyin(NamedTuple):
    """Pinyin in full and by initials."""

    full: str
    initials: str


class IndustryTerm(NamedTuple):
    """A word for an industry and where it stands."""

    industry_id: str
    word: str
    source: str
    plan_id: str = ""
    section: str = ""
    trust: float = 1.0


@dataclass(frozen=True)
class IndustryTerms:
    """Wordings with what they are compared by, in parallel lists.

    Attributes
    ----------
    wordings : list of IndustryTerm
    grams : list of frozenset of str
    order : dict of int
        Of the industries in the vocabulary.
    """

    wordings: list[IndustryTerm]
    keys: list[str]
    grams: list[frozenset[str]]
    sounds: list[Pinyin | None]
    order: dict[str, int]
    _worth: dict[str, float] = field(default_factory=dict)

    def worth(self, gram: str) -> float:
        """How much a gram tells: log of industries over those that use it.

        A gram that nobody uses counts a third of the rarest: it may be filler, or straddle two words, or be the very
        thing that is not known.
        """
        return self._worth.get(gram, math.log(len(self.order) + 1) / 3)


def ngrams(text: str) -> Iterator[str]:
    """Cut a text into what is compared.

    Yields
    ------
    str
        Pairs of Chinese characters (a lone one by itself), and Latin words and numbers without a plural s.
    """
    for chunk in text.replace("–", " ").replace("/", " ").split():
        for piece in _PIECES.findall(normalise(chunk)):
            if not piece.isascii():
                yield from (piece[i : i + 2] for i in range(max(1, len(piece) - 1)))
            elif piece not in _IDLE:
                yield piece[:-1] if len(piece) > 3 and piece.endswith("s") and not piece.endswith("ss") else piece


@lru_cache(maxsize=4)
def industry_terms(catalogue: Catalogue) -> IndustryTerms:
    """Collect the words of ``industries``, ``fields``, ``designations``, ``classes`` and ``projects``, once each."""
    once: dict[tuple[str, str], IndustryTerm] = {}
    for wording in _all(catalogue):
        if key := normalise(wording.word):
            once.setdefault((wording.industry_id, key), wording)
    wordings = list(once.values())
    cut = [frozenset(ngrams(w.word)) for w in wordings]
    users: dict[str, set[str]] = {}
    for wording, parts in zip(wordings, cut, strict=True):
        for gram in parts:
            users.setdefault(gram, set()).add(wording.industry_id)
    n = len(catalogue.industries)
    return IndustryTerms(
        wordings=wordings,
        keys=[key for _, key in once],
        grams=cut,
        sounds=[_sound(w.word) if w.source in ("name", "alias", "designation") else None for w in wordings],
        order={industry: i for i, industry in enumerate(catalogue.industries.index)},
        _worth={gram: math.log((n + 1) / len(by)) for gram, by in users.items()},
    )


def _all(catalogue: Catalogue) -> Iterator[IndustryTerm]:
    terms = catalogue.industries
    for term in terms.itertuples():
        yield IndustryTerm(term.Index, term.name_zh, "name")
        yield IndustryTerm(term.Index, term.name_en, "name")
        yield from (IndustryTerm(term.Index, alias, "alias") for alias in term.aliases)
    for row in catalogue.fields.itertuples():
        yield IndustryTerm(row.industry_id, row.wording, "term", row.plan_id, row.section)
    for row in catalogue.designations.itertuples():
        yield IndustryTerm(row.industry_id, row.wording, "designation", row.plan_id, row.section)
    for term in terms[terms["code"].isin(catalogue.classes.index)].itertuples():
        for name in catalogue.classes.loc[term.code, ["name_zh", "name_en"]]:
            yield IndustryTerm(term.Index, name, "class", trust=_TRUST["class"])
    for row in catalogue.project_industries.merge(catalogue.projects, on="project_id").itertuples():
        for name in (row.name_zh, row.name_en):
            yield IndustryTerm(row.industry_id, name, "project", row.plan_id, row.section, _TRUST["project"])


def _sound(word: str) -> Pinyin | None:
    from pypinyin import Style, lazy_pinyin  # half a second to import

    if word.isascii() or len(word) > 12:
        return None
    full, initials = lazy_pinyin(word), lazy_pinyin(word, style=Style.FIRST_LETTER)
    return Pinyin(normalise("".join(full)), normalise("".join(initials)))
