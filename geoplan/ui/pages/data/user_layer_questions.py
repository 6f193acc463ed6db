"""What only the user can say of a file, asked with what speaks for each answer."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from geoplan.crs.systems import parse_system
from geoplan.errors import UnknownSystemError
from geoplan.readers.read_layer import LayerReading
from geoplan.readers.source_table import ColumnRoles, Question
from geoplan.ui.language import lang, literal, plain, t
from geoplan.ui.pages.data.user_layer_files import UserLayer

_OTHER: Final = "…"
_OPEN: Final = ("system", "columns")  # questions whose answer need not be among the options


def user_layer_questions(layer: UserLayer, reading: LayerReading) -> None:
    """Ask every open question; an answer reads the file again."""
    for question in reading.questions:
        _ask(layer, reading, question)


def _ask(layer: UserLayer, reading: LayerReading, question: Question) -> None:
    titles = {option.value: option.label.text(lang()) for option in question.options}
    options: list[Any] = [*titles, *([_OTHER] if question.key in _OPEN else [])]
    key = f"own-{layer.number}-{layer.rounds}-{question.key}"
    suggested = titles.get(question.default, str(question.default))
    chosen = st.selectbox(
        literal(question.message),
        options,
        index=None if question.must else options.index(question.default),
        format_func=lambda value: t("own.other") if value == _OTHER else titles[value],
        placeholder=plain("own.choose", suggested=suggested),
        key=f"{key}-{question.must}",
    )
    if chosen == _OTHER:
        _other(layer, reading, question, key)
    elif chosen is not None and (question.must or chosen != question.default):
        layer.answer(**{question.key: chosen})
        st.rerun()


def _other(layer: UserLayer, reading: LayerReading, question: Question, key: str) -> None:
    if question.key == "system":
        code = st.text_input(t("own.epsg"), key=f"{key}-code", placeholder="4547", max_chars=12)
        if not code:
            return
        try:
            layer.answer(system=parse_system(code).code)
        except UnknownSystemError as error:
            st.error(literal(error))
            return
        st.rerun()
    left, right = st.columns(2)
    headings = list(reading.headings)
    x = left.selectbox(t("own.x_column"), headings, index=None, key=f"{key}-x")
    y = right.selectbox(
        t("own.y_column"), [_OTHER, *headings], index=None, key=f"{key}-y",
        format_func=lambda heading: t("own.same_cell") if heading == _OTHER else heading,
    )  # fmt: skip
    if x and y:
        layer.answer(columns=ColumnRoles(pair=x) if y == _OTHER else ColumnRoles(x=x, y=y))
        st.rerun()
