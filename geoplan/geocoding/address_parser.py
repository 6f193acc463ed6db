"""Parse a Chinese address: the candidates among the names in it, and the objections to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.name_normalisation import NormalisedText
from geoplan.geocoding.name_patterns import pattern, word
from geoplan.geocoding.name_scanner import Span
from geoplan.geocoding.name_variants import ALIAS, BARE, FRAGMENT, FULL, NameVariant
from geoplan.geocoding.region_parser import RegionMentions, RegionNameIndex
from geoplan.geocoding.scoring import MIN_SCORE, PENALTIES, SCORES, Candidate
from geoplan.study_area import study_area

_ANOTHER_NAME: Final = pattern("addresses.another_name")
_NEAR: Final = pattern("addresses.near")
_PART: Final = pattern("addresses.part")
_COLLEGE: Final = pattern("addresses.college")
_STAGE: Final = pattern("addresses.stage")
_LETTERED_PART: Final = pattern("addresses.lettered_part")
_FIRM: Final = pattern("addresses.firm")
_STREET_NUMBER: Final = pattern("addresses.street_number")
_TAIL: Final = pattern("addresses.tail")
_SEPARATORS: Final = frozenset(word("addresses.separators"))
_UNIVERSITY: Final = word("names.university")
_MANY: Final = 2  # places by one bare name
_SHORT: Final = 4  # names up to here are easily part of another


@dataclass(frozen=True)
class ParsedAddress:
    """An address, the regions it names and the names of places in it."""

    address: NormalisedText
    mentions: RegionMentions
    spans: list[Span]

    def rest(self, but: Span | None = None) -> str:
        """The address without its regions and one of its names."""
        text = self.address.text
        removed = [*self.mentions.spans, *([(but.start, but.end)] if but else [])]
        covered = {i for start, end in removed for i in range(start, end)}
        return "".join(c for i, c in enumerate(text) if i not in covered)

    def core(self) -> str:
        """The address without its regions, streets and house numbers."""
        return _TAIL.sub("", self.rest())

    @property
    def is_firm(self) -> bool:
        """Whether this is the name of a firm and no address."""
        return bool(_FIRM.search(self.address.text)) and not _STREET_NUMBER.search(self.address.text)


def is_part_of_another_name(text: NormalisedText, end: int) -> bool:
    """Whether what follows a name that ends at `end` makes it part of another: 路 after 火炬园."""
    return end not in text.breaks and _ANOTHER_NAME.match(text.text, end) is not None


def candidates(
    parsed: ParsedAddress, regions: RegionNameIndex, wholes: dict[str, set[str]], trades: frozenset[str]
) -> list[Candidate]:
    """Score the names in an address.

    Parameters
    ----------
    wholes : dict of str to set of str
        The sites that each site is part of, by id.
    trades : frozenset of str
        Names of industries: where one is all that is left of a place's name, it means the industry.

    Returns
    -------
    list of Candidate
        Best first; places in another city than the one named are left out.
    """
    named = {known.place.id for span in parsed.spans for known in span.known if known.grade in (FULL, ALIAS)}
    best: dict[str, Candidate] = {}
    for span in parsed.spans:
        for known in span.known:
            if known.grade == FRAGMENT and not (
                wholes.get(known.place.id, set()) & named or span.end - span.start == len(parsed.address.text)
            ):
                continue
            candidate = _candidate(
                parsed, span, known, regions, bool(wholes.get(known.place.id, set()) & named), trades
            )
            if candidate and (candidate.place.ref not in best or best[candidate.place.ref].score < candidate.score):
                best[candidate.place.ref] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, c.place.ref))


def _candidate(
    parsed: ParsedAddress,
    span: Span,
    known: NameVariant,
    regions: RegionNameIndex,
    in_context: bool,
    trades: frozenset[str],
) -> Candidate | None:
    place, mentions = known.place, parsed.mentions
    against = list(against_region(place, mentions, regions))
    if "other_city" in against:
        return None
    is_all = not parsed.rest(span)
    how = {FULL: "name"}.get(known.grade, "alias") if is_all else "contained"
    region_named = mentions.names_part_of_area
    if (known.grade == BARE and not region_named) or (known.grade == FRAGMENT and not in_context):
        if not is_all:
            return None
        # 一期, 火车站, 智能制造: a stage, what many bear, the word of an industry.
        if _STAGE.fullmatch(known.text) or len(span.known) > _MANY or known.text in trades:
            return None
        against.append("no_region")
    if known.grade == BARE and len(known.text) <= _SHORT and not is_all and not _right_after_region(parsed, span):
        return None
    if _NEAR.match(parsed.address.text, span.end):
        against.append("near")
    if _is_unknown_part(parsed, span, place):
        against.append("other_part")
    if parsed.is_firm and not is_all:
        against.append("firm")
    if _joined(parsed, span) and _is_easily_another(known, place, regions, region_named):
        if mentions.perhaps:
            return None
        against.append("joined")
    score = SCORES[how] - sum(PENALTIES[reason] for reason in against)
    return Candidate(place, how, known.text, score, tuple(against)) if score >= MIN_SCORE else None


def against_region(place: Place, mentions: RegionMentions, regions: RegionNameIndex) -> list[str]:
    """List what contradicts a place in the regions that an address names.

    Returns
    -------
    list of str
        ``other_city``, ``other_county``, ``odds``; empty where they agree: a county its radius reaches into is its own.
    """
    against = ["odds"] if mentions.at_odds else []
    if not mentions.adcodes or mentions.at_odds:
        return against
    inner = mentions.innermost
    if inner in place.counties or regions.agree(inner, place.adcode):
        return against
    if any(regions.agree(inner, county) for county in place.counties):
        return against
    same_city = set(regions.path(inner)) & set(regions.path(place.adcode)) - {study_area().area}
    return [*against, "other_county" if same_city else "other_city"]


def _is_unknown_part(parsed: ParsedAddress, span: Span, place: Place) -> bool:
    """Whether a part is named that is no name of its own; one by a letter (F区) is taken to lie in a known outline."""
    if any(other.start >= span.end for other in parsed.spans):
        return False
    after = parsed.address.text[span.end :]
    if place.name_zh.endswith(_UNIVERSITY) and _COLLEGE.match(after):
        return True
    return bool(_PART.match(after) or (_LETTERED_PART.match(after) and place.reach_m <= place.radius_m))


def _is_easily_another(known: NameVariant, place: Place, regions: RegionNameIndex, region_named: bool) -> bool:
    """Whether the name is short enough to be the end of a longer one: 恒隆软件园, 国家会展中心."""
    if known.grade != FULL and len(known.text) <= _SHORT:
        return True
    says_where = region_named or regions.stripped(known.text, place.adcode) != known.text
    return not says_where and len(_STAGE.sub("", known.text)) <= _SHORT


def _right_after_region(parsed: ParsedAddress, span: Span) -> bool:
    return any(end == span.start for _, end in parsed.mentions.spans)


def _joined(parsed: ParsedAddress, span: Span) -> bool:
    """Whether a character that ends nothing stands right before the name."""
    if span.start == 0 or span.start in parsed.address.breaks or parsed.address.text[span.start - 1] in _SEPARATORS:
        return False
    ends = {end for _, end in parsed.mentions.spans} | {other.end for other in parsed.spans}
    before = parsed.address.text[span.start - 1]
    return span.start not in ends and "\u3400" <= before <= "\u9fff"
