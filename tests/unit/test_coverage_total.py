"""The total row of coverage, counted again from the raw tables and layers; and the notes beside the table."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from long_lists import one_in

from geoplan.analysis.coverage import coverage_table
from geoplan.analysis.coverage_total import adding_note, count_note, coverage_with_total, rows_of_regions
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.query.selection import Selection, select

pytestmark = pytest.mark.slow

CITY = "350200"


def read(home: Path, table: str) -> list[dict[str, str]]:
    with (home / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def parents(home: Path) -> dict[str, set[str]]:
    """All wholes of a site, by the raw table."""
    direct: dict[str, set[str]] = defaultdict(set)
    for row in read(home, "relations"):
        if row["relation"] == "part_of":
            direct[row["site_id"]].add(row["parent_id"])

    def above(site: str) -> set[str]:
        return direct[site].union(*(above(one) for one in list(direct[site]))) if site in direct else set()

    return {site: above(site) for site in list(direct)}


@pytest.fixture(scope="module")
def designated(home: Path, parents: dict[str, set[str]]) -> set[str]:
    """The sites of Xiamen with an industry of their own or of a whole."""
    own = {row["site_id"] for row in read(home, "designations")}
    sites = {row["site_id"] for row in read(home, "sites") if row["adcode"].startswith("3502")}
    return {site for site in sites if site in own or own & parents.get(site, set())}


def total_of(table: pd.DataFrame) -> pd.Series:
    assert table["row"].tolist() == ["cell"] * (len(table) - 1) + ["total"]
    return table.iloc[-1]


@pytest.mark.long
def test_the_total_counts_a_site_of_two_industries_once(
    catalogue: Catalogue, designated: set[str], parents: dict[str, set[str]]
) -> None:
    table = coverage_with_total(catalogue, by=("industry",), scope=CITY, draws=0)
    assert total_of(table)["industry_id"] == ""
    assert total_of(table)["carriers"] == len(designated) < table["carriers"].iloc[:-1].sum()
    grounds = total_of(table)[["stated", "name_only", "inherited", "undesignated"]]
    assert grounds.sum() == len(designated) and grounds["undesignated"] == 0
    wholes = {site for site in designated if not parents.get(site, set()) & designated}
    parts = designated - {whole for site in designated for whole in parents.get(site, set())}
    for count, expected in (("wholes", wholes), ("parts", parts)):
        counted = coverage_with_total(catalogue, by=("industry",), scope=CITY, draws=0, count=count)
        assert total_of(counted)["carriers"] == len(expected) < len(designated)


def test_the_cells_are_those_of_the_table(catalogue: Catalogue) -> None:
    by = ("county", "plan")
    table = coverage_with_total(catalogue, by=by, scope=CITY, draws=5)
    cells = table[table["row"] == "cell"].drop(columns="row")
    expected = coverage_table(catalogue, by=by, scope=CITY, draws=5)
    pd.testing.assert_frame_equal(cells, expected, check_dtype=False)


def test_the_total_adds_a_stated_area_once_however_many_industries_the_site_has(
    catalogue: Catalogue, home: Path
) -> None:
    # Three sites of Xiamen state a land area, in 亩, 公顷 or 平方公里; none is part of another one.
    unit = {"亩": 1 / 1500, "公顷": 1 / 100, "平方公里": 1.0, "平方米": 1e-6}
    sites = {row["site_id"] for row in read(home, "sites") if row["adcode"].startswith("3502")}
    facts = [row for row in read(home, "site_facts") if row["property"] == "land_area" and row["site_id"] in sites]
    stated = {row["site_id"]: float(row["value"]) * unit[row["unit"]] for row in facts}
    assert len(stated) == len(facts)
    for by in (("industry",), ("county",), ("plan",)):
        total = total_of(coverage_with_total(catalogue, by=by, scope=CITY, draws=0))
        assert total["stated_area_km2"] == pytest.approx(sum(stated.values()))
        assert total["stated_area_of"] == len(stated)


@pytest.mark.parametrize("count", one_in(3, ["all", "wholes", "parts"]))
def test_the_total_footprint_is_the_united_ground_of_the_raw_layers(
    catalogue: Catalogue, home: Path, count: str
) -> None:
    sites = {row["site_id"] for row in read(home, "sites") if row["adcode"].startswith("3502")}
    shapes = [
        shapely.geometry.shape(feature["geometry"])
        for path in (home / "layers").glob("*.geojson")
        for feature in json.loads(path.read_text("utf-8"))["features"]
        if feature["geometry"]
        and "Polygon" in feature["geometry"]["type"]
        and feature["properties"]["site_id"] in sites
        and feature["properties"]["method"] != "area_of_doubt"
    ]
    assert len(shapes) > 20
    land = counties_in(CITY).to_crs(4548).union_all()

    drawn = gpd.GeoSeries(shapes, crs=4326).to_crs(4548).union_all()
    for by in (("county",), ("plan",)):
        total = total_of(coverage_with_total(catalogue, by=by, scope=CITY, draws=0, count=count))
        assert total["footprint_km2"] == pytest.approx(drawn.intersection(land).area / 1e6, rel=1e-3)


def test_the_total_takes_the_share_of_the_scope(catalogue: Catalogue) -> None:
    total = total_of(coverage_with_total(catalogue, scope=CITY, denominator="published", draws=0))
    assert total["land_km2"] == 1701  # published, km²
    assert total["share"] == pytest.approx(total["footprint_km2"] / 1701)


@pytest.mark.long
def test_rows_that_must_not_be_added_say_so_and_why(catalogue: Catalogue) -> None:
    def note(*by: str, count: str = "all") -> str:
        text = adding_note(coverage_with_total(catalogue, by=by, scope=CITY, draws=0, count=count), by, count)
        return text.text("en") if text else ""

    assert "several industries stands" in note("industry") and "several industries stands" in note("county", "industry")
    assert "several plans" in note("plan")
    assert "industries or plans" in note("industry", "plan")
    assert "a site that stands in several counties is in each" in note("county")  # Xiamen University is in two
    assert "a whole and its part stand in different rows" in note("county", count="wholes")


def test_rows_that_add_up_say_nothing(catalogue: Catalogue) -> None:
    one = [s for s, n in catalogue.designations.groupby("site_id")["industry_id"].nunique().items() if n == 1]
    assert one
    table = coverage_with_total(catalogue, one[:1], ("industry",), draws=0)
    one_county = catalogue.sites.index[catalogue.sites["adcode"] == "350203"].tolist()
    counties = coverage_with_total(catalogue, one_county, ("county",), draws=0)
    assert total_of(counties)["carriers"] == len(one_county) and adding_note(counties, ("county",), "all") is None
    assert total_of(table)["carriers"] == 1 and adding_note(table, ("industry",), "all") is None


def test_no_sites_give_no_rows_and_no_total(catalogue: Catalogue) -> None:
    table = coverage_with_total(catalogue, [], ("county",), scope=CITY)
    assert table.empty and "row" in table and adding_note(table, ("county",), "all") is None


def test_the_note_says_how_many_are_parts_and_how_they_are_counted(
    catalogue: Catalogue, designated: set[str], parents: dict[str, set[str]]
) -> None:
    parts = sum(bool(parents.get(site, set()) & designated) for site in designated)
    asked = (catalogue, None, ("industry",), "branch", CITY)
    both = count_note(*asked, "all").text("en")
    assert (
        both
        == f"Of {len(designated)} sites, {parts} are parts of another one; wholes and parts each count: {len(designated)} in all."
    )
    wholes = count_note(*asked, "wholes").text("en")
    assert wholes.endswith(f"wholes count, without their parts: {len(designated) - parts} in all.")


def test_a_county_that_was_not_asked_for_has_no_row(catalogue: Catalogue) -> None:
    sites = select(catalogue, Selection(regions=("350203", "350206")))
    table = coverage_with_total(catalogue, sites, ("county",), scope=CITY, draws=0)
    assert {"350205", "350211"} < set(table["adcode"])  # sites of both stand there too
    shown = rows_of_regions(table, ("350203", "350206"))
    assert shown["adcode"].tolist() == ["350203", "350206", ""]
    pd.testing.assert_series_equal(total_of(shown), total_of(table), check_names=False)
    pd.testing.assert_frame_equal(rows_of_regions(table, (CITY,)), table)
    pd.testing.assert_frame_equal(rows_of_regions(table, ()), table)
