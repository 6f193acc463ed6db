"""One of a few, always chosen: a row of pills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st


def choice(
    label: str, options: Sequence[Any], key: str, called: Callable[[Any], str], where: Any = st, default: Any = None
) -> Any:
    """Let one option be chosen.

    Parameters
    ----------
    label : str
        Above the pills.
    options : sequence
        At least one.
    key : str
        Of the widget; the choice stays while the session lasts.
    called : callable
        An option's name in the session's language.
    where : container, optional
        A column to stand in.
    default : optional
        The option chosen at first; the first by default.

    Returns
    -------
    object
        The chosen option.
    """
    if st.session_state.get(key) not in options:  # what another choice has taken away is not kept
        st.session_state[key] = default if default in options else options[0]
    return where.pills(label, options, key=key, required=True, wrap=True, format_func=called, persist_state="session")
