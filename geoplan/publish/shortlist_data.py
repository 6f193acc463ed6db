"""A shortlist as the cards that a published page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.head_lines import district
from geoplan.dossier.reader import Reader
from geoplan.query.dossier import dossier
from geoplan.query.lead_industries import lead_industries
from geoplan.text.message import languages
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS, STATUSES

_INDUSTRIES: Final = 5  # that are named


def shortlist_data(catalogue: Catalogue, notes: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Lay out the cards of site_cards.js by language.

    Parameters
    ----------
    notes : mapping
        By site id, in their order.
    """
    return {
        lang: [_card(catalogue, n, site, note, Reader(lang)) for n, (site, note) in enumerate(notes.items(), 1)]
        for lang in languages()
    }


def _card(catalogue: Catalogue, n: int, site: str, note: str, reader: Reader) -> dict[str, Any]:
    record = dossier(catalogue, site)
    leading, _ = lead_industries(record.designations)
    names = reader.names(catalogue.industries)
    kind, stage = KINDS[record.site["kind"]], STATUSES[record.site["status"]]
    return {
        "id": site,
        "number": n,
        "name": reader.say(name_of(catalogue.sites, site)),
        "place": " · ".join([district(catalogue, site, reader), reader.say(kind), reader.say(stage)]),
        "reason": reader.comma_list(names[industry] for industry in leading[:_INDUSTRIES]),
        "outcomes": [{"met": True, "text": note}] if note else [],
    }
