"""The plans that name a site, with every section in which they do."""

from __future__ import annotations

from html import escape

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.query.dossier import Dossier
from geoplan.ui.language import name, plain
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import citation_line


def namings(catalogue: Catalogue, record: Dossier) -> None:
    """List the plans; a visitor's own place is in none."""
    if not record.namings.empty:
        heading("named_in")
        blocks(naming_lines(catalogue, record))


def naming_lines(catalogue: Catalogue, record: Dossier) -> list[str]:
    """A block of HTML a plan: its title with its state, the sections, the period."""
    lines = []
    for plan_id, group in record.namings.groupby("plan_id", sort=False):
        plan = catalogue.plans.loc[plan_id]
        edition = plain("dossier.edition", start=plan["period_start"], end=plan["period_end"])
        title = escape(name(plan_name(catalogue.plans, str(plan_id), "title")))
        sections = [(str(plan_id), section) for section in group["section"]]
        where = citation_line(catalogue, sections, _cited_words(record), plain=True)
        lines.append(f'<div>{title}</div>{where}<div class="gp-cite">{escape(edition)}</div>')
    return lines


def _cited_words(record: Dossier) -> list[str]:
    """What is cited of a site: its names, and the wordings of its industries and functions."""
    own = record.designations[record.designations["basis"] != "inherited"]
    names = [str(record.site["name_zh"]), *record.site["aliases"]]
    return [*names, *own["wording"], *record.functions["wording"]]
