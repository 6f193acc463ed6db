"""A selection in words: what is filtered, for the heading of a map and the name of a file."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection
from geoplan.text.message import Text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, KINDS, ROLES, STATUSES


def selection_words(catalogue: Catalogue, selection: Selection, with_regions: bool = True) -> list[Text]:
    """Name every value a selection asks for, regions and industries first; empty for a selection of everything."""
    named = [
        *((catalogue.regions, "name", code) for code in selection.regions if with_regions),
        *((catalogue.industries, "name", code) for code in selection.industries),
        *((catalogue.plans, "short", code) for code in selection.plans),
        *((catalogue.layers, "title", code) for code in selection.layers),
    ]
    terms = [
        *(KINDS[code] for code in selection.kinds),
        *(ROLES[code] for code in selection.roles),
        *(STATUSES[code] for code in selection.statuses),
        *(BASES[code] for code in selection.bases),
    ]
    words: list[Text] = [*(name_of(frame, code, prefix) for frame, prefix, code in named), *terms]
    words += [message("selection.in_force")] if selection.in_force else []
    return [*words, message("selection.text", text=selection.text.strip())] if selection.text.strip() else words
