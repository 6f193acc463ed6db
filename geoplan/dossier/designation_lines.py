"""What the plans designate a site for, and what it does beside its industries, as lines of HTML."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.reader import Reader
from geoplan.symbology import symbology
from geoplan.text.names import name_of


def own_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a section that designates the site itself."""
    return [
        f"<div>{_terms(catalogue, group, reader)}</div>{reader.cite(catalogue, [cited], group['wording'])}"
        for cited, group in rows.groupby(["plan_id", "section"], sort=False)
    ]


def inherited_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a site and section that an inherited designation comes from."""
    lines = []
    for (source, *cited), group in rows.groupby(["from_site", "plan_id", "section"], sort=False):
        origin = reader.html("dossier.inherited_from", site=name_of(catalogue.sites, source))
        line = reader.cite(catalogue, [tuple(cited)], group["wording"])
        lines.append(f'<div>{_terms(catalogue, group, reader)}</div><span class="gp-cite">{origin}</span> {line}')
    return lines


def _terms(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> str:
    return "".join(_term(catalogue, row, reader) for row in rows.itertuples())


def _term(catalogue: Catalogue, row: Any, reader: Reader) -> str:
    """A designation: the plan's wording, the term of the vocabulary, the role, and the basis if it is not stated."""
    industry = reader.names(catalogue.industries)[row.industry_id]
    notes = [reader.say(vocabulary.ROLES[row.role])]
    if industry != row.wording:
        notes.insert(0, industry)
    if row.basis not in {"stated", "inherited"}:
        notes.append(reader.say(vocabulary.BASES[row.basis]))
    style = "inherited" if row.basis == "inherited" else ""
    colour = symbology().branch_colour(catalogue.industries.at[row.industry_id, "branch"])
    wording, small = f"<span{reader.chinese()}>{escape(row.wording)}</span>", escape(" · ".join(notes))
    return f'<span class="gp-term {style}" style="--c:var(--c-{colour[1:]})">{wording}<small>{small}</small></span>'


def function_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a section that gives functions."""
    terms = reader.names(catalogue.functions)
    lines = []
    for cited, group in rows.groupby(["plan_id", "section"], sort=False):
        shown = "".join(
            f'<span class="gp-term"><span{reader.chinese()}>{escape(row.wording)}</span>'
            f"<small>{escape(terms[row.function_id])}</small></span>"
            for row in group.itertuples()
        )
        lines.append(f"<div>{shown}</div>{reader.cite(catalogue, [cited], group['wording'])}")
    return lines
