"""Every word the catalogue has for an industry, or for a class of GB/T 4754 that no plan places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise
from geoplan.suitability.class_industries import class_industries
from geoplan.suitability.need_tokens import stop_words, tokens
from geoplan.suitability.word_likeness import WordLikeness, ending, word_likeness
from geoplan.text.message import message

# Where a word stands, the surest first; of one word that stands in several places the first is shown.
SOURCES: Final = {
    code: message(f"suitability.industry_terms.sources.{code}")
    for code in ("name", "alias", "word", "firm", "gbt", "designation", "term", "class")
}
# How far a word of a source stands for its industry, from 0 to 1. A plan lists under an industry what it is used for.
TRUST: Final = {
    **{"name": 1.0, "alias": 1.0, "word": 1.0, "firm": 0.95, "gbt": 0.95},
    **{"designation": 0.85, "term": 0.8, "class": 0.75},
}
_KINDS: Final = {"same": 1.0, "narrower": 0.98, "neighbour": 0.7}
_CONFIDENCES: Final = {"high": 0.95, "medium": 0.9, "low": 0.6}
OWN: Final = ("name", "alias", "word")  # an industry's own words: they outdo what a plan lists under another


class IndustryTerm(NamedTuple):
    """A word, what it stands for and where it stands.

    Attributes
    ----------
    industry_id : str
        "" for a class of GB/T 4754 that no plan places.
    gbt_code : str
        The class; "" for words of the plans and of the vocabulary.
    trust : float
        From 0 to 1.
    """

    industry_id: str
    word: str
    source: str
    plan_id: str = ""
    section: str = ""
    gbt_code: str = ""
    trust: float = 1.0


class Pinyin(NamedTuple):
    """Pinyin in full and by initials."""

    full: str
    initials: str


@dataclass(frozen=True, eq=False)
class IndustryTerms:
    """The words by their tokens; compared by identity.

    Attributes
    ----------
    by_tokens : dict
        Tokens to terms, one an industry, the surest first.
    longest : int
        Tokens of the longest word.
    lineage : dict of frozenset of str
        Of an industry: itself and what lies above.
    order : dict of int
        Of the industries in the vocabulary.
    ends : dict of Counter
        Of what words end in, the industries: "chips" ends words of many, "excavators" of one.
    """

    by_tokens: dict[tuple[str, ...], list[IndustryTerm]]
    longest: int
    lineage: dict[str, frozenset[str]]
    order: dict[str, int]
    ends: dict[str, Counter[str]]

    @cached_property
    def likeness(self) -> WordLikeness:
        """The industries' own words and those of classes of GB/T 4754; learnt when a word is not known."""
        return word_likeness((key, term.industry_id) for key, term in self.learnt())

    def learnt(self) -> Iterator[tuple[tuple[str, ...], IndustryTerm]]:
        """The words that others may be like: no firms, and none that a plan lists where an industry is used."""
        for key, terms in self.by_tokens.items():
            yield from ((key, term) for term in terms if term.source in (*OWN, "gbt"))

    @cached_property
    def latin(self) -> dict[str, list[str]]:
        """The words of one Latin token, by their first letter."""
        words: dict[str, list[str]] = {}
        for key in self.by_tokens:
            if len(key) == 1 and key[0].isascii():
                words.setdefault(key[0][0], []).append(key[0])
        return words

    @cached_property
    def sounds(self) -> list[tuple[Pinyin, tuple[str, ...]]]:
        """Names, aliases and designations by their pinyin; made when someone types pinyin, as its words are 50 MB."""
        return [(sound, key) for key, terms in self.by_tokens.items() if (sound := _sound(terms[0]))]


@lru_cache(maxsize=4)
def industry_terms(catalogue: Catalogue) -> IndustryTerms:
    """Collect the words of the vocabulary, of GB/T 4754, of the plans and of their firms."""
    industries = catalogue.industries
    lineage = {industry: frozenset(path) for industry, path in industries["path"].items()}
    found: dict[tuple[str, ...], list[IndustryTerm]] = {}
    for term in _all(catalogue):
        if key := tokens(term.word):
            found.setdefault(key, []).append(term)
    scenes = _scene_lists(found, lineage)
    kept = {key: terms for key, all_of_it in found.items() if (terms := _settled(key, all_of_it, lineage, scenes))}
    order = {industry: i for i, industry in enumerate(industries.index)}
    return IndustryTerms(kept, max(map(len, kept), default=0), lineage, order, _ends(kept))


