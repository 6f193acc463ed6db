"""The dialog that makes a map book of what is filtered: paper, format, drafts and own layers; then the file."""

from __future__ import annotations

import logging
from typing import Final

import streamlit as st

from geoplan.book.edition import PAPERS, Edition
from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE
from geoplan.query.selection import Selection
from geoplan.settings import settings
from geoplan.ui.draft_state import drafts
from geoplan.ui.file_stems import filtered_stem
from geoplan.ui.language import lang, plain, t
from geoplan.ui.own_layers import own_shapes
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.download import download

_MADE: Final = "book_made"  # session key: the last book, what it was made from and its bytes
_FORMATS: Final = {"pdf": "book.pdf", "png": "book.png", "svg": "book.svg"}
_MIME: Final = {"pdf": "application/pdf", "zip": "application/zip"}
_MOST: Final = 64e6  # bytes that a session keeps for its visitor to take
_DRAWN: Final = 0.8  # of the bar, when every map is drawn
_log = logging.getLogger(__name__)


def book_button(catalogue: Catalogue, selection: Selection) -> None:
    """Offer the map book of a selection."""
    if st.button(t("book.open"), icon=":material/menu_book:", key="book_open", width="stretch"):
        book_dialog(catalogue, selection)
    st.caption(t("book.open_how"))


def book_dialog(catalogue: Catalogue, selection: Selection) -> None:
    """Open the dialog for a selection."""
    st.dialog(t("book.heading"), width="medium")(_dialog)(catalogue, selection)


def _dialog(catalogue: Catalogue, selection: Selection) -> None:
    st.caption(t("book.lead"))
    paper = pill_choice(t("book.paper"), list(PAPERS), "book_paper", str)
    format = pill_choice(t("book.format"), list(_FORMATS), "book_format", lambda key: t(_FORMATS[key]))
    drawn = [draft for draft in drafts() if draft.category != NOTE]
    own = own_shapes()
    if drawn and not st.checkbox(t("book.drafts", n=len(drawn)), True, key="book_drafts"):
        drawn = []
    if own and not st.checkbox(t("book.own", n=len(own)), True, key="book_own"):
        own = []
    day = settings().day
    layers = tuple((layer.title, len(layer.shapes), tuple(layer.shapes.total_bounds)) for layer in own)
    contents = (catalogue.version, selection, paper, format, lang(), day, len(drawn), layers)
    if st.button(t("book.make"), icon=":material/menu_book:", type="primary", key="book_make"):
        from geoplan.book.run_book import BookTask, run_book
        from geoplan.brief.letterhead import letterhead_of

        bar = st.progress(0.0, t("book.starting"))

        def tell(done: int, of: int) -> None:
            text = t("book.drawing", done=done, of=of) if done < of else t("book.setting")
            bar.progress(_DRAWN * done / of, text)

        approval = settings().approval_number
        try:
            edition = Edition(day, lang(), paper, selection, letterhead_of(settings()), approval, tuple(own))
            made = run_book(BookTask(catalogue.home, edition, format, drawn), tell)
        except RuntimeError:
            _log.exception("map book failed")
            st.error(t("book.failed"))
            return
        finally:
            bar.empty()
        if len(made) > _MOST:
            st.error(t("book.too_large", mb=len(made) / 1e6, most=_MOST / 1e6))
            return
        st.session_state[_MADE] = (contents, made)
    kept = st.session_state.get(_MADE)
    if kept and kept[0] == contents:
        suffix = "pdf" if format == "pdf" else "zip"
        name = f"{filtered_stem(catalogue, plain('files.book'))}_{paper}.{suffix}"
        st.caption(t("book.made", name=name, mb=len(kept[1]) / 1e6))
        download(t("book.take"), kept[1], name, mime=_MIME[suffix], key="book_take")
