"""One value of one criterion at one site, with the fact behind it and where the fact stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from geoplan.suitability.scales import CRITERIA, UNKNOWN
from geoplan.text.message import Text, message

COLUMNS: Final = ["site_id", "criterion", "value", "low", "high", "fact_zh", "fact_en", "citations"]
Citation = tuple[str, str]  # plan id and section


class Evidence(NamedTuple):
    """A value from 0 to 1 between its bounds; NaN where there is no fact, and the text then says why."""

    site_id: str
    criterion: str
    value: float
    low: float
    high: float
    fact: Text
    citations: Iterable[Citation] = ()


def exact_evidence(
    site_id: str, criterion: str, value: float, fact: Text, citations: Iterable[Citation] = ()
) -> Evidence:
    """Evidence of a value that is its own bound."""
    return Evidence(site_id, criterion, value, value, value, fact, citations)


def missing_evidence(site_id: str, criterion: str, why: Text) -> Evidence:
    """Evidence of a value that is not known: NaN between 0 and 1."""
    fact = message("suitability.evidence.missing", why=why, value=UNKNOWN)
    return Evidence(site_id, criterion, np.nan, 0.0, 1.0, fact)


def evidence_table(evidence: Iterable[Evidence]) -> pd.DataFrame:
    """Put evidence into a tidy frame with `COLUMNS`, in the order given; each citation once."""
    rows = [(*e[:5], e.fact.text("zh"), e.fact.text("en"), list(dict.fromkeys(e.citations))) for e in evidence]
    return pd.DataFrame(rows, columns=COLUMNS)


def to_wide(criteria: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Spread a column of evidence (``value``, ``low`` or ``high``) into a matrix.

    Returns
    -------
    DataFrame
        Sites (index ``site_id``, sorted) × criteria in the order of `CRITERIA`.
    """
    matrix = criteria.pivot(index="site_id", columns="criterion", values=column)
    return matrix.reindex(columns=list(CRITERIA)).rename_axis(columns=None)


def lowercase(term: Text) -> Text:
    """A term as it stands inside a sentence."""
    return _Lowercase(term)


@dataclass(frozen=True)
class _Lowercase(Text):
    term: Text

    def text(self, lang: str) -> str:
        term = self.term.text(lang)
        return term if term[1:2].isupper() else term[:1].lower() + term[1:]  # POI stays
