"""A register of the user's own, or a synthetic one to try the page with."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.registers.synthetic_register import LABEL
from geoplan.text.shorten import shorten
from geoplan.ui.language import literal, t
from geoplan.ui.left_sessions import forget_upload
from geoplan.ui.pages.registers.session_register import drop_register, keep_register, session_register

MEGABYTES: Final = 100  # of an upload, as deploy/Caddyfile lets through: some three million rows as Parquet
SYNTHETIC_ROWS: Final = 20_000
_UPLOADS, _REFUSED = "register_uploads", "register_refused"  # session keys: how many uploads; why the last was refused
_NAME: Final = 80  # characters of a file's name: the last ones, which say its kind
_log = logging.getLogger(__name__)


def register_upload(catalogue: Catalogue) -> None:
    """Let a register be brought, tried or taken away."""
    register = session_register()
    if register is None:
        _bring(catalogue)
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        size = f"{register.n_bytes / 2**20:.1f}"
        st.markdown(t("registers.brought", name=shorten(register.name), mb=size))
    right.button(t("registers.remove"), icon=":material/delete:", on_click=drop_register, width="stretch")
    if register.synthetic:
        st.warning(t("registers.synthetic_note"))


def _bring(catalogue: Catalogue) -> None:
    turn = st.session_state.setdefault(_UPLOADS, 0)  # a new key empties the box: the file lies on disk by then
    file = st.file_uploader(
        t("registers.upload"), key=f"register-upload-{turn}", max_upload_size=MEGABYTES, help=t("registers.upload_help")
    )
    if file is not None:
        st.session_state[_UPLOADS] = turn + 1
        with st.spinner(t("registers.reading")):
            st.session_state[_REFUSED] = _store(file)
        st.rerun()
    if refused := st.session_state.get(_REFUSED):
        st.error(literal(refused))
    st.button(
        t("registers.try_synthetic", n=f"{SYNTHETIC_ROWS:,}"),
        icon=":material/science:",
        help=t("registers.try_help"),
        on_click=_make_synthetic,
        args=(catalogue,),
    )


def _store(file: Any) -> UserError | None:
    """Copy an upload to disk and open it; why not, if that fails."""
    folder = TemporaryDirectory(prefix="geoplan-register-", ignore_cleanup_errors=True)
    path = Path(folder.name) / (Path(file.name).name.replace("\0", "")[-_NAME:] or "register")  # messages name the file
    try:
        with path.open("wb") as out:
            shutil.copyfileobj(file, out)
        forget_upload(file)
        keep_register(folder, path, file.name)
    except UserError as error:
        return error
    except Exception:  # what nobody foresaw must not lock the user out of the page with every rerun
        _log.exception("register failed")
        folder.cleanup()
        return UserError("ui.registers.unforeseen", name=shorten(file.name))
    return None


def _make_synthetic(catalogue: Catalogue) -> None:
    from geoplan.registers.write_synthetic import write_synthetic

    folder = TemporaryDirectory(prefix="geoplan-register-", ignore_cleanup_errors=True)
    path = Path(folder.name) / f"{LABEL}.parquet"
    write_synthetic(path, catalogue, SYNTHETIC_ROWS, seed=0)
    st.session_state[_REFUSED] = None
    keep_register(folder, path, path.name, synthetic=True)
