"""The plans that name a site, with every section in which they do, as lines of HTML."""

from __future__ import annotations

from html import escape

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.dossier.reader import Reader
from geoplan.query.dossier import Dossier


def naming_lines(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[str]:
    """A block of HTML a plan: its title with its state, the sections, the period."""
    lines = []
    for plan_id, group in record.namings.groupby("plan_id", sort=False):
        plan = catalogue.plans.loc[plan_id]
        edition = reader.plain("dossier.edition", start=plan["period_start"], end=plan["period_end"])
        title = escape(reader.say(plan_name(catalogue.plans, str(plan_id), "title")))
        sections = [(str(plan_id), section) for section in group["section"]]
        where = reader.cite(catalogue, sections, _cited_words(record), plain=True)
        lines.append(f'<div>{title}</div>{where}<div class="gp-cite">{escape(edition)}</div>')
    return lines


def _cited_words(record: Dossier) -> list[str]:
    """What is cited of a site: its names, and the wordings of its industries and functions."""
    own = record.designations[record.designations["basis"] != "inherited"]
    names = [str(record.site["name_zh"]), *record.site["aliases"]]
    return [*names, *own["wording"], *record.functions["wording"]]
