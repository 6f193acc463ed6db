"""Outlines of a file find their sites: by id, name, alias, misspelt name, or by what is drawn there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from outline_samples import MISSPELT, OUTLINES, SITES, write_invented
from shapely.geometry import LineString, Point, box

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.match_outlines import match_outlines
from geoplan.drafts.outline_drafts import OutlineMetadata, confirmed, drafts_of
from geoplan.errors import UserError
from geoplan.readers.read_layer import LayerReading, read_layer

METADATA = OutlineMetadata("surveyed", "invented", 5.0, "2026-11-20")
PARK = (613480, 2713360)  # a point of 火炬园 (torch-park), EPSG:4548
FAR = (600980, 2713900)  # a point of 新阳工业区 in another district


def rectangle(centre: tuple[float, float], width: float = 400, height: float = 200) -> object:
    x, y = centre
    return box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def frame(shapes: list[object], **columns: list[object]) -> gpd.GeoDataFrame:
    columns = {"row": list(range(1, len(shapes) + 1)), **columns}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4548).to_crs(4326)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> LayerReading:
    path = write_invented(tmp_path_factory.mktemp("outlines"))
    return read_layer(path, path.name)


@pytest.fixture(scope="module")
def report(reading: LayerReading, catalogue: Catalogue) -> pd.DataFrame:
    return match_outlines(reading.frame, catalogue)


def test_a_shapefile_in_gbk_and_gauss_krueger_finds_all_its_sites(reading: LayerReading, report: pd.DataFrame) -> None:
    assert reading.system.code == "EPSG:4548"
    assert report["name"].tolist() == [name for name, *_ in OUTLINES]
    assert report["site_id"].tolist() == list(SITES)


def test_only_misspelt_names_need_confirmation(report: pd.DataFrame) -> None:
    assert report.loc[report["needs_confirmation"], "feature"].tolist() == list(MISSPELT)
    assert report["how"].tolist() == ["similar_name" if n in MISSPELT else "name" for n in range(1, 13)]
    assert (report.loc[~report["needs_confirmation"], "score"] == 1).all()
    # One of five characters is wrong: a ratio of 4/5.
    assert report.loc[report["needs_confirmation"], "score"].tolist() == [0.8, 0.8]


def test_areas_are_those_of_the_rectangles(report: pd.DataFrame) -> None:
    expected = [width * height for _, _, _, width, height in OUTLINES]
    np.testing.assert_allclose(report["area_m2"], expected, rtol=1e-6)


def test_the_drafts_are_the_outlines_in_wgs84(reading: LayerReading, report: pd.DataFrame) -> None:
    drafts = drafts_of(confirmed(report, MISSPELT), reading.frame, METADATA)
    assert [draft.draft_id for draft in drafts] == list(SITES)
    shapes = gpd.GeoSeries([draft.geometry for draft in drafts], crs=4326).to_crs(4548)
    for shape, (_, x, y, width, height) in zip(shapes, OUTLINES, strict=True):
        # 7 decimals of a degree are 1 cm.
        assert shape.symmetric_difference(rectangle((x, y), width, height)).area < 0.02 * 2 * (width + height)
    assert {(d.method, d.source, d.radius_m, d.confidence) for d in drafts} == {("surveyed", "invented", 5.0, "high")}


def test_what_is_not_confirmed_makes_no_draft(reading: LayerReading, report: pd.DataFrame) -> None:
    ids = {draft.draft_id for draft in drafts_of(report, reading.frame, METADATA)}
    assert ids == set(SITES) - {"software-park-2", "xinyang"}


@pytest.mark.parametrize(
    ("name", "how"),
    [("厦门软件园二期", "name"), ("软件园2期", "alias"), ("软二", "alias"), ("Xiamen Software Park Phase 2", "name")],
)
def test_a_name_and_an_alias_need_no_confirmation(name: str, how: str, catalogue: Catalogue) -> None:
    [row] = match_outlines(frame([rectangle((619240, 2710150))], 名称=[name]), catalogue).to_dict("records")
    assert (row["site_id"], row["how"], row["needs_confirmation"]) == ("software-park-2", how, False)


def test_an_id_goes_before_a_name(catalogue: Catalogue) -> None:
    retired, current = next((str(r), str(s)) for r, s in catalogue.retired_ids["site_id"].items())
    outlines = frame([rectangle(PARK)] * 2, code=["torch-park", retired], 名称=["鼓浪屿", "鼓浪屿"])
    report = match_outlines(outlines, catalogue)
    assert report["site_id"].tolist() == ["torch-park", current]
    assert report["how"].tolist() == ["id", "id"]


def test_the_column_of_names_is_that_with_the_most_names_of_sites(catalogue: Catalogue) -> None:
    outlines = frame([rectangle(PARK)] * 2, 名称=["A地块", "B地块"], 说明=["火炬园", "?"])
    assert match_outlines(outlines, catalogue)["name"].tolist() == ["火炬园", "?"]
    assert match_outlines(outlines, catalogue, "名称")["name"].tolist() == ["A地块", "B地块"]
    with pytest.raises(UserError) as caught:
        match_outlines(outlines, catalogue, "name")
    assert "--name-column" in caught.value.text("en") and "名称, 说明" in caught.value.text("en")


def test_an_outline_without_a_name_is_proposed_by_what_is_drawn_there(catalogue: Catalogue) -> None:
    drawn = catalogue.places.set_index("site_id").loc["torch-park", "geometry"]
    [own] = gpd.GeoSeries([drawn], crs=4326).to_crs(4548)
    west, south, east, _ = own.bounds
    half = own.intersection(box(west - 1, south - 1, east + 1, own.centroid.y))
    # Half of the hull, and as much ground beside it: what both cover is the half, a share of 1/2 of the outline.
    beside = box(west, south - 5000 - half.area / 1000, west + 1000, south - 5000)
    cases = frame([own, half, half.union(beside), rectangle((650000, 2700000))])
    report = match_outlines(cases, catalogue)
    assert report["site_id"].tolist()[:2] == ["torch-park", "torch-park"]
    assert report["how"].tolist() == ["overlap", "overlap", "overlap", "none"]
    np.testing.assert_allclose(report["score"], [1, 1, 0.5, 0], atol=0.002)
    assert report["needs_confirmation"].tolist() == [True, True, True, False]


def test_a_point_inside_an_outline_is_a_weak_proposal(catalogue: Catalogue) -> None:
    row = catalogue.places[(catalogue.places["method"] == "town") & (catalogue.places["part"] == "")].iloc[0]
    [point] = gpd.GeoSeries([row["geometry"]], crs=4326).to_crs(4548)
    [match] = match_outlines(frame([rectangle((point.x, point.y), 20, 20)]), catalogue).to_dict("records")
    assert (match["site_id"], match["how"], match["score"]) == (row["site_id"], "overlap", 0.5)
    assert match["needs_confirmation"] and match["shift_m"] < 1


def test_the_shift_is_the_way_between_the_centroids(catalogue: Catalogue) -> None:
    row = catalogue.places[(catalogue.places["method"] == "point") & (catalogue.places["part"] == "")].iloc[0]
    [point] = gpd.GeoSeries([row["geometry"]], crs=4326).to_crs(4548)
    name = catalogue.sites.at[row["site_id"], "name_zh"]
    outlines = frame([rectangle((point.x + 30, point.y + 40)), rectangle((point.x, point.y))], 名称=[name, name])
    np.testing.assert_allclose(match_outlines(outlines, catalogue)["shift_m"], [50, 0], atol=0.2)


def test_a_site_that_is_not_drawn_has_no_shift(catalogue: Catalogue) -> None:
    site = catalogue.sites[(catalogue.ways == "county") & (catalogue.sites["adcode"] == "350206")].iloc[0]
    [row] = match_outlines(frame([rectangle(PARK)], 名称=[site["name_zh"]]), catalogue).to_dict("records")
    assert row["site_id"] == site.name and np.isnan(row["shift_m"])


def test_two_outlines_of_one_name_are_united_and_this_is_said(catalogue: Catalogue) -> None:
    outlines = frame([rectangle(PARK), rectangle((PARK[0] + 1000, PARK[1]))], 名称=["火炬园", "火炬园"])
    report = match_outlines(outlines, catalogue)
    assert report["remarks"].tolist() == [["united"], ["united"]]
    [draft] = drafts_of(report, outlines, METADATA)
    [shape] = gpd.GeoSeries([draft.geometry], crs=4326).to_crs(4548)
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(2 * 400 * 200, rel=1e-4)


def test_an_outline_that_is_only_like_another_of_the_site_is_flagged(catalogue: Catalogue) -> None:
    outlines = frame([rectangle(PARK), rectangle(PARK, 300, 100)], 名称=["火炬园", ""])
    report = match_outlines(outlines, catalogue)
    assert report["site_id"].tolist() == ["torch-park", "torch-park"]
    assert report["needs_confirmation"].tolist() == [False, True]
    assert report["remarks"].tolist()[0] == [] and "same_site" in report["remarks"].tolist()[1]


def test_an_outline_in_another_county_than_its_site_needs_confirmation(catalogue: Catalogue) -> None:
    [row] = match_outlines(frame([rectangle(FAR)], 名称=["火炬园"]), catalogue).to_dict("records")
    assert (row["site_id"], row["needs_confirmation"]) == ("torch-park", True)
    assert row["remarks"] == ["outside_county"]


def test_what_is_no_area_is_matched_to_nothing(catalogue: Catalogue) -> None:
    outlines = frame([Point(PARK), LineString([PARK, FAR])], 名称=["火炬园", "鼓浪屿"])
    report = match_outlines(outlines, catalogue)
    assert (report["site_id"] == "").all() and report["remarks"].tolist() == [["no_area"], ["no_area"]]
    assert drafts_of(report, outlines, METADATA) == []


@pytest.mark.parametrize("name", ["某某园", "福建省", "?!", "x" * 500, "=cmd|' /C calc'!A0", "{name}"])
def test_a_name_that_means_no_site_is_no_match(name: str, catalogue: Catalogue) -> None:
    [row] = match_outlines(frame([rectangle((650000, 2700000))], 名称=[name]), catalogue).to_dict("records")
    assert (row["site_id"], row["how"], row["score"]) == ("", "none", 0.0)
