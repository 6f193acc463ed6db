"""Access on right-angled triangles, against a peer that tries every pair, and on the map of Fujian."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point, box

from geoplan.analysis.access import DESTINATION_KINDS, access_table, destinations
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, HOME


def sites(*places: tuple[str, shapely.Geometry | None, float]) -> gpd.GeoDataFrame:
    ids, shapes, radii = zip(*places, strict=True) if places else ((), (), ())
    return gpd.GeoDataFrame({"site_id": list(ids), "radius_m": list(radii)}, geometry=list(shapes), crs=HOME)


def goals(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    usual = {"site_id": "", "kind": "airport", "status": "existing", "radius_m": 0.0}
    columns = ["destination_id", "site_id", "kind", "status", "radius_m", "geometry"]
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=columns)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=HOME)


def goal(name: str, x: float, y: float, **other: object) -> dict[str, object]:
    return {"destination_id": name, "geometry": Point(x, y), **other}


def airport(table: pd.DataFrame, site: str = "park") -> pd.Series:
    return table.set_index(["site_id", "kind"]).loc[(site, "airport")]


PARK = ("park", Point(0, 0), 0.0)


def test_three_four_five() -> None:
    row = airport(access_table(sites(PARK), goals(goal("near", 3000, 4000), goal("far", 6000, 8000))))
    assert row.to_dict() == {
        "destination_id": "near",
        "distance_km": 5.0,
        "distance_low_km": 5.0,
        "distance_high_km": 5.0,
        "rivals": 0,
        "reach": "straight",
    }


def test_both_radii_widen_the_distance() -> None:
    row = airport(access_table(sites(("park", Point(0, 0), 600.0)), goals(goal("near", 3000, 4000, radius_m=400.0))))
    assert (row["distance_low_km"], row["distance_km"], row["distance_high_km"]) == (4.0, 5.0, 6.0)


def test_a_tenant_moves_with_the_host_beside_which_it_was_put() -> None:
    # Both move in one direction, the park by 600 m at most where the airport moves by 400: they part by 200 m.
    park = sites(("park", Point(0, 0), 600.0)).assign(stream="airport")
    ends = goals(goal("near", 3000, 4000, radius_m=400.0)).assign(stream="airport")
    row = airport(access_table(park, ends))
    assert (row["distance_low_km"], row["distance_km"], row["distance_high_km"]) == (4.8, 5.0, 5.2)


def test_a_distance_is_never_less_than_nothing() -> None:
    row = airport(access_table(sites(("park", Point(0, 0), 6000.0)), goals(goal("near", 3000, 4000))))
    assert (row["distance_low_km"], row["distance_high_km"]) == (0.0, 11.0)


def test_distance_runs_from_the_edge_of_a_footprint() -> None:
    # The corner of the park at (1000, 1000) is 3 km and 4 km from the airport.
    park = ("park", box(0, 0, 1000, 1000), 0.0)
    assert airport(access_table(sites(park), goals(goal("near", 4000, 5000))))["distance_km"] == 5.0
    assert airport(access_table(sites(park), goals(goal("within", 500, 500))))["distance_km"] == 0.0


def test_a_destination_may_have_a_footprint_too() -> None:
    campus = {"destination_id": "campus", "kind": "university", "geometry": box(3000, 4000, 9000, 9000)}
    table = access_table(sites(PARK), goals(campus)).set_index("kind")
    assert table.at["university", "distance_km"] == 5.0


def test_rivals_are_those_that_could_be_nearer() -> None:
    park = ("park", Point(0, 0), 100.0)
    at = [
        goal("best", 1000, 0, radius_m=300.0),  # at most 1.4 km away
        goal("rival", 1800, 0, radius_m=400.0),  # at least 1.3 km
        goal("just not", 0, 1800, radius_m=300.0),  # at least 1.4 km
        goal("a station", 1001, 0, radius_m=900.0, kind="station"),
    ]
    assert airport(access_table(sites(park), goals(*at)))["rivals"] == 1


def test_of_two_at_one_spot_the_first_is_named_and_the_other_is_a_rival() -> None:
    at = goals(goal("one", 3000, 4000, radius_m=5.0), goal("two", 3000, 4000, radius_m=5.0))
    row = airport(access_table(sites(PARK), at))
    assert (row["destination_id"], row["rivals"]) == ("one", 1)
    row = airport(access_table(sites(PARK), at.iloc[::-1]))
    assert (row["destination_id"], row["rivals"]) == ("two", 1)


def test_what_is_being_built_counts_only_when_asked_for() -> None:
    at = goals(
        goal("new", 3000, 4000, status="building"), goal("old", 6000, 8000), goal("idea", 3, 4, status="planned")
    )
    assert airport(access_table(sites(PARK), at))["destination_id"] == "old"
    assert airport(access_table(sites(PARK), at.iloc[:2], planned=True))["destination_id"] == "new"
    assert airport(access_table(sites(PARK), at, planned=True))["destination_id"] == "idea"


def test_a_site_is_not_its_own_destination() -> None:
    at = goals(goal("the-port", 0, 0, site_id="park"), goal("other", 3000, 4000))
    row = airport(access_table(sites(PARK), at))
    assert (row["destination_id"], row["distance_km"], row["rivals"]) == ("other", 5.0, 0)
    alone = airport(access_table(sites(PARK), at.iloc[:1]))
    assert alone["destination_id"] == ""
    assert math.isnan(alone["distance_km"])


def test_a_kind_with_no_destination_has_no_distance() -> None:
    table = access_table(sites(PARK), goals(goal("near", 3000, 4000))).set_index("kind")
    assert table.index.tolist() == list(DESTINATION_KINDS)
    none = table.drop("airport")
    assert (none["destination_id"] == "").all()
    assert none[["distance_km", "distance_low_km", "distance_high_km", "rivals"]].isna().all(axis=None)


def test_no_sites_and_no_destinations_are_no_error() -> None:
    full = access_table(sites(PARK), goals(goal("near", 3000, 4000)))
    nowhere = access_table(sites(), goals(goal("near", 3000, 4000)))
    assert nowhere.empty
    assert nowhere.columns.tolist() == full.columns.tolist()
    assert nowhere.dtypes.to_dict() == full.dtypes.to_dict()
    assert len(access_table(sites(PARK), goals())) == len(DESTINATION_KINDS)


def test_an_unknown_radius_leaves_bounds_and_rivals_unknown() -> None:
    row = airport(access_table(sites(("park", Point(0, 0), math.nan)), goals(goal("near", 3000, 4000))))
    assert row["distance_km"] == 5.0
    assert pd.isna(row["distance_high_km"]) and pd.isna(row["distance_low_km"]) and pd.isna(row["rivals"])
    at = goals(goal("near", 3000, 4000), goal("far", 30000, 40000, radius_m=math.nan))
    row = airport(access_table(sites(PARK), at))
    assert row["distance_high_km"] == 5.0
    assert pd.isna(row["rivals"])  # the far one may be anywhere


def test_a_site_that_is_not_placed_has_no_distance() -> None:
    row = airport(access_table(sites(("park", None, 5.0)), goals(goal("near", 3000, 4000))))
    assert row["destination_id"] == ""
    assert pd.isna(row["distance_km"])


def test_rows_stand_in_the_order_of_the_sites() -> None:
    table = access_table(sites(("b", Point(0, 0), 1.0), ("a", Point(9, 9), 1.0)), goals(goal("near", 3, 4)))
    assert table["site_id"].tolist() == ["b"] * len(DESTINATION_KINDS) + ["a"] * len(DESTINATION_KINDS)
    assert table["kind"].tolist() == [*DESTINATION_KINDS] * 2
    assert set(table["reach"]) == {"straight"}


def test_nothing_given_is_changed() -> None:
    ours, theirs = sites(PARK), goals(goal("near", 3000, 4000))
    before = ours.copy(), theirs.copy()
    access_table(ours, theirs)
    assert ours.equals(before[0])
    assert theirs.equals(before[1])


def test_degrees_and_mixed_systems_are_refused() -> None:
    ours, theirs = sites(PARK), goals(goal("near", 3000, 4000))
    with pytest.raises(ValueError, match="sites is in degrees"):
        access_table(ours.set_crs(4326, allow_override=True), theirs)
    with pytest.raises(ValueError, match="destinations is in degrees"):
        access_table(ours, theirs.set_crs(4326, allow_override=True))
    with pytest.raises(ValueError, match=r"destinations is in .*sites in EPSG:4548; reproject"):
        access_table(ours, theirs.to_crs(AREA))
    with pytest.raises(ValueError, match="no CRS"):
        access_table(ours, theirs.set_crs(None, allow_override=True))


def test_a_missing_column_and_an_unknown_kind_are_named() -> None:
    with pytest.raises(ValueError, match="sites lacks the columns radius_m; add"):
        access_table(sites(PARK).drop(columns="radius_m"), goals())
    with pytest.raises(ValueError, match="kind heliport; use airport"):
        access_table(sites(PARK), goals(goal("roof", 0, 0, kind="heliport")))


metre = st.integers(-20_000, 20_000)
spot = st.tuples(metre, metre, st.integers(0, 3000))
park = st.tuples(metre, metre, st.integers(0, 4000), st.integers(1, 3000))


@given(st.lists(park, max_size=5), st.lists(st.tuples(spot, st.sampled_from([*DESTINATION_KINDS])), max_size=8))
def test_every_row_agrees_with_trying_every_pair(parks, spots) -> None:  # type: ignore[no-untyped-def]
    shapes = [box(x, y, x + size, y + size) if size else Point(x, y) for x, y, size, _ in parks]
    ours = sites(*((f"s{i}", shape, float(p[3])) for i, (shape, p) in enumerate(zip(shapes, parks, strict=True))))
    theirs = goals(*(goal(f"d{i}", x, y, kind=k, radius_m=float(r)) for i, ((x, y, r), k) in enumerate(spots)))
    table = access_table(ours, theirs).set_index(["site_id", "kind"])
    assert len(table) == len(parks) * len(DESTINATION_KINDS)
    for i, (x, y, size, sure) in enumerate(parks):
        for kind in DESTINATION_KINDS:
            row = table.loc[(f"s{i}", kind)]
            # A square's distance to a point, by arithmetic: how far it lies beyond each side.
            pairs = [
                (math.hypot(max(x - a, 0, a - x - size), max(y - b, 0, b - y - size)), radius, f"d{j}")
                for j, ((a, b, radius), k) in enumerate(spots)
                if k == kind
            ]
            if not pairs:
                assert row["destination_id"] == ""
                continue
            metres = min(pair[0] for pair in pairs)
            assert row["distance_km"] == pytest.approx(metres / 1000)
            chosen = next(pair for pair in pairs if pair[2] == row["destination_id"])
            assert chosen[0] == pytest.approx(metres)
            high = chosen[0] + sure + chosen[1]
            assert row["distance_low_km"] == pytest.approx(max(0, chosen[0] - sure - chosen[1]) / 1000)
            assert row["distance_high_km"] == pytest.approx(high / 1000)
            lows = [far - sure - radius for far, radius, name in pairs if name != chosen[2]]
            least, most = (sum(low < high + slack for low in lows) for slack in (-1e-6, 1e-6))
            assert least <= row["rivals"] <= most


@pytest.fixture(scope="module")
def shipped(catalogue: Catalogue) -> pd.DataFrame:
    placed = site_geometry(catalogue)
    return access_table(placed, destinations(catalogue, placed.crs)).set_index(["site_id", "kind"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "kind", "nearest", "least", "most"),
    [
        # From a road map: software park II is in the east of Xiamen island, its airport in the north of it.
        ("software-park-2", "airport", "xiamen-gaoqi-airport", 5, 9),
        ("software-park-2", "station", "xiamen-station", 5, 9),
        # Software park III is in Jimei, across the water, a few kilometres from Xiamen North.
        ("software-park-3", "station", "xiamen-north-station", 1, 6),
        ("software-park-3", "airport", "xiamen-gaoqi-airport", 8, 14),
        # The biomedical harbour is in Haicang, as is the container port.
        ("biomedical-harbour", "port", "xiamen-haicang-port", 3, 11),
        # Fuzhou's software park is in the north-west of the city; its airport is on the coast of Changle.
        ("fuzhou-software-park", "airport", "fuzhou-changle-airport", 35, 55),
        ("fuzhou-software-park", "station", "fuzhou-station", 3, 12),
        ("cruise-port", "port", "xiamen-dongdu-port", 0.5, 3),
    ],
)
def test_what_is_near_is_what_the_road_map_says(
    shipped: pd.DataFrame, site: str, kind: str, nearest: str, least: float, most: float
) -> None:
    row = shipped.loc[(site, kind)]
    assert row["destination_id"] == nearest
    assert least <= row["distance_km"] <= most
    assert row["distance_low_km"] <= row["distance_km"] <= row["distance_high_km"]


def test_xiangan_airport_is_heeded_only_as_planned(catalogue: Catalogue, shipped: pd.DataFrame) -> None:
    assert "xiamen-xiangan-airport" not in set(shipped["destination_id"])
    placed = site_geometry(catalogue, ["marine-hightech-park", "new-airport"])
    table = access_table(placed, destinations(catalogue, placed.crs), planned=True).set_index(["site_id", "kind"])
    assert table.at[("marine-hightech-park", "airport"), "destination_id"] == "xiamen-xiangan-airport"
    assert table.at[("new-airport", "airport"), "destination_id"] == "xiamen-gaoqi-airport"  # not itself


def test_destinations_are_gateways_and_drawn_places_of_knowledge(catalogue: Catalogue) -> None:
    listed = destinations(catalogue)
    assert listed["destination_id"].is_unique
    assert len(listed[listed["kind"].isin(["airport", "station", "port"])]) == len(catalogue.gateways)
    known = set(listed.loc[listed["kind"].isin(["university", "laboratory"]), "destination_id"])
    assert {"xiamen-university", "jimei-university", "xiangan-lab", "jiageng-lab"} <= known
    assert "qingyuan-lab" not in known  # known by its county alone
    assert "third-institute-of-oceanography" not in known
    assert listed.drop(columns="geometry").notna().all(axis=None)
    assert listed["radius_m"].gt(0).all()
    assert listed.crs == site_geometry(catalogue).crs


@pytest.mark.parametrize("system", [HOME, AREA], ids=["EPSG:4548", "equal-area"])
def test_every_distance_is_the_geodesic_within_a_fifth_of_a_percent(catalogue: Catalogue, system) -> None:  # type: ignore[no-untyped-def]
    geod = Geod(ellps="WGS84")
    placed = site_geometry(catalogue, crs=system)
    to = destinations(catalogue, system)
    table = access_table(placed, to, planned=True)
    home, goal_at = placed.set_index("site_id").geometry, to.set_index("destination_id").geometry
    lines = shapely.shortest_line(
        home.loc[table["site_id"]].to_numpy(), goal_at.loc[table["destination_id"]].to_numpy()
    )
    degrees = gpd.GeoSeries(lines, crs=system).to_crs(4326)
    geodesic = np.array([geod.geometry_length(line) / 1000 for line in degrees])
    assert len(geodesic) > 400
    np.testing.assert_allclose(table["distance_km"], geodesic, rtol=0.002, atol=1e-6)
