"""The projects of a site, and the honours and programmes that it holds or hosts."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.project_lines import programme_lines, project_lines
from geoplan.query.dossier import Dossier
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import reader


def projects(catalogue: Catalogue, record: Dossier) -> None:
    """List the projects."""
    if not record.projects.empty:
        heading("projects", len(record.projects))
        blocks(project_lines(catalogue, record.projects, reader()))


def programmes(catalogue: Catalogue, record: Dossier) -> None:
    """List the honours and programmes, each with its kind and its industries."""
    if not record.programmes.empty:
        heading("programmes", len(record.programmes))
        blocks(programme_lines(catalogue, record.programmes, reader()))
