"""Rows with an address only: what the geocoder is sure of counts as a disc, the rest by county or with a reason."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.affinity import translate

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import ReaderError
from geoplan.geocoding.geocoder import geocoder
from geoplan.registers.address_places import LARGEST_RADIUS, AddressPlace, address_place
from geoplan.registers.address_rows import count_addresses
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.count_rows import RegisterCounts, add_counts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.industry_codes import IndustryCodes
from geoplan.registers.register_columns import guess_columns
from geoplan.registers.run_in_process import count_frame

MIDDLE = (118.0, 24.5)
METRE = 1 / 110_780  # of latitude at 24.5 degrees; longitudes are wider, so the square is not less than 2 km across


def square(half: float) -> shapely.Polygon:
    return shapely.box(*(c + s * half * METRE for s in (-1, 1) for c in MIDDLE))


# One square of 2 km, known to within 200 m: certain is 1.6 km across, possible 2.4 km.
LAYERS = {
    "inside": square(1_000), "certain": square(800), "possible": square(1_200), "within_1km": square(2_000),
}  # fmt: skip


def north(metres: float, radius: float, sure: str = "high") -> AddressPlace:
    return AddressPlace(sure, MIDDLE[0], MIDDLE[1] + metres * METRE, radius, county="350203")


PLACES = {
    "whole in the shrunk square": north(0, 700),
    "whole in the square": north(0, 900, "medium"),
    "over its edge": north(900, 300),
    "touches the grown square": north(1_400, 300),
    "beside it": north(1_600, 300),
    "a county": AddressPlace(county="350203"),
    "nowhere": AddressPlace(why="address_unknown"),
}


def register(addresses: list[str]) -> pd.DataFrame:
    rows = {"lon": None, "lat": None, "address": addresses, "industry": "3912", "founded": 2001, "capital": 2.5}
    return pd.DataFrame(rows).astype({"lon": "float64", "lat": "float64"})


def counted(
    codes: IndustryCodes, frame: pd.DataFrame, layers: dict[str, AreaIndex], **options: bool
) -> tuple[RegisterCounts, dict[str, int]]:
    columns = guess_columns(frame.astype("str").replace("nan", ""), "r.csv", by_address=True)
    columns = replace(columns, also=("capital", "address"))
    plan = CountingPlan(layers, columns, codes, **options)
    counts = count_frame(frame, plan)
    found, tally = count_addresses(counts.by_address, plan, lambda texts: [PLACES[text] for text in texts])
    return add_counts([counts, found]), tally.used


def test_a_disc_counts_where_it_lies_whole_and_possibly_where_it_touches(codes: IndustryCodes) -> None:
    frame = register([*PLACES, "whole in the square", ""])
    layers = {name: AreaIndex(["s"], [shape]) for name, shape in LAYERS.items()}
    counts, used = counted(codes, frame, layers, assign=True, keep=True)
    cells = {name: layer.cells.counts[:, 0].sum() for name, layer in counts.layers.items()}
    assert cells == {"inside": 3, "certain": 1, "possible": 5, "within_1km": 6}
    assert counts.layers["inside"].cells.counts[:, 3].sum() == 3 * 250
    assert used == {"high": 4, "medium": 2}
    assert counts.reasons.counts == {"address_county": 1, "address_unknown": 1, "no_coordinates": 1}
    assert counts.n_rows == 9 == counts.n_placed + counts.reasons.unplaced
    (assigned,) = [table for table in counts.assigned if len(table)]
    bits = dict(zip(assigned.column("row").to_pylist(), assigned.column("layers").to_pylist(), strict=True))
    assert bits == {1: 0b1111, 2: 0b1101, 3: 0b1100, 4: 0b1100, 5: 0b1000, 8: 0b1101}
    assert set(assigned.column("by_address").to_pylist()) == {True}
    texts = {text for table in counts.reasons.kept for text in table.column("text").to_pylist()}
    assert texts == {"a county", "nowhere", None}


def test_where_the_county_is_certain_a_row_counts_in_it(codes: IndustryCodes) -> None:
    county = AreaIndex(["350203", "350206"], [square(5_000), translate(square(5_000), 1)], partition=True)
    counts, used = counted(codes, register([*PLACES]), {"county": county})
    assert counts.layers["county"].cells.frame()[["area", "0"]].to_numpy().tolist() == [[0, 6]]
    assert used == {"county": 1, "high": 4, "medium": 1}
    assert counts.reasons.counts == {"address_unknown": 1}


@pytest.mark.parametrize(
    ("address", "sure", "county", "why"),
    [
        ("厦门市思明区软件园二期观日路2号", "high", "350203", ""),
        ("福建省厦门市思明区湖滨南路1号", "", "350203", ""),
        ("厦门市湖滨南路1号", "", "", "address_rough"),  # the city alone
        ("思明区湖里区湖滨南路1号", "", "", "address_rough"),  # two counties
        ("上海市浦东新区张江路1号", "", "", "address_elsewhere"),
        ("湖滨南路1号", "", "", "address_unknown"),
    ],
)
def test_an_address_says_no_more_than_it_knows(
    catalogue: Catalogue, address: str, sure: str, county: str, why: str
) -> None:
    place = address_place(geocoder(catalogue), address)
    assert (place.sure, place.county, place.why) == (sure, county, why)
    assert place.radius_m <= LARGEST_RADIUS
    if sure:
        known = gpd.GeoSeries.from_xy([place.lon], [place.lat], crs=4326).to_crs(4548)
        assert known.distance(gpd.GeoSeries.from_xy([118.18], [24.487], crs=4326).to_crs(4548)).iloc[0] < 1_500


def test_a_place_known_too_roughly_is_no_position(catalogue: Catalogue) -> None:
    """The torch park reaches 4 km and more from its middle."""
    place = address_place(geocoder(catalogue), "厦门火炬高新区火炬园火炬路1号")
    assert not place.sure or place.radius_m <= LARGEST_RADIUS


def test_addresses_do_where_there_are_no_coordinates() -> None:
    sample = pd.DataFrame({"address": ["x"], "staff": ["118"], "founded": ["2001"], "capital": ["24.5"]})
    columns = guess_columns(sample, "r.csv", by_address=True)
    assert (columns.position, columns.address) == ((), "address")
    with pytest.raises(ReaderError):
        guess_columns(sample[["founded"]], "r.csv", by_address=True)
    with pytest.raises(ReaderError):
        guess_columns(sample[["address", "founded"]], "r.csv")
