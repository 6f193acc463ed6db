"""Citations beneath what is cited; each opens its passage where the plan's text is at hand, the cited words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.reader import Cited, Reader
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.passage import excerpt, marked, passage
from geoplan.ui.language import lang, t
from geoplan.ui.plan_text_state import outline_at_hand
from geoplan.ui.widgets.row_pick import pickable_table

_LONGEST: Final = 1500  # characters of a passage


def reader() -> Reader:
    """Who reads this session's dossiers: its language, and the passages of the plans at hand."""
    return Reader(lang(), _passage)


def citation_text(catalogue: Catalogue, cited: Iterable[Cited]) -> str:
    """Cite sections of plans, each once, in one line; plans that ended and damaged passages say so."""
    return reader().citation_text(catalogue, cited)


def citation_line(
    catalogue: Catalogue, cited: Iterable[Cited], words: Iterable[str] = (), plain: bool = False, opened: bool = False
) -> str:
    """Cite sections of plans in HTML; see `geoplan.dossier.reader.Reader.cite`."""
    return reader().cite(catalogue, cited, words, plain, opened)


def cited_table(
    catalogue: Catalogue, rows: pd.DataFrame, cited: Sequence[list[Cited]], words: Sequence[list[str]], key: str,
    **options: Any,
) -> None:  # fmt: skip
    """Draw a table whose rows cite plans; a row that is picked shows its passages below.

    `cited` and `words` belong to the rows in their order; `options` are those of ``st.dataframe``.
    """
    if not any(outline_at_hand(plan) for plan in {plan for citations in cited for plan, _ in citations}):
        st.dataframe(rows, hide_index=True, **options)
        return
    # A new key when the rows change, so that no row of other ones stays picked.
    mark = f"{key}-{hash((lang(), tuple(map(tuple, cited)))) & 0xFFFFFFFF:x}"
    at = pickable_table(rows, mark, **options)
    if at is None:
        st.caption(t("dossier.pick_row"))
    elif cited[at]:
        for column, citation in zip(st.columns(len(cited[at])), cited[at], strict=True):
            column.html(citation_line(catalogue, [citation], words[at], opened=True))
        if not all(outline_at_hand(plan) for plan, _ in cited[at]):
            st.caption(t("dossier.give_texts"))


def passages_hint(catalogue: Catalogue) -> None:
    """Say how the passages of the plans come to be shown, until all of the texts are at hand."""
    if not all(outline_at_hand(str(plan)) for plan in catalogue.plans.index):
        st.caption(t("dossier.give_texts"))


def _passage(plan_id: str, section: str, words: tuple[str, ...]) -> str:
    """A passage as HTML; "" where it is not at hand."""
    outline = outline_at_hand(plan_id)
    return _passage_html(outline, section, words) if outline else ""


@lru_cache(maxsize=512)
def _passage_html(outline: Outline, section: str, words: tuple[str, ...]) -> str:
    text = passage(outline, section)
    if not text:
        return ""
    pieces = marked(excerpt(text, list(words), _LONGEST), list(words))
    shown = "".join(f"<mark>{escape(piece)}</mark>" if is_cited else escape(piece) for piece, is_cited in pieces)
    return f'<p class="gp-passage">{shown}</p>'
