"""The raw files, read once for all recomputations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_places import RawPlaces
from recomputed.raw_tables import RawTables

# What names a cell of a table of coverage.
KEYS = {"county": "adcode", "industry": "industry_id", "plan": "plan_id"}


def cells_only(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand for a cell: totals, where a table has them, are marked in a column of their own."""
    return table[table["row"] == "cell"] if "row" in table else table


@pytest.fixture(scope="session")
def raw(home: Path) -> RawTables:
    raw = RawTables(home)
    raw.regions = Whereabouts(RawPlaces(home, raw)).regions
    return raw


@pytest.fixture(scope="session")
def raw_places(home: Path, raw: RawTables) -> RawPlaces:
    return RawPlaces(home, raw)


@pytest.fixture(scope="session")
def whereabouts(raw_places: RawPlaces) -> Whereabouts:
    return Whereabouts(raw_places)
