"""The plans that name a site, with every section in which they do."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.naming_lines import naming_lines
from geoplan.query.dossier import Dossier
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import reader


def namings(catalogue: Catalogue, record: Dossier) -> None:
    """List the plans; a visitor's own place is in none."""
    if not record.namings.empty:
        heading("named_in")
        blocks(naming_lines(catalogue, record, reader()))
