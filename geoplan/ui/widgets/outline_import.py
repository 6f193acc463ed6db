"""A whole file of outlines, matched to sites, to be confirmed and stored as drafts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft_checks import read_feature
from geoplan.drafts.match_outlines import match_outlines
from geoplan.drafts.outline_drafts import OutlineMetadata, confirmed, drafts_of
from geoplan.errors import UserError
from geoplan.readers.read_layer import LayerReading, read_layer
from geoplan.readers.read_limits import MOST_BYTES
from geoplan.settings import settings
from geoplan.ui import draft_state
from geoplan.ui.language import comma_list, lang, literal, name, names, t

_METHODS = {"surveyed": 10.0, "digitised": 50.0}  # and their radius in metres


def outline_import(catalogue: Catalogue) -> None:
    """Open the dialog."""
    st.dialog(t("draft.import"), width="large")(_dialog)(catalogue)


def _dialog(catalogue: Catalogue) -> None:
    st.caption(t("draft.import_lead"))
    file = st.file_uploader(t("draft.file"), key="outline_file", max_upload_size=MOST_BYTES // 2**20)
    if file is None:
        return
    try:
        with st.spinner(t("draft.matching")):
            reading, report = _matched(file.getvalue(), file.name, catalogue)
    except UserError as error:
        st.error(literal(error))
        return
    if reading.pending:
        st.warning(t("draft.file_open"))
        return
    taken = _confirm(catalogue, report)
    _store(catalogue, reading, confirmed_rows(report, taken), file.name)


@st.cache_data(max_entries=4, show_spinner=False, hash_funcs={Catalogue: lambda one: one.version})
def _matched(content: bytes, file_name: str, catalogue: Catalogue) -> tuple[LayerReading, pd.DataFrame]:
    reading = read_layer(content, file_name)
    return reading, match_outlines(reading.frame, catalogue)


def confirmed_rows(report: pd.DataFrame, taken: list[int]) -> pd.DataFrame:
    """The report with the features that the user takes, those alone, as confirmed."""
    return confirmed(report[report["feature"].isin(taken)], taken)


def _confirm(catalogue: Catalogue, report: pd.DataFrame) -> list[int]:
    """Show what was matched; return the features that are to be taken."""
    found, unsure = report[report["site_id"] != ""], int(report["needs_confirmation"].sum())
    st.markdown(t("draft.matched", n=len(report), found=len(found), unsure=unsure))
    site_names = names(catalogue.sites)
    table = pd.DataFrame(
        {
            "take": (report["site_id"] != "") & ~report["needs_confirmation"],
            "feature": report["feature"],
            "name": report["name"],
            "site": [site_names.get(site_id, "–") for site_id in report["site_id"]],
            "how": [t(f"draft.how_{how}") for how in report["how"]],
            "area": (report["area_m2"] / 1e6).round(3),
            "shift": report["shift_m"].round(0),
            "remarks": [_remarks(row) for row in report.to_dict("records")],
        }
    )
    columns: dict[str, Any] = {
        "take": st.column_config.CheckboxColumn(t("draft.column_take")),
        **{key: st.column_config.Column(t(f"draft.column_{key}")) for key in list(table.columns)[1:]},
    }
    edited = st.data_editor(
        table, key="outline_table", hide_index=True, disabled=list(table.columns)[1:], column_config=columns,
        width="stretch",
    )  # fmt: skip
    can_take = (report["site_id"] != "").to_numpy()
    return report.loc[edited["take"].to_numpy(dtype=bool) & can_take, "feature"].tolist()


def _remarks(row: dict[str, Any]) -> str:
    remarks = [t(f"draft.remark_{remark}") for remark in row["remarks"]]
    return comma_list(([t("draft.to_confirm")] if row["needs_confirmation"] else []) + remarks)


def _store(catalogue: Catalogue, reading: LayerReading, report: pd.DataFrame, file_name: str) -> None:
    with st.form("outline_form", border=False):
        source = st.text_input(t("draft.source"), file_name, max_chars=500)
        left, middle, right = st.columns(3)
        method = left.selectbox(
            t("draft.method"), list(_METHODS), format_func=lambda one: name(vocabulary.METHODS[one])
        )
        radius = middle.number_input(t("draft.radius"), 1.0, 10_000.0, _METHODS["surveyed"], 10.0, format="%.0f")
        author = right.text_input(t("draft.author"), draft_state.author(), max_chars=60)
        n = int(report["site_id"].nunique())
        if not st.form_submit_button(t("draft.import_save", n=n), type="primary", disabled=not n):
            return
    datum = reading.system.code if reading.system.is_offset else "WGS84"
    metadata = OutlineMetadata(method, source.strip() or file_name, radius, settings().day.isoformat(), datum)
    checked = [read_feature(draft.to_feature(), catalogue) for draft in drafts_of(report, reading.frame, metadata)]
    reasons = [reason.text(lang()) for _, wrong in checked for reason in wrong]
    if reasons:
        st.error(literal(comma_list(reasons[:5])))
        return
    try:
        for draft, _ in checked:
            if draft is not None:
                draft_state.save(draft, author.strip())
    except UserError as error:
        st.error(literal(error))
        return
    st.rerun()
