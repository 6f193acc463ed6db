"""Saying that a position is a user's draft: whose, from when, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, joined, message
from geoplan.vocabulary import METHODS


def draft_note(author: str, drawn_at: str) -> Text:
    """The sentence that a position is a user's draft, with the author and the day, as far as they are known."""
    details = [detail for detail in (author, drawn_at[:10]) if detail]
    if not details:
        return message("drafts.draft_marks.position_only")
    return message("drafts.draft_marks.position", details=joined(details, "punctuation.comma"))


def method_label(method: str, is_draft: bool) -> Text:
    """The name of a method of `geoplan.vocabulary`, with the remark where the position is a user's draft."""
    return message("drafts.draft_marks.method", method=METHODS[method]) if is_draft else METHODS[method]


def draft_count(n: int) -> Text:
    """How many positions are users' drafts."""
    return message("drafts.draft_marks.count", n=n)


def drawn_drafts(catalogue: Catalogue, site_ids: Iterable[str]) -> list[str]:
    """The sites whose drafts show some sites on a map: their own, or those of parts where they are not drawn."""
    if not catalogue.drafted:
        return []
    drawn = catalogue.sites["drawn"]
    shown = (s for site in site_ids for s in ([site] if drawn[site] else catalogue.located_descendants(site)))
    return [s for s in dict.fromkeys(shown) if s in catalogue.drafted]
