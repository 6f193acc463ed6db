"""The projects of a site, and the honours and programmes that it holds or hosts."""

from __future__ import annotations

from html import escape

import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import Dossier
from geoplan.ui.language import comma_list, name, names, plain
from geoplan.ui.widgets.dossier.section import blocks, chinese, heading
from geoplan.ui.widgets.plan_passages import citation_line


def projects(catalogue: Catalogue, record: Dossier) -> None:
    """List the projects."""
    if not record.projects.empty:
        heading("projects", len(record.projects))
        blocks(project_lines(catalogue, record.projects))


def project_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a project: its name, its investment, the year of completion, who builds it."""
    lines = []
    for title, project in zip(names(rows), rows.itertuples(), strict=True):
        parts = [escape(title)]
        if pd.notna(project.investment):
            parts.append(escape(plain("dossier.investment", v=f"{project.investment:g}")))
        if pd.notna(project.finish_year):
            parts.append(escape(plain("dossier.finish", y=project.finish_year)))
        if project.builder:
            parts.append(f"<span{chinese()}>{escape(project.builder)}</span>")
        where = citation_line(catalogue, [(project.plan_id, project.section)], [project.name_zh])
        lines.append(f"<div>{' · '.join(parts)}{where}</div>")
    return lines


def programmes(catalogue: Catalogue, record: Dossier) -> None:
    """List the honours and programmes, each with its kind and its industries."""
    if not record.programmes.empty:
        heading("programmes", len(record.programmes))
        blocks(programme_lines(catalogue, record.programmes))


def programme_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a programme and section."""
    lines = []
    for title, row in zip(names(rows), rows.itertuples(), strict=True):
        industries = comma_list(names(catalogue.industries)[term] for term in row.industry_ids)
        parts = [title, name(vocabulary.PROGRAMME_KINDS[row.kind]), industries]
        where = citation_line(catalogue, [(row.plan_id, row.section)], [row.name_zh])
        lines.append(f"<div>{escape(' · '.join(filter(None, parts)))}{where}</div>")
    return lines
