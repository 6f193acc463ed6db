"""Templates: sheets for a new layer and for the data tables, and their check."""

from __future__ import annotations

import io
import logging
import zipfile
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.forms.blank_workbook import blank_csv, blank_workbook, chosen_forms
from geoplan.forms.cell_message import as_frame
from geoplan.forms.filled_form import read_filled
from geoplan.forms.form_schema import FEATURES, LAYER, Form, forms
from geoplan.forms.layer_draft import LayerDraft
from geoplan.forms.validate import FormCheck, validate_form
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, name, plain, t
from geoplan.ui.pages.data.layer_preview import layer_picture, layer_rows
from geoplan.ui.widgets.download import download, table_downloads

_log = logging.getLogger(__name__)
_COLUMNS: Final = (
    "templates.weight", "templates.sheet", "templates.row", "templates.column", "templates.fact", "templates.remedy",
    "templates.cell", "templates.file",
)  # fmt: skip
_LAST: Final = "templates_verdict"  # session key: the last check, by what was checked
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same layer packs to the same bytes


def view(catalogue: Catalogue) -> None:
    """Take a template; bring a filled one and see what is wrong with it, row by row."""
    offered = forms(catalogue.home)
    st.subheader(t("templates.take"), anchor=False)
    _take(catalogue, offered)
    st.subheader(t("templates.bring"), anchor=False)
    _check(catalogue, offered)


def _take(catalogue: Catalogue, offered: dict[str, Form]) -> None:
    chosen = st.multiselect(
        t("templates.which"), [key for key in offered if key != FEATURES], ["sites", LAYER],
        format_func=lambda key: _title(offered[key]), key="templates_wanted", help=t("templates.which_hint"),
    )  # fmt: skip
    st.caption(t("templates.inside"))
    if not chosen:
        return
    sheets = chosen_forms(catalogue.home, chosen)
    file = file_stem(_title(offered[chosen[0]]) if len(chosen) == 1 else plain("data.view_templates"))
    with st.container(horizontal=True):
        download(t("templates.download_xlsx"), lambda: blank_workbook(catalogue.home, sheets), f"{file}.xlsx")
        if len(sheets) == 1:
            download(t("templates.download_csv"), lambda: blank_csv(sheets[0]), f"{file}.csv")


def _title(form: Form) -> str:
    if form.name == LAYER:
        return t("templates.layer")
    return f"{form.name} · {name(form.title)}"


def _check(catalogue: Catalogue, offered: dict[str, Form]) -> None:
    uploads = st.file_uploader(
        t("templates.drop"),
        accept_multiple_files=True,
        key="templates_filled",
        max_upload_size=50,
    )
    st.caption(t("templates.only_here"))
    if not uploads:
        return
    files = [(file.getvalue(), file.name) for file in uploads]
    try:
        with st.spinner(t("templates.checking")):
            check = _form_check(catalogue, files, offered)
    except UserError as error:
        st.error(t("templates.unreadable"))
        st.text(error.text(lang()))  # no Markdown: a file's name is part of it
        return
    except Exception:  # whatever a file holds, the page goes on
        _log.exception("the check of a template failed")
        st.error(t("templates.failed"))
        return
    _show(catalogue, check)


def _form_check(catalogue: Catalogue, files: list[tuple[bytes, str]], offered: dict[str, Form]) -> FormCheck:
    """Check once: every rerun of the page asks again for the same files."""
    digest = sha256(catalogue.version.encode())
    for content, file_name in files:
        digest.update(file_name.encode() + b"\0" + content)
    last: tuple[bytes, FormCheck] | None = st.session_state.get(_LAST)
    if last is None or last[0] != digest.digest():
        filled = read_filled(files, offered)
        last = (digest.digest(), validate_form(catalogue.home, filled, catalogue.problems))
        st.session_state[_LAST] = last
    return last[1]


def _show(catalogue: Catalogue, check: FormCheck) -> None:
    figures = {
        "templates.problems": len(check.problems),
        "templates.added": check.added,
        "templates.replaced": check.replaced,
        "templates.same": check.same,
    }
    with st.container(horizontal=True, gap="medium"):
        for key, value in figures.items():
            st.metric(t(key), f"{value:d}", width="content")
    if not check.problems:
        st.success(t("templates.sound"))
    if check.findings:
        rows = _findings(check)
        st.dataframe(rows, hide_index=True, column_config={t("templates.fact"): st.column_config.Column(width="large")})
        table_downloads(rows, "geoplan-check", "check")
    if check.layer is not None:
        _show_layer(catalogue, check, check.layer)


def _findings(check: FormCheck) -> pd.DataFrame:
    frame = as_frame(check.findings, lang())
    weights = {"problem": t("templates.problem"), "note": t("templates.note")}
    titles = {key.removeprefix("templates."): t(key) for key in _COLUMNS}
    return frame.assign(weight=frame["weight"].map(weights))[[*titles]].rename(columns=titles)


def _show_layer(catalogue: Catalogue, check: FormCheck, layer: LayerDraft) -> None:
    st.subheader(t("templates.drawn"), anchor=False)
    rows = layer_rows(layer, check.tables, catalogue)
    st.caption(
        t("templates.features", n=len(layer.features), drawn=sum(f["geometry"] is not None for f in layer.features))
    )
    chart = layer_picture(layer, catalogue)
    left, right = st.columns([2, 3], gap="large")
    if chart is not None:
        left.altair_chart(chart)
    right.dataframe(rows, hide_index=True)
    if check.problems:
        st.caption(t("templates.pair_wait"))
        return
    download(t("templates.pair"), lambda: _zipped(layer), f"{layer.layer_id}.zip")
    st.caption(t("templates.pair_hint"))


def _zipped(layer: LayerDraft) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in layer.files().items():
            archive.writestr(zipfile.ZipInfo(file_name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
