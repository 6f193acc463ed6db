"""The dialog that makes a picture of what is seen on the map: paper, format, title; then the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geoplan.cartography.paper import FORMATS, ORIENTATIONS, PAPERS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.study_area import Box
from geoplan.text.file_names import sheet_name
from geoplan.ui.language import comma_list, lang, literal, t
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.download import download

_MADE: Final = "picture_made"  # session key: the last picture, what it was made from and its bytes
_WAYS: Final = {"landscape": "picture.landscape", "portrait": "picture.portrait"}
_LONGEST: Final = 80  # characters of a title


def picture_dialog(
    catalogue: Catalogue, sites: Sequence[str], view_box: Box, title: str, filter_words: Sequence[str]
) -> None:
    """Open the dialog for some sites as they are seen in a box (EPSG:4326); the words say what is filtered."""
    st.dialog(t("picture.heading"), width="medium")(_dialog)(catalogue, sites, view_box, title, filter_words)


def _dialog(catalogue: Catalogue, sites: Sequence[str], view_box: Box, title: str, filter_words: Sequence[str]) -> None:
    st.caption(t("picture.lead"))
    heading = st.text_input(t("picture.title"), title, max_chars=_LONGEST, key="picture_title")
    paper = pill_choice(t("picture.paper"), list(PAPERS), "picture_paper", str)
    orientation = ORIENTATIONS[0]
    if PAPERS[paper].can_stand:
        orientation = pill_choice(
            t("picture.orientation"), list(ORIENTATIONS), "picture_orientation", lambda way: t(_WAYS[way])
        )
    format = pill_choice(t("picture.format"), list(FORMATS), "picture_format", str.upper)
    day = settings().day
    contents = (
        catalogue.version, len(catalogue.drafted), tuple(sites), view_box, heading, tuple(filter_words), paper,
        orientation, format, lang(), day,
    )  # fmt: skip
    if st.button(t("picture.make"), icon=":material/image:", type="primary", key="picture_make"):
        from geoplan.cartography.map_sheet import map_sheet

        try:
            with st.spinner(t("picture.making")):
                content = map_sheet(
                    catalogue, list(sites), lang(), view=view_box, paper=paper, title=heading,
                    note=comma_list(filter_words), orientation=orientation, format=format,
                    approval=settings().approval_number, day=day,
                )  # fmt: skip
        except UserError as error:
            st.error(literal(error))
            return
        st.session_state[_MADE] = (contents, content)
    made = st.session_state.get(_MADE)
    if made and made[0] == contents:
        from geoplan.cartography.sheet_file import MIME

        name = sheet_name([heading, *filter_words], day, paper, format)
        st.caption(t("picture.made", name=name, mb=len(made[1]) / 1e6))
        download(t("picture.take", format=format.upper()), made[1], name, mime=MIME[format], key="picture_take")
