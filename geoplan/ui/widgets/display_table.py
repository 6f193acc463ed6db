"""A result as people read it: names for ids, words for codes, titles for columns, in the session's language."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geoplan.analysis.access import DESTINATION_KINDS, destinations
from geoplan.analysis.coverage_total import TOTAL
from geoplan.analysis.reporting_units import DENOMINATORS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.head_lines import region_label
from geoplan.dossier.reader import Reader
from geoplan.ui.language import comma_list, lang, name, names, plain
from geoplan.vocabulary import REACHES

_VOCABULARIES: Final = {"denominator": DENOMINATORS, "reach": REACHES, "kind": DESTINATION_KINDS}
_VERDICTS: Final = ("relation", "nearness", "verdict", "among_verdict")
_CODES: Final = ("reason", "state", "footprint_interval")  # their values are keys of texts
_KEY_OF_VERDICT: Final = {"": "unrelated", "no evidence": "no_evidence", "too few": "too_few"}  # others are their own
_SHARES: Final = ("share", "share_low", "share_high", "off_network")
_PERCENT: Final = (*_SHARES, *(f"weight_{share}" for share in _SHARES[:3]))


def region_name(catalogue: Catalogue, adcode: str) -> str:
    """A county's name; a city's or the province's with the remark that the county is not known."""
    return region_label(catalogue, adcode, Reader(lang()))


def verdict_name(code: str) -> str:
    """The name of a verdict of the analysis."""
    return plain(f"coverage.{_KEY_OF_VERDICT.get(code, code)}")


def display_table(catalogue: Catalogue, frame: pd.DataFrame, digits: int = 3) -> pd.DataFrame:
    """Lay out a result for reading and for a download: names for ids and codes; numbers stay numbers.

    Without a user's draft there is no column ``draft``; without a reason, none ``reason``. A row that is a total is
    called so in the first column.
    """
    is_total = frame["row"].eq(TOTAL).tolist() if "row" in frame else [False] * len(frame)
    frame = frame.drop(columns="row", errors="ignore")
    sites, industries = names(catalogue.sites), names(catalogue.industries)
    frame = frame if catalogue.drafted else frame.drop(columns="draft", errors="ignore")
    frame = frame.drop(columns="reason") if "reason" in frame and not frame["reason"].any() else frame
    columns: dict[str, Any] = {}
    for column in frame.columns:
        values = frame[column]
        if column == "adcode":
            values = [region_name(catalogue, code) if code else "" for code in values]
        elif column == "industry_id":
            values = values.map(industries).fillna("")
        elif column == "plan_id":
            values = values.map(names(catalogue.plans, "short")).fillna("")
        elif column in ("site_id", "site_a", "site_b"):
            values = values.map(sites).fillna("")
        elif column == "destination_id":
            ends = names(destinations(catalogue).set_index("destination_id"))
            values = values.map(ends[~ends.index.duplicated()]).fillna("")
        elif column in ("shared_terms", "only_a", "only_b"):
            values = [comma_list(industries[term] for term in terms) for terms in values]
        elif column in _VOCABULARIES:
            values = [name(_VOCABULARIES[column][code]) for code in values]
        elif column in _CODES:
            values = [plain(f"coverage.{code}") if code else "" for code in values]
        elif column in _VERDICTS:
            values = [verdict_name(code) for code in values]
        elif values.dtype.kind == "f":
            values = values.replace(np.inf, np.nan).round(digits)
        if not columns:
            values = [plain("coverage.total") if last else value for value, last in zip(values, is_total, strict=True)]
        columns[plain(f"coverage.{column}")] = list(values)
    return pd.DataFrame(columns)


def column_formats() -> dict[str, Any]:
    """How the table shows shares: as percentages."""
    return {plain(f"coverage.{column}"): st.column_config.NumberColumn(format="percent") for column in _PERCENT}
