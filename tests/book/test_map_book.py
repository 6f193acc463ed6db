"""A map book read back: its words against the tables of data/, its pages, links and letters, and the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import shapely
from hostile_texts import TEXTS
from PIL import Image
from pypdf import PdfReader
from sheet_boxes import boxes_of, overlaps

from geoplan.book.map_book import book_pictures, map_book
from geoplan.book.run_book import BookTask, run_book
from geoplan.cartography.own_layer_symbols import OwnLayer
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.query.selection import Selection, possible_sites, select

from .conftest import DAY, DISTRICT, SMALL, edition

pytestmark = pytest.mark.slow
HOME = Path(__file__).resolve().parents[2]
POINT = 25.4 / 72  # millimetres


def table(name: str) -> list[dict[str, str]]:
    with (HOME / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def known_there() -> list[dict[str, str]]:
    return [row for row in table("sites") if row["adcode"] == DISTRICT]


def text_of(texts: list[str], page_of: Callable[[str], int], title: str) -> str:
    """The text of the page of a title, and of the pages of tables that go on."""
    first = next(n for n, text in enumerate(texts) if text.startswith("续表"))
    return texts[page_of(title) - 1] + "".join(texts[first:])


def test_every_site_stands_on_the_page_of_its_county_with_every_section_that_designates_it_leading(
    texts: list[str], page_of: Callable[[str], int]
) -> None:
    text = text_of(texts, page_of, "思明区")
    sites = known_there()
    assert len(sites) > 20
    assert [site["name_zh"] for site in sites if squeezed(site["name_zh"]) not in text] == []


def test_the_page_of_a_park_cites_every_section_that_designates_it(
    data: Any, texts: list[str], page_of: Callable[[str], int]
) -> None:
    parks = {
        sheet["code"].removeprefix("parks-"): sheet["title"] for sheet in data["sheets"] if sheet["section"] == "parks"
    }
    assert {"software-park-2", "kaiyuan-community"} <= parks.keys()
    stated = [row for row in table("designations") if row["site_id"] in parks]
    assert len(stated) > 40
    missing = [
        (row["site_id"], row["section"])
        for row in stated
        if squeezed(row["section"]) not in text_of(texts, page_of, parks[row["site_id"]])
    ]
    assert missing == []


def test_figures_are_those_of_the_filter_and_of_the_tables(
    catalogue: Catalogue, texts: list[str], page_of: Callable[[str], int]
) -> None:
    text = texts[page_of("思明区") - 1]
    there = Selection(regions=(DISTRICT,))
    n, more = len(select(catalogue, there)), len(possible_sites(catalogue, there))
    assert f"{n}处；另有{more}处可能在此" in text
    area = next(row["land_area_km2"] for row in table("regions") if row["adcode"] == DISTRICT)
    assert f"{float(area):.2f}km²" in text
    it = len(select(catalogue, replace(there, industries=("it",))))
    assert f"载体（{it}处）" in texts[page_of("新一代信息技术 · 思明区") - 1]


def test_the_index_gives_the_page_and_the_square_where_a_site_is_drawn(
    catalogue: Catalogue, data: Any, texts: list[str], page_of: Callable[[str], int]
) -> None:
    entries = [entry for group in data["back"][2]["letters"] for entry in group["entries"]]
    assert {site["name_zh"] for site in known_there()} <= {entry["name"] for entry in entries}
    start = next(n for n, text in enumerate(texts) if "地名索引" in text and n > page_of("思明区"))
    index = "".join(texts[start:])
    park, county = page_of("开元创新社区"), page_of("思明区")
    printed = re.search(rf"开元创新社区思明区{park}([A-H])([1-6])，{county}([A-H])([1-6])", index)
    assert printed
    # By the degrees along the county's map: longitude and latitude are near enough straight on so small a map.
    sheet = next(one["sheet"] for one in data["sheets"] if one["code"] == f"counties-{DISTRICT}")
    ticks = {
        edge: [(float(t["text"][:-2]), t["at"]) for t in sheet["ticks"] if t["edge"] == edge]
        for edge in ("bottom", "left")
    }
    at = catalogue.places.loc[catalogue.places["site_id"] == "kaiyuan-community"].geometry.iloc[0].centroid
    (x0, a0), *_, (x1, a1) = ticks["bottom"]
    (y0, b0), *_, (y1, b1) = ticks["left"]
    x, y = a0 + (at.x - x0) / (x1 - x0) * (a1 - a0), b0 + (at.y - y0) / (y1 - y0) * (b1 - b0)
    square = "ABCDEFGH"[int(x / (sheet["width"] / 8))], str(int(y / (sheet["height"] / 6)) + 1)
    assert printed.groups()[2:] == square


def test_bookmarks_and_links_lead_to_the_sheets(reader: PdfReader, data: Any, page_of: Callable[[str], int]) -> None:
    numbers = [page_of(sheet["title"]) for sheet in data["sheets"]]
    assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    objects = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference}
    ends = []
    for link in links:
        destination = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        if not isinstance(destination, list):
            destination = reader.named_destinations[str(destination)].dest_array
        ends.append(destination[0].idnum)
    references = sum(len(e["references"]) for part in data["back"][2:4] for g in part["letters"] for e in g["entries"])
    assert len(ends) >= references + len(numbers)
    assert set(ends) <= objects and len({*ends}) >= len(numbers)


def text_objects(page: Any) -> list[tuple[str, shapely.Geometry, float]]:
    """Each text that is set: its letters, its box (points), and its size; without the pale edges of letters."""
    reading, found = page.get_textpage(), {}
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8, textpage=reading):
        text = one.extract()
        if text.strip() and pdfium.FPDFTextObj_GetTextRenderMode(one) == pdfium.FPDF_TEXTRENDERMODE_FILL:
            box = shapely.box(*one.get_bounds())
            matrix = one.get_matrix()
            size = one.get_font_size() * (matrix.c**2 + matrix.d**2) ** 0.5
            found[(text, tuple(round(side) for side in box.bounds))] = (text, box, size)
    return [*found.values()]


def test_no_letter_is_smaller_than_six_points_and_no_text_lies_on_another_or_off_the_margins(book: bytes) -> None:
    document = pypdfium2.PdfDocument(book)
    for number, page in enumerate(document, start=1):
        rows = text_objects(page)
        assert len(rows) > 3, number
        small = [(text, size) for text, _, size in rows if size < 6 - 0.02]
        assert small == [], number
        edge = 9 / POINT - 2
        width, height = page.get_size()
        inner = shapely.box(edge, edge, width - edge, height - edge)
        assert [text for text, box, _ in rows if not inner.contains(box)] == [], number
        boxes = [box.buffer(-0.35, join_style="mitre") for _, box, _ in rows]
        pairs = [(rows[a][0], rows[b][0]) for a, b in overlaps(boxes) if boxes[a].intersection(boxes[b]).area > 0.5]
        assert pairs == [], number


def test_no_name_on_a_map_lies_on_another_or_on_a_symbol(data: Any) -> None:
    for page in data["sheets"]:
        boxes = boxes_of(page["sheet"])
        assert overlaps(boxes) == [], page["code"]
        paper = shapely.box(0, 0, page["sheet"]["width"], page["sheet"]["height"])
        assert all(paper.contains(box) for box in boxes), page["code"]


def test_every_sheet_has_what_a_map_must_have(
    data: Any, texts: list[str], page_of: Callable[[str], int], catalogue: Catalogue
) -> None:
    for page in data["sheets"]:
        text = texts[page_of(page["title"]) - 1]
        for wanted in (
            "审图号",
            "2025-12-31",
            catalogue.version,
            "1:",
            "规划来源",
            "OpenStreetMap",
            "EPSG:4548",
            "°E",
            "°N",
        ):
            assert wanted in text, (page["code"], wanted)
        assert page["locator"] and page["sheet"]["legend"] and page["panel"], page["code"]
        assert {mark["text"] for mark in page["squares"]} == {*"ABCDEFGH", *"123456"}
        # A heading of the legend stands in one column with what is under it.
        for one, other in pairwise(page["sheet"]["legend"]):
            assert not one["heading"] or (one["x"] == other["x"] and not other["heading"]), page["code"]


def test_faces_are_embedded_and_the_document_names_itself(reader: PdfReader) -> None:
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"].get("/Font", {}).values()]
    embedded = [f["/DescendantFonts"][0]["/FontDescriptor"].keys() for f in fonts]
    assert embedded and all(any(key.startswith("/FontFile") for key in keys) for keys in embedded)
    assert reader.metadata is not None and reader.metadata.title == "思明区产业创新载体规划图集"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.long
def test_the_same_edition_gives_the_same_bytes_here_and_in_another_process(catalogue: Catalogue) -> None:
    told: list[tuple[int, int]] = []
    one = map_book(catalogue, edition(SMALL))
    other = run_book(BookTask(HOME, edition(SMALL)), lambda done, of: told.append((done, of)))
    assert one == other
    assert told == [(n, told[-1][1]) for n in range(1, told[-1][1] + 1)]


@pytest.mark.long
def test_a_visitor_who_leaves_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **how: started.append(popen(*args, **how)) or started[-1])

    def leave(done: int, of: int) -> None:
        assert done < of and started[0].poll() is None
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_book(BookTask(HOME, edition()), leave)
    assert started[0].wait(10) == -signal.SIGKILL


@pytest.mark.long
def test_pages_are_pictures_too(catalogue: Catalogue) -> None:
    pages = len(PdfReader(io.BytesIO(map_book(catalogue, edition(SMALL)))).pages)
    for format in ("png", "svg"):
        archive = zipfile.ZipFile(io.BytesIO(book_pictures(catalogue, edition(SMALL), format)))
        assert archive.namelist() == [f"{n:03}.{format}" for n in range(1, pages + 1)]
        one = archive.read(archive.namelist()[2])
        if format == "png":
            picture = Image.open(io.BytesIO(one))
            assert picture.size == pytest.approx((297 / 25.4 * 150, 210 / 25.4 * 150), abs=1)
            assert picture.info["dpi"] == pytest.approx((150, 150), abs=0.1)
        else:
            root = ET.fromstring(one)
            assert not [image for image in root.iter() if "svg+xml" in str(image.attrib)]


@pytest.mark.long
def test_hostile_names_are_names(catalogue: Catalogue) -> None:
    names = [TEXTS[n % len(TEXTS)] for n in range(len(catalogue.sites))]
    named = replace(catalogue, sites=catalogue.sites.assign(name_zh=names))
    layer = OwnLayer(TEXTS[0], gpd.GeoSeries([shapely.box(117.2, 25.8, 117.6, 26.2)], crs=4326))
    book = map_book(named, replace(edition("350481"), own=(layer,), approval=TEXTS[1]))
    pages = PdfReader(io.BytesIO(book)).pages
    assert len(pages) > 4
    actions = [note.get_object().get("/A", {}).get("/S") for page in pages for note in page.get("/Annots", [])]
    assert set(actions) <= {None, "/GoTo"}


@pytest.mark.long
def test_own_layers_and_drafts_are_on_the_maps_and_in_the_legend(catalogue: Catalogue) -> None:
    from geoplan.book.map_book import book_files

    site = select(catalogue, Selection(regions=(SMALL,)))[0]
    drafted = replace(catalogue, drafted=frozenset({site}))
    shape = gpd.GeoSeries([shapely.box(116.8, 24.3, 117.7, 25.1)], crs=4326)
    made = book_files(drafted, replace(edition(SMALL), own=(OwnLayer("我的红线", shape),)), None)
    for sheet in json.loads(made["page.json"])["sheets"]:
        said = ["".join(entry["lines"]) for entry in sheet["sheet"]["legend"]]
        assert "我的红线" in said, sheet["code"]
        assert b'fill="#7A1FA2" fill-opacity="0.12"' in made[sheet["pictures"][1]], sheet["code"]
        assert any("草稿" in "".join(label["lines"]) for label in sheet["sheet"]["labels"]), sheet["code"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paper": "A5"}, "paper: there is no 'A5'; choose one of A3, A4"),
        ({"selection": Selection(text="zzzz")}, "no site meets the conditions"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(catalogue: Catalogue, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as error:
        map_book(catalogue, replace(edition(), **change))
    assert said in error.value.text("en")


@pytest.mark.long
@pytest.mark.parametrize(("lang", "paper"), [("zh", "A3"), ("en", "A4"), ("en", "A3"), ("zh", "A4")])
def test_the_whole_book_has_its_sheets_in_its_room(catalogue: Catalogue, lang: str, paper: str) -> None:
    from geoplan.book.map_book import book_files
    from geoplan.book.packed_pdf import packed_pdf
    from geoplan.cartography.typesetting import typeset

    files = book_files(catalogue, replace(edition(lang=lang, paper=paper), selection=Selection()), None)
    sheets = json.loads(files["page.json"])["sheets"]
    assert len(sheets) >= 40
    for page in sheets:
        assert overlaps(boxes_of(page["sheet"])) == [], page["code"]
    book = packed_pdf(typeset(files, day=DAY, patience=600))
    assert len(book) <= 20e6
    test_no_letter_is_smaller_than_six_points_and_no_text_lies_on_another_or_off_the_margins(book)
