"""A table of bounds by row and column: a grid that keys reach, linked both ways with the counties on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geoplan.ui.components import component

_grid = component("matrix")


def matrix(content: dict[str, Any], key: str, on_pick: Callable[[dict[str, Any]], None]) -> None:
    """Draw the table; `on_pick` is called before the next run with what was picked.

    Parameters
    ----------
    content : dict
        ``rows`` (of counties) and ``columns``: lists of ``id`` and ``name``; ``cells``: by row and column, the lower
        bound, the upper bound and the class; ``classes``: ``c``, ``ink``, ``d`` and ``dink`` (the colour and that of
        the text on light and on dark ground) and ``t``; ``column`` and ``cell``: what is chosen; ``words``.
    on_pick : callable
        Takes ``{"cell": [row id, column id]}`` or ``{"column": column id}``.
    """

    def picked() -> None:
        pick = st.session_state[key].get("pick")
        if isinstance(pick, dict):
            on_pick(pick)

    _grid(key=key, data=content, on_pick_change=picked)
