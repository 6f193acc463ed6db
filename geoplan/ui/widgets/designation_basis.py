"""Which designations count: what is said of a site, or also what it inherits."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geoplan.analysis.specialisation import ALL_BASES, OWN_BASES
from geoplan.ui.language import t
from geoplan.ui.widgets.pill_choice import pill_choice


def designation_basis(key: str, where: Any = st) -> tuple[str, ...]:
    """Whether what a site inherits counts beside what is said of it."""
    options = {"own": OWN_BASES, "all": ALL_BASES}
    return options[pill_choice(t("coverage.bases"), list(options), key, lambda k: t(f"coverage.bases_{k}"), where)]
