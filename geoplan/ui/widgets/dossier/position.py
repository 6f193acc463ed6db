"""How the position of a site is known, by which sources, and its draft where a visitor drew one."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.position_lines import position_lines
from geoplan.drafts.draft_marks import draft_note
from geoplan.query.dossier import Dossier
from geoplan.text.message import message
from geoplan.ui.language import html, literal
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.drafts_panel import drafted_buttons
from geoplan.ui.widgets.plan_passages import reader
from geoplan.vocabulary import WAYS


def position(catalogue: Catalogue, record: Dossier) -> None:
    """Say how the position is known, feature by feature."""
    heading("position")
    way = catalogue.ways[record.site_id]
    st.html(f"<div>{html('dossier.way', way=WAYS[way], why=message(f'ui.dossier.why_{way}'))}</div>")
    if lines := position_lines(catalogue, record, reader()):
        blocks(lines)
    if record.site_id in catalogue.drafted:
        places = record.places
        st.caption(literal(draft_note(places["author"].iloc[0], places["drawn_at"].iloc[0])))
        drafted_buttons(record.site_id)
