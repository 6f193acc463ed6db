"""Geocode names and addresses by the gazetteer: one text, one row or one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.address_parser import ParsedAddress, against_region, candidates, is_part_of_another_name
from geoplan.geocoding.fuzzy_match import FuzzyIndex
from geoplan.geocoding.gazetteer import Place, gazetteer
from geoplan.geocoding.latin_names import LatinNameIndex
from geoplan.geocoding.name_normalisation import (
    NormalisedText,
    is_chinese,
    normalise_chinese,
    normalise_name,
    syllables,
)
from geoplan.geocoding.name_scanner import NameScanner, Span
from geoplan.geocoding.name_variants import ALIAS, FULL, chinese_names, programme_names, region_names, trade_names
from geoplan.geocoding.region_parser import RegionMentions
from geoplan.geocoding.scoring import (
    MIN_SCORE,
    PENALTIES,
    RIVALS,
    SCORES,
    TIE,
    Candidate,
    GeocodingResult,
    confidence,
    no_result,
    score_candidates,
)

_HOMOPHONE: Final = 3  # characters a name needs to be recognised by its sound alone
_HOMOPHONE_INSIDE: Final = 4  # where it stands in a longer text


class Geocoder:
    """Finds the places of a catalogue in names and addresses."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.places = gazetteer(catalogue)
        self.regions = region_names(catalogue)
        names = chinese_names(catalogue)
        self.scanner = NameScanner(names)
        self.by_sound = NameScanner(
            [n for n in names if len(n.text) >= _HOMOPHONE and n.grade in (FULL, ALIAS)], syllables
        )
        self.fuzzy = FuzzyIndex(names)
        self.latin = LatinNameIndex(catalogue)
        self.wholes = {str(site_id): catalogue.ancestors(str(site_id)) for site_id in catalogue.sites.index}
        self.parts = {str(site_id): catalogue.located_descendants(str(site_id)) for site_id in catalogue.sites.index}
        self.own_parts: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.part:
                self.own_parts.setdefault(place.id, []).append(place)
        self.same = {str(i): str(s) for i, s in catalogue.gateways["site_id"].items() if s}
        self.programmes = programme_names(catalogue)
        self.trades = trade_names(catalogue)
        self._cached = lru_cache(maxsize=65536)(self._geocode)

    def answer(self, text: str) -> GeocodingResult:
        """Find the place that a name or address means.

        Parameters
        ----------
        text : str
            One line, Chinese (simplified or traditional), English or pinyin.

        Returns
        -------
        GeocodingResult
            By the rules of `geoplan.geocoding.scoring`; empty, with a reason, where nothing is recognised.
        """
        return self._cached(text.strip())

    def county_named(self, text: str) -> str:
        """Tell the county that a text names; "" where it names none, one elsewhere, or regions at odds.

        Returns
        -------
        str
            Adcode.
        """
        if is_chinese(text):
            normalised = normalise_name(text.strip())
            mentions = self._parse(normalised, self.scanner.find(normalised.text, self._fits(normalised))).mentions
        else:
            _, mentions, _ = self.latin.read(text.strip())
        named = mentions.innermost
        known = named and not (mentions.elsewhere or mentions.at_odds or named.endswith("00"))
        return named if known else ""

    def answer_row(self, name: str, address: str) -> GeocodingResult:
        """Find the place of something by its name and address.

        A firm may bear the name of a place it is not in. So the address goes first; the name counts where the address
        names no place and does not contradict it.
        """
        by_address = self.answer(address)
        if not name.strip():
            return by_address
        if by_address.place is not None and by_address.place.kind != "region":
            return by_address
        by_name = self.answer(name)
        if by_address.place is None:
            outside = "elsewhere" in by_address.notes
            return by_address if outside or by_name.place is None else by_name.with_note("from_name")
        region = by_address.place
        if by_name.place is None or by_name.place.kind == "region":
            return by_address
        mentions = RegionMentions((region.id,))
        if against_region(by_name.place, mentions, self.regions) or by_name.confidence == "":
            return by_address
        return by_name.with_note("from_name")

    def answers(
        self, rows: Sequence[tuple[str, str]], on_progress: Callable[[int], None] = lambda number: None
    ) -> list[GeocodingResult]:
        """Find the places of many rows of name and address; either may be empty.

        Parameters
        ----------
        on_progress : callable
            Is called with the number of rows done, every hundred.
        """
        matches = []
        for number, (name, address) in enumerate(rows, start=1):
            matches.append(self.answer_row(name, address))
            if number % 100 == 0 or number == len(rows):
                on_progress(number)
        return matches

    def _geocode(self, text: str) -> GeocodingResult:
        if not text:
            return no_result(text, "empty")
        if not is_chinese(text):
            matches, mentions, only_region = self.latin.read(text)
            return self._result(text, matches, mentions, only_region, rest="")
        if normalise_chinese(text) in self.programmes:
            return no_result(text, "no_place")
        normalised = normalise_name(text)
        parsed = self._parse(normalised, self.scanner.find(normalised.text, self._fits(normalised)))
        if parsed.mentions.elsewhere:
            return no_result(text, "elsewhere")
        matches = (
            candidates(parsed, self.regions, self.wholes, self.trades)
            or self._by_sound(normalised)
            or self._by_similarity(parsed)
        )
        return self._result(text, matches, parsed.mentions, not parsed.rest(), parsed.rest())

    def _fits(self, normalised: NormalisedText) -> Callable[[Span], bool]:
        return lambda span: not is_part_of_another_name(normalised, span.end)

    def _parse(self, normalised: NormalisedText, spans: list[Span]) -> ParsedAddress:
        mentions = self.regions.mentions(normalised, [(span.start, span.end) for span in spans])
        return ParsedAddress(normalised, mentions, spans)

    def _by_sound(self, normalised: NormalisedText) -> list[Candidate]:
        parsed = self._parse(normalised, self.by_sound.find(syllables(normalised.text), self._fits(normalised)))
        spans = [s for s in parsed.spans if s.end - s.start >= _HOMOPHONE_INSIDE or not parsed.rest(s)]
        # 信阳工业区 sounds like 新阳工业区, and is spelt as the city it means.
        spans = [s for s in spans if not self.regions.city_elsewhere_at(normalised.text, s.start)]
        parsed = replace(parsed, spans=spans)
        matches = [
            replace(c, how="homophone", score=SCORES["homophone"] - sum(PENALTIES[reason] for reason in c.against))
            for c in candidates(parsed, self.regions, self.wholes, self.trades)
        ]
        return [c for c in matches if c.score >= MIN_SCORE]

    def _by_similarity(self, parsed: ParsedAddress) -> list[Candidate]:
        if parsed.is_firm or parsed.mentions.perhaps:
            return []
        matches = []
        region_named = parsed.mentions.names_part_of_area
        for known, ratio in self.fuzzy.like(parsed.core()):
            if known.text in parsed.address.text:  # it is spelt right, and was found to be part of another name
                continue
            against = against_region(known.place, parsed.mentions, self.regions)
            if "other_city" in against or (known.grade not in (FULL, ALIAS) and not region_named):
                continue
            score = round(SCORES["fuzzy"] * ratio, 1)
            matches.append(Candidate(known.place, "fuzzy", known.text, score, tuple(against)))
        best: dict[str, Candidate] = {}
        for candidate in sorted(matches, key=lambda c: (-c.score, c.place.ref)):
            best.setdefault(candidate.place.ref, candidate)
        return [c for c in best.values() if not c.against]

    def _result(
        self, text: str, matches: list[Candidate], mentions: RegionMentions, only_region: bool, rest: str
    ) -> GeocodingResult:
        matches = self._without_gateway_doubles(self._part_meant(matches, mentions))
        if not matches:
            return self._region(text, mentions, only_region)
        best, *others = self._most_precise(matches)
        tied = [c for c in others if best.score - c.score < TIE and not self._goes_with(best.place, c.place)]
        rivals = [c for c in others if not self._holds(c.place, best.place)] + self._parts_of(best)
        notes = [*best.against]
        if tied:
            notes.append("ambiguous")
        if not best.place.is_located and best.place.kind == "site":
            notes.append("parts" if self._parts_of(best) else "unplaced")
        shown: dict[str, Candidate] = {}
        for rival in sorted(rivals, key=lambda c: (-c.score, c.place.ref)):
            shown.setdefault(rival.place.ref, rival)
        return score_candidates(
            text, best, confidence(best, bool(tied), not rest), tuple(shown.values())[:RIVALS], notes
        )

    def _region(self, text: str, mentions: RegionMentions, only_region: bool) -> GeocodingResult:
        if mentions.elsewhere:
            return no_result(text, "elsewhere")
        region = self.places.get(f"region:{mentions.innermost}")
        if region is None:
            return no_result(text, "unknown")
        against = ("odds",) if mentions.at_odds else ()
        score = (SCORES["name"] if only_region else SCORES["region"]) - 20 * len(against)
        best = Candidate(region, "name" if only_region else "region", normalise_chinese(region.name_zh), score, against)
        notes = [*against, *([] if only_region else ["region_only"])]
        return score_candidates(text, best, confidence(best, False, only_region), (), notes)

    def _part_meant(self, matches: list[Candidate], mentions: RegionMentions) -> list[Candidate]:
        """A whole in several parts, and a county named in which just one of them lies: that part."""
        county = "" if mentions.at_odds or mentions.innermost.endswith("00") else mentions.innermost
        for at, candidate in enumerate(matches):
            if candidate.place.is_located or not county:
                continue
            inside = [p for p in self._own_parts(candidate.place) if county in p.counties]
            if len(inside) == 1:
                matches = [*matches[:at], replace(candidate, place=inside[0]), *matches[at + 1 :]]
        return matches

    def _own_parts(self, place: Place) -> list[Place]:
        return self.own_parts.get(place.id, []) if place.kind == "site" else []

    def _parts_of(self, whole: Candidate) -> list[Candidate]:
        """The placed parts of a site that has no position of its own, as rivals."""
        if whole.place.is_located or whole.place.kind != "site":
            return []
        own = self._own_parts(whole.place)
        below = [self.places[f"site:{i}"] for i in self.parts.get(whole.place.id, []) if f"site:{i}" in self.places]
        return [replace(whole, place=part, score=max(MIN_SCORE, whole.score - 20)) for part in own or below]

    def _without_gateway_doubles(self, matches: list[Candidate]) -> list[Candidate]:
        """One place that is both a gateway and a site is no rival of itself: the site stands for both."""
        sites = {c.place.id for c in matches if c.place.kind == "site"}
        return [c for c in matches if not (c.place.kind == "gateway" and self.same.get(c.place.id) in sites)]

    def _most_precise(self, matches: list[Candidate]) -> list[Candidate]:
        """Best first, but a part before its whole, and a place with a position before one without."""

        def rank(candidate: Candidate) -> tuple[bool, bool, float, int, str]:
            is_whole = any(self._holds(candidate.place, other.place) for other in matches)
            return (
                is_whole,
                not candidate.place.is_located,
                -candidate.score,
                -len(candidate.matched),
                candidate.place.ref,
            )

        top = matches[0].score
        near = [c for c in matches if top - c.score < TIE]
        return [*sorted(near, key=rank), *(c for c in matches if c not in near)]

    def _holds(self, whole: Place, part: Place) -> bool:
        """Whether one site is what another is part of."""
        if whole.kind != "site" or part.kind != "site" or whole.ref == part.ref:
            return False
        return whole.id in self.wholes.get(part.id, set()) or (whole.id == part.id and bool(part.part))

    def _goes_with(self, best: Place, other: Place) -> bool:
        """Whether both can be meant at once: one is part of the other, or it has no position and lies around."""
        around = best.is_located and not other.is_located and self.regions.agree(best.adcode, other.adcode)
        return around or self._holds(best, other) or self._holds(other, best)


@lru_cache(maxsize=4)
def geocoder(catalogue: Catalogue) -> Geocoder:
    """The geocoder of a catalogue, built once."""
    return Geocoder(catalogue)
