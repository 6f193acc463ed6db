"""Citations beneath what is cited, and the passages they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.plan_text.passage import marked, passage
from geoplan.settings import settings
from geoplan.text.message import joined
from geoplan.ui.language import name, t

_LONGEST = 1500  # characters of a passage


def citation_text(catalogue: Catalogue, cited: Iterable[tuple[str, str]]) -> str:
    """Cite sections of plans, given as plan id and section, each once, in one line; plans that ended say so."""
    parts = [cite(catalogue, plan, section) for plan, section in dict.fromkeys(cited)]
    return name(joined(parts, "punctuation.semicolon"))


def citation_line(catalogue: Catalogue, cited: Iterable[tuple[str, str]]) -> str:
    """A line of HTML that cites sections of plans; see `citation_text`."""
    return f'<div class="gp-cite">{escape(citation_text(catalogue, cited))}</div>'


def plan_passages(catalogue: Catalogue, citations: pd.DataFrame, words: list[str]) -> None:
    """Show the passages cited (``plan_id``, ``section``) with the words marked, where the plan texts are configured."""
    folder = settings().plans
    if not folder:
        return
    with st.expander(t("dossier.passages")):
        for plan_id, section in citations[["plan_id", "section"]].drop_duplicates().itertuples(index=False):
            text = passage(folder, plan_id, section)
            if text is None:
                continue
            shown = "".join(
                f"<mark>{escape(piece)}</mark>" if hit else escape(piece)
                for piece, hit in marked(text[:_LONGEST], words)
            )
            st.html(f'{citation_line(catalogue, [(plan_id, section)])}<p class="gp-passage">{shown}</p>')
