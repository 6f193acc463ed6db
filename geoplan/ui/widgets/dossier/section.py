"""A section of a dossier: its heading, what stands first, and the rest folded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoplan.dossier.folding import SHOWN, folded
from geoplan.ui.language import t


def heading(key: str, n: int = 0) -> None:
    """Head a section, with how many things it lists where that is more than a few."""
    title = t(f"dossier.{key}")
    st.subheader(t("dossier.counted", name=title, n=n) if n > SHOWN else title, anchor=False)


def blocks(lines: Sequence[str], shown: int = SHOWN) -> None:
    """Draw blocks of HTML, those beyond the first few folded; one block more is not worth folding."""
    first, rest = folded(lines, shown)
    st.html("".join(first))
    if rest:
        with st.expander(t("dossier.rest", n=len(rest))):
            st.html("".join(rest))
