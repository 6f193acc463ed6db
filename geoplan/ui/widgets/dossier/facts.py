"""The quantities that plans state of a site; apart from them what is none: responsible bodies, dates, facilities."""

from __future__ import annotations

from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.fact_lines import NO_QUANTITIES, fact_lines
from geoplan.query.dossier import Dossier
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import reader

_KM2: Final = 1e6  # m²


def facts(catalogue: Catalogue, record: Dossier) -> None:
    """List the quantities, then the rest."""
    other = record.facts["property"].isin(NO_QUANTITIES)
    for key, rows in (("facts", record.facts[~other]), ("particulars", record.facts[other])):
        if not rows.empty:
            heading(key, len(rows))
            blocks(fact_lines(catalogue, rows, reader()))
