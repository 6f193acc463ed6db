"""What a published page says of itself: what it holds, from which plans, as of which day, under which licence."""

from __future__ import annotations

from collections.abc import Sequence

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.publish.publication import Publication
from geoplan.query.selection_words import selection_words
from geoplan.text.message import Text, joined, message, translate
from geoplan.text.names import name_of
from geoplan.writers.metadata_record import LICENCE


def page_title(catalogue: Catalogue, publication: Publication) -> Text:
    """The title: the app's name, and the site or what is filtered by."""
    words = _what(catalogue, publication)
    return joined([*words, message("publish.title")], "punctuation.dot") if words else message("publish.title")


def page_facts(
    catalogue: Catalogue, publication: Publication, sites: Sequence[str], lang: str
) -> list[tuple[str, str]]:
    """Pairs of a label and a text in a language."""
    words = _what(catalogue, publication)
    what = joined(words) if words else message("publish.everything")
    plans = [plan_name(catalogue.plans, plan, "title") for plan in catalogue.plans.index]
    approval = publication.approval or message("ui.app.pending")
    facts = {
        "holds": message("publish.holds_n", what=what, n=len(sites)),
        "day": publication.day.isoformat(),
        "data_version": catalogue.version,
        "plans": joined(plans, "punctuation.semicolon"),
        "approval": approval,
        "use": message("writers.metadata_record.schematic"),
        "licence": LICENCE,
        **({"address": publication.address} if publication.address else {}),
    }
    return [
        (translate(f"publish.facts.{key}", lang), value.text(lang) if isinstance(value, Text) else value)
        for key, value in facts.items()
    ]


def _what(catalogue: Catalogue, publication: Publication) -> list[Text]:
    if publication.site:
        return [name_of(catalogue.sites, publication.site)]
    return selection_words(catalogue, publication.selection)
