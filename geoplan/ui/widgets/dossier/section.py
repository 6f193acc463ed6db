"""A section of a dossier: its heading, what stands first, and the rest folded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoplan.ui.language import t

SHOWN = 6  # blocks of a section that are not folded


def heading(key: str, n: int = 0) -> None:
    """Head a section, with how many things it lists where that is more than a few."""
    title = t(f"dossier.{key}")
    st.subheader(t("dossier.counted", name=title, n=n) if n > SHOWN else title, anchor=False)


def blocks(lines: Sequence[str], shown: int = SHOWN) -> None:
    """Draw blocks of HTML, those beyond the first few folded; one block more is not worth folding."""
    if len(lines) <= shown + 1:
        shown = len(lines)
    st.html("".join(lines[:shown]))
    if rest := lines[shown:]:
        with st.expander(t("dossier.rest", n=len(rest))):
            st.html("".join(rest))
