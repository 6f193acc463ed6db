"""模板: sheets for a new layer and for the data tables, and their check."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.forms.blank_workbook import blank_csv, blank_workbook, chosen_forms
from geoplan.forms.cell_message import as_frame
from geoplan.forms.filled_form import read_filled
from geoplan.forms.form_schema import Form, forms
from geoplan.forms.layer_draft import LayerDraft
from geoplan.forms.layer_form_schema import FEATURES, LAYER
from geoplan.forms.validate import FormCheck, validate_form
from geoplan.ui.language import lang, t
from geoplan.ui.widgets.layer_preview import picture, rows_of
from geoplan.ui.widgets.table_downloads import table_downloads

_log = logging.getLogger(__name__)
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same layer packs to the same bytes


def templates_view(catalogue: Catalogue) -> None:
    """Take a template; bring a filled one and see what is wrong with it, row by row."""
    offered = forms(catalogue.home)
    st.subheader(t("templates.take"), anchor=False)
    _take(catalogue, offered)
    st.subheader(t("templates.bring"), anchor=False)
    _bring(catalogue, offered)


def _take(catalogue: Catalogue, offered: dict[str, Form]) -> None:
    known = [name for name in offered if name != FEATURES]
    names = st.multiselect(
        t("templates.which"), known, ["sites", LAYER], format_func=lambda name: _called(offered[name]),
        key="templates_wanted", help=t("templates.which_hint"),
    )  # fmt: skip
    st.caption(t("templates.inside"))
    if not names:
        return
    wanted = chosen_forms(catalogue.home, names)
    stem = f"geoplan-{names[0] if len(names) == 1 else 'template'}-{catalogue.version}"
    with st.container(horizontal=True):
        _download("xlsx", t("templates.download_xlsx"), lambda: blank_workbook(catalogue.home, wanted), f"{stem}.xlsx")
        if len(wanted) == 1:
            _download("csv", t("templates.download_csv"), lambda: blank_csv(wanted[0]), f"{stem}.csv")


def _called(form: Form) -> str:
    if form.name == LAYER:
        return t("templates.layer")
    return f"{form.name} · {form.title.zh if lang() == 'zh' else form.title.en}"


def _download(kind: str, label: str, make: Callable[[], bytes], name: str) -> None:
    mime = {"xlsx": _XLSX, "csv": "text/csv", "zip": "application/zip"}[name.rpartition(".")[2]]
    st.download_button(
        label, make, name, mime, key=f"templates-{kind}", icon=":material/download:", on_click="ignore"
    )  # fmt: skip


def _bring(catalogue: Catalogue, offered: dict[str, Form]) -> None:
    brought = st.file_uploader(
        t("templates.drop"),
        type=["xlsx", "csv"],
        accept_multiple_files=True,
        key="templates_filled",
        max_upload_size=50,
    )
    st.caption(t("templates.only_here"))
    if not brought:
        return
    files = [(file.getvalue(), file.name) for file in brought]
    try:
        with st.spinner(t("templates.checking")):
            verdict = _verdict(catalogue, files, offered)
    except UserError as refusal:
        st.error(t("templates.unreadable"))
        st.text(refusal.text(lang()))  # no Markdown: a file's name is part of it
        return
    except Exception:  # whatever a file holds, the page goes on
        _log.exception("the check of a template failed")
        st.error(t("templates.failed"))
        return
    _show(catalogue, verdict)


def _verdict(catalogue: Catalogue, files: list[tuple[bytes, str]], offered: dict[str, Form]) -> FormCheck:
    """Check once: every rerun of the page asks again for the same files."""
    digest = sha256(catalogue.version.encode())
    for content, name in files:
        digest.update(name.encode() + b"\0" + content)
    kept = st.session_state.get("templates_verdict")
    if kept is None or kept[0] != digest.digest():
        filled = read_filled(files, offered)
        kept = (digest.digest(), validate_form(catalogue.home, filled, catalogue.problems))
        st.session_state["templates_verdict"] = kept
    return kept[1]


def _show(catalogue: Catalogue, verdict: FormCheck) -> None:
    figures = {
        t("templates.problems"): len(verdict.problems),
        t("templates.added"): verdict.added,
        t("templates.replaced"): verdict.replaced,
        t("templates.same"): verdict.same,
    }
    with st.container(horizontal=True, gap="medium"):
        for label, value in figures.items():
            st.metric(label, value, width="content")
    if not verdict.problems:
        st.success(t("templates.sound"))
    if verdict.findings:
        rows = _readable(verdict)
        st.dataframe(rows, hide_index=True, column_config={t("templates.fact"): st.column_config.Column(width="large")})
        table_downloads(rows, "geoplan-check", "check")
    if verdict.layer is not None:
        _show_layer(catalogue, verdict, verdict.layer)


def _readable(verdict: FormCheck) -> pd.DataFrame:
    frame = as_frame(verdict.findings, lang())
    weights = {"problem": t("templates.problem"), "note": t("templates.note")}
    titles = {
        "weight": t("templates.weight"),
        "sheet": t("templates.sheet"),
        "row": t("templates.row"),
        "column": t("templates.column"),
        "fact": t("templates.fact"),
        "remedy": t("templates.remedy"),
        "cell": t("templates.cell"),
        "file": t("templates.file"),
    }
    return frame.assign(weight=frame["weight"].map(weights))[[*titles]].rename(columns=titles)


def _show_layer(catalogue: Catalogue, verdict: FormCheck, layer: LayerDraft) -> None:
    st.subheader(t("templates.drawn"), anchor=False)
    rows = rows_of(layer, verdict.tables, catalogue)
    st.caption(
        t("templates.features", n=len(layer.features), drawn=sum(f["geometry"] is not None for f in layer.features))
    )
    chart = picture(layer, catalogue)
    left, right = st.columns([2, 3], gap="large")
    if chart is not None:
        left.altair_chart(chart)
    right.dataframe(rows, hide_index=True)
    if verdict.problems:
        st.caption(t("templates.pair_wait"))
        return
    _download("pair", t("templates.pair"), lambda: _zipped(layer), f"{layer.layer_id}.zip")
    st.caption(t("templates.pair_hint"))


def _zipped(layer: LayerDraft) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in layer.files().items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
