"""Names, counts, trays and symbols of the map as they are drawn, measured at every scale, for all sites and for some."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from long_lists import one_in

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select

from .map_page import MapPage

pytestmark = pytest.mark.browser
PROVINCE, CITY = (26.0, 118.3), (24.56, 118.12)
ZOOMS = {7: PROVINCE, 8.5: PROVINCE, 10: CITY, 11: CITY, 12: CITY, 14: CITY}
VIEWS = [(lang, zoom) for lang in ("zh", "en") for zoom in ZOOMS]
FILTERS = {
    "industry it": Selection(industries=("it",)),
    "industry bio": Selection(industries=("bio",)),
    "industry future": Selection(industries=("future",)),
    "county": Selection(regions=("350211",)),
    "layer": Selection(layers=("software-parks",)),
}


def all_is_readable(page: MapPage) -> bool:
    """That no text, symbol or line lies over another, or under a control, or over the edge of the window."""
    drawn = page.drawn()
    assert drawn.overlaps() == []
    assert drawn.cut() == []
    assert drawn.under_controls() == []
    assert drawn.crossed() == []
    return bool(drawn.texts)


@pytest.mark.parametrize(("lang", "zoom"), VIEWS)
def test_nothing_lies_over_another_or_under_a_control_or_over_the_edge(
    map_page: MapPage, lang: str, zoom: float
) -> None:
    map_page.show(ZOOMS[zoom], zoom, lang)
    assert all_is_readable(map_page)


def test_at_a_window_moved_in_small_steps_symbols_at_the_edge_keep_clear_of_all_else(map_page: MapPage) -> None:
    for step in range(12):
        map_page.show((25.0 + 0.05 * step, 118.0 + 0.04 * step), 9.5)
        assert all_is_readable(map_page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_the_scale_of_the_city_most_sites_are_named_and_all_of_the_main_layers(map_page: MapPage, lang: str) -> None:
    map_page.show(CITY, 11, lang)
    drawn = map_page.drawn()
    named = set(drawn.named)
    assert len(drawn.in_view) == len(set(drawn.in_view)) > 80
    assert len(named & set(drawn.in_view)) / len(drawn.in_view) >= 0.6
    assert len(drawn.main) > 10 and set(drawn.main) <= named


def unplaced(home: Path, catalogue: Catalogue) -> set[str]:
    """The sites that no layer draws, without those that are shown through their parts."""
    shapes: dict[str, bool] = {}
    for path in (home / "layers").glob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            site_id = feature["properties"]["site_id"]
            shapes[site_id] = shapes.get(site_id, False) or bool(feature["geometry"])
    return {s for s in catalogue.sites.index if not shapes.get(s) and s not in catalogue.placed}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", one_in(3, ["", *FILTERS]))
def test_every_unplaced_site_is_counted_once_when_the_province_is_in_view(
    map_page: MapPage, catalogue: Catalogue, home: Path, lang: str, name: str
) -> None:
    sites = select(catalogue, FILTERS[name]) if name else None
    map_page.show(PROVINCE, 7, lang, wanted=sites)
    counted = unplaced(home, catalogue)
    expected = counted if sites is None else counted.intersection(sites)
    assert sum(map_page.drawn().counts) == len(expected)
    assert map_page.page.locator("#map_div").get_attribute("data-trays") == str(len(expected))


@pytest.mark.parametrize("zoom", [8.5, 11])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", one_in(2, FILTERS))
def test_of_a_filtered_set_nothing_lies_over_another_and_no_other_site_is_named(
    map_page: MapPage, catalogue: Catalogue, name: str, lang: str, zoom: float
) -> None:
    sites = select(catalogue, FILTERS[name])
    assert 0 < len(sites) < len(catalogue.sites)
    map_page.show(ZOOMS[zoom], zoom, lang, wanted=sites)
    assert all_is_readable(map_page)
    drawn = map_page.drawn()
    assert set(drawn.named) <= set(sites) and set(drawn.in_view) <= set(sites)
    assert drawn.named or zoom < 9


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_whole_without_a_shape_is_shown_and_named_through_parts_that_are_not_in_the_set(
    map_page: MapPage, catalogue: Catalogue, lang: str
) -> None:
    whole = "science-city"
    assert catalogue.ways[whole] == "parts"
    map_page.show(CITY, 11, lang, wanted=[whole])
    assert all_is_readable(map_page)
    drawn = map_page.drawn()
    assert drawn.named == [whole] and drawn.in_view == [whole]
    names = map_page.page.locator(".gp-name").all_text_contents()
    assert names == [catalogue.sites.at[whole, f"name_{lang}"]]
    shapes = map_page.page.locator("path[data-site]:not([d='M0 0'])").evaluate_all(
        "els => els.map(e => e.dataset.site)"
    )
    assert set(shapes) <= set(catalogue.located_descendants(whole))


def position(catalogue: Catalogue, site_id: str) -> tuple[float, float]:
    places = catalogue.places[catalogue.places["site_id"] == site_id]
    at = places.geometry.iloc[0].representative_point()
    return at.y, at.x


# A mark, an outline, one of seven at a point, one on a campus.
CHOSEN = ["biomedical-harbour", "kaiyuan-community", "big-data-lab", "state-key-laboratory-of-physical-chemistry-of"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("site_id", one_in(2, CHOSEN))
def test_a_chosen_site_is_named_at_every_scale_and_nothing_lies_over_another(
    map_page: MapPage, catalogue: Catalogue, site_id: str, lang: str
) -> None:
    for zoom in (8.5, 10, 12):
        map_page.show(position(catalogue, site_id), zoom, lang, chosen=site_id)
        assert all_is_readable(map_page)
        names = map_page.page.locator(".gp-name.gp-chosen").evaluate_all("els => els.map(e => e.dataset.site)")
        assert names == [site_id], zoom


def test_a_long_chinese_name_is_set_in_two_lines_of_like_length(map_page: MapPage) -> None:
    pairs = []
    for zoom in (11, 12):
        map_page.show(CITY, zoom)
        names = map_page.page.locator(".gp-label:not(.gp-several) .gp-name").evaluate_all(
            "els => els.map(e => [...e.children].map(line => line.textContent))"
        )
        pairs += [lines for lines in names if len(lines) == 2 and not re.search("[ -~]", "".join(lines))]
        assert all(len(lines) > 1 for lines in names if len("".join(lines)) > 12)
    assert len(pairs) > 6
    for lines in pairs:
        short, long = sorted(map(len, lines))
        assert (long - short) / long <= 0.35, lines
