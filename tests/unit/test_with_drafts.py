"""Drafts in the catalogue: positions replace, places join, notes change nothing, and every measure follows."""

import math
import time

import pandas as pd
import pytest
import shapely

from geoplan.analysis.coverage import coverage_table
from geoplan.analysis.measures import catchments, placed_features
from geoplan.analysis.possible_ground import unplaced_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.with_drafts import with_drafts

KAIYUAN = "kaiyuan-community"
SIMING = "350203"
RECTANGLE = shapely.box(118.16, 24.475, 118.17, 24.485)
POSITION_DRAFT = Draft(
    POSITION, KAIYUAN, RECTANGLE, source="现场踏勘", radius_m=30.0, confidence="high", checked_on="2026-11-20",
    author="林工", drawn_at="2026-11-28T08:00:00+00:00",
)  # fmt: skip
PLACE_DRAFT = Draft(
    PLACE, "own-0a1b2c3d", shapely.box(118.12, 24.46, 118.13, 24.47), radius_m=20.0, name_zh="中试基地", name_en="Pilot base",
    kind="base", text="拟选", author="林工", drawn_at="2026-11-28T08:00:00+00:00",
)  # fmt: skip
NOTE_DRAFT = Draft(NOTE, "own-00000009", shapely.Point(118.1, 24.45), text="路口")


def sides_km(west: float, south: float, east: float, north: float) -> tuple[float, float]:
    """By the lengths of a degree on WGS 84 at the middle latitude (the usual series)."""
    phi = math.radians((south + north) / 2)
    lat_m = 111132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    lon_m = 111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
    return (east - west) * lon_m / 1000, (north - south) * lat_m / 1000


def test_without_drafts_the_catalogue_is_the_same_object(catalogue: Catalogue) -> None:
    gone = Draft(POSITION, "no-such-site", RECTANGLE)
    for drafts in ([], [NOTE_DRAFT], [gone], [NOTE_DRAFT, gone]):
        assert with_drafts(catalogue, drafts) is catalogue


def test_a_position_replaces_all_that_is_drawn_of_its_site_and_nothing_else(catalogue: Catalogue) -> None:
    drawn = with_drafts(catalogue, [POSITION_DRAFT, NOTE_DRAFT])
    [row] = drawn.places[drawn.places["site_id"] == KAIYUAN].to_dict("records")
    assert row == {
        "site_id": KAIYUAN, "layer_id": "kaiyuan-community", "part": "", "part_en": "", "method": "digitised",
        "source": "现场踏勘", "source_datum": "WGS84", "radius_m": 30.0, "confidence": "high",
        "checked_on": "2026-11-20", "licence": "", "author": "林工", "drawn_at": "2026-11-28T08:00:00+00:00",
        "geometry": RECTANGLE,
    }  # fmt: skip
    site = drawn.sites.loc[KAIYUAN]
    assert (site["method"], site["confidence"], site["radius_m"], site["drawn"]) == ("digitised", "high", 30.0, True)
    assert drawn.drafted == {KAIYUAN} and catalogue.drafted == frozenset()
    pd.testing.assert_frame_equal(drawn.sites.drop(index=KAIYUAN), catalogue.sites.drop(index=KAIYUAN))
    others = catalogue.places[catalogue.places["site_id"] != KAIYUAN]
    pd.testing.assert_frame_equal(drawn.places.iloc[:-1], others.reset_index(drop=True))


def test_a_site_of_several_parts_has_one_position_after_a_draft(catalogue: Catalogue) -> None:
    counts = catalogue.places["site_id"].value_counts()
    site_id = counts.index[0]
    assert counts.iloc[0] > 1
    drawn = with_drafts(catalogue, [Draft(POSITION, site_id, RECTANGLE)])
    assert (drawn.places["site_id"] == site_id).sum() == 1


def test_a_site_of_which_only_an_area_of_doubt_was_drawn_is_measured_once_a_user_draws_it(catalogue: Catalogue) -> None:
    site_id = KAIYUAN
    doubtful = with_drafts(catalogue, [Draft(POSITION, KAIYUAN, RECTANGLE, method="area_of_doubt", confidence="low")])
    drawn = with_drafts(doubtful, [POSITION_DRAFT])
    assert not doubtful.sites.at[site_id, "drawn"] and drawn.sites.at[site_id, "drawn"]
    assert site_id not in set(drawn.areas_of_doubt["site_id"])
    assert site_id in drawn.placed and drawn.ways[site_id] == "outline"


def test_an_area_of_doubt_that_a_user_draws_is_never_measured(catalogue: Catalogue) -> None:
    doubt = Draft(POSITION, KAIYUAN, RECTANGLE, method="area_of_doubt", confidence="low")
    drawn = with_drafts(catalogue, [doubt])
    assert not drawn.sites.at[KAIYUAN, "drawn"]
    assert drawn.areas_of_doubt.set_index("site_id").geometry[KAIYUAN] == RECTANGLE
    assert drawn.places.set_index("site_id").geometry[KAIYUAN] is None


def test_a_retired_id_draws_the_site_that_stands_for_it(catalogue: Catalogue) -> None:
    retired, current = next(iter(catalogue.retired_ids["site_id"].items()))
    assert with_drafts(catalogue, [Draft(POSITION, str(retired), RECTANGLE)]).drafted == {current}


