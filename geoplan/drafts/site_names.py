"""Which sites a name may mean: exact names and aliases first, then misspelt ones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.fuzzy_match import FuzzyIndex
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.name_normalisation import is_chinese, normalise_chinese, normalise_latin
from geoplan.geocoding.name_variants import FRAGMENT, FULL, NameVariant, chinese_names, english_names

NAME: Final = "name"
ALIAS: Final = "alias"
SIMILAR: Final = "similar_name"
_SCORE_OF_ALIAS: Final = 0.97  # as `geoplan.geocoding.scoring.SCORES` has it


class SiteMatch(NamedTuple):
    """A site that may be meant, how it was recognised, and a score from 0 to 1."""

    site_id: str
    how: str
    score: float


class SiteNameIndex:
    """The names of the sites of a catalogue, without those of their parts and of gateways."""

    def __init__(self, catalogue: Catalogue) -> None:
        chinese = _of_sites(chinese_names(catalogue))
        self._fuzzy = FuzzyIndex(chinese)
        self._geocoder = geocoder(catalogue)
        self._exact: dict[str, dict[str, SiteMatch]] = {}
        for known in [*chinese, *_of_sites(english_names(catalogue))]:
            is_name = known.grade == FULL
            match = SiteMatch(known.place.id, NAME if is_name else ALIAS, 1.0 if is_name else _SCORE_OF_ALIAS)
            matches = self._exact.setdefault(known.text, {})
            if is_name or match.site_id not in matches:
                matches[match.site_id] = match

    def exact(self, name: str) -> list[SiteMatch]:
        """The sites that bear a name, those whose own name it is before those with such an alias."""
        key = normalise_chinese(name) if is_chinese(name) else normalise_latin(name)
        matches = sorted(self._exact.get(key, {}).values(), key=lambda match: (-match.score, match.site_id))
        return [match for match in matches if match.score == matches[0].score]

    def similar(self, name: str) -> list[SiteMatch]:
        """The sites with a name similar to one that is perhaps misspelt, the most similar first."""
        scores: dict[str, float] = {}
        if is_chinese(name):
            for known, ratio in self._fuzzy.like(normalise_chinese(name)):
                scores[known.place.id] = max(scores.get(known.place.id, 0.0), ratio)
        if not scores:
            result = self._geocoder.answer(name)
            places = [(result.place, result.score), *((rival.place, rival.score) for rival in result.rivals)]
            for place, score in places:
                if place is not None and place.kind == "site":
                    scores.setdefault(place.id, score / 100)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [SiteMatch(site_id, SIMILAR, round(score, 3)) for site_id, score in ranked]


@lru_cache(maxsize=4)
def site_names(catalogue: Catalogue) -> SiteNameIndex:
    """The names of a catalogue's sites, indexed once."""
    return SiteNameIndex(catalogue)


def _of_sites(names: Iterable[NameVariant]) -> list[NameVariant]:
    return [n for n in names if n.place.kind == "site" and not n.place.part and n.grade != FRAGMENT]
