"""One value of one criterion at one site, with the fact behind it and where the fact stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import short
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import Text, local_text, message

COLUMNS: Final = ["site_id", "criterion", "value", "low", "high", "fact_zh", "fact_en", "citations"]


class Evidence(NamedTuple):
    """A value from 0 to 1 between its bounds; NaN where there is no fact, and the text then says why."""

    site_id: str
    criterion: str
    value: float
    low: float
    high: float
    fact_zh: str
    fact_en: str
    citations: list[tuple[str, str]]


def missing_evidence(site_id: str, criterion: str, why: Text) -> Evidence:
    """Say that there is no fact: it may turn out to be anything.

    Parameters
    ----------
    site_id, criterion : str
        Which.
    why : Text
        The reason, in both languages.

    Returns
    -------
    Evidence
        NaN between 0 and 1.
    """
    return Evidence(site_id, criterion, np.nan, 0.0, 1.0, why.zh, why.en, [])


def evidence_table(evidence: Iterable[Evidence]) -> pd.DataFrame:
    """Put evidence into a tidy frame.

    Parameters
    ----------
    evidence : iterable of Evidence
        Any order.

    Returns
    -------
    DataFrame
        `COLUMNS`; in the order given.
    """
    return pd.DataFrame(list(evidence), columns=COLUMNS)


def to_wide(criteria: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Spread evidence into a matrix.

    Parameters
    ----------
    criteria : DataFrame
        As from `table`.
    column : str
        ``value``, ``low`` or ``high``.

    Returns
    -------
    DataFrame
        Sites (index ``site_id``, sorted) × criteria in the order of `CRITERIA`.
    """
    matrix = criteria.pivot(index="site_id", columns="criterion", values=column)
    return matrix.reindex(columns=list(CRITERIA)).rename_axis(columns=None)


def cited(catalogue: Catalogue, plan_id: str, section: str) -> Text:
    """A citation in both languages."""
    plan = short(catalogue, plan_id)
    return message("suitability.evidence.text", plan=plan, section=section)


def row_name(frame: pd.DataFrame, code: str) -> Text:
    """The names of a row of the catalogue."""
    return local_text(str(frame.at[code, "name_zh"]), str(frame.at[code, "name_en"]))
