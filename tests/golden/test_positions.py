"""Where places stand, against coordinates read from the reference by hand, in WGS 84; and how many are drawn."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from geoplan.analysis import measures
from geoplan.analysis.coverage import coverage_table
from geoplan.analysis.coverage_footprints import footprints_of
from geoplan.analysis.possible_ground import possible_ground
from geoplan.analysis.reporting_units import reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue, load

HOME = "EPSG:4548"  # metres
# A point that the place holds or stands at: of OpenStreetMap 2024-08, GeoNames or a metro station.
AT = {
    "xiamen-university-national-engineering-research": (118.301902, 24.607789),  # way 935741259
    "jiageng-lab": (118.314132, 24.609008),  # node 10110317718, its building 3
    "energy-materials-building-tan-kah-kee": (118.314132, 24.609008),
    "software-park-1-incubator": (118.110389, 24.432978),  # way 565178510
    "state-key-laboratory-of-physical-chemistry-of": (118.093527, 24.439278),  # way 154986493
    "shituo-motor-park": (117.99112, 24.61235),  # GeoNames 1809835
    "zhangzhou-iron-and-steel-industry-technology": (117.60407, 24.635369),  # way 654370756
    "fujian-engineering-research-center-of-smart": (119.311369, 25.72739),  # way 654335723
    "national-technology-transfer-strait-center": (119.269127, 26.08134),  # way 757297948
    "sanming-university": (117.560253, 26.198736),  # way 885074286
    "longyan-university": (117.019372, 25.032939),  # way 560224192
    "quanzhou-normal-university": (118.666272, 24.871187),  # way 471785157
    "catl-lab": (119.5437, 26.73769),  # way 847009834, the works W of the lake
}
# Points of each part, by the English name of the part.
PARTS = {
    ("wuping-hightech-zone", "Yanqian park"): (116.22279, 24.86945),
    ("wuping-hightech-zone", "County-town park"): (116.0954, 25.09803),
    ("wuping-hightech-zone", "Shifang park"): (116.22392, 25.0349),
    ("new-sports-and-exhibition-centre", "Sports centre"): (118.194882, 24.566795),
    ("new-sports-and-exhibition-centre", "International expo centre"): (118.20386, 24.55943),
    ("science-city-meifeng-xike", "Meifeng"): (118.143285, 24.64305),  # 潘涂村下栏里63号, at its N edge
}
# By the layers' names in the interface: every member is drawn.
NAMED = (
    *("science-city", "software-parks", "kaiyuan-community", "biomedical-harbour"),
    *("marine-high-tech-zone", "torch-zones", "tongxiang-and-new-towns"),
)

MEASURED = {"outline", "schematic", "position"}
DRAWN = {*MEASURED, "area_of_doubt"}


def metres_off(places: gpd.GeoDataFrame, at: tuple[float, float]) -> float:
    point = gpd.GeoSeries([shapely.Point(at)], crs="EPSG:4326").to_crs(HOME).iloc[0]
    return float(places.to_crs(HOME).distance(point).min())


@pytest.mark.parametrize("site_id", AT)
def test_a_place_stands_within_its_radius_of_a_point_read_elsewhere(catalogue: Catalogue, site_id: str) -> None:
    places = catalogue.places[catalogue.places["site_id"] == site_id]
    assert metres_off(places, AT[site_id]) <= places["radius_m"].max()


@pytest.mark.parametrize(("site_id", "part"), PARTS)
def test_a_part_stands_within_its_radius_of_a_point_read_elsewhere(
    catalogue: Catalogue, site_id: str, part: str
) -> None:
    places = catalogue.places[(catalogue.places["site_id"] == site_id) & (catalogue.places["part_en"] == part)]
    assert len(places) == 1
    assert metres_off(places, PARTS[site_id, part]) <= places["radius_m"].iloc[0]


def test_the_old_position_of_the_tan_kah_kee_laboratory_is_outside_its_radius(catalogue: Catalogue) -> None:
    places = catalogue.places[catalogue.places["site_id"] == "jiageng-lab"]
    assert metres_off(places, (118.3075, 24.6155)) > places["radius_m"].iloc[0]


def test_the_community_of_kaiyuan_has_its_stated_area(catalogue: Catalogue) -> None:
    places = catalogue.places[catalogue.places["site_id"] == "kaiyuan-community"]
    assert float(places.to_crs(HOME).area.iloc[0]) == pytest.approx(4680 * 1e4 / 15, rel=0.005)
    assert metres_off(places, (118.163507, 24.48075)) == 0  # the bus stop 石村 lies in it


@pytest.mark.parametrize("layer", NAMED)
def test_every_member_of_a_named_layer_is_drawn(catalogue: Catalogue, layer: str) -> None:
    members = catalogue.layer_sites(layer)
    assert members
    for site_id in members:
        through_parts = catalogue.ways[site_id] == "parts"
        shapes = catalogue.located_descendants(site_id) if through_parts else [site_id]
        assert shapes and set(catalogue.ways[shapes]) <= DRAWN, site_id


def test_more_than_half_of_the_sites_have_a_position_and_most_parks_of_xiamen(catalogue: Catalogue) -> None:
    sites, placed = catalogue.sites, catalogue.ways.isin([*MEASURED, "parts"])
    assert placed.mean() >= 0.55
    kinds = ["park", "cluster", "high_tech_zone", "science_city", "new_town"]
    parks = sites["kind"].isin(kinds) & sites["adcode"].str.startswith("3502")
    assert parks.sum() > 50
    assert placed[parks].mean() >= 0.9


def test_no_place_is_outside_the_county_it_claims(catalogue: Catalogue) -> None:
    assert catalogue.problems == []  # of any rule, "outside-county" among them


def without_areas_of_doubt(home: Path, folder: Path) -> Catalogue:
    """A copy in which sites are known by county alone where an area of doubt was drawn."""
    for name in ("data", "layers"):
        shutil.copytree(home / name, folder / name)
    changed = 0
    for path in (folder / "layers").glob("*.geojson"):
        content = json.loads(path.read_text("utf-8"))
        for feature in content["features"]:
            if feature["properties"]["method"] == "area_of_doubt":
                feature["properties"]["method"], feature["geometry"] = "county", None
                changed += 1
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    assert changed > 20
    return load(folder, validated=True)


def uncovered_km2(catalogue: Catalogue, sites: list[str]) -> pd.DataFrame:
    """Ground that no drawn site is near, whatever may be said of it."""
    rows = measures.uncovered(catalogue, sites, "350200", 5.0)
    return rows.groupby("adcode")[["uncovered_km2"]].sum().round(6)


def of_drawn_sites(distances: pd.DataFrame) -> pd.DataFrame:
    """Distances from positions, without the ranges of sites that have none."""
    return distances[distances["reason"] == ""].reset_index(drop=True)


def test_areas_of_doubt_change_no_figure_but_only_the_range_of_what_is_unknown(
    catalogue: Catalogue, home: Path, tmp_path: Path
) -> None:
    without = without_areas_of_doubt(home, tmp_path)
    assert without.areas_of_doubt.empty and not catalogue.areas_of_doubt.empty
    everything, units = catalogue.sites.index.tolist(), reporting_units("350200")
    same = partial(assert_frame_equal, check_exact=True)
    doubtful = set(catalogue.areas_of_doubt["site_id"])
    assert doubtful.isdisjoint(site_geometry(catalogue)["site_id"])
    assert doubtful.isdisjoint(footprints_of(catalogue, everything, units)["site_id"])
    for measure in (
        lambda c: site_geometry(c),
        lambda c: footprints_of(c, everything, units),
        # By county an area of doubt within one county says where the site is counted, as it does in the answer.
        lambda c: coverage_table(c, by=("industry",), scope="350200", draws=5),
        lambda c: measures.catchments(c, everything, "350200", draws=5)[["adcode", "km", "covered_km2", "share"]],
        lambda c: uncovered_km2(c, everything),
        lambda c: of_drawn_sites(measures.gateway_distances(c, everything, "350200")),
        lambda c: measures.pairs(c, everything, "350200"),
    ):
        one, other = measure(catalogue), measure(without)
        assert len(one) > 0
        same(pd.DataFrame(one), pd.DataFrame(other))
    # Where they are not known, a site may stand anywhere in its county or city.
    ground = [possible_ground(c, sorted(doubtful), units.crs).geometry.area.sum() for c in (catalogue, without)]
    assert ground[0] < ground[1]


def test_a_position_of_openstreetmap_carries_its_licence(catalogue: Catalogue) -> None:
    licence = catalogue.places.set_index("site_id")["licence"]
    assert licence["sanming-university"] == "ODbL-1.0"
    assert licence["longshan"] == "ODC-By-1.0"  # the layer's
