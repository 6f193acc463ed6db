"""One of a few, always chosen: a row of pills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from geoplan.ui.language import literal


def pill_choice(
    label: str, options: Sequence[Any], key: str, label_of: Callable[[Any], str], where: Any = st, default: Any = None
) -> Any:
    """Let one option be chosen, at first the default or the first; labels are shown as they are written."""
    if st.session_state.get(key) not in options:  # what another choice has taken away is not kept
        st.session_state[key] = default if default in options else options[0]
    return where.pills(
        label, options, key=key, required=True, wrap=True, format_func=lambda option: literal(label_of(option)),
        persist_state="session",
    )  # fmt: skip
