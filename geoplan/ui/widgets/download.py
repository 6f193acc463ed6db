"""Download buttons: a file is made when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from geoplan.ui.language import t

_MIME: Final = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


class TableFormat(NamedTuple):
    """A further format of a table: its name, the file's suffix, and what writes it."""

    title: str
    suffix: str
    make: Callable[[], bytes]


def download(
    label: str,
    make: Callable[[], bytes | str] | bytes | str,
    file_name: str,
    icon: str = ":material/download:",
    mime: str = "",
    **options: Any,
) -> None:
    """Draw a button; the file's suffix tells its type, unless `mime` does. Further options are Streamlit's."""
    mime = mime or _MIME[file_name[file_name.rindex(".") :]]
    options.setdefault("key", f"download-{file_name}")
    st.download_button(label, make, file_name, mime, icon=icon, on_click="ignore", **options)


def table_downloads(rows: pd.DataFrame, stem: str, sheet: str, further: tuple[TableFormat, ...] = ()) -> None:
    """Offer a table's rows, as shown, beneath it; `stem` also tells the buttons of one page apart."""
    from geoplan.writers.plain_tables import as_csv, as_xlsx

    formats = (
        TableFormat("CSV", ".csv", lambda: as_csv(rows)),
        TableFormat("XLSX", ".xlsx", lambda: as_xlsx(rows, sheet)),
        *further,
    )
    with st.container(horizontal=True):
        for format in formats:
            download(t("table.take", format=format.title), format.make, f"{stem}{format.suffix}")
