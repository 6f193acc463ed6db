"""Writing a brief and taking it: two steps, for it takes seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.ui import site_search_state
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, names, plain, t
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.download import download

if TYPE_CHECKING:
    from geoplan.suitability.site_selection import SiteSelection

_FORMATS: Final = {".docx": "Word", ".pdf": "PDF", ".xlsx": "Excel"}
_LENGTHS: Final = {"full": "brief.in_full", "one_page": "brief.one_page"}
_NAMED: Final = 3  # sites in the name of a file
_BRIEF: Final = "brief_made"  # session key: the last brief, what it was made from and its bytes


@st.fragment  # the rest of the page does not wait for the brief
def brief_download(catalogue: Catalogue, sites: Mapping[str, str], result: SiteSelection | None, key: str) -> None:
    """Offer a brief of sites, given as notes by id; without the result they were chosen from it only describes."""
    length = "full"
    with st.container(horizontal=True, gap="medium"):
        suffix = pill_choice(t("brief.format"), list(_FORMATS), f"{key}_format", lambda s: _FORMATS[s])
        if suffix != ".xlsx":
            length = pill_choice(t("brief.length"), list(_LENGTHS), f"{key}_length", lambda code: t(_LENGTHS[code]))
    line = str(st.session_state.get(site_search_state.TEXT) or "") if result else ""
    need = repr(result.need) if result else ""
    contents = (key, suffix, length, lang(), line, need, tuple(sites.items()), catalogue.version)
    is_made = st.session_state.get(_BRIEF, ("",))[0] == contents
    prominence: Literal["primary", "secondary"] = "secondary" if is_made else "primary"  # what comes next stands out
    if st.button(
        t("brief.write", format=_FORMATS[suffix]), icon=":material/edit_document:", key=f"write_{key}", type=prominence
    ):
        from geoplan.brief.brief_content import compose
        from geoplan.brief.document_formats import write
        from geoplan.brief.letterhead import letterhead_of
        from geoplan.suitability.site_report import site_report

        with st.spinner(t("brief.writing")):
            report = site_report(catalogue, list(sites), result)
            content = compose(
                catalogue, report, sites, lang(), settings().approval_number,
                line=line, letterhead=letterhead_of(settings()), one_page=length == "one_page",
            )  # fmt: skip
            st.session_state[_BRIEF] = (contents, write(content, suffix))
    brief = st.session_state.get(_BRIEF)
    if brief and brief[0] == contents:
        from geoplan.brief.document_formats import MIME

        titles = names(catalogue.sites)
        file_name = f"{file_stem(*(str(titles[site]) for site in list(sites)[:_NAMED]), plain('brief.title'))}{suffix}"
        label = t("brief.take", format=_FORMATS[suffix])
        download(label, brief[1], file_name, mime=MIME[suffix], key=f"take_{key}", type="primary")
