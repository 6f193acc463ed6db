"""Layers or sheets of the user's own, for this session only."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.readers.read_layer import LayerReading
from geoplan.readers.read_limits import MOST_BYTES
from geoplan.ui.language import lang, literal, t
from geoplan.ui.pages.data.user_layer_files import MOST_LAYERS, UserLayer, remove, store, user_layers
from geoplan.ui.pages.data.user_layer_questions import user_layer_questions
from geoplan.ui.pages.data.user_layer_report import user_layer_report
from geoplan.ui.pages.data.user_layer_results import attributes, user_layer_results
from geoplan.ui.widgets.choice_widgets import pill_choice

_PREVIEW = 5  # rows
_REFUSED, _UPLOADS = "own_refused", "own_uploads"  # session keys: whether files were too many; how many uploads


def view(catalogue: Catalogue) -> None:
    """Bring layers, settle what is open, see them among the sites."""
    st.caption(t("own.lead"))
    _upload()
    layers = user_layers()
    for layer in layers:
        with st.expander(_heading(layer), expanded=layer.ready is None or len(layers) == 1):
            _layer(layer)
    ready = {layer.number: layer for layer in layers if layer.ready}
    if not ready:
        return
    number = next(iter(ready))
    if len(ready) > 1:
        number = pill_choice(t("own.which"), list(ready), "own_chosen", lambda n: ready[n].title)
    if reading := ready[number].ready:
        user_layer_results(catalogue, ready[number], reading)


def _upload() -> None:
    megabytes = MOST_BYTES // 2**20
    turn = st.session_state.setdefault(_UPLOADS, 0)  # a new key empties the box once its files are stored
    files = st.file_uploader(
        t("own.upload", mb=megabytes, n=MOST_LAYERS),
        accept_multiple_files=True,
        key=f"own-upload-{turn}",
        help=t("own.systems_hint"),
        max_upload_size=megabytes,
    )
    if files:
        st.session_state[_REFUSED] = not store(files)
        st.session_state[_UPLOADS] = turn + 1
        st.rerun()
    if st.session_state.pop(_REFUSED, False):
        st.warning(t("own.too_many", n=MOST_LAYERS, mb=2 * megabytes))


def _heading(layer: UserLayer) -> str:
    if isinstance(layer.outcome, UserError):
        return t("own.failed", name=layer.title)
    if layer.ready is None:
        pending = isinstance(layer.outcome, LayerReading) and layer.outcome.pending
        return t("own.waiting" if pending else "own.nothing", name=layer.title)
    system = layer.ready.system.title(lang())
    return t("own.ready", name=layer.title, n=f"{len(layer.ready.frame):,}", system=system)


def _layer(layer: UserLayer) -> None:
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    layer.title = left.text_input(t("own.called"), layer.title, key=f"own-{layer.number}-title", max_chars=60)
    right.button(
        t("own.remove"),
        key=f"own-{layer.number}-remove",
        icon=":material/delete:",
        on_click=remove,
        args=(layer.number,),
    )
    outcome = layer.outcome
    if isinstance(outcome, UserError):
        st.error(literal(outcome))
        _start_over(layer)
    elif isinstance(outcome, LayerReading):
        user_layer_questions(layer, outcome)
        _start_over(layer)
        if outcome.pending:
            st.info(t("own.must_answer", n=len(outcome.pending)))
            st.dataframe(attributes(outcome.frame.head(_PREVIEW)), hide_index=True)
        elif not len(outcome.frame):
            st.warning(t("own.nothing_left"))
        user_layer_report(layer, outcome)


def _start_over(layer: UserLayer) -> None:
    if layer.answers != type(layer.answers)():
        st.button(t("own.start_over"), key=f"own-{layer.number}-again", on_click=layer.take_back)
