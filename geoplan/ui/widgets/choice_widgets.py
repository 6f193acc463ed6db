"""Choices: one of a few as a row of pills, several of many as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from geoplan.analysis.specialisation import ALL_BASES, OWN_BASES
from geoplan.ui.language import literal, t


def pill_choice(
    label: str, options: Sequence[Any], key: str, label_of: Callable[[Any], str], where: Any = st, default: Any = None,
    hide_label: bool = False,
) -> Any:  # fmt: skip
    """Let one option be chosen, at first the default or the first; labels are shown as they are written."""
    if st.session_state.get(key) not in options:  # an option that another choice removes is dropped
        st.session_state[key] = default if default in options else options[0]
    return where.pills(
        label, options, key=key, required=True, wrap=True, format_func=lambda option: literal(label_of(option)),
        persist_state="session", label_visibility="collapsed" if hide_label else "visible",
    )  # fmt: skip


def multi_choice(label: str, options: list[str], key: str, label_of: Callable[[str], str], **more: Any) -> None:
    """Let any of the options be chosen, none standing for all unless another placeholder says so."""
    more.setdefault("placeholder", t("filter.all"))
    st.multiselect(label, options, key=key, format_func=label_of, select_all=False, persist_state="session", **more)


def designation_basis(key: str, where: Any = st) -> tuple[str, ...]:
    """Let the bases be chosen that count: a site's own designations, or inherited ones too."""
    options = {"own": OWN_BASES, "all": ALL_BASES}
    return options[pill_choice(t("coverage.bases"), list(options), key, lambda k: t(f"coverage.bases_{k}"), where)]
