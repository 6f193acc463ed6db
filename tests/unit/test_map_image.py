"""The printed map: true to scale, named without overlap, the same every time."""

import dataclasses
import io
import itertools
import json
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from long_lists import one_in
from PIL import Image

from geoplan.brief.map_image import map_figure, map_picture
from geoplan.cartography.label_placement import Sheet, wrapped
from geoplan.cartography.map_extent import WIDTH, extent_of
from geoplan.cartography.svg import mark, path
from geoplan.cartography.text_metrics import text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.symbology import symbology

pytestmark = pytest.mark.slow

XIAMEN = (118.08, 24.48)


def drawn(catalogue: Catalogue, number: int = 6) -> list[str]:
    return catalogue.sites.index[catalogue.sites["drawn"]].tolist()[:number]


def somewhere(catalogue: Catalogue) -> str:
    """A site of which only the county is known."""
    return next(
        s for s in catalogue.sites.index if s not in catalogue.placed and len(catalogue.sites.at[s, "adcode"]) == 6
    )


def at(*spots: tuple[float, float]) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(spot) for spot in spots], crs=4326)


def test_ten_kilometres_on_the_ground_are_ten_on_the_scale_bar() -> None:
    lon, lat, _ = pyproj.Geod(ellps="WGS84").fwd(*XIAMEN, 90, 10_000)
    extent = extent_of(at(XIAMEN, (lon, lat)))
    one, two = (extent.on_paper(shapely.Point(spot)) for spot in (XIAMEN, (lon, lat)))
    assert one.distance(two) == pytest.approx(10_000 * extent.per_metre, rel=1e-3)


def test_a_single_spot_is_shown_with_eight_kilometres_around_it() -> None:
    extent = extent_of(at(XIAMEN))
    assert extent.metres == pytest.approx(8_000)
    spot = extent.on_paper(shapely.Point(XIAMEN))
    assert (spot.x, spot.y) == pytest.approx((WIDTH / 2, extent.height / 2))


def test_all_that_is_to_be_seen_is_on_the_paper() -> None:
    spots = at((117.0, 25.0), (119.9, 27.2), XIAMEN)
    extent = extent_of(spots)
    for spot in spots:
        on_paper = extent.on_paper(spot)
        assert 5 < on_paper.x < WIDTH - 5 and 5 < on_paper.y < extent.height - 5


def test_north_is_up_and_east_is_right() -> None:
    extent = extent_of(at(XIAMEN, (118.2, 24.6)))
    low, high = (extent.on_paper(shapely.Point(spot)) for spot in (XIAMEN, (118.2, 24.6)))
    assert high.x > low.x and high.y < low.y


def test_degrees_are_named_at_the_edges() -> None:
    names = {line.edge: line.name for line in extent_of(at(XIAMEN, (118.4, 24.7))).graticule() if line.edge}
    assert re.fullmatch(r"118\.\d°E", names["bottom"]) and re.fullmatch(r"24\.\d°N", names["left"])


def test_labels_lie_neither_on_one_another_nor_on_marks() -> None:
    sheet = Sheet(WIDTH, 100)
    marks = [(60 + 6 * i, 50 + 4 * (i % 3)) for i in range(8)]
    for x, y in marks:
        sheet.take((x - 2, y - 2, x + 2, y + 2))
    labels = [sheet.place(("1  厦门软件园二期",), spot, 1.6, 2.7) for spot in marks]
    boxes = [shapely.box(*label.box) for label in labels if label]
    assert len(boxes) == 8
    assert not any(one.intersects(two) for one, two in itertools.combinations(boxes, 2))
    assert not any(box.contains(shapely.Point(spot)) for box in boxes for spot in marks)
    assert all(shapely.box(0, 0, WIDTH, 100).contains(box) for box in boxes)


def test_where_there_is_no_room_there_is_no_label() -> None:
    sheet = Sheet(WIDTH, 100)
    sheet.take((0, 0, WIDTH, 100))
    assert sheet.place(("厦门",), (50, 50), 1.6, 2.7) is None


def test_long_names_are_set_in_two_lines_and_the_longest_are_cut() -> None:
    assert wrapped("厦门软件园二期") == ("厦门软件园二期",)
    assert (
        "".join(wrapped("福建省海洋生物资源综合利用行业技术开发基地")) == "福建省海洋生物资源综合利用行业技术开发基地"
    )
    lines = wrapped("Q" * 300)
    assert len(lines) == 2 and lines[1].endswith("…") and max(map(text_width, lines)) < 15
    assert wrapped("one\n two") == ("one two",)


@pytest.mark.parametrize("form", symbology().markers)
def test_every_form_of_the_legend_is_drawn(form: str) -> None:
    assert re.match(r'<(path|circle) .*fill="#123456"', mark(form, 5, 5, 2, fill="#123456"))


def test_an_empty_geometry_is_not_drawn() -> None:
    assert path(shapely.Polygon()) == ""


def test_the_picture_is_a_png_as_wide_as_asked(catalogue: Catalogue) -> None:
    picture = Image.open(io.BytesIO(map_picture(catalogue, drawn(catalogue), "zh", ppi=138.55)))
    assert picture.format == "PNG" and abs(picture.width - 900) <= 1
    assert 0.5 < picture.height / picture.width < 1.1


