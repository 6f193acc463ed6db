"""The button that takes a set along as one HTML file that opens without a network."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection
from geoplan.settings import settings
from geoplan.ui.file_stems import filtered_stem
from geoplan.ui.language import lang, plain, t
from geoplan.ui.site_search_state import picked_sites
from geoplan.ui.widgets.download import download

_MIME = "text/html"


def publish_download(catalogue: Catalogue, selection: Selection) -> None:
    """Offer the page of a selection, with the visitor's shortlist; it is made when the button is pressed."""
    language, picked = lang(), dict(picked_sites())

    def make() -> bytes:
        from geoplan.publish.atlas_page import atlas_page
        from geoplan.publish.publication import Publication

        known = {site: note for site, note in picked.items() if site in catalogue.sites.index}
        page = Publication(settings().day, language, selection, "", known, "", settings().approval_number)
        return atlas_page(catalogue, page)

    name = f"{filtered_stem(catalogue, plain('files.atlas'))}.html"
    download(t("export.publish"), make, name, icon=":material/public_off:", mime=_MIME, key="publish", width="stretch")
    st.caption(t("export.publish_how"))
