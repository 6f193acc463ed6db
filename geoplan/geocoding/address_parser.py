"""Reading a Chinese address: the names in it that may be meant, and what speaks against each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.name_normalisation import NormalisedText
from geoplan.geocoding.name_scanner import Span
from geoplan.geocoding.name_variants import ALIAS, BARE, FRAGMENT, FULL, NameVariant
from geoplan.geocoding.region_parser import RegionMentions, RegionNameIndex
from geoplan.geocoding.scoring import MIN_SCORE, PENALTIES, SCORES, Candidate

# What makes a name part of another: 火炬园路, 厦门大学附属中山医院, 观音山酒店. 街道 is an area.
_ANOTHER: Final = re.compile(
    "(东|西|南|北|中|[一二三四五六七八九]){0,2}(路|街(?!道)|大道|道(?!路)|巷|桥|大桥|隧道|立交)|"
    "([一二三四]期)?(地铁|公交|BRT|brt)?站|附属|附中|附小|[一-龥]{0,5}分校|出版社|医院|小区|花园|公寓|酒店|宾馆|大酒店|饭店|"
    "科技园(?!区)|嘉庚学院"
)
_NEAR: Final = re.compile("(的)?(附近|旁|对面|周边|斜对面|外围|以[东南西北]|[东南西北]侧|往)")
# A part of a place that the gazetteer does not know: 武平高新区十方园 lies 18 km from the rest.
_PART: Final = re.compile("(?!新区|园区)[一-龥]{1,4}?(分园|园区|科教园|园|片区|片|校区|分区)(?!路)")
_COLLEGE: Final = re.compile("[一-龥]{1,6}学院")  # of a university; many have grounds of their own
_STAGE: Final = re.compile("[一二三四]期$")  # tells no name from another: 昆山软件园二期
_LETTERED: Final = re.compile("[a-z]区")
_FIRM: Final = re.compile("(公司|集团|厂|商行|事务所|合作社|经营部|工作室|分店|店|银行|支行)$")
_STREET_NUMBER: Final = re.compile(
    r"(路|街|道|巷|里|号|楼|层|室|栋|幢|座|单元|厂房|厦)\d|\d+(号|楼|层|室|栋|幢|座|单元|#)"
)
_JOINING: Final = frozenset("省市区县镇乡村路街道巷号楼幢栋座层室段里的在于和与及即位至内国")
_MANY: Final = 2  # places by one bare name
_SHORT: Final = 4  # names up to here are easily part of another
_TAIL: Final = re.compile(
    r"[0-9a-z]+|[一-龥]{1,5}?(路|街|大道|巷)(东|西|南|北|段)?|号|楼|层|室|栋|幢|座|单元|厂房|之|街道|镇|内"
)


@dataclass(frozen=True)
class ParsedAddress:
    """What an address holds.

    Attributes
    ----------
    given : NormalisedText
        The address.
    mentions : RegionMentions
        Its regions.
    spans : list of Span
        The names of places in it.
    """

    given: NormalisedText
    mentions: RegionMentions
    spans: list[Span]

    def rest(self, but: Span | None = None) -> str:
        """What is left of the address without its regions and one of its names."""
        text = self.given.text
        gone = [*self.mentions.spans, *([(but.start, but.end)] if but else [])]
        covered = {i for start, end in gone for i in range(start, end)}
        return "".join(c for i, c in enumerate(text) if i not in covered)

    def core(self) -> str:
        """What is left of the address without its regions, streets and house numbers."""
        return _TAIL.sub("", self.rest())

    @property
    def is_firm(self) -> bool:
        """Whether this is the name of a firm and no address."""
        return bool(_FIRM.search(self.given.text)) and not _STREET_NUMBER.search(self.given.text)


def is_another(given: NormalisedText, end: int) -> bool:
    """Whether what follows a name makes it the name of something else.

    Parameters
    ----------
    given : NormalisedText
        The text.
    end : int
        Where the name ends.

    Returns
    -------
    bool
        True for 路 after 火炬园, unless something stands between.
    """
    return end not in given.breaks and _ANOTHER.match(given.text, end) is not None


def candidates(
    read: ParsedAddress, regions: RegionNameIndex, wholes: dict[str, set[str]], trades: frozenset[str]
) -> list[Candidate]:
    """Weigh the names found in an address.

    Parameters
    ----------
    read : ParsedAddress
        The address with its names and regions.
    regions : RegionNameIndex
        Which region lies in which.
    wholes : dict of str to set of str
        What each site is part of, by id.
    trades : frozenset of str
        Names of industries: where one is all that is left of a place's name, it means the industry.

    Returns
    -------
    list of Candidate
        Best first; places in another city than the one named are left out.
    """
    named = {known.place.id for span in read.spans for known in span.known if known.grade in (FULL, ALIAS)}
    found: dict[str, Candidate] = {}
    for span in read.spans:
        for known in span.known:
            if known.grade == FRAGMENT and not (
                wholes.get(known.place.id, set()) & named or span.end - span.start == len(read.given.text)
            ):
                continue
            made = _weighed(read, span, known, regions, bool(wholes.get(known.place.id, set()) & named), trades)
            if made and (made.place.ref not in found or found[made.place.ref].score < made.score):
                found[made.place.ref] = made
    return sorted(found.values(), key=lambda c: (-c.score, c.place.ref))


def _weighed(
    read: ParsedAddress,
    span: Span,
    known: NameVariant,
    regions: RegionNameIndex,
    in_context: bool,
    trades: frozenset[str],
) -> Candidate | None:
    place, mentions = known.place, read.mentions
    against = list(against_region(place, mentions, regions))
    if "other_city" in against:
        return None
    is_all = not read.rest(span)
    how = {FULL: "name"}.get(known.grade, "alias") if is_all else "contained"
    region_named = any(code != "350000" for code in mentions.adcodes)
    if (known.grade == BARE and not region_named) or (known.grade == FRAGMENT and not in_context):
        if not is_all:
            return None
        # 一期, 火车站, 智能制造: a stage, what many bear, the word of an industry.
        if _STAGE.fullmatch(known.text) or len(span.known) > _MANY or known.text in trades:
            return None
        against.append("no_region")
    if known.grade == BARE and len(known.text) <= _SHORT and not is_all and not _right_after_region(read, span):
        return None
    if _NEAR.match(read.given.text, span.end):
        against.append("near")
    if _is_unknown_part(read, span, place):
        against.append("other_part")
    if read.is_firm and not is_all:
        against.append("firm")
    if _joined(read, span) and _is_easily_another(known, place, regions, region_named):
        if mentions.perhaps:
            return None
        against.append("joined")
    score = SCORES[how] - sum(PENALTIES[reason] for reason in against)
    return Candidate(place, how, known.text, score, tuple(against)) if score >= MIN_SCORE else None


def against_region(place: Place, mentions: RegionMentions, regions: RegionNameIndex) -> list[str]:
    """What the regions an address names say against a place.

    Parameters
    ----------
    place : Place
        The place.
    mentions : RegionMentions
        The regions named.
    regions : RegionNameIndex
        Which region lies in which.

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
    same_city = set(regions.path(inner)) & set(regions.path(place.adcode)) - {"350000"}
    return [*against, "other_county" if same_city else "other_city"]


