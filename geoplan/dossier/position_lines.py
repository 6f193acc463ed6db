"""How the position of a site is known and by which sources, as lines of HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.head_lines import metres
from geoplan.dossier.reader import Reader
from geoplan.drafts.draft_marks import method_label
from geoplan.query.dossier import Dossier
from geoplan.query.source_titles import source_titles
from geoplan.query.stated_quantities import is_foreign
from geoplan.text.message import DEFAULT, joined, message
from geoplan.vocabulary import CONFIDENCES, DATUMS, WAYS


def position_lines(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[str]:
    """A block of HTML a feature: the method, the error, the datum, the day, the sources."""
    places = record.places[record.places["method"] != "county"]
    parts = reader.names(places.rename(columns={"part": "part_zh"}), "part")
    is_draft = record.site_id in catalogue.drafted
    lines = []
    for part, place in zip(parts, places.itertuples(), strict=True):
        line = reader.plain(
            "dossier.precision",
            method=method_label(str(place.method), is_draft),
            m=metres(place.radius_m),
            c=CONFIDENCES[place.confidence],
            d=DATUMS[place.source_datum],
            day=place.checked_on,
        )
        if part:
            line = reader.plain("dossier.labelled", label=part, text=line)
        source = str(place.source) if is_draft else sources_text(catalogue, place, reader)
        lines.append(f'<div>{escape(line)}</div><div class="gp-cite">{escape(source)}</div>')
    return lines


def way_line(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """How the site is drawn and why, as a block of HTML."""
    way = catalogue.ways[record.site_id]
    return f"<div>{reader.html('dossier.way', way=WAYS[way], why=message(f'ui.dossier.why_{way}'))}</div>"


def sources_text(catalogue: Catalogue, place: Any, reader: Reader) -> str:
    """The note on the sources in the reader's language, else the titles that it names."""
    note = str(place.source)
    if not note:
        return ""
    if not is_foreign(note, reader.lang) and reader.lang != DEFAULT:
        return note
    titles = source_titles(catalogue, note)
    if not titles:
        return reader.plain("dossier.source_foreign") if is_foreign(note, reader.lang) else note
    return reader.plain("dossier.sources", sources=reader.say(joined(titles, "punctuation.semicolon")))
