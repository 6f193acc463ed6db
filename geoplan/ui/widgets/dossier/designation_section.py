"""What the plans designate a site for, its own first, and what it does beside its industries."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import Dossier
from geoplan.symbology import symbology
from geoplan.text.names import name_of
from geoplan.ui.language import html, name, names, t
from geoplan.ui.widgets.dossier.section import blocks, chinese, heading
from geoplan.ui.widgets.plan_passages import citation_line


def designations(catalogue: Catalogue, record: Dossier) -> None:
    """List the designations by the section that gives them; inherited ones are folded."""
    heading("industries")
    rows = record.designations
    own, inherited = rows[rows["basis"] != "inherited"], rows[rows["basis"] == "inherited"]
    if own.empty:
        st.caption(t("dossier.none_stated"))
    else:
        blocks(own_lines(catalogue, own))
    if not inherited.empty:
        with st.expander(f"{t('dossier.inherited')} ({len(inherited)})"):
            st.html("".join(inherited_lines(catalogue, inherited)))


def own_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a section that designates the site itself."""
    return [
        f"<div>{_terms(catalogue, group)}</div>{citation_line(catalogue, [cited], group['wording'])}"
        for cited, group in rows.groupby(["plan_id", "section"], sort=False)
    ]


def inherited_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a site and section that an inherited designation comes from."""
    lines = []
    for (source, *cited), group in rows.groupby(["from_site", "plan_id", "section"], sort=False):
        origin = html("dossier.inherited_from", site=name_of(catalogue.sites, source))
        line = citation_line(catalogue, [tuple(cited)], group["wording"])
        lines.append(f'<div>{_terms(catalogue, group)}</div><span class="gp-cite">{origin}</span> {line}')
    return lines


def _terms(catalogue: Catalogue, rows: pd.DataFrame) -> str:
    return "".join(_term(catalogue, row) for row in rows.itertuples())


def _term(catalogue: Catalogue, row: Any) -> str:
    """A designation: the plan's wording, the term of the vocabulary, the role, and the basis if it is not stated."""
    industry = names(catalogue.industries)[row.industry_id]
    notes = [name(vocabulary.ROLES[row.role])]
    if industry != row.wording:
        notes.insert(0, industry)
    if row.basis not in {"stated", "inherited"}:
        notes.append(name(vocabulary.BASES[row.basis]))
    style = "inherited" if row.basis == "inherited" else ""
    colour = symbology().branch_colour(catalogue.industries.at[row.industry_id, "branch"])
    wording, small = f"<span{chinese()}>{escape(row.wording)}</span>", escape(" · ".join(notes))
    return f'<span class="gp-term {style}" style="--c:var(--c-{colour[1:]})">{wording}<small>{small}</small></span>'


def functions(catalogue: Catalogue, record: Dossier) -> None:
    """List what the site does beside its industries, in the words of the plans."""
    if not record.functions.empty:
        heading("functions")
        blocks(function_lines(catalogue, record.functions))


def function_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a section that gives functions."""
    terms = names(catalogue.functions)
    lines = []
    for cited, group in rows.groupby(["plan_id", "section"], sort=False):
        shown = "".join(
            f'<span class="gp-term"><span{chinese()}>{escape(row.wording)}</span>'
            f"<small>{escape(terms[row.function_id])}</small></span>"
            for row in group.itertuples()
        )
        lines.append(f"<div>{shown}</div>{citation_line(catalogue, [cited], group['wording'])}")
    return lines
