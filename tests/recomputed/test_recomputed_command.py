"""The command prints the recomputed figures, rounded to four digits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recomputed.own_counts import counts, memberships
from recomputed.own_structure import cells, quotient
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_tables import RawTables

ROUNDED = 5.1e-5
CITY = "350200"


def rows_of(home: Path, *arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "geoplan", "coverage", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=home, check=True)
    return [row for row in json.loads(done.stdout) if row.get("row", "cell") == "cell"]


@pytest.mark.long
def test_carriers(home: Path, raw: RawTables) -> None:
    rows = rows_of(home, "carriers", "--by", "county,industry", "--draws", "0")
    shown = {(row["adcode"], row["industry_id"]): row for row in rows if row["carriers"]}
    mine = memberships(raw, ("county", "industry"), "branch", CITY)
    assert set(shown) == set(mine)
    for cell, members in mine.items():
        counted = counts(members)
        assert [shown[cell][c] for c in ("carriers", "stated", "name_only", "inherited")] == [
            counted[c] for c in ("carriers", "stated", "name_only", "inherited")
        ]


@pytest.mark.long
def test_location_quotients(home: Path, raw: RawTables) -> None:
    mine = cells(raw, CITY, "branch")
    of_all = sum(len(sites) for of in mine.values() for sites in of.values())
    rows = rows_of(home, "structure")
    assert len(rows) == sum(len(of) for of in mine.values())
    for row in rows:
        of = mine[row["adcode"]]
        industry = row["industry_id"]
        whole = sum(len(other.get(industry, ())) for other in mine.values())
        figures = quotient(len(of[industry]), sum(map(len, of.values())), whole, of_all)
        assert [row[c] for c in ("location_quotient", "lq_low", "lq_high")] == pytest.approx(figures, abs=ROUNDED)


@pytest.mark.long
def test_asked_and_unplaced_beside_catchments(home: Path, whereabouts: Whereabouts) -> None:
    rows = rows_of(home, "catchments", "--industry", "bio", "--km", "3", "--draws", "0")
    asked = whereabouts.asked_and_unplaced(whereabouts.raw.carriers_of("bio"), CITY)
    assert len(rows) == len(whereabouts.in_region(CITY))
    assert {(row["asked"], row["unplaced"]) for row in rows} == {asked}
