"""A table of findings as people read it: names for ids, words for verdicts, titles for columns, in both sinks alike."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geoplan.analysis.point_patterns import NO_EVIDENCE, UNKNOWN
from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.compare_register import SUCCESSFUL
from geoplan.registers.designated_quotient import CONCENTRATED
from geoplan.registers.designated_trend import ROSE
from geoplan.text.column_titles import column_title
from geoplan.text.message import translate
from geoplan.ui.language import lang, names, plain

_VERDICTS: Final = {
    SUCCESSFUL: "successful", CONCENTRATED: "concentrated", ROSE: "rose",
    NO_EVIDENCE: "no_evidence", UNKNOWN: "unknown",
}  # fmt: skip
_NAMED: Final = {"site_id": "site", "industry_id": "industry", "adcode": "county"}
_OF_VERDICT: Final = ("verdict", "concentration", "trend")
_SHARES: Final = ("share", "share_low", "share_high", "share_worst", "share_best")


def title_of(column: str) -> str:
    """What a column is called; one of ids, which shows names, as that of the names."""
    return column_title(_NAMED.get(column, column), lang())


def verdict_word(code: str) -> str:
    """The word for a verdict."""
    return plain(f"registers.verdicts.{_VERDICTS[code]}")


def industry_word(catalogue: Catalogue, industry: str) -> str:
    """The name of a branch, or the words for all branches of a site together."""
    return str(names(catalogue.industries)[industry]) if industry else translate("registers.all_industries", lang())


def readable(catalogue: Catalogue, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Choose columns, with names for ids; numbers stay numbers."""
    shown: dict[str, Any] = {}
    for column in columns:
        values = rows[column]
        if column == "site_id":
            values = values.map(names(catalogue.sites)).fillna("")
        elif column == "adcode":
            values = values.map(names(catalogue.regions)).fillna("")
        elif column == "industry_id":
            values = values.map({industry: industry_word(catalogue, industry) for industry in values.unique()})
        elif column in _OF_VERDICT:
            values = values.map({code: verdict_word(code) for code in values.unique()})
        elif values.dtype.kind == "f":
            values = values.replace(np.inf, np.nan).round(4)
        shown[title_of(column)] = values.to_numpy()
    return pd.DataFrame(shown)


def column_formats() -> dict[str, Any]:
    """How the table shows shares: as percentages."""
    return {title_of(column): st.column_config.NumberColumn(format="percent") for column in _SHARES}
