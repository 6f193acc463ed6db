"""A site's dossier: the key figures first, then what each plan says of it, section by section."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import dossier
from geoplan.ui.widgets.dossier.actions import actions
from geoplan.ui.widgets.dossier.designation_section import designations, functions
from geoplan.ui.widgets.dossier.difference_section import site_differences
from geoplan.ui.widgets.dossier.facts import facts
from geoplan.ui.widgets.dossier.head import head
from geoplan.ui.widgets.dossier.namings import namings
from geoplan.ui.widgets.dossier.position import position
from geoplan.ui.widgets.dossier.projects import programmes, projects
from geoplan.ui.widgets.dossier.relations import parts, relations
from geoplan.ui.widgets.plan_passages import passages_hint

_STYLE: Final = (files("geoplan.ui") / "dossier.css").read_text("utf-8")
_SECTIONS: Final = (
    designations, functions, parts, projects, programmes, facts, relations, site_differences, position, namings,
)  # fmt: skip


def dossier_panel(catalogue: Catalogue, site_id: str) -> None:
    """Draw the dossier of a site."""
    record = dossier(catalogue, site_id)
    st.html(f"<style>{_STYLE}</style>")
    head(catalogue, record)
    actions(catalogue, site_id)
    for section in _SECTIONS:
        section(catalogue, record)
    passages_hint(catalogue)
