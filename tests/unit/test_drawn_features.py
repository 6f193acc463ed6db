"""Features of sites: a whole has those of its parts, each is counted distinct_features, and what was put together moves together."""

import geopandas as gpd
import pandas as pd
from shapely import Point

from geoplan.analysis.drawn_features import distinct_features, drawn_features, position_streams
from geoplan.catalogue.catalogue import Catalogue

RELATIONS = pd.DataFrame({"site_id": ["part"], "parent_id": ["whole"]})


def streams(*rows: tuple[str, str, tuple[float, float]]) -> list[str]:
    """Streams of features given as owner, method, spot."""
    frame = pd.DataFrame(
        {
            "owner": [owner for owner, _, _ in rows],
            "feature": [f"{owner}:0" for owner, _, _ in rows],
            "method": [method for _, method, _ in rows],
            "geometry": [Point(spot) for _, _, spot in rows],
        }
    )
    return position_streams(frame, RELATIONS)


def test_a_site_at_its_hosts_spot_moves_with_the_host_and_with_its_other_guests() -> None:
    found = streams(("host", "point", (1, 1)), ("a", "host_institution", (1, 1)), ("b", "host_institution", (1, 1)))
    assert found == ["host:0"] * 3


def test_a_part_at_the_spot_of_its_whole_moves_with_it_wherever_the_spot_comes_from() -> None:
    assert streams(("whole", "town", (1, 1)), ("part", "town", (1, 1))) == ["whole:0", "whole:0"]


def test_two_sites_in_the_middle_of_one_town_stand_each_somewhere_else() -> None:
    assert streams(("a", "town", (1, 1)), ("b", "town", (1, 1))) == ["a:0", "b:0"]
    assert streams(("a", "town", (1, 1)), ("b", "host_institution", (1, 1))) == ["a:0", "b:0"]


def test_sites_at_two_spots_are_two_streams() -> None:
    assert streams(("whole", "point", (1, 1)), ("part", "host_institution", (1, 2))) == ["whole:0", "part:0"]


def test_a_whole_without_a_feature_has_those_of_its_parts(catalogue: Catalogue) -> None:
    parts = catalogue.located_descendants("software-park")
    features = drawn_features(catalogue, ["software-park", *parts])
    assert not catalogue.sites.at["software-park", "drawn"]
    whole = features[features["site_id"] == "software-park"]
    assert set(whole["owner"]) == set(parts)
    assert set(whole["feature"]) == set(features.loc[features["site_id"] != "software-park", "feature"])
    own = distinct_features(features)
    assert own["feature"].is_unique and (own["site_id"] == own["owner"]).all()
    assert set(own["feature"]) == set(features["feature"])


def test_every_drawn_feature_is_there_once_in_the_layers_and_in_metres(catalogue: Catalogue) -> None:
    own = distinct_features(drawn_features(catalogue))
    drawn: gpd.GeoDataFrame = catalogue.places[catalogue.places.geometry.notna()]
    assert len(own) == len(drawn)
    assert own.crs.axis_info[0].unit_name == "metre"
    assert own.groupby("owner").size().to_dict() == drawn.groupby("site_id").size().to_dict()
