"""Indicators that plans state differently, against a comparison of every two rows."""

from __future__ import annotations

from collections import Counter

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences as shown_differences
from recomputed.own_indicators import differences
from recomputed.own_lists import of_lists
from recomputed.raw_tables import RawTables


def test_figures_of_one_indicator_that_differ(catalogue: Catalogue, raw: RawTables) -> None:
    table = shown_differences(catalogue)
    table = table[table["kind"].isin(["value", "target"])]
    names = {row["name_zh"] for row in raw.rows("indicators")}
    of_indicators = table[table["subject"].isin(names)]
    shown = Counter(zip(*(of_indicators[c] for c in ("kind", "severity", "within", "subject")), strict=True))
    mine = differences(raw)
    assert shown == mine
    assert mine.total() > 10


def test_members_that_only_one_of_two_lists_has(catalogue: Catalogue, raw: RawTables) -> None:
    table = shown_differences(catalogue)
    mine, wholes = of_lists(raw)
    assert Counter(table.loc[table["kind"] == "list", "subject"]) == mine
    assert mine.total() > 5
    assert wholes <= set(table.loc[table["kind"] == "extent", "subject"])
