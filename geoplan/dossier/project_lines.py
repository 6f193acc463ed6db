"""The projects of a site, and the honours and programmes that it holds or hosts, as lines of HTML."""

from __future__ import annotations

from html import escape

import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.reader import Reader


def project_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a project: its name, its investment, the year of completion, who builds it."""
    lines = []
    for title, project in zip(reader.names(rows), rows.itertuples(), strict=True):
        parts = [escape(title)]
        if pd.notna(project.investment):
            parts.append(escape(reader.plain("dossier.investment", v=f"{project.investment:g}")))
        if pd.notna(project.finish_year):
            parts.append(escape(reader.plain("dossier.finish", y=project.finish_year)))
        if project.builder:
            parts.append(f"<span{reader.chinese()}>{escape(project.builder)}</span>")
        where = reader.cite(catalogue, [(project.plan_id, project.section)], [project.name_zh])
        lines.append(f"<div>{' · '.join(parts)}{where}</div>")
    return lines


def programme_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a programme and section."""
    lines = []
    for title, row in zip(reader.names(rows), rows.itertuples(), strict=True):
        industries = reader.comma_list(reader.names(catalogue.industries)[term] for term in row.industry_ids)
        parts = [title, reader.say(vocabulary.PROGRAMME_KINDS[row.kind]), industries]
        where = reader.cite(catalogue, [(row.plan_id, row.section)], [row.name_zh])
        lines.append(f"<div>{escape(' · '.join(filter(None, parts)))}{where}</div>")
    return lines
