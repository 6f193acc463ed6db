"""One line of need, as people write it, read into product, area, nearness and county.

"锂电池隔膜, 200亩, 近港口" and "surgical robots, 13 ha, near an airport": each part that is read has its span in the
line, and what is not read is kept and shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import simplified
from geoplan.suitability.chinese_numbers import NUMBER, number
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.industry_terms import industry_terms
from geoplan.suitability.nearness import Nearness, near_what
from geoplan.suitability.need_clauses import clauses, product_clauses
from geoplan.suitability.need_regions import gateway_names, region_names, regions_of
from geoplan.suitability.need_segments import cuts_word
from geoplan.suitability.need_tokens import line_words
from geoplan.text.message import Text, message
from geoplan.text.names import name_of

LONGEST: Final = 300  # characters of a line that are read
_MILE_KM: Final = 1.609344


@dataclass(frozen=True)
class Chip:
    """A part of the line as it was read.

    Attributes
    ----------
    kind : str
        "product", "land", "floor", "near", "county" or "unread".
    text : str
        As written.
    start, end : int
        Its span in the line.
    meaning : Text
        What it is taken for.
    amount : float or None
        Of land km², of floor m².
    near : Nearness or None
    """

    kind: str
    text: str
    start: int
    end: int
    meaning: Text
    amount: float | None = None
    near: Nearness | None = None


@dataclass(frozen=True)
class NeedLine:
    """What a line asks for.

    Attributes
    ----------
    product : str
    land_km2, floor_m2 : float or None
        Land and floor are two quantities, and neither stands for the other.
    near : tuple of Nearness
    regions : tuple of str
        Adcodes.
    unread : tuple of str
    chips : tuple of Chip
        In the order of the line.
    """

    product: str
    land_km2: float | None
    floor_m2: float | None
    near: tuple[Nearness, ...]
    regions: tuple[str, ...]
    unread: tuple[str, ...]
    chips: tuple[Chip, ...]


def read_need_line(catalogue: Catalogue, line: str) -> NeedLine:
    """Read a line of need. Units of land: 亩, 公顷, 平方公里, ha, km², mu, acres; square metres and feet are floor."""
    line = simplified(line[:LONGEST])
    chips: list[Chip] = []
    rest = _areas(line, chips)
    near: list[Nearness] = []
    rest = _nearness(catalogue, rest, chips, near)
    regions = regions_of(catalogue, rest)
    for region in regions:
        meaning = message("suitability.need_line.county", county=name_of(catalogue.regions, region.adcode))
        chips.append(Chip("county", region.text, region.start, region.end, meaning))
    read = [(chip.start, chip.end) for chip in chips]
    found = clauses(_blanked(rest, chips), read, lambda text, at: cuts_word(industry_terms(catalogue), text, at))
    of_product = product_clauses(found, read, lambda text: _tells(catalogue, text))
    start, end = (of_product[0].start, of_product[-1].end) if of_product else (0, 0)
    product = line[start:end]
    spans = [("product", start, end)] if product else []
    spans += [("unread", *clause.whole) for clause in found if not start <= clause.start < end]
    for kind, start, end in spans:
        text = line[start:end]
        chips.append(Chip(kind, text, start, end, message(f"suitability.need_line.{kind}", text=text)))
    chips.sort(key=lambda chip: chip.start)
    amounts = {chip.kind: chip.amount for chip in reversed(chips) if chip.kind in ("land", "floor")}
    unread = tuple(chip.text for chip in chips if chip.kind == "unread")
    return NeedLine(
        product,
        amounts.get("land"),
        amounts.get("floor"),
        tuple(near),
        tuple(dict.fromkeys(region.adcode for region in regions)),
        unread,
        tuple(chips),
    )


def _unit_pattern(unit: str) -> str:
    """A unit that no other word goes on from: "ha" in "hangar", 平 in 平台."""
    if unit == "平":
        return f"{unit}(?![台板衡面行移整滑])"
    return re.escape(unit) + ("(?![a-z])" if unit[-1].isascii() and unit[-1].isalnum() else "")


@lru_cache(maxsize=1)
def _area_pattern() -> re.Pattern[str]:
    words = line_words()
    units = sorted([*words["land"], *words["floor"]], key=len, reverse=True)
    unit = "|".join(map(_unit_pattern, units))
    phrases = words["phrases"]
    before = f"(?P<what>(?:{phrases['land']}|{phrases['floor']})[\\s:：]*)?(?:(?:{phrases['about']})\\s*)?"
    upper = rf"(?:\s*(?:[-–~～至到]|to)\s*{NUMBER})?"
    after = f"(?:{phrases['about']})?(?:\\s*(?:的|of)?\\s*(?P<tail>{phrases['floor']}|{phrases['land']}))?"
    return re.compile(rf"{before}(?P<number>{NUMBER}){upper}\s*(?P<unit>{unit})\s*{after}", re.IGNORECASE)


def _areas(line: str, chips: list[Chip]) -> str:
    words = line_words()
    for found in _area_pattern().finditer(line):
        unit = found["unit"].lower()
        amount = number(found["number"])
        if amount is None:
            continue
        said = f"{found['what'] or ''}{found['tail'] or ''}"
        floor = unit in words["floor"] and not re.search(words["phrases"]["land"], said, re.IGNORECASE)
        kind = "floor" if floor or re.search(words["phrases"]["floor"], said, re.IGNORECASE) else "land"
        m2 = amount * (words["floor"][unit] if unit in words["floor"] else words["land"][unit] * 1e6)
        value = m2 if kind == "floor" else m2 / 1e6
        meaning = message(f"suitability.need_line.{kind}", text=found[0].strip(), amount=value)
        chips.append(Chip(kind, found[0].strip(), found.start(), found.end(), meaning, value))
    return _blanked(line, chips)


def _blanked(line: str, chips: list[Chip]) -> str:
    """The line with a mark of a clause in place of what is read, of the same length."""
    for chip in chips:
        line = line[: chip.start] + "," * (chip.end - chip.start) + line[chip.end :]
    return line


def _nearness(catalogue: Catalogue, line: str, chips: list[Chip], near: list[Nearness]) -> str:
    forms, names = _near_forms(catalogue)
    kinds, own = list(line_words()["gateways"]), list[Chip]()
    for form in forms:
        for found in form.finditer(line):
            groups = found.groupdict()
            name = groups["named"] or groups["county"]
            kind, code = names[name.lower()] if name else (next(kind for kind in kinds if groups[kind]), "")
            km = number(groups["km"]) if groups.get("km") else None
            if km is not None and groups["kmunit"].lower().startswith("mile"):
                km *= _MILE_KM
            one = Nearness(kind, code, km)
            near.append(one)
            meaning = _near_text(catalogue, one)
            own.append(Chip("near", found[0].strip(), found.start(), found.end(), meaning, near=one))
        line = _blanked(line, own)
    chips.extend(own)
    return line


@lru_cache(maxsize=4)
def _near_forms(catalogue: Catalogue) -> tuple[tuple[re.Pattern[str], ...], dict[str, tuple[str, str]]]:
    """The ways to say that something is near, and of each name its kind and code."""
    words = line_words()
    phrases = words["phrases"]
    schools = catalogue.sites[catalogue.sites["kind"] == "university"]
    names = {firm.lower(): ("firm", str(firm)) for firm in catalogue.firms["name_zh"].unique()}
    names |= {n.lower(): ("university", str(s)) for c in ("name_zh", "name_en") for s, n in schools[c].items()}
    counties = {name.lower(): ("county", adcode) for adcode, name in region_names(catalogue)}
    names |= gateway_names(catalogue)
    target = "|".join(
        [
            f"(?P<named>{_any_of(names)})",
            *(rf"(?:(?:{_any_of(counties)})\s*)?(?P<{kind}>{pattern})" for kind, pattern in words["gateways"].items()),
            rf"(?P<county>{_any_of(counties)})(?:(?![\u4e00-\u9fff])|(?={phrases['after_zh']}))",
        ]
    )
    reach = rf"(?P<km>{NUMBER})\s*(?P<kmunit>公里|千米|km|kilometres?|kilometers?|miles?)"
    forms = (
        rf"(?:within\s*)?{reach}\s*(?:of|from|to)\s*(?:an?|the)?\s*(?:{target})\b",
        rf"(?:{phrases['near_zh']})\s*(?:{target})\s*(?:不超过|在)?{reach}(?:以内|之内|内)?",
        rf"{reach}(?:以内|之内|内|范围内)有?(?:{target})",
        rf"(?:{phrases['near_zh']})\s*(?:{target})(?:{phrases['after_zh']})?",
        rf"\b(?:{phrases['near_en']})\s+(?:an?\s+|the\s+)?(?:major\s+|deep-water\s+)?(?:{target})(?![a-z])",
        rf"(?:{target})\s*(?:{phrases['after_zh']})",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms), counties | names


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _near_text(catalogue: Catalogue, near: Nearness) -> Text:
    what = near_what(catalogue, near)
    if near.km is None:
        return message("suitability.need_line.near", what=what)
    return message("suitability.need_line.near_within", what=what, km=near.km)


def _tells(catalogue: Catalogue, text: str) -> float:
    """How much a text tells of what is made, from 3; 0 where nothing is known of it."""
    matched = match_need(catalogue, text)
    if matched.certainty == "refuse":
        return 1.0 if matched.known else 0.0
    return {"sure": 3.0, "ask": 2.0}[matched.certainty]
