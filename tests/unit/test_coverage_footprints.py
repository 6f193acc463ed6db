"""Intervals of footprints: only where the size of every outline is known, and never of no width for want of knowledge."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geoplan.analysis.coverage import coverage_table
from geoplan.analysis.coverage_footprints import footprints_of
from geoplan.analysis.coverage_total import coverage_with_total, outline_note
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue

CITY, SIMING, HULI, JIMEI, TONGAN = "350200", "350203", "350206", "350211", "350212"


def drawn(
    catalogue: Catalogue, shapes: dict[str, tuple[object, str, float]], adcodes: dict[str, str] | None = None
) -> Catalogue:
    """Sites with a shape in metres (EPSG:4548), its method and radius, all named by one plan; by default of Tong'an."""
    ids = list(shapes)
    sites = catalogue.sites.iloc[: len(ids)].set_axis(pd.Index(ids, name="site_id"))
    sites = sites.assign(adcode=[(adcodes or {}).get(s, TONGAN) for s in ids], drawn=True, plan_id="xiamen-st")
    places = gpd.GeoDataFrame(
        {"site_id": ids, "method": [m for _, m, _ in shapes.values()], "radius_m": [r for *_, r in shapes.values()]},
        geometry=[shape for shape, *_ in shapes.values()],
        crs=4548,
    ).to_crs(4326)
    empty = {
        name: getattr(catalogue, name).iloc[:0] for name in ("relations", "mentions", "designations", "site_facts")
    }
    empty |= {name: getattr(catalogue, name).iloc[:0] for name in ("site_functions", "statuses", "areas_of_doubt")}
    return replace(catalogue, sites=sites, places=places, **empty)


def middle(adcode: str) -> Point:
    regions = reporting_units(CITY).set_index("adcode")
    assert regions.crs.to_epsg() == 4548
    return regions.geometry[adcode].representative_point()


def square(centre: Point, side: float) -> object:
    return box(centre.x - side / 2, centre.y - side / 2, centre.x + side / 2, centre.y + side / 2)


def by_county(catalogue: Catalogue, draws: int = 50) -> pd.DataFrame:
    return coverage_table(catalogue, by=("county",), scope=CITY, draws=draws).set_index("adcode")


@pytest.mark.parametrize("method", ["poi_hull", "bounding_roads"])
def test_an_outline_of_unknown_size_has_no_interval(catalogue: Catalogue, method: str) -> None:
    row = by_county(drawn(catalogue, {"one": (square(middle(TONGAN), 1000), method, 300.0)})).loc[TONGAN]
    assert row["footprint_km2"] == pytest.approx(1.0, rel=1e-3)
    assert np.isnan(row["footprint_low_km2"]) and np.isnan(row["share_high"])
    assert row["footprint_interval"] == "not_estimated"


def test_a_disc_of_a_stated_area_well_inside_is_as_stated_and_has_no_interval_of_no_width(catalogue: Catalogue) -> None:
    row = by_county(drawn(catalogue, {"one": (square(middle(TONGAN), 1000), "area_schematic", 300.0)})).loc[TONGAN]
    assert row["footprint_interval"] == "as_stated" and np.isnan(row["footprint_low_km2"])
    assert row["footprint_km2"] == pytest.approx(1.0, rel=1e-3)


def test_whether_the_position_makes_a_difference_is_geometry_and_no_draw(catalogue: Catalogue) -> None:
    # A side of the square is 100 m from the border and moves by up to 105 m: one draw in hundreds crosses it.
    zone = reporting_units(CITY).set_index("adcode").geometry[TONGAN]
    edge = zone.buffer(-700).representative_point()
    away = zone.boundary.distance(square(edge, 1000))
    kinds = {
        radius: {by_county(drawn(catalogue, {"one": (square(edge, 1000), "area_schematic", radius)}), draws).loc[TONGAN, "footprint_interval"] for draws in (1, 50)}
        for radius in (away - 5, away + 5)
    }  # fmt: skip
    assert kinds == {away - 5: {"as_stated"}, away + 5: {"moved"}}


def test_a_disc_of_another_industry_nearby_changes_nothing(catalogue: Catalogue) -> None:
    centre = middle(TONGAN)
    pair = {
        "one": (square(centre, 1000), "area_schematic", 500.0),
        "two": (square(Point(centre.x + 1000, centre.y), 1000), "area_schematic", 500.0),
    }
    both = drawn(catalogue, pair)
    said = {"role": "lead", "basis": "stated", "plan_id": "xiamen-st", "section": "", "wording": "", "note": ""}
    rows = [{**said, "site_id": s, "industry_id": i} for s, i in (("one", "it"), ("two", "bio"))]
    both = replace(both, designations=pd.DataFrame(rows).reindex(columns=catalogue.designations.columns, fill_value=""))
    table = coverage_table(both, by=("industry",), scope=CITY, draws=20).set_index("industry_id")
    assert table["footprint_interval"].to_dict() == {"it": "as_stated", "bio": "as_stated"}
    assert by_county(both).loc[TONGAN, "footprint_interval"] == "moved"


