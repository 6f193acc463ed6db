"""A site's area is what a plan states or what a known outline measures; unknown is no number."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from pyproj import Transformer

from geoplan.analysis.site_area import SiteArea, area_text, site_area, with_source
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME

MU = 10_000 / 15  # m²: a mu is a fifteenth of a hectare


@pytest.mark.parametrize(
    ("mu", "zh", "en"),
    [
        (4680, "3.12 平方公里（4,680 亩）", "3.12 km², 312 ha (4,680 mu)"),
        (22.5, "0.015 平方公里（22.5 亩）", "0.015 km², 1.5 ha (22.5 mu)"),
        (32_000, "21.33 平方公里（32,000 亩）", "21.33 km², 2,133 ha (32,000 mu)"),
        (1500, "1 平方公里（1,500 亩）", "1 km², 100 ha (1,500 mu)"),
    ],
)
def test_an_area_is_said_in_the_units_of_each_language(mu: float, zh: str, en: str) -> None:
    text = area_text(mu * MU)
    assert (text.text("zh"), text.text("en")) == (zh, en)


def test_kaiyuan_is_3_12_square_kilometres_as_a_plan_states(catalogue: Catalogue) -> None:
    """The plan prints 4680 mu: 4680 / 15 = 312 ha."""
    area = site_area(catalogue, "kaiyuan-community")
    assert area.source == "stated" and area.m2 == pytest.approx(3_120_000)


def test_a_schematic_outline_is_no_area_and_unknown_is_no_zero(catalogue: Catalogue) -> None:
    assert catalogue.ways["xinyang"] == "schematic"
    area = site_area(catalogue, "xinyang")
    assert area == SiteArea(None, "")
    assert with_source(area).text("zh") == "规划未载"
    assert not any(c.isdigit() for c in with_source(area).text("en"))


def test_a_known_outline_is_measured(catalogue: Catalogue) -> None:
    """A square of 1 km in the metric system of the home city, so 1 km² and 1500 mu."""
    to_degrees = Transformer.from_crs(HOME, 4326, always_xy=True).transform
    east, north = Transformer.from_crs(4326, HOME, always_xy=True).transform(118.1, 24.5)
    square = shapely.transform(shapely.box(east, north, east + 1000, north + 1000), to_degrees, interleaved=False)
    places = catalogue.places[catalogue.places["site_id"] == "xinyang"].iloc[:1].copy()
    places["method"], places["geometry"] = "digitised", gpd.GeoSeries([square], crs=4326, index=places.index)
    area = site_area(replace(catalogue, places=places), "xinyang")
    assert area.source == "outline" and area.m2 == pytest.approx(1e6, rel=1e-3)