def _ends(kept: dict[tuple[str, ...], list[IndustryTerm]]) -> dict[str, Counter[str]]:
    """What the industries' own words, and those of what no plan places, end in."""
    ends: dict[str, Counter[str]] = {}
    for key, terms in kept.items():
        for term in terms:
            if term.source in OWN or not term.industry_id:
                ends.setdefault(ending(key), Counter())[term.industry_id] += 1
    return ends


def _all(catalogue: Catalogue) -> Iterator[IndustryTerm]:
    terms = catalogue.industries
    for term in terms.itertuples():
        yield IndustryTerm(term.Index, term.name_zh, "name")
        yield IndustryTerm(term.Index, term.name_en, "name")
        yield from (IndustryTerm(term.Index, alias, "alias") for alias in term.aliases)
    for row in catalogue.industry_words.itertuples():
        yield IndustryTerm(row.industry_id, row.word, "word", trust=_KINDS[row.kind])
    for row in catalogue.firms[catalogue.firms["industry_id"] != ""].itertuples():
        yield IndustryTerm(row.industry_id, row.name_zh, "firm", row.plan_id, row.section, trust=TRUST["firm"])
    yield from _classes_of_gbt(catalogue)
    for source, frame in (("designation", catalogue.designations), ("term", catalogue.fields)):
        for row in frame.itertuples():
            yield IndustryTerm(row.industry_id, row.wording, source, row.plan_id, row.section, trust=TRUST[source])
    for term in terms[terms["code"].isin(catalogue.classes.index)].itertuples():
        for name in catalogue.classes.loc[term.code, ["name_zh", "name_en"]]:
            yield IndustryTerm(term.Index, name, "class", trust=TRUST["class"])


def _classes_of_gbt(catalogue: Catalogue) -> Iterator[IndustryTerm]:
    """Names of GB/T 4754, with and without 制造, and everyday words for its classes."""
    of_class = class_industries(catalogue)
    names = [(code, name) for code, name in catalogue.gbt4754["name_zh"].items() if len(code) > 1]
    names += [(code, name.removesuffix("制造")) for code, name in names if name.endswith("制造") and len(name) > 3]
    names += list(catalogue.gbt_words[["gbt_code", "word"]].itertuples(index=False, name=None))
    for code, name in names:
        for industry, confidence in of_class.get(code, {"": "high"}).items():
            yield IndustryTerm(industry, name, "gbt", gbt_code=code, trust=_CONFIDENCES[confidence])


def _scene_lists(
    found: dict[tuple[str, ...], list[IndustryTerm]], lineage: dict[str, frozenset[str]]
) -> set[tuple[str, str, str]]:
    """The lists of the plans that name where an industry is used: most known words there are other industries' own."""
    foreign: Counter[tuple[str, str, str]] = Counter()
    for terms in found.values():
        own = {t.industry_id for t in terms if t.source in OWN}
        for term in terms:
            if term.source == "term" and own:
                related = any(term.industry_id in lineage[o] or o in lineage[term.industry_id] for o in own)
                foreign[term.industry_id, term.plan_id, term.section] += -1 if related else 1
    return {place for place, excess in foreign.items() if excess > 0}


def _settled(
    key: tuple[str, ...],
    terms: list[IndustryTerm],
    lineage: dict[str, frozenset[str]],
    scenes: set[tuple[str, str, str]],
) -> list[IndustryTerm]:
    """One term an industry. Where industries have a word as their own, no list under another and no class counts."""
    own = [t for t in terms if t.source in OWN]
    chosen = own or [t for t in terms if t.source != "term" or (t.industry_id, t.plan_id, t.section) not in scenes]
    if any(t.source == "firm" for t in chosen):
        chosen = [t for t in chosen if t.source == "firm"]
    often = Counter(t.industry_id for t in chosen)
    best: dict[str, IndustryTerm] = {}
    for term in chosen:
        if term.industry_id not in best or term.trust > best[term.industry_id].trust:
            best[term.industry_id] = term
    if key in stop_words() and not own:
        return []
    depth = {i: len(lineage.get(i, ())) for i in best}
    return sorted(best.values(), key=lambda t: (-t.trust, -often[t.industry_id], -depth[t.industry_id]))


def _sound(term: IndustryTerm) -> Pinyin | None:
    from pypinyin import Style, lazy_pinyin  # half a second to import

    word = term.word
    if term.source not in ("name", "alias", "designation") or word.isascii() or len(word) > 12:
        return None
    full, initials = lazy_pinyin(word), lazy_pinyin(word, style=Style.FIRST_LETTER)
    return Pinyin(normalise("".join(full)), normalise("".join(initials)))
