"""The parts of a site and its relations to others, each a link that opens that site."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import Dossier
from geoplan.ui import map_state
from geoplan.ui.language import literal, names, t
from geoplan.ui.widgets.dossier.section import SHOWN, heading
from geoplan.ui.widgets.plan_passages import citation_line

_PART = "part_of"


def parts(catalogue: Catalogue, record: Dossier) -> None:
    """List the parts of the site."""
    rows = record.children[record.children["relation"] == _PART]
    if not rows.empty:
        heading("parts", rows["site_id"].nunique())
        _links(catalogue, record, "children", _PART, rows)


def relations(catalogue: Catalogue, record: Dossier) -> None:
    """List what the site is part of, located in, hosted by …, and what has such a relation to it."""
    groups = [
        (side, relation, rows)
        for side, table in (("parents", record.parents), ("children", record.children))
        for relation in vocabulary.RELATIONS
        if not (rows := table[table["relation"] == relation]).empty and (side, relation) != ("children", _PART)
    ]
    if groups:
        heading("relations")
    for side, relation, rows in groups:
        st.markdown(f"**{t(f'dossier.{side}.{relation}')}**")
        _links(catalogue, record, side, relation, rows)


def _links(catalogue: Catalogue, record: Dossier, side: str, relation: str, rows: pd.DataFrame) -> None:
    ids = list(dict.fromkeys(rows["site_id"]))
    shown = ids if len(ids) <= SHOWN + 1 else ids[:SHOWN]
    _buttons(catalogue, side, relation, shown)
    if rest := ids[len(shown) :]:
        with st.expander(t("dossier.rest", n=len(rest))):
            _buttons(catalogue, side, relation, rest)
    words = [str(record.site["name_zh"]), *record.site["aliases"]]
    words += list(catalogue.sites["name_zh"].reindex(rows["site_id"]).dropna())
    st.html(citation_line(catalogue, zip(rows["plan_id"], rows["section"], strict=True), words))


def _buttons(catalogue: Catalogue, side: str, relation: str, ids: list[str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for site_id in ids:
            st.button(
                literal(names(catalogue.sites)[site_id]), key=f"{side}:{relation}:{site_id}",
                on_click=map_state.open_site, args=(catalogue, site_id), type="tertiary", wrap=True,
            )  # fmt: skip
