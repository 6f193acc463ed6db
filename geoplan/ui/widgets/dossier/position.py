"""How the position of a site is known, by which sources, and its draft where a visitor drew one."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.position_lines import position_lines, way_line
from geoplan.drafts.draft_marks import draft_note
from geoplan.query.dossier import Dossier
from geoplan.ui.language import literal
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.drafts_panel import drafted_buttons
from geoplan.ui.widgets.plan_passages import reader


def position(catalogue: Catalogue, record: Dossier) -> None:
    """Say how the position is known, feature by feature."""
    heading("position")
    st.html(way_line(catalogue, record, reader()))
    if lines := position_lines(catalogue, record, reader()):
        blocks(lines)
    if record.site_id in catalogue.drafted:
        places = record.places
        st.caption(literal(draft_note(places["author"].iloc[0], places["drawn_at"].iloc[0])))
        drafted_buttons(record.site_id)
