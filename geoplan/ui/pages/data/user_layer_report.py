"""What was read, mended and left out of a file, and why, row by row."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geoplan.readers.read_layer import LayerReading
from geoplan.readers.row_report import WHAT
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import literal, name, names, plain, t
from geoplan.ui.pages.data.user_layer_files import UserLayer
from geoplan.ui.widgets.download import download
from geoplan.writers.plain_tables import as_csv, as_xlsx

_SHOWN: Final = 5000  # rows of a report on the page; the download has them all


def user_layer_report(layer: UserLayer, reading: LayerReading) -> None:
    """Show the counts, the notes and the report with its downloads."""
    counts = reading.report["what"].value_counts()
    st.markdown(t("own.counts", all=len(reading.report), **{what: int(counts.get(what, 0)) for what in WHAT}))
    for note in reading.notes:
        st.caption(literal(note))
    rows = report_rows(reading)
    with_reasons = rows[rows[t("own.why")] != ""]
    if len(with_reasons) and st.toggle(t("own.only_remarks"), value=True, key=f"own-{layer.number}-remarks"):
        st.dataframe(with_reasons.head(_SHOWN), hide_index=True)
    else:
        st.dataframe(rows.head(_SHOWN), hide_index=True, height=240)
    file, sheet = file_stem(layer.title, plain("own.report")), plain("own.report")
    with st.container(horizontal=True):
        download(t("own.report_csv"), lambda: as_csv(rows), f"{file}.csv")
        download(t("own.report_xlsx"), lambda: as_xlsx(rows, sheet), f"{file}.xlsx")


def report_rows(reading: LayerReading) -> pd.DataFrame:
    """The report in the session's language."""
    table = reading.report
    return pd.DataFrame(
        {
            t("own.row"): table["row"],
            t("own.what"): table["what"].map({code: name(title) for code, title in WHAT.items()}),
            t("own.why"): names(table, "why"),
            t("own.spot"): table["spot"],
        }
    )
