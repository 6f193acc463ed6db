"""What the catalogue works out once and keeps."""

from dataclasses import replace

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue


def test_a_site_is_placed_if_it_or_any_part_of_it_at_any_depth_is_drawn(catalogue: Catalogue) -> None:
    sites = catalogue.sites.iloc[:5].set_axis(["city", "park", "block", "other block", "alone"])
    small = replace(
        catalogue,
        sites=sites.assign(drawn=[False, False, True, False, False]),
        relations=pd.DataFrame(
            {"site_id": ["park", "block", "other block"], "relation": "part_of", "parent_id": ["city", "park", "park"]},
            dtype="str",
        ),
    )
    assert small.placed == {"city", "park", "block"}


def test_nothing_is_placed_where_nothing_is_drawn(catalogue: Catalogue) -> None:
    assert replace(catalogue, sites=catalogue.sites.assign(drawn=False)).placed == frozenset()
