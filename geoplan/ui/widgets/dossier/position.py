"""How the position of a site is known, by which sources, and its draft where a visitor drew one."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft_marks import draft_note, method_label
from geoplan.query.dossier import Dossier
from geoplan.query.source_titles import source_titles
from geoplan.query.stated_quantities import is_foreign
from geoplan.text.message import DEFAULT, joined, message
from geoplan.ui.language import html, lang, literal, name, names, plain
from geoplan.ui.widgets.dossier.head import metres
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.drafts_panel import drafted_buttons
from geoplan.vocabulary import CONFIDENCES, DATUMS, WAYS


def position(catalogue: Catalogue, record: Dossier) -> None:
    """Say how the position is known, feature by feature."""
    heading("position")
    way = catalogue.ways[record.site_id]
    st.html(f"<div>{html('dossier.way', way=WAYS[way], why=message(f'ui.dossier.why_{way}'))}</div>")
    if lines := position_lines(catalogue, record):
        blocks(lines)
    if record.site_id in catalogue.drafted:
        places = record.places
        st.caption(literal(draft_note(places["author"].iloc[0], places["drawn_at"].iloc[0])))
        drafted_buttons(record.site_id)


def position_lines(catalogue: Catalogue, record: Dossier) -> list[str]:
    """A block of HTML a feature: the method, the error, the datum, the day, the sources."""
    places = record.places[record.places["method"] != "county"]
    parts = names(places.rename(columns={"part": "part_zh"}), "part")
    is_draft = record.site_id in catalogue.drafted
    lines = []
    for part, place in zip(parts, places.itertuples(), strict=True):
        line = plain(
            "dossier.precision",
            method=method_label(str(place.method), is_draft),
            m=metres(place.radius_m),
            c=CONFIDENCES[place.confidence],
            d=DATUMS[place.source_datum],
            day=place.checked_on,
        )
        if part:
            line = plain("dossier.labelled", label=part, text=line)
        source = str(place.source) if is_draft else sources_text(catalogue, place)
        lines.append(f'<div>{escape(line)}</div><div class="gp-cite">{escape(source)}</div>')
    return lines


def sources_text(catalogue: Catalogue, place: Any) -> str:
    """The note on the sources in the reader's language, else the titles that it names."""
    note = str(place.source)
    if not note:
        return ""
    if not is_foreign(note, lang()) and lang() != DEFAULT:
        return note
    titles = source_titles(catalogue, note)
    if not titles:
        return plain("dossier.source_foreign") if is_foreign(note, lang()) else note
    return plain("dossier.sources", sources=name(joined(titles, "punctuation.semicolon")))
