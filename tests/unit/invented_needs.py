"""Three briefs for needs that are invented (虚构): one site, three and six, in Chinese and English."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from geoplan.brief.blocks import Beside, Brief, Facts, Heading, Letterhead, Paragraph, Table
from geoplan.brief.brief_content import compose
from geoplan.brief.document_formats import write
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import SiteReport, site_report
from geoplan.suitability.site_selection import find_sites

LETTERHEAD = Letterhead("虚构投资公司", author="张虚构", contact="zhang@example.org")
NEEDS = {
    1: ("集成电路封测（虚构）", Requirements(("ic-packaging",))),
    3: (
        "锂电池隔膜，200亩，近港口（虚构）",
        Requirements(("new-energy-materials",), min_area_km2=200 / 1500, near=(Nearness("port"),)),
    ),
    6: (
        "surgical robots, 13 ha, near an airport (invented)",
        Requirements(("devices",), min_area_km2=0.13, near=(Nearness("airport"),)),
    ),
}
CASES = [(n, lang) for n in NEEDS for lang in ("zh", "en")]


@cache
def report_of(catalogue: Catalogue, n: int) -> SiteReport:
    result = find_sites(catalogue, NEEDS[n][1])
    return site_report(catalogue, result.ranking["site_id"].head(n).tolist(), result)


@cache
def brief_of(catalogue: Catalogue, n: int, lang: str, one_page: bool = False) -> Brief:
    how = {"line": NEEDS[n][0], "letterhead": LETTERHEAD, "one_page": one_page}
    return compose(catalogue, report_of(catalogue, n), {}, lang, "", "2026-11-22", **how)  # type: ignore[arg-type]


@cache
def document_of(catalogue: Catalogue, n: int, lang: str, suffix: str, one_page: bool = False) -> bytes:
    return write(brief_of(catalogue, n, lang, one_page), suffix)


def printed(brief: Brief) -> list[str]:
    """Every text that a brief has, figures as a reader expects them to be rounded."""
    texts = [brief.letterhead.organisation, brief.title, brief.byline]
    for block in brief.blocks:
        match block:
            case Heading() | Paragraph():
                texts.append(block.text)
            case Facts():
                texts += [block.title, *(text for row in block.rows for text in row)]
            case Table():
                texts += [block.title, block.note, *(c.title for c in block.columns)]
                texts += [shown(cell, c.kind) for row in block.rows for cell, c in zip(row, block.columns, strict=True)]
            case _:
                assert not isinstance(block, Beside)
                texts.append(block.caption)
    return [text for text in texts if text]


def shown(cell: object, kind: str) -> str:
    if cell is None or isinstance(cell, str):
        return str(cell or "—")
    decimals = {"score": 3, "km": 1, "km2": 2, "integer": 0, "year": 0}.get(kind)
    if decimals is None:
        return f"{cell:g}"
    return str(Decimal(str(cell)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def squeezed(text: str) -> str:
    """A text without blanks, hyphens and thousands separators, which documents set in their own way."""
    return re.sub(r"[\s\u00ad-]|(?<=\d),(?=\d{3})", "", text)


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))
