"""Competing and complementing parks in a town of a few points."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoplan.analysis.similarity import (
    field_weights,
    pairs,
    site_points,
    term_weights,
    weighted_jaccard,
)
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME
from geoplan.vocabulary import ROLE_WEIGHTS

KM = 1000.0
HERE = (610_000.0, 2_710_000.0)  # metres, EPSG:4548; somewhere in Xiamen


def town(
    catalogue: Catalogue,
    terms: dict[str, list[str]],
    east_km: dict[str, float],
    radius_m: float = 100.0,
    parts: tuple[tuple[str, str], ...] = (),
    role: str = "lead",
) -> Catalogue:
    """Sites that lead these terms, so many kilometres east of one spot."""
    said = catalogue.designations.iloc[0].to_dict() | {"role": role, "basis": "stated"}
    designations = [{**said, "site_id": s, "industry_id": t} for s in terms for t in terms[s]]
    geometry = [shapely.Point(HERE[0] + km * KM, HERE[1]) for km in east_km.values()]
    columns = {"site_id": list(east_km), "radius_m": radius_m, "method": "point"}
    places = gpd.GeoDataFrame(columns, geometry=geometry, crs=HOME).to_crs(4326)
    sites = sorted(set(terms) | set(east_km) | {s for pair in parts for s in pair})
    return replace(
        catalogue,
        designations=pd.DataFrame(designations, columns=catalogue.designations.columns),
        relations=pd.DataFrame(parts, columns=["site_id", "parent_id"]).assign(relation="part_of"),
        sites=pd.DataFrame({"adcode": "350203", "drawn": [s in east_km for s in sites]}, index=sites),
        places=places,
    )


def relation(catalogue: Catalogue, a: list[str], b: list[str], apart_km: float = 5.0) -> str:
    table = pairs(town(catalogue, {"a": a, "b": b}, {"a": 0, "b": apart_km}))
    return str(table["relation"].item())


def test_a_strong_and_a_weak_term_crossed_share_half() -> None:
    # Minima 0.5 + 0.5, maxima 1 + 1.
    assert weighted_jaccard(pd.DataFrame([[1, 0.5], [0.5, 1]]))[0, 1] == 0.5


def test_alike_is_one_disjoint_is_zero_and_nothing_is_no_number() -> None:
    alike = weighted_jaccard(pd.DataFrame([[1, 0.5], [1, 0.5], [0, 0]]))
    assert alike[0, 1] == 1.0
    assert alike[0, 2] == 0.0
    assert np.isnan(alike[2, 2])
    assert weighted_jaccard(pd.DataFrame([[1, 0], [0, 1]]))[0, 1] == 0.0


weight = st.sampled_from([0.0, *ROLE_WEIGHTS.values()])


@given(st.lists(st.lists(weight, min_size=4, max_size=4), min_size=2, max_size=6))
def test_similarity_is_minima_over_maxima_symmetric_and_between_zero_and_one(rows) -> None:  # type: ignore[no-untyped-def]
    found = weighted_jaccard(pd.DataFrame(rows))
    values = np.array(rows)
    for i, u in enumerate(values):
        for j, v in enumerate(values):
            top = np.maximum(u, v).sum()
            if top:
                assert found[i, j] == np.minimum(u, v).sum() / top == found[j, i]
                assert 0 <= found[i, j] <= 1


def test_the_strongest_role_counts_and_what_lies_above_is_not_added(catalogue: Catalogue) -> None:
    small = town(catalogue, {"a": ["ai-chips", "ai-chips"]}, {"a": 0}, role="new")
    small.designations.loc[1, "role"] = "layout"
    assert term_weights(small).to_dict() == {"ai-chips": {"a": 0.75}}


def test_ten_terms_of_a_field_weigh_no_more_than_the_weightiest(catalogue: Catalogue) -> None:
    weights = pd.DataFrame([[1.0, 0.5, 0.25]], columns=["ai", "ic", "film"])
    assert field_weights(weights, catalogue.industries).to_dict("records") == [{"it": 1.0, "creative": 0.25}]


def test_a_drawer_for_what_fits_nowhere_else_is_no_field(catalogue: Catalogue) -> None:
    weights = pd.DataFrame([[1.0, 1.0, 1.0]], columns=["food", "motors", "satellite"])
    assert list(field_weights(weights, catalogue.industries)) == ["food", "equipment", "aerospace"]


def test_parks_for_the_same_terms_compete(catalogue: Catalogue) -> None:
    assert relation(catalogue, ["ai"], ["ai"]) == "compete"
    assert relation(catalogue, ["ai"], ["ai", "film"]) == "compete"  # exactly half is shared
    assert relation(catalogue, ["ai"], ["ai", "film", "bio"]) == ""


def test_what_rests_on_a_branch_alone_is_broad_and_no_rivalry(catalogue: Catalogue) -> None:
    assert relation(catalogue, ["it"], ["it"]) == "broad"
    assert relation(catalogue, ["it", "bio"], ["it", "bio"]) == "broad"
    assert relation(catalogue, ["it"], ["it", "ic"]) == "broad"
    assert relation(catalogue, ["it", "ai"], ["it", "ai"]) == "compete"
    assert relation(catalogue, ["it"], ["it"], apart_km=30.0) == ""


def test_design_and_packaging_complement_each_other(catalogue: Catalogue) -> None:
    assert relation(catalogue, ["ic-design"], ["ic-packaging"]) == "complement"
    assert relation(catalogue, ["ic-design"], ["film"]) == ""  # another field


def test_a_field_and_a_link_of_it_are_the_same_told_more_broadly(catalogue: Catalogue) -> None:
    assert relation(catalogue, ["ic"], ["ic-design"]) == ""
    assert relation(catalogue, ["ic-design"], ["it"]) == ""
    table = pairs(town(catalogue, {"a": ["ic"], "b": ["ic-design"]}, {"a": 0, "b": 5}))
    assert table["nested"].item()
    assert table["branch_similarity"].item() == 1.0


def test_food_and_textiles_share_a_drawer_but_no_field(catalogue: Catalogue) -> None:
    assert relation(catalogue, ["food"], ["textiles"]) == ""


def test_far_parks_and_parks_perhaps_near_have_no_relation(catalogue: Catalogue) -> None:
    # Two radii of 100 m: 9.8 km is surely within 10, 10.2 only perhaps, 10.3 surely not.
    small = town(catalogue, {s: ["ai"] for s in "abcd"}, {"a": 0, "b": 9.75, "c": 10.15, "d": 10.25})
    table = pairs(small).query("site_a == 'a'").set_index("site_b")
    assert table["nearness"].to_dict() == {"b": "near", "c": "uncertain", "d": "far"}
    assert table["relation"].to_dict() == {"b": "compete", "c": "", "d": ""}


def test_distance_carries_both_radii_and_never_falls_below_zero(catalogue: Catalogue) -> None:
    table = pairs(town(catalogue, {"a": ["ai"], "b": ["ai"]}, {"a": 0, "b": 3}, radius_m=500), crs=HOME).iloc[0]
    assert table[["distance_km", "distance_low_km", "distance_high_km"]].tolist() == pytest.approx([3, 2, 4], abs=1e-3)
    table = pairs(town(catalogue, {"a": ["ai"], "b": ["ai"]}, {"a": 0, "b": 3}, radius_m=2000), crs=HOME).iloc[0]
    assert table[["distance_low_km", "distance_high_km"]].tolist() == pytest.approx([0, 7], abs=1e-3)


def test_what_both_name_and_what_only_one_names(catalogue: Catalogue) -> None:
    row = pairs(town(catalogue, {"a": ["bio", "ai"], "b": ["film", "ai"]}, {"a": 0, "b": 5})).iloc[0]
    assert (row["shared_terms"], row["only_a"], row["only_b"]) == (["ai"], ["bio"], ["film"])
    assert row["similarity"] == pytest.approx(1 / 3)


def test_a_park_is_no_rival_of_its_part_nor_of_its_parts_part(catalogue: Catalogue) -> None:
    small = town(
        catalogue,
        {s: ["ai"] for s in ("city", "lab", "rival")},
        {"city": 0, "lab": 1, "rival": 2},
        parts=(("park", "city"), ("lab", "park")),
    )
    assert small.ancestors("lab") == {"park", "city"}
    found = pairs(small)
    assert set(zip(found["site_a"], found["site_b"], strict=True)) == {("city", "rival"), ("lab", "rival")}


def test_the_order_of_sites_changes_nothing(catalogue: Catalogue) -> None:
    ids = catalogue.sites.index[:60].tolist()
    pd.testing.assert_frame_equal(pairs(catalogue, ids), pairs(catalogue, ids[::-1]))


def test_none_and_one_site_make_no_pair_but_keep_the_columns(catalogue: Catalogue) -> None:
    columns = list(pairs(catalogue).columns)
    one = town(catalogue, {"a": ["ai"]}, {"a": 0})
    for empty in (pairs(catalogue, []), pairs(one), pairs(town(catalogue, {"a": ["ai"], "b": ["ai"]}, {"a": 0}))):
        assert len(empty) == 0
        assert list(empty.columns) == columns


def test_shipped_pairs_are_sorted_unordered_and_never_a_park_with_its_own_part(catalogue: Catalogue) -> None:
    table = pairs(catalogue)
    assert (table["site_a"] < table["site_b"]).all()
    assert not table.duplicated(["site_a", "site_b"]).any()
    lineage = {(s, w) for s in catalogue.sites.index for w in catalogue.ancestors(s)}
    assert lineage
    assert not lineage & (
        set(zip(table["site_a"], table["site_b"], strict=True))
        | set(zip(table["site_b"], table["site_a"], strict=True))
    )


def test_shipped_relations_hold_what_their_name_promises(catalogue: Catalogue) -> None:
    table = pairs(catalogue)
    assert {"compete", ""} <= set(table["relation"])
    related = table[table["relation"] != ""]
    assert (related["distance_high_km"] <= 10).all()
    depth = catalogue.industries["depth"]
    deepest = table["shared_terms"].map(lambda terms: max((depth[term] for term in terms), default=-1))
    assert (deepest[table["relation"] == "compete"] > 0).all() and (deepest[table["relation"] == "broad"] == 0).all()
    assert (related.loc[related["relation"] == "compete", "similarity"] >= 0.5).all()
    assert (related.loc[related["relation"] == "complement", "similarity"] < 0.2).all()
    assert table["similarity"].between(0, 1).all() and table["branch_similarity"].between(0, 1).all()


def test_a_part_stands_for_its_whole_in_what_both_carry(catalogue: Catalogue) -> None:
    small = town(catalogue, {"park": ["ai", "bio"], "lab": ["iot"]}, {"park": 0, "lab": 1}, parts=(("lab", "park"),))
    points = site_points(small, crs=HOME).set_index("site_id")
    assert points["it"].to_dict() == {"lab": True, "park": False}
    assert points["bio"].to_dict() == {"lab": False, "park": True}


def test_a_site_in_two_places_is_two_points_each_as_sure_as_it_is(catalogue: Catalogue) -> None:
    small = town(catalogue, {"a": ["ai"]}, {"a": 0})
    second = small.places.assign(geometry=small.places.to_crs(HOME).translate(2 * KM).to_crs(4326))
    small = replace(small, places=pd.concat([small.places, second], ignore_index=True))
    points = site_points(small, crs=HOME)
    assert points["radius_m"].tolist() == [100, 100] and points["it"].all()
    assert sorted(points.geometry.x - HERE[0]) == pytest.approx([0, 2 * KM], abs=0.1)


def test_no_sites_have_no_points(catalogue: Catalogue) -> None:
    assert len(site_points(catalogue, [])) == 0
