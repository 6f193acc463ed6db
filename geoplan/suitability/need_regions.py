"""The regions and gateways that a line of need names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_terms import industry_terms
from geoplan.suitability.need_segments import cut
from geoplan.suitability.need_tokens import line_words, tokens

_HAN: Final = "\u4e00-\u9fff"


class NamedRegion(NamedTuple):
    """A region that a line names, with its span."""

    adcode: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=4)
def region_names(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Adcodes with names of regions, in full and without 市, 区 or 县, the longest first."""
    rows = []
    for adcode, row in catalogue.regions.iterrows():
        short = re.sub(r"(省|市|区|县)$", "", row["name_zh"])
        english = re.sub(r"\s+(City|District|County|Province)$", "", row["name_en"])
        rows += [(str(adcode), name) for name in {row["name_zh"], short, row["name_en"], english} if len(name) > 1]
    return tuple(sorted(rows, key=lambda row: -len(row[1])))


def gateway_names(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Names of the gateways that exist, in small letters, with kind and id: 厦门高崎国际机场, 高崎机场."""
    cities = [name for _, name in region_names(catalogue) if not name.isascii()]
    found: dict[str, tuple[str, str]] = {}
    for gateway, row in catalogue.gateways[catalogue.gateways["status"] == "existing"].iterrows():
        full = row["name_zh"]
        city = next((name for name in cities if full.startswith(f"{name}港") or full.startswith(name)), "")
        local = full.removeprefix(f"{city}港") if full.startswith(f"{city}港") else full.removeprefix(city)
        names = {full, row["name_en"], full.replace("国际", "")}
        names |= {name for name in (local, local.replace("国际", "")) if len(name) > 3}
        found |= {name.lower(): (row["kind"], str(gateway)) for name in names}
    return found


def regions_of(catalogue: Catalogue, line: str) -> list[NamedRegion]:
    """The regions that a line names; of regions that lie in one another, such as 厦门翔安, the lowest.

    A short Chinese name counts after a word of place (在翔安建 …) and at the start of a clause, unless it is the
    beginning of another known word, or of one that goes on: 大田 in 大田作物, 厦门 in 厦门大学.
    """
    codes = {name.lower(): code for code, name in region_names(catalogue)}
    found = []
    for match in _pattern(catalogue).finditer(line):
        chinese = not match[0].isascii()
        if not (_is_place(catalogue, line, match) if chinese else _is_english_place(line, match)):
            continue
        said = [codes[name.lower()] for name in _any(codes, chinese).findall(match["zh"] or match["en"])]
        lowest = max(said, key=lambda code: len(_above(catalogue, code)))
        found.append(NamedRegion(lowest, match[0].strip(), match.start() + _blanks(match[0]), match.end()))
    wider = {above for region in found for above in _above(catalogue, region.adcode)}
    return [region for region in found if region.adcode not in wider] or found


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _above(catalogue: Catalogue, adcode: str) -> list[str]:
    parents, above = catalogue.regions["parent_adcode"].to_dict(), list[str]()
    while adcode := parents.get(adcode, ""):
        above.append(adcode)
    return above


@lru_cache(maxsize=8)
def _compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, names)) or "(?!)", re.IGNORECASE)  # of no names, nothing


def _any(codes: dict[str, str], chinese: bool) -> re.Pattern[str]:
    return _compiled(tuple(sorted((name for name in codes if name.isascii() is not chinese), key=lambda n: -len(n))))


@lru_cache(maxsize=4)
def _pattern(catalogue: Catalogue) -> re.Pattern[str]:
    codes = {name.lower(): code for code, name in region_names(catalogue)}
    chinese, english = _any(codes, True).pattern, _any(codes, False).pattern
    phrases = line_words()["phrases"]
    zh = rf"(?P<at>(?:{phrases['place_zh']})\s*)?(?P<zh>(?:{chinese})(?:\s*(?:{chinese}))*)"
    zh = f"{zh}(?:{phrases['place_after_zh']})?"
    en = rf"(?P<in>\b(?:{phrases['place_en']})\s+)?\b(?P<en>(?:{english})(?:,\s*(?:{english}))*)\b(?:\s+area\b)?"
    return re.compile(f"{zh}|{en}", re.IGNORECASE)


def _is_place(catalogue: Catalogue, line: str, match: re.Match[str]) -> bool:
    name, rest = match["zh"], re.split(rf"[^{_HAN}A-Za-z0-9]", line[match.end() :])[0]
    if name[-1] in "省市区县":
        return True
    if re.match(line_words()["phrases"]["names_go_on"], rest):
        return False
    if match["at"]:
        return True
    if re.search(rf"[{_HAN}]$", line[: match.start()]):
        return False
    if not re.match(f"[{_HAN}A-Za-z0-9]", rest):
        return True
    if name in line_words()["phrases"]["names_not_alone"].split("|"):
        return False
    _, end = cut(industry_terms(catalogue), tokens(name + rest))[0]
    return end <= len(name)


def _is_english_place(line: str, match: re.Match[str]) -> bool:
    """After a preposition, or a clause of its own."""
    before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
    alone = (not before or not before[-1].isalnum()) and (not after or not after[0].isalnum())
    return bool(match["in"]) or alone or match["en"].lower().endswith((" district", " county", " city", " province"))