def test_a_place_is_a_further_site_in_the_county_that_holds_it(catalogue: Catalogue) -> None:
    drawn = with_drafts(catalogue, [PLACE_DRAFT])
    site = drawn.sites.loc[PLACE_DRAFT.draft_id]
    assert site.drop(["radius_m", "drawn"]).to_dict() == {
        "name_zh": "中试基地", "name_en": "Pilot base", "aliases": [], "kind": "base", "adcode": SIMING, "ground": "",
        "plan_id": "", "section": "", "note": "拟选", "status": "unstated", "layer_id": "", "method": "digitised",
        "confidence": "medium", "branch": "",
    }  # fmt: skip
    assert len(drawn.sites) == len(catalogue.sites) + 1 and len(drawn.places) == len(catalogue.places) + 1
    pd.testing.assert_frame_equal(drawn.sites.iloc[:-1], catalogue.sites)
    assert drawn.sites.dtypes.equals(catalogue.sites.dtypes) and drawn.places.dtypes.equals(catalogue.places.dtypes)
    assert drawn.places["checked_on"].iloc[-1] == "2026-11-28"  # the day it was drawn
    assert PLACE_DRAFT.draft_id not in set(drawn.citations["site_id"])


@pytest.mark.parametrize(
    ("lon", "lat", "adcode"),
    [(118.10, 24.45, SIMING), (119.30, 26.08, "350102"), (118.30, 23.30, ""), (121.5, 25.0, "")],
    ids=["Siming", "Gulou in Fuzhou", "the open sea", "Taipei"],
)
def test_the_county_of_a_place_is_that_of_its_position(
    catalogue: Catalogue, lon: float, lat: float, adcode: str
) -> None:
    drawn = with_drafts(catalogue, [Draft(PLACE, "own-00000001", shapely.Point(lon, lat), kind="park")])
    assert drawn.sites.at["own-00000001", "adcode"] == adcode


def test_the_version_tells_drafts_apart_and_comes_back_with_them(catalogue: Catalogue) -> None:
    one, both = with_drafts(catalogue, [POSITION_DRAFT]), with_drafts(catalogue, [POSITION_DRAFT, PLACE_DRAFT])
    turned = with_drafts(catalogue, [PLACE_DRAFT, POSITION_DRAFT])
    later = with_drafts(catalogue, [Draft(**{**vars(POSITION_DRAFT), "drawn_at": "2026-11-29T08:00:00+00:00"})])
    assert len({catalogue.version, one.version, both.version, later.version}) == 4
    assert both.version == turned.version
    assert one.version == with_drafts(catalogue, [POSITION_DRAFT]).version
    assert one.version.startswith(f"{catalogue.version}+") and len(one.version) == len(catalogue.version) + 9


def test_what_is_derived_is_derived_anew(catalogue: Catalogue) -> None:
    assert PLACE_DRAFT.draft_id not in catalogue.placed
    assert PLACE_DRAFT.draft_id in with_drafts(catalogue, [PLACE_DRAFT]).placed
    assert catalogue.ways[KAIYUAN] == "schematic"
    assert with_drafts(catalogue, [POSITION_DRAFT]).ways[KAIYUAN] == "outline"


@pytest.mark.parametrize("draft", [POSITION_DRAFT, PLACE_DRAFT], ids=["position", "place"])
def test_the_footprint_of_a_drawn_rectangle_is_its_sides_multiplied(catalogue: Catalogue, draft: Draft) -> None:
    drawn = with_drafts(catalogue, [draft])
    table = coverage_table(drawn, [draft.draft_id], by=("county",), draws=0).set_index("adcode")
    assert table.at[SIMING, "footprint_km2"] == pytest.approx(math.prod(sides_km(*draft.geometry.bounds)), rel=1e-3)
    assert table.at[SIMING, "carriers"] == 1 and table.at[SIMING, "placed"] == 1


def test_by_plan_a_users_own_place_counts_nowhere(catalogue: Catalogue) -> None:
    drawn = with_drafts(catalogue, [PLACE_DRAFT])
    pd.testing.assert_frame_equal(
        coverage_table(drawn, by=("plan",), draws=0), coverage_table(catalogue, by=("plan",), draws=0)
    )


@pytest.mark.parametrize("draft", [POSITION_DRAFT, PLACE_DRAFT], ids=["position", "place"])
def test_the_catchment_of_a_drawn_rectangle_is_the_rectangle_grown_by_the_distance(
    catalogue: Catalogue, draft: Draft
) -> None:
    drawn = with_drafts(catalogue, [draft])
    table = catchments(drawn, [draft.draft_id], SIMING, kms=(0.3,), outline="boundary", draws=0).set_index("adcode")
    width, height = sides_km(*draft.geometry.bounds)
    # a convex area grown by r has area A + perimeter r + pi r^2
    expected = width * height + 2 * (width + height) * 0.3 + math.pi * 0.3**2
    assert table.at[SIMING, "covered_km2"] == pytest.approx(expected, rel=0.005)
    assert len(placed_features(drawn, [draft.draft_id], SIMING)) == 1
    assert unplaced_sites(drawn, [draft.draft_id], SIMING) == []


def test_twenty_drafts_cost_little_cpu(catalogue: Catalogue) -> None:
    drafts = [Draft(POSITION, str(site), RECTANGLE) for site in catalogue.sites.index[:15]]
    drafts += [Draft(PLACE, f"own-{n:08x}", RECTANGLE, kind="park") for n in range(5)]
    with_drafts(catalogue, drafts)  # the counties are read once
    times = []
    for _ in range(5):
        start = time.process_time()
        with_drafts(catalogue, drafts)
        times.append(time.process_time() - start)
    assert min(times) < 0.06  # about 0.012 s