def _is_unknown_part(read: ParsedAddress, span: Span, place: Place) -> bool:
    """Whether a part is named that is no name of its own; one by a letter (F区) is taken to lie in a known outline."""
    if any(other.start >= span.end for other in read.spans):
        return False
    after = read.given.text[span.end :]
    if place.name_zh.endswith("大学") and _COLLEGE.match(after):
        return True
    return bool(_PART.match(after) or (_LETTERED.match(after) and place.reach_m <= place.radius_m))


def _is_easily_another(known: NameVariant, place: Place, regions: RegionNameIndex, region_named: bool) -> bool:
    """Whether the name is short enough to be the end of a longer one: 恒隆软件园, 国家会展中心."""
    if known.grade != FULL and len(known.text) <= _SHORT:
        return True
    says_where = region_named or regions.stripped(known.text, place.adcode) != known.text
    return not says_where and len(_STAGE.sub("", known.text)) <= _SHORT


def _right_after_region(read: ParsedAddress, span: Span) -> bool:
    return any(end == span.start for _, end in read.mentions.spans)


def _joined(read: ParsedAddress, span: Span) -> bool:
    """Whether a character that ends nothing stands right before the name."""
    if span.start == 0 or span.start in read.given.breaks or read.given.text[span.start - 1] in _JOINING:
        return False
    ends = {end for _, end in read.mentions.spans} | {other.end for other in read.spans}
    before = read.given.text[span.start - 1]
    return span.start not in ends and "\u3400" <= before <= "\u9fff"
