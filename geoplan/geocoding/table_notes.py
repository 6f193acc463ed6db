"""What a user should know of how a sheet was read, before trusting the results."""

from __future__ import annotations

from typing import Final

from geoplan.geocoding.name_columns import listed
from geoplan.readers.text_table import TextTable
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_LISTED: Final = 8


def table_notes(sheet: TextTable, is_chosen: bool = False) -> list[Text]:
    """Note which sheet was read, which formulas lack a result, and what the reader noticed."""
    notes = []
    others = [shorten(title) for title in sheet.sheets if title != sheet.sheet]
    if others and not is_chosen:
        values = {"sheet": shorten(sheet.sheet), "others": listed(others, _LISTED)}
        notes.append(message("geocoding.table_notes.other_sheets", **values))
    if sheet.encodings:
        notes.append(message("geocoding.table_notes.uncertain_encoding", encoding=sheet.encoding.upper()))
    if sheet.unsaved:
        cells = listed(list(sheet.unsaved.values()), _LISTED)
        notes.append(message("geocoding.table_notes.formulas_without_result", cells=cells))
    return notes + list(sheet.notes)
