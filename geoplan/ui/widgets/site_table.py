"""The table of sites: the same set as the map, and its accessible twin."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import orjson
import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.analysis.site_area import area_text
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.drafts.draft_marks import method_label
from geoplan.map.static_file import ROOT, STATIC, digest, static_file
from geoplan.text.message import languages, translate
from geoplan.text.names import column
from geoplan.ui import compare_state, map_state
from geoplan.ui.components.row_table import row_table
from geoplan.ui.language import lang, t, wording_list
from geoplan.ui.resources import get_catalogue, shipped_catalogue
from geoplan.ui.site_numbers import site_numbers

_WORDS: Final = {
    "caption": "ui.table.alt", "sort": "ui.table.sort", "add": "ui.dossier.compare", "remove": "ui.table.remove",
    "compare": "ui.table.compare_site",
}  # fmt: skip
_BRACES: Final = {"name": "{name}"}  # the table fills these itself


def site_rows(catalogue: Catalogue, site_ids: list[str]) -> pd.DataFrame:
    """Lay out sites for reading, in this order and in the session's language; indexed by site id."""
    return all_rows(catalogue, lang()).loc[site_ids]


@lru_cache(maxsize=8)
def all_rows(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Lay out every site in a language; the frame is shared by all sessions, so copy it before changing it."""
    sites = catalogue.sites
    branches = column(catalogue.industries, "name", language)
    wordings = catalogue.designations.drop_duplicates(["site_id", "wording"])
    terms = wordings.groupby("site_id")["wording"].agg(wording_list)
    namings = catalogue.citations.drop_duplicates(["site_id", "plan_id"])
    plans = column(catalogue.plans, "short", language).rename("plan").to_frame().merge(namings, on="plan_id")
    plans = plans.groupby("site_id")["plan"].agg(translate("punctuation.list", language).join)  # the catalogue's order
    stated = stated_areas(catalogue)
    areas = {s: area_text(stated[s]).text(language) if s in stated.index else "" for s in sites.index}
    # By the code of the title; a column of the data has one in ``fields.columns``.
    columns = {
        "ui.table.name": column(sites, "name", language),
        "ui.table.county": [place_name(catalogue, s).text(language) for s in sites.index],
        "ui.table.kind": [vocabulary.KINDS[k].text(language) for k in sites["kind"]],
        "ui.table.industry": sites["branch"].map(branches).fillna(""),
        "ui.table.terms": terms.reindex(sites.index).fillna(""),
        "ui.table.plans": plans.reindex(sites.index).fillna(""),
        "ui.table.status": [vocabulary.STATUSES[s].text(language) for s in sites["status"]],
        "ui.table.area": [areas[s] for s in sites.index],
        "ui.table.position": [
            method_label(method, bool(mark)).text(language)
            for method, mark in zip(sites["method"], catalogue.draft_marks(sites.index), strict=True)
        ],
    }
    return pd.DataFrame({translate(title, language): values for title, values in columns.items()}, index=sites.index)


def table_file(catalogue: Catalogue) -> bytes:
    """The rows of every site by id, and the table's own words, by language, as the browser fetches them once."""
    frames = {language: all_rows(catalogue, language) for language in languages()}
    content = {
        language: {
            "head": list(frame.columns),
            "rows": dict(zip(frame.index, frame.to_numpy().tolist(), strict=True)),
            "texts": {word: translate(key, language, **_BRACES) for word, key in _WORDS.items()},
        }
        for language, frame in frames.items()
    }
    return orjson.dumps(content)


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
