"""A result as people read it: names for ids, words for codes, titles for columns, in the session's language."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geoplan.analysis.access import DESTINATION_KINDS, destinations
from geoplan.analysis.reporting_units import DENOMINATORS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import lang, name, t
from geoplan.vocabulary import REACHES

_CODED: Final = {"denominator": DENOMINATORS, "reach": REACHES, "kind": DESTINATION_KINDS}
# Codes with words of their own in words/.
_WORDED: Final = {
    "relation": {"compete": "compete", "complement": "complement", "": "unrelated"},
    "nearness": {"near": "near", "far": "far", "uncertain": "uncertain"},
    "verdict": {"clustered": "clustered", "dispersed": "dispersed", "no evidence": "no_evidence", "too few": "too_few"},
    "among_verdict": {"nearer": "nearer", "farther": "farther", "no evidence": "no_evidence", "too few": "too_few"},
}
_SHARES: Final = ("share", "share_low", "share_high", "off_network")
_PERCENT: Final = (*_SHARES, *(f"weight_{share}" for share in _SHARES[:3]))


def place_name(catalogue: Catalogue, adcode: str) -> str:
    """A county's name; a city's or the province's with the remark that the county is not known."""
    called = str(catalogue.regions.at[adcode, f"name_{lang()}"])
    known = catalogue.regions.at[adcode, "level"] == "county"
    return called if known else t("coverage.county_unknown", place=called)


def display_table(catalogue: Catalogue, frame: pd.DataFrame, digits: int = 3) -> pd.DataFrame:
    """Lay out a result for reading and for a download.

    Parameters
    ----------
    catalogue : Catalogue
        For the names.
    frame : DataFrame
        As a measure gives it.
    digits : int
        Decimals of numbers.

    Returns
    -------
    DataFrame
        Names instead of ids and codes, headings in the session's language; numbers stay numbers.
    """
    suffix = f"name_{lang()}"
    sites, industries = catalogue.sites[suffix], catalogue.industries[suffix]
    columns: dict[str, Any] = {}
    for column in frame.columns:
        values = frame[column]
        if column == "adcode":
            values = [place_name(catalogue, code) for code in values]
        elif column == "industry_id":
            values = values.map(industries)
        elif column == "plan_id":
            values = values.map(catalogue.plans[f"short_{lang()}"])
        elif column in ("site_id", "site_a", "site_b"):
            values = values.map(sites).fillna("")
        elif column == "destination_id":
            ends = destinations(catalogue).set_index("destination_id")[suffix]
            values = values.map(ends[~ends.index.duplicated()]).fillna("")
        elif column in ("shared_terms", "only_a", "only_b"):
            values = ["、".join(str(industries[term]) for term in terms) for terms in values]
        elif column in _CODED:
            values = [name(_CODED[column][code]) for code in values]
        elif column in _WORDED:
            values = [t(f"coverage.{_WORDED[column][code]}") for code in values]
        elif values.dtype.kind == "f":
            values = values.replace(np.inf, np.nan).round(digits)
        columns[t(f"coverage.{column}")] = list(values)
    return pd.DataFrame(columns)


def column_formats() -> dict[str, Any]:
    """How the table shows shares: as percentages."""
    return {t(f"coverage.{column}"): st.column_config.NumberColumn(format="percent") for column in _PERCENT}
