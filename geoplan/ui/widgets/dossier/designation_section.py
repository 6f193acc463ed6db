"""What the plans designate a site for, its own first, and what it does beside its industries."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.designation_lines import function_lines, inherited_lines, own_lines
from geoplan.query.dossier import Dossier
from geoplan.ui.language import t
from geoplan.ui.widgets.dossier.section import blocks, heading
from geoplan.ui.widgets.plan_passages import reader


def designations(catalogue: Catalogue, record: Dossier) -> None:
    """List the designations by the section that gives them; inherited ones are folded."""
    heading("industries")
    rows = record.designations
    own, inherited = rows[rows["basis"] != "inherited"], rows[rows["basis"] == "inherited"]
    if own.empty:
        st.caption(t("dossier.none_stated"))
    else:
        blocks(own_lines(catalogue, own, reader()))
    if not inherited.empty:
        with st.expander(f"{t('dossier.inherited')} ({len(inherited)})"):
            st.html("".join(inherited_lines(catalogue, inherited, reader())))


def functions(catalogue: Catalogue, record: Dossier) -> None:
    """List what the site does beside its industries, in the words of the plans."""
    if not record.functions.empty:
        heading("functions")
        blocks(function_lines(catalogue, record.functions, reader()))
