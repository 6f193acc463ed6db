"""The table of sites: the same set as the map, and its accessible twin."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.static_file import ROOT, STATIC, digest, static_file
from geoplan.map.table_file import all_rows, table_file
from geoplan.ui import compare_state, map_state
from geoplan.ui.components.row_table import row_table
from geoplan.ui.language import lang, t
from geoplan.ui.resources import get_catalogue, shipped_catalogue
from geoplan.ui.site_numbers import site_numbers


def site_rows(catalogue: Catalogue, site_ids: list[str]) -> pd.DataFrame:
    """Lay out sites for reading, in this order and in the session's language; indexed by site id."""
    return all_rows(catalogue, lang()).loc[site_ids]


def site_table(catalogue: Catalogue, site_ids: list[str]) -> None:
    """Draw the table; a click on a row opens the site, and the open site's row is marked."""
    drafted = [site for site in site_ids if site in catalogue.drafted]  # as who visits drew them, and no one else
    data = {
        "url": table_url(),
        "lang": lang(),
        "ids": None if len(site_ids) == len(catalogue.sites) and not drafted else site_numbers(site_ids),
        "own": {site: row.tolist() for site, row in site_rows(catalogue, drafted).iterrows()},
        "chosen": st.session_state.get(map_state.SITE),
        "compared": compare_state.compared(),
    }
    row_table(data, open_row, compare_row)


def open_row(site_id: str) -> None:
    """Open a site whose row was clicked."""
    catalogue = get_catalogue()
    if site_id in catalogue.sites.index:
        map_state.open_site(catalogue, site_id)


def compare_row(site_id: str) -> None:
    """Put a site into the comparison, or take it out."""
    if site_id in compare_state.compared():
        compare_state.remove(site_id)
    elif site_id in get_catalogue().sites.index and not compare_state.add(site_id):
        st.toast(t("dossier.compare_full", most=compare_state.MOST_SITES), icon=":material/compare_arrows:")


def table_url() -> str:
    """Where the browser finds the rows of the catalogue's sites."""
    return _published(shipped_catalogue())


@lru_cache(maxsize=2)
def _published(catalogue: Catalogue) -> str:
    content = table_file(catalogue)
    return f"{ROOT}/{static_file(STATIC, 'table', digest(content), '.json', lambda: content)}"
