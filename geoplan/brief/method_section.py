"""What a brief goes by: the plans with their periods, the method, the weights, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from geoplan.brief.blocks import Block, Heading, Layout, Paragraph, Part, Table, columns
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.drafts.draft_marks import draft_count, drawn_drafts
from geoplan.geodata.base_files import base_credit
from geoplan.study_area import study_area
from geoplan.suitability.evidence import lowercase
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import joined, translate
from geoplan.text.names import column
from geoplan.vocabulary import VALIDITY

_PLANS: Final[Layout] = (("plan", "text", 4.4), ("issuer", "text", 1.9), ("period", "text", 1), ("state", "text", 0.8))
_CRITERIA: Final[Layout] = (("criterion", "text", 1.3), ("weight", "integer", 0.6), ("grading", "text", 4.5))


def method_part(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    result: SiteSelection | None,
    sheet: str,
    lang: str,
    *,
    landscape: bool,
    follows: bool,
) -> Part:
    """Sources and method, after what comes before it on the page."""
    blocks: list[Block] = [
        Heading(translate("brief.method_section.heading", lang), 1),
        Table(translate("brief.method_section.plans", lang), columns(_PLANS, lang), tuple(_plans(catalogue, lang))),
    ]
    if result is not None and len(result.excluded):
        reasons = joined(_excluded(result, lang), "punctuation.semicolon").text(lang)
        blocks.append(Paragraph(translate("brief.method_section.excluded", lang, reasons=reasons), small=True))
    labels = study_area().labels
    blocks.append(
        Paragraph(
            translate("brief.method_section.method", lang, **labels, base=base_credit(catalogue.home)), small=True
        )
    )
    if drafts := drawn_drafts(catalogue, site_ids):
        blocks.append(Paragraph(draft_count(len(drafts)).text(lang), small=True))
    if result is not None and len(result.ranking):  # last, for a table that stays whole leaves no page a line alone
        weights = tuple(
            (criterion.title.text(lang), float(result.need.weights.get(code, 0.0)), criterion.meaning.text(lang))
            for code, criterion in CRITERIA.items()
        )
        blocks.append(
            Table(
                translate("brief.method_section.weights", lang),
                columns(_CRITERIA, lang),
                weights,
                translate("brief.method_section.ranges", lang),
            )
        )
    return Part(sheet, tuple(blocks), landscape, follows)


def _plans(catalogue: Catalogue, lang: str) -> Iterator[tuple[str, ...]]:
    states, frame = validity_today(catalogue.plans), catalogue.plans
    titles, issuers = column(frame, "title", lang), column(frame, "issuer", lang)
    for plan, row in frame.iterrows():
        state = VALIDITY[states[plan]].text(lang) if states[plan] else ""
        yield str(titles[plan]), str(issuers[plan]), f"{row['period_start']}–{row['period_end']}", state


def _excluded(result: SiteSelection, lang: str) -> Iterator[str]:
    """How many sites the first reason of each excludes, the most frequent first."""
    frame = result.excluded
    codes = frame["reasons"].map(lambda reasons: str(reasons[0]).split(":")[0])
    texts = column(frame, "reason", lang)
    for code, n in sorted(codes.value_counts().items(), key=lambda r: (-r[1], str(r[0]))):
        alone = texts[(codes == code) & (frame["reasons"].map(len) == 1)]
        same = alone.iloc[0] if alone.nunique() == 1 else translate(f"brief.method_section.reasons.{code}", lang)
        yield translate(
            "brief.method_section.excluded_item", lang, reason=lowercase(joined([str(same)])).text(lang), n=int(n)
        )
