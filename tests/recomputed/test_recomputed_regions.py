"""Which sites a filter by region finds, counts and leaves open, against where each stands and may stand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, facet_counts, possible_sites, select
from geoplan.suitability.candidates import filter_candidates
from geoplan.suitability.requirements import Requirements
from geoplan.writers.site_features import site_rows
from recomputed.own_whereabouts import Whereabouts


def standing_in(whereabouts: Whereabouts, region: str) -> set[str]:
    """The sites that stand in a region for certain."""
    return {site for site in whereabouts.raw.county_of if whereabouts.raw.is_in(site, region)}


def open_in(whereabouts: Whereabouts, region: str) -> set[str]:
    """The sites that may stand there."""
    may = {site for site in whereabouts.raw.county_of if whereabouts.may_stand_in(site, region)}
    return may - standing_in(whereabouts, region)


def test_the_filter_of_every_region(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    counted = facet_counts(catalogue, Selection())["regions"]
    regions = [row["adcode"] for row in whereabouts.raw.rows("regions")]
    assert {code: n for code in regions if (n := len(standing_in(whereabouts, code)))} == counted
    for code in regions:
        chosen = Selection(regions=(code,))
        assert set(select(catalogue, chosen)) == standing_in(whereabouts, code), code
        assert set(possible_sites(catalogue, chosen)) == open_in(whereabouts, code), code


def test_the_filter_with_an_industry_leaves_only_its_carriers_open(
    catalogue: Catalogue, whereabouts: Whereabouts
) -> None:
    chosen = Selection(regions=("350206",), industries=("bio",))
    of = whereabouts.raw.carriers_of("bio")
    assert set(select(catalogue, chosen)) == of & standing_in(whereabouts, "350206")
    assert set(possible_sites(catalogue, chosen)) == of & open_in(whereabouts, "350206") != set()


def test_two_regions_leave_open_what_stands_in_neither(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    codes = ("350203", "350213")  # the university has a campus in either
    there = set().union(*(standing_in(whereabouts, code) for code in codes))
    may = set().union(*(open_in(whereabouts, code) for code in codes))
    assert set(select(catalogue, Selection(regions=codes))) == there
    assert set(possible_sites(catalogue, Selection(regions=codes))) == may - there


def test_the_filter_the_table_and_the_export_name_the_same_sites(
    catalogue: Catalogue, whereabouts: Whereabouts
) -> None:
    table = coverage_table(catalogue, by=("county",), scope="350000", draws=0).set_index("adcode")["carriers"]
    rows = site_rows(catalogue, list(catalogue.sites.index), "zh").drop_duplicates("site_id")
    exported = {row.site_id: set(row.adcode.split("; ")) for row in rows.itertuples()}
    assert exported == whereabouts.regions
    for county in whereabouts.in_region("350200"):
        assert len(select(catalogue, Selection(regions=(county,)))) == table[county], county


def test_a_need_in_a_county_tells_what_stands_elsewhere_from_what_is_open(
    catalogue: Catalogue, whereabouts: Whereabouts
) -> None:
    for county in ("350203", "350211"):
        found = filter_candidates(catalogue, Requirements(industries=("it",), regions=(county,)))
        there, may = standing_in(whereabouts, county), open_in(whereabouts, county)
        assert set(found.sites) <= there
        assert found.sites
        for row in found.excluded.itertuples():
            said = {"region", "region_unsure"} & set(row.reasons)
            expected = set() if row.site_id in there else {"region_unsure" if row.site_id in may else "region"}
            assert said == expected, row.site_id


@pytest.mark.long
@pytest.mark.parametrize("county", ["思明区", "集美区"])
def test_the_command_lists_them_and_says_how_many_are_open(home: Path, whereabouts: Whereabouts, county: str) -> None:
    code = {row["name_zh"]: row["adcode"] for row in whereabouts.raw.rows("regions")}[county]
    command = [sys.executable, "-m", "geoplan", "list", "sites", "--county", county, "--format", "json", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=home, check=True)
    assert {row["site_id"] for row in json.loads(done.stdout)} == standing_in(whereabouts, code)
    assert f"{len(open_in(whereabouts, code))} more may stand in the chosen area" in done.stderr