def page_of(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, sites: list[str], lang: str, **how: str) -> Any:
    """What typst is given to set: the texts of a picture with their places."""
    given: dict[str, bytes] = {}
    monkeypatch.setattr("geoplan.brief.map_image.typeset", lambda pages, *_, **how: given.update(pages) or b"")
    map_picture(catalogue, sites, lang, **how)
    return json.loads(given["page.json"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_credits_openstreetmap(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, lang: str) -> None:
    page = page_of(monkeypatch, catalogue, drawn(catalogue), lang)
    assert any("© OpenStreetMap contributors" in note for note in page["notes"])


@pytest.mark.parametrize("adcode", one_in(3, ["350203", "350200", "350000"]))
def test_names_of_places_lie_neither_on_labels_nor_on_one_another(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, adcode: str
) -> None:
    stem = adcode.rstrip("0")
    sites = [s for s in drawn(catalogue, 200) if str(catalogue.sites.at[s, "adcode"]).startswith(stem)][:12]
    page = page_of(monkeypatch, catalogue, sites, "zh", scope=adcode)
    # A letter of these names is as wide as it is high, and none of them is set in less than its em.
    em = page["em"]
    labels = [
        shapely.box(
            it["x"], it["y"], it["x"] + em * max(map(text_width, it["lines"] or [str(it["number"])])), it["y"] + em
        )
        for it in page["labels"]
    ]
    names = [
        shapely.box(it["x"], it["y"], it["x"] + it["em"] * text_width(it["text"]), it["y"] + it["em"])
        for it in page["names"]
    ]
    assert labels
    assert len(names) > 5
    assert not any(name.intersects(label) for name in names for label in labels)
    assert not any(one.intersects(two) for one, two in itertools.combinations(names, 2))


@pytest.mark.long
def test_the_same_sites_give_the_same_bytes(catalogue: Catalogue) -> None:
    sites = drawn(catalogue)
    assert map_picture(catalogue, sites, "zh", ppi=92.4) == map_picture(catalogue, sites, "zh", ppi=92.4)


def test_marks_have_the_colour_of_their_branch(catalogue: Catalogue) -> None:
    site = catalogue.sites.index[catalogue.sites["drawn"] & (catalogue.sites["branch"] == "bio")][0]
    picture = np.asarray(Image.open(io.BytesIO(map_picture(catalogue, [site], "en"))).convert("RGB"))
    colours = {"bio": 0, "creative": 0}
    for branch in colours:
        wanted = [int(symbology().branches[branch][i : i + 2], 16) for i in (1, 3, 5)]
        colours[branch] = int((picture == wanted).all(axis=2).sum())
    assert colours["bio"] > 200 and colours["creative"] == 0


def test_a_site_known_by_county_only_is_named_and_not_drawn(catalogue: Catalogue) -> None:
    hidden, shown = somewhere(catalogue), drawn(catalogue, 1)[0]
    figure = map_figure(catalogue, [shown, hidden], "zh", caption="候选场址。", ppi=61.6)
    names = catalogue.sites["name_zh"]
    county = catalogue.regions.at[catalogue.sites.at[hidden, "adcode"], "name_zh"]
    assert figure.caption == f"候选场址。 仅知所在县区、未上图：2 {names[hidden]}（{county}）。"
    assert f"1 {names[shown]}" in figure.alt and names[hidden] not in figure.alt
    assert figure.png.startswith(b"\x89PNG")


@pytest.mark.long
def test_no_site_at_all_gives_the_province_and_a_scope_gives_itself(catalogue: Catalogue) -> None:
    province = map_figure(catalogue, [], "en", ppi=61.6)
    island = map_figure(catalogue, [], "en", scope="350206", ppi=61.6)
    across = [int(re.search(r"about (\d+) km", figure.alt)[1]) for figure in (province, island)]
    assert across[0] > 400 > 40 > across[1]
    assert "no site that can be drawn" in province.alt


def test_what_is_not_in_the_catalogue_is_refused_by_name(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="site_ids: no site 'nowhere'"):
        map_picture(catalogue, ["nowhere"], "zh")
    with pytest.raises(ValueError, match="scope: no county of the study area has a code like '110000'"):
        map_picture(catalogue, [], "zh", scope="110000")


@pytest.mark.parametrize(
    "name", one_in(3, ["=cmd()", '#import "x"', "$\\alpha$", "</svg><b>", "Q" * 300, "a\x00\n b", "😀שלום", " "])
)
def test_a_hostile_name_is_drawn_as_a_name(catalogue: Catalogue, name: str) -> None:
    site = drawn(catalogue, 1)[0]
    named = dataclasses.replace(catalogue, sites=catalogue.sites.assign(name_zh=name))
    assert map_picture(named, [site], "zh", ppi=61.6, approval=name).startswith(b"\x89PNG")
    if name.strip():
        assert map_picture(named, [site], "zh", ppi=61.6) != map_picture(catalogue, [site], "zh", ppi=61.6)
