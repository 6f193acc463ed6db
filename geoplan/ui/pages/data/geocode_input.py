"""What is to be geocoded: pasted lines, or a sheet and two of its columns."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from geoplan.errors import UserError
from geoplan.geocoding.name_columns import ADDRESSES, NAMES, matching_headings
from geoplan.study_area import study_area
from geoplan.ui.language import literal, name, t
from geoplan.ui.widgets.choice_widgets import pill_choice

MOST: Final = 5000  # rows; a table to be decided by hand has no more
_MEGABYTES: Final = 20


class Input(NamedTuple):
    """A sheet and its columns of names and addresses; one of the two may be empty."""

    frame: pd.DataFrame
    name: str
    address: str


def geocode_input() -> Input | None:
    """Let lines be pasted or a sheet brought; None until there is something that can be used."""
    origins = {"paste": t("geocode.from_paste"), "file": t("geocode.from_file")}
    origin = pill_choice(t("geocode.from"), list(origins), "geocode_from", origins.__getitem__)
    sheet = _pasted() if origin == "paste" else _uploaded()
    if sheet is not None and len(sheet.frame) > MOST:
        st.warning(t("geocode.too_many", n=f"{len(sheet.frame):,}", most=f"{MOST:,}"))
        return None
    return sheet


def _pasted() -> Input | None:
    text = st.text_area(t("geocode.paste"), height=150, key="geocode_text", placeholder=name(study_area().example))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    column = t("geocode.line")
    return Input(pd.DataFrame({column: lines}), "", column) if lines else None


def _uploaded() -> Input | None:
    label = t("geocode.file", most=f"{MOST:,}")
    file = st.file_uploader(label, key="geocode_file", max_upload_size=_MEGABYTES)
    if file is None:
        return None
    try:
        with st.spinner(t("geocode.working")):
            frame, sheets = _read(file.getvalue(), file.name, None)
            if len(sheets) > 1:
                chosen = st.selectbox(t("geocode.sheet"), sheets, key="geocode_sheet")
                frame, _ = _read(file.getvalue(), file.name, chosen)
    except UserError as error:
        st.error(literal(error))
        return None
    return _columns(frame)


@st.cache_data(show_spinner=False, max_entries=4)
def _read(content: bytes, file_name: str, sheet: str | None) -> tuple[pd.DataFrame, tuple[str, ...]]:
    from geoplan.readers.text_table import open_sheet  # workbooks take a while to import, and only a file needs it

    table = open_sheet(content, file_name, sheet)
    return table.frame, table.sheets


def _columns(frame: pd.DataFrame) -> Input | None:
    headings = list(frame.columns)
    left, right = st.columns(2)
    name = _column(left, t("geocode.name_column"), headings, matching_headings(headings, NAMES), "geocode_name")
    address = _column(
        right, t("geocode.address_column"), headings, matching_headings(headings, ADDRESSES), "geocode_address"
    )
    if not name and not address:
        st.info(t("geocode.choose_column"))
        return None
    return Input(frame, name, address)


def _column(
    where: st.delta_generator.DeltaGenerator, label: str, headings: list[str], fits: list[str], key: str
) -> str:
    options = ["", *headings]
    at = options.index(fits[0]) if fits else 0
    mark = f"{key}-{hash(tuple(headings)) & 0xFFFFFFFF:x}"  # another sheet, another choice
    return str(where.selectbox(label, options, at, key=mark, format_func=lambda h: h or t("geocode.no_column")))
