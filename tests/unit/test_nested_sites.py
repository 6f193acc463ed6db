"""Wholes and parts: a science city of two parks, one of which has a part of its own, and a park that stands alone."""

import pandas as pd
import pytest
from small_catalogues import CITY, HULI, SIMING, small

from geoplan.analysis.coverage_cells import counted_cells, coverage_cells
from geoplan.analysis.nested_sites import COUNTS, without_nested
from geoplan.catalogue.catalogue import Catalogue

SITES = ["city", "north", "south", "block", "alone"]


@pytest.fixture
def nested(catalogue: Catalogue) -> Catalogue:
    industries = {"city": ["it"], "north": ["it"], "south": ["bio"], "block": ["it"], "alone": ["it"]}
    where = {"city": CITY, "north": SIMING, "south": HULI, "block": SIMING, "alone": HULI}
    return small(catalogue, where, industries, {"north": "city", "south": "city", "block": "north"})


@pytest.mark.parametrize(
    ("count", "expected"),
    [("all", SITES), ("wholes", ["city", "alone"]), ("parts", ["south", "block", "alone"])],
)
def test_a_whole_and_its_parts_are_counted_as_asked(nested: Catalogue, count: str, expected: list[str]) -> None:
    assert without_nested(nested, SITES, count) == expected
    assert without_nested(nested, [*SITES, "city", "block"], count) == expected


def test_a_part_counts_where_its_whole_is_not_among_the_sites(nested: Catalogue) -> None:
    assert without_nested(nested, ["south", "block"], "wholes") == ["south", "block"]
    assert without_nested(nested, ["city", "block"], "wholes") == ["city"]  # at any depth
    assert without_nested(nested, ["city", "alone"], "parts") == ["city", "alone"]
    assert without_nested(nested, ["city", "block"], "parts") == ["block"]
    assert [without_nested(nested, [], count) for count in COUNTS] == [[], [], []]


def test_a_way_of_counting_nobody_knows_is_refused(nested: Catalogue) -> None:
    with pytest.raises(ValueError, match="halves"):
        without_nested(nested, SITES, "halves")


def by_industry(catalogue: Catalogue, count: str) -> dict[str, set[str]]:
    cells = coverage_cells(catalogue, SITES, ("industry",), scope=CITY)
    counted: pd.DataFrame = counted_cells(catalogue, cells, ["industry_id"], count)
    return {str(key): set(rows["site_id"]) for key, rows in counted.groupby("industry_id")}


def test_each_cell_heeds_its_own_sites_only(nested: Catalogue) -> None:
    # All three parts inherit it from the city; south alone is for bio, and its whole is not.
    assert by_industry(nested, "all") == {"it": set(SITES), "bio": {"south"}}
    assert by_industry(nested, "wholes") == {"it": {"city", "alone"}, "bio": {"south"}}
    assert by_industry(nested, "parts") == {"it": {"south", "block", "alone"}, "bio": {"south"}}
