"""Whole lines as different people type them are read as their writer meant them.

Officers, owners of small works, foreign companies; with typing errors and without separators. The table was read by
hand: product, land in mu, floor, nearness, the lowest region named and the industry, none where no plan covers it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.need_line import read_need_line

LINES = list(csv.DictReader((Path(__file__).parents[1] / "readings" / "need_lines.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", LINES, ids=lambda row: row["line"])
def test_a_line_is_read_as_it_is_meant(catalogue: Catalogue, row: dict[str, str]) -> None:
    said = read_need_line(catalogue, row["line"])
    near = ";".join(f"{one.kind}:{one.name}" if one.name else one.kind for one in said.near)
    assert (said.product, near, ";".join(said.regions)) == (row["product"], row["near"], row["region"])
    # 15 mu are a hectare, 1,500 a square kilometre.
    assert said.land_km2 == (pytest.approx(float(row["land_mu"]) / 1500) if row["land_mu"] else None)
    assert said.floor_m2 == (pytest.approx(float(row["floor_m2"])) if row["floor_m2"] else None)
    matched = match_need(catalogue, said.product)
    assert (matched.matches[0].industry_id if matched.matches else "") == row["industry"]
