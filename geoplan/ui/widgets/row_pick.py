"""Rows of a table that a click anywhere picks, and not on the box at their beginning alone."""

from __future__ import annotations

from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

MODES: Final[tuple[Literal["single-row", "single-cell"], ...]] = ("single-row", "single-cell")


def pickable_table(rows: pd.DataFrame, key: str, **options: Any) -> int | None:
    """Draw a table of which one row can be picked; return the picked row's place, None where there is none.

    Streamlit holds a ticked box and a chosen cell side by side: the one that changed last counts.
    """
    event = st.dataframe(rows, hide_index=True, key=key, on_select="rerun", selection_mode=MODES, **options)
    ticked = event.selection.get("rows", [])
    chosen = [row for row, _ in event.selection.get("cells", [])]
    before = st.session_state.get(f"{key}-picked", ([], [], []))
    picked = newest(before, ticked, chosen)
    st.session_state[f"{key}-picked"] = (ticked, chosen, picked)
    return next((row for row in picked if row < len(rows)), None)


def newest(before: tuple[list[int], list[int], list[int]], ticked: list[int], chosen: list[int]) -> list[int]:
    """The row picked last, of the row that is ticked and that of the chosen cell.

    `before` are the rows ticked, chosen and picked at the run before.
    """
    was_ticked, was_chosen, picked = before
    if chosen != was_chosen:
        return chosen or ticked
    if ticked != was_ticked:
        return ticked or chosen
    return picked
