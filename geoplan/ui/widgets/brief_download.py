"""Writing a brief and taking it: two steps, for it takes seconds."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from geoplan.brief.document_formats import MIME
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.suitability.site_selection import SiteSelection
from geoplan.ui.language import lang, t
from geoplan.ui.widgets.pill_choice import choice

_FORMATS = {".docx": "Word", ".pdf": "PDF", ".xlsx": "Excel"}
_MADE = "brief_made"  # the last brief of this session: what it was made from, and its bytes


def brief_buttons(catalogue: Catalogue, sites: Mapping[str, str], result: SiteSelection | None, key: str) -> None:
    """Offer a brief of some sites.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    sites : mapping of str to str
        Notes by site id.
    result : SiteSelection or None
        The ranking they were chosen from; without it the brief only describes.
    key : str
        Of the widgets.
    """
    suffix = choice(t("brief.format"), list(_FORMATS), f"{key}_format", lambda s: _FORMATS[s])
    need = repr(result.need) if result else ""
    asked = (key, suffix, lang(), need, tuple(sites.items()), catalogue.version)
    if st.button(t("brief.write", format=_FORMATS[suffix]), icon=":material/edit_document:", key=f"write_{key}"):
        from geoplan.brief.brief_content import compose
        from geoplan.brief.document_formats import write
        from geoplan.suitability.site_report import site_report

        with st.spinner(t("brief.writing")):
            report = site_report(catalogue, list(sites), result)
            content = compose(catalogue, report, sites, lang(), settings().approval_number)
            st.session_state[_MADE] = (asked, write(content, suffix))
    made = st.session_state.get(_MADE)
    if made and made[0] == asked:
        st.download_button(
            t("brief.take", format=_FORMATS[suffix]), made[1], f"geoplan-brief-{catalogue.version}{suffix}",
            MIME[suffix], icon=":material/download:", on_click="ignore", key=f"take_{key}", type="primary",
        )  # fmt: skip
