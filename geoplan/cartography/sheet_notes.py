"""What stands under a map sheet: its sources with their validity, and what it may be used for; what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from geoplan.cartography.map_extent import Extent
from geoplan.cartography.paper import POINT, Frame
from geoplan.cartography.sheet_badges import region_count
from geoplan.cartography.sheet_places import SheetPlaces
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.crs.metric import AREA
from geoplan.drafts.draft_marks import draft_count
from geoplan.geodata.base_files import base_credit
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import Text, joined, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import VALIDITY

_SIZE: Final = 6.5  # points
_LISTED: Final = 6  # regions that are named
_FACTS: Final = 52.0  # millimetres of the column of facts


def counted(shown: SheetPlaces, n: int, lang: str) -> str:
    """How many of `n` sites are on the map, known by their region alone, and out of the map."""
    drawn = len(shown.on_map)
    regions = sum(map(len, shown.regions.values()))
    parts: list[Text] = [message("cartography.sheet.drawn", n=drawn)]
    parts += [message("cartography.sheet.by_region", n=regions)] if regions else []
    parts += [message("cartography.sheet.outside", n=shown.outside)] if shown.outside else []
    return translate("cartography.sheet.counted", lang, n=n, parts=joined(parts, "punctuation.comma"))


def source_plans(catalogue: Catalogue, site_ids: Sequence[str], lang: str) -> str:
    """The plans that name some sites, each with its period and whether it is in force."""
    cited = catalogue.citations
    named = set(cited.loc[cited["site_id"].isin(site_ids), "plan_id"])
    states = validity_today(catalogue.plans)
    plans = [
        message(
            f"cartography.sheet.{'plan_with_state' if states[plan] else 'plan'}",
            title=name_of(catalogue.plans, plan, "title"),
            start=catalogue.plans.at[plan, "period_start"],
            end=catalogue.plans.at[plan, "period_end"],
            **({"state": VALIDITY[states[plan]]} if states[plan] else {}),
        )
        for plan in catalogue.plans.index
        if plan in named
    ]
    return translate("cartography.sheet.plans", lang, plans=joined(plans, "punctuation.semicolon")) if plans else ""


def notes(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    shown: SheetPlaces,
    extent: Extent,
    lang: str,
    *,
    unnamed: int,
    without_room: Sequence[str],
) -> list[str]:
    """The lines under a map, the most important first."""
    epsg = None if extent.crs == AREA else extent.crs.to_epsg()
    heads = sorted(without_room, key=lambda head: (-len(shown.regions[head]), head))
    counts = [region_count(catalogue.regions, head, len(shown.regions[head])) for head in heads[:_LISTED]]
    if more := heads[_LISTED:]:
        n = sum(len(shown.regions[head]) for head in more)
        counts.append(message("cartography.sheet.other_regions", regions=len(more), n=n))
    drafts = len({place.site for place in shown.places if place.is_draft})
    remarks = [message("cartography.sheet.schematic")]
    remarks += [message("cartography.sheet.unnamed", n=unnamed)] if unnamed else []
    remarks += [message("cartography.sheet.drafts", drafts=draft_count(drafts))] if drafts else []
    on_sheet = [*shown.on_map, *(s for sites in shown.regions.values() for s in sites)]
    return [
        line
        for line in (
            joined(remarks, "punctuation.between_sentences").text(lang),
            translate("cartography.sheet.without_room", lang, counts=joined(counts)) if counts else "",
            source_plans(catalogue, on_sheet, lang),
            translate(
                "cartography.sheet.datum",
                lang,
                crs=f"EPSG:{epsg}" if epsg else message("cartography.sheet.conic"),
                base=base_credit(catalogue.home),
            ),
        )
        if line
    ]


def facts(catalogue: Catalogue, lang: str, approval: str, day: date) -> list[str]:
    """The approval number, or a blank for it, the day and the version of the data."""
    number: str | Text = clean_for_document(approval).strip() or message("cartography.sheet.blank")
    return [
        translate("cartography.sheet.approval", lang, number=number),
        translate("cartography.sheet.made_on", lang, day=day.isoformat()),
        translate("cartography.sheet.version", lang, version=catalogue.version),
    ]


def lay_out_notes(lines: Sequence[str], facts_: Sequence[str], frame: Frame, letters: float) -> list[dict[str, Any]]:
    """Set notes and facts side by side in a frame."""
    left, top, width, _ = frame
    column = _FACTS * letters
    em = _SIZE * POINT * letters
    return [
        {"x": left, "y": top, "width": width - column - 6 * letters, "em": em, "lines": [*lines]},
        {"x": left + width - column, "y": top, "width": column, "em": em, "lines": [*facts_]},
    ]
