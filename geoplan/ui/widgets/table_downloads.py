"""The buttons beneath every table: its rows as CSV and Excel, and whatever else it comes as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from geoplan.ui.language import t
from geoplan.writers.plain_tables import as_csv, as_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Take(NamedTuple):
    """A further form a table comes in: what the button calls it, the file's suffix, its type, and what makes it."""

    called: str
    suffix: str
    mime: str
    make: Callable[[], bytes]


def table_downloads(rows: pd.DataFrame, stem: str, sheet: str, further: tuple[Take, ...] = ()) -> None:
    """Offer a table's rows; a file is made when its button is pressed.

    Parameters
    ----------
    rows : DataFrame
        As shown, with headings in the session's language.
    stem : str
        The files' name, without suffix; also tells the buttons of one page apart.
    sheet : str
        The name of the workbook's sheet.
    further : tuple of Take
        What else there is.
    """
    takes = (
        Take("CSV", ".csv", "text/csv", lambda: as_csv(rows)),
        Take("XLSX", ".xlsx", XLSX, lambda: as_xlsx(rows, sheet)),
        *further,
    )
    with st.container(horizontal=True):
        for take in takes:
            st.download_button(
                t("table.take", format=take.called), take.make, f"{stem}{take.suffix}", take.mime,
                key=f"download-{stem}{take.suffix}", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
