"""What was read, mended and left out of a file, and why, row by row."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geoplan.readers.read_layer import LayerReading
from geoplan.readers.row_report import WHAT
from geoplan.ui.language import lang, t
from geoplan.ui.pages.data.user_layer_files import OwnLayer
from geoplan.ui.pages.data.user_layer_questions import literal_sentence
from geoplan.writers.plain_tables import as_csv, as_xlsx

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN: Final = 5000  # rows of a report on the page; the download has them all


def report(layer: OwnLayer, intake: LayerReading) -> None:
    """Show the counts, the notes and the report with its downloads."""
    happened = intake.report["what"].value_counts()
    st.markdown(t("own.counts", all=len(intake.report), **{what: int(happened.get(what, 0)) for what in WHAT}))
    for note in intake.notes:
        st.caption(literal_sentence(note.text(lang())))
    rows = readable_report(intake)
    remarked = rows[rows[t("own.why")] != ""]
    if len(remarked) and st.toggle(t("own.only_remarks"), value=True, key=f"own-{layer.number}-remarks"):
        st.dataframe(remarked.head(_SHOWN), hide_index=True)
    else:
        st.dataframe(rows.head(_SHOWN), hide_index=True, height=240)
    stem = f"geoplan-report-{layer.number}"
    with st.container(horizontal=True):
        for label, make, suffix, mime in (
            (t("own.report_csv"), lambda: as_csv(rows), "csv", "text/csv"),
            (t("own.report_xlsx"), lambda: as_xlsx(rows, t("own.report")), "xlsx", _XLSX),
        ):
            st.download_button(
                label,
                make,
                f"{stem}.{suffix}",
                mime,
                key=f"{stem}-{suffix}",
                icon=":material/download:",
                on_click="ignore",
            )


def readable_report(intake: LayerReading) -> pd.DataFrame:
    """The report in the session's language."""
    table = intake.report
    return pd.DataFrame(
        {
            t("own.row"): table["row"],
            t("own.what"): table["what"].map({code: said.text(lang()) for code, said in WHAT.items()}),
            t("own.why"): table[f"why_{lang()}"],
            t("own.spot"): table["spot"],
        }
    )