def test_a_survey_is_as_large_as_it_is_drawn(catalogue: Catalogue) -> None:
    row = by_county(drawn(catalogue, {"one": (square(middle(TONGAN), 1000), "surveyed", 5.0)})).loc[TONGAN]
    assert row["footprint_interval"] == "moved"
    assert row["footprint_low_km2"] == pytest.approx(row["footprint_km2"]) == pytest.approx(row["footprint_high_km2"])


def test_two_discs_that_may_overlap_have_the_interval_of_their_positions(catalogue: Catalogue) -> None:
    # Squares of 1 km side by side, each moved by up to 500 m: united they cover 2 km2 at most, and less where they meet.
    centre = middle(TONGAN)
    pair = {
        "one": (square(centre, 1000), "area_schematic", 500.0),
        "two": (square(Point(centre.x + 1000, centre.y), 1000), "area_schematic", 500.0),
    }
    row = by_county(drawn(catalogue, pair), draws=200).loc[TONGAN]
    assert row["footprint_interval"] == "moved"
    assert 1.3 < row["footprint_low_km2"] < 1.8 and row["footprint_high_km2"] == pytest.approx(2.0, rel=1e-3)


def test_a_hull_that_may_reach_over_the_border_takes_the_interval_from_both_counties(catalogue: Catalogue) -> None:
    regions = reporting_units(CITY).set_index("adcode").geometry
    edge = regions[SIMING].intersection(regions[HULI])
    at = edge.interpolate(0.5, normalized=True) if edge.geom_type == "LineString" else edge.representative_point()
    inside = regions[HULI].buffer(-900).representative_point()
    both = {"hull": (square(at, 200), "poi_hull", 300.0), "disc": (square(inside, 200), "surveyed", 5.0)}
    table = by_county(drawn(catalogue, both, {"hull": SIMING, "disc": HULI}))
    assert table.loc[[SIMING, HULI], "footprint_interval"].tolist() == ["not_estimated"] * 2
    alone = by_county(drawn(catalogue, {"disc": both["disc"]}, {"disc": HULI}))
    assert alone.at[HULI, "footprint_interval"] == "moved"


def test_the_sites_drawn_as_areas_are_counted_among_the_carriers(catalogue: Catalogue) -> None:
    places = catalogue.places[catalogue.places.geom_type.isin(["Polygon", "MultiPolygon"])]
    every = set(places["site_id"])
    table = coverage_with_total(catalogue, by=("county",), scope=CITY, draws=0)
    of_city = [s for s in every if catalogue.sites.at[s, "adcode"].startswith("3502")]
    total = table.iloc[-1]
    assert total["outlined"] == len(of_city) < total["carriers"]
    assert set(footprints_of(catalogue, catalogue.sites.index.tolist(), reporting_units("350000"))["site_id"]) == every
    note = outline_note(table)
    assert note and note.text("en").startswith(f"{len(of_city)} of {total['carriers']} sites are drawn as areas")
    assert "there is no interval" in note.text("en")
    stated = coverage_with_total(catalogue, ["sanming-jinsha-park"], ("county",), draws=5)
    only = outline_note(stated)
    assert only and only.text("en").endswith("not of what is planned.")
    assert outline_note(coverage_with_total(catalogue, [], ("county",))) is None


@pytest.mark.long
def test_an_interval_of_the_shipped_outlines_lacks_width_only_where_an_outline_may_just_reach_a_border(
    catalogue: Catalogue,
) -> None:
    assert not catalogue.places["method"].eq("surveyed").any()
    for by in (("county",), ("industry",), ("county", "industry")):
        table = coverage_with_total(catalogue, by=by, draws=50)
        given = table[table["footprint_low_km2"].notna()]
        assert len(given) or "industry" in by  # a hull stands in every industry
        assert (given["footprint_high_km2"] >= given["footprint_low_km2"]).all()
        assert set(given["footprint_interval"]) <= {"moved"}
        assert (table.loc[table["footprint_km2"].notna(), "footprint_interval"] != "").all()
        if by == ("county",):
            assert (given["footprint_high_km2"] > given["footprint_low_km2"]).any()
            regions = reporting_units("350000")
            shapes = footprints_of(catalogue, catalogue.sites.index.tolist(), regions)
            for code in given.loc[given["footprint_high_km2"] == given["footprint_low_km2"], "adcode"]:
                zone = regions.set_index("adcode").geometry[code]
                inside = shapes[shapes.intersects(zone)]
                assert (inside.distance(zone.boundary) < inside["radius_m"]).any(), code
