"""What the tests of clustering found, in a sentence: among sites first, then over the land."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan.analysis.point_patterns import CLUSTERED, DISPERSED, FARTHER, NEARER, NO_EVIDENCE, TOO_FEW, UNKNOWN
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

# Verdicts in the order in which they are told; those that are found are told with the names of their industries.
_FOUND: Final = {NEARER: "nearer", FARTHER: "farther", CLUSTERED: "clustered", DISPERSED: "dispersed"}
_COUNTED: Final = {UNKNOWN: "unknown", NO_EVIDENCE: "none", TOO_FEW: "few"}


def clustering_note(catalogue: Catalogue, table: pd.DataFrame) -> Text:
    """Put the verdicts of `geoplan.analysis.clustering.clustering_table` into a sentence."""
    among = _told(catalogue, table, "among_verdict")
    return message("analysis.clustering_note.note", among=among, land=_told(catalogue, table, "verdict"))


def _told(catalogue: Catalogue, table: pd.DataFrame, column: str) -> Text:
    industries = table.groupby(table[column])["industry_id"].agg(list)
    items = []
    for verdict, key in _FOUND.items():
        if verdict in industries:
            names = joined([name_of(catalogue.industries, industry) for industry in industries[verdict]])
            items.append(message(f"analysis.clustering_note.{key}", names=names))
    for verdict, key in _COUNTED.items():
        if verdict in industries:
            items.append(message(f"analysis.clustering_note.{key}", n=len(industries[verdict])))
    return joined(items, "punctuation.semicolon")
