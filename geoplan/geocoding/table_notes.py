"""What a person who hands in a sheet should know of how it was read, before trusting the answers."""

from __future__ import annotations

from typing import Final

from geoplan.readers.text_table import TextTable
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten

_LISTED: Final = 8


def table_notes(sheet: TextTable, chosen: bool = False) -> list[Text]:
    """Tell which sheet was read, what its formulas lack, and what else was noticed.

    Parameters
    ----------
    sheet : TextTable
        As `geoplan.readers.text_table.open_sheet` read it.
    chosen : bool
        Whether someone named the sheet.

    Returns
    -------
    list of Message
        One line each; empty where nothing was left to chance.
    """
    told = []
    others = [shorten(title) for title in sheet.sheets if title != sheet.sheet]
    if others and not chosen:
        told.append(
            message(
                "geocoding.table_notes.read_sheet_there_also_name",
                sheet=shorten(sheet.sheet),
                others=local_text(_listed(others, "、"), _listed(others, ", ")),
            )
        )
    if sheet.encodings:
        told.append(message("geocoding.table_notes.encoding_not_certain_taken_if", encoding=sheet.encoding.upper()))
    if sheet.unsaved:
        cells = list(sheet.unsaved.values())
        told.append(
            message(
                "geocoding.table_notes.formulas_without_saved_result_count",
                cells=local_text(_listed(cells, "、"), _listed(cells, ", ")),
            )
        )
    return told + list(sheet.notes)


def _listed(items: list[str], between: str) -> str:
    return between.join(items[:_LISTED]) + (" …" if len(items) > _LISTED else "")
