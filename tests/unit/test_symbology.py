"""One file says how everything looks: a colour or a shape changed there changes in every output."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from geoplan import symbology as module
from geoplan.cartography.label_placement import Sheet
from geoplan.cartography.map_extent import extent_of
from geoplan.cartography.map_symbols import draw_symbols, label_symbols, symbols_of
from geoplan.cartography.svg import mark
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.map.publish import publish
from geoplan.query.selection import Selection
from geoplan.symbology import symbology
from geoplan.vocabulary import KINDS, METHODS
from geoplan.writers.collect import collect
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import write_export

COLOUR, KML_COLOUR = "#12AB34", "34ab12"  # KML: blue, green, red
OUTLINE = [[0, -1], [1, 1], [-1, 1]]


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A symbology whose industry ``bio`` has another colour, and whose parks are stars."""
    text = module.FILE.read_text("utf-8")
    text = re.sub(r'^bio = "#\w{6}"', f'bio = "{COLOUR}"', text, flags=re.M)
    square = text.index("[markers.square]")
    tail = re.sub(
        r"outline = .*\nqgis = .*\nsld = .*",
        f'outline = {OUTLINE}\nqgis = "star"\nsld = "star"',
        text[square:],
        count=1,
    )
    other = tmp_path / "symbology.toml"
    other.write_text(text[:square] + tail, "utf-8")
    monkeypatch.setattr(module, "FILE", other)
    symbology.cache_clear()
    yield
    symbology.cache_clear()


def export(catalogue: Catalogue, folder: Path, format: str) -> Path:
    target = folder / f"x.{format}"
    content = collect(catalogue, "sites", Selection(industries=("bio",)), FORMATS[format], parse_system("4326"), "en")
    write_export(content, target)
    return target


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.usefixtures("changed")
def test_the_browser_follows(catalogue: Catalogue, tmp_path: Path) -> None:
    published = publish(catalogue, {"zh": {}, "en": {}}, tmp_path, root="")
    base = json.loads((tmp_path / published.base.lstrip("/")).read_text("utf-8"))
    assert base["symbology"]["markers"]["square"] == OUTLINE
    sites = json.loads((tmp_path / published.sites.lstrip("/")).read_text("utf-8"))["drawn"]["features"]
    colours = {f["properties"]["c"] for f in sites if catalogue.sites.at[f["properties"]["s"], "branch"] == "bio"}
    assert colours == {COLOUR}
    text = json.loads((tmp_path / published.text.lstrip("/")).read_text("utf-8"))
    assert COLOUR in {branch["c"] for branch in text["legend"]["branches"]}


@pytest.mark.usefixtures("changed")
def test_the_printed_map_follows(catalogue: Catalogue) -> None:
    rows = catalogue.places[catalogue.places.geometry.notna()].assign(number=1)
    site = catalogue.sites.index[catalogue.sites["branch"].eq("bio") & catalogue.sites["drawn"]][0]
    rows = rows[rows["site_id"] == site]
    symbols = symbols_of(catalogue, rows, [site], "zh", extent_of(rows.geometry))
    assert {symbol.colour for symbol in symbols} == {COLOUR}
    assert f'fill="{COLOUR}"' in "".join(draw_symbols(symbols, label_symbols(Sheet(165, 100), symbols)))
    assert 'd="M10 8L12 12L8 12L10 8Z"' in mark("square", 10, 10, 2)


@pytest.mark.usefixtures("changed")
def test_the_styles_of_a_geopackage_follow(catalogue: Catalogue, tmp_path: Path) -> None:
    with sqlite3.connect(export(catalogue, tmp_path, "gpkg")) as database:
        query = "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_name = 'sites_point'"
        qml, sld = (ElementTree.fromstring(text) for text in database.execute(query).fetchone())
    at = next(c.get("symbol") for c in qml.iter("category") if c.get("value") == "bio")
    symbol = next(s for s in qml.iter("symbol") if s.get("name") == at)
    assert symbol.find("layer/prop[@k='color']").get("v") == "18,171,52,255"  # type: ignore[union-attr]
    assert "WHEN \"kind\" IN ('park', 'cluster') THEN 'star'" in ElementTree.tostring(symbol, "unicode").replace(
        "&quot;", '"'
    )
    space = "{http://www.opengis.net/sld}"
    marks = {
        (mark.findtext(f"{space}WellKnownName"), mark.findtext(f"{space}Fill/{space}CssParameter"))
        for mark in sld.iter(f"{space}Mark")
    }
    assert ("star", COLOUR) in marks and ("square", COLOUR) in marks  # the square is a diamond, turned


@pytest.mark.usefixtures("changed")
def test_kml_follows(catalogue: Catalogue, tmp_path: Path) -> None:
    text = export(catalogue, tmp_path, "kml").read_text("utf-8")
    style = re.search(r'<Style id="branch-bio">.*?</Style>', text)
    assert style and re.findall(r"<color>(..)(\w{6})</color>", style[0]) == [
        ("ff", KML_COLOUR), ("ff", KML_COLOUR), ("33", KML_COLOUR)  # a fifth of 255 is 51 = 0x33
    ]  # fmt: skip


def test_every_kind_has_a_marker_and_every_drawn_method_a_line() -> None:
    style = symbology()
    kinds = [kind for marker in style.markers.values() for kind in marker.kinds]
    methods = [method for line in style.lines.values() for method in line.methods]
    assert len(kinds) == len(set(kinds)) and set(kinds) <= set(KINDS)
    assert len(methods) == len(set(methods)) and set(methods) <= set(METHODS)
    assert [style.marker_of(kind) for kind in ("park", "venue")] == ["square", "cross"]
    assert [style.line_of(method) for method in ("poi_hull", "county")] == ["dashed", ""]


def test_every_colour_is_six_hexadecimal_digits() -> None:
    style = symbology()
    charts = [colour for value in style.charts.values() for colour in ([value] if isinstance(value, str) else value)]
    dark = [colour for table in style.dark.values() for colour in table.values()]
    colours = [*style.branches.values(), *style.colours.values(), *style.ground.values(), *dark, *charts]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)


def test_the_style_sheet_has_each_colour_on_light_and_on_dark_ground() -> None:
    style = symbology()
    assert style.dark["branches"].keys() <= style.branches.keys()
    assert style.dark["colours"].keys() <= style.colours.keys() and style.dark["ground"].keys() <= style.ground.keys()
    declared = dict(re.findall(r"--([\w-]+):(light-dark\([^)]*\));", style.css_variables()))
    assert declared["halo"] == f"light-dark({style.colours['halo']},{style.dark['colours']['halo']})"
    assert declared["ground-shore-outer"].endswith(f",{style.dark['ground']['shore_outer']})")
    assert declared[f"c-{style.branches['bio'][1:]}"].endswith(f",{style.dark['branches']['bio']})")
    assert declared[f"c-{style.colours['no_industry'][1:]}"].endswith(f",{style.dark['colours']['no_industry']})")
    assert (
        declared["neutral"] == f"light-dark({style.colours['neutral']},{style.colours['neutral']})"
    )  # the same on both


@pytest.mark.parametrize("name", ["map/assets/geoplan-map.js", "api/assets/service.js", "cartography/map_parts.typ"])
def test_what_the_scripts_ask_for_is_in_the_symbology(name: str) -> None:
    text = (module.FILE.parent / name).read_text("utf-8")
    style = symbology()
    known = {*style.colours, *style.ground}
    asked = set(re.findall(r"\b(?:colours|g|ground)\.([a-z_]+)\b", text))
    assert asked and asked <= known


@pytest.mark.slow
def test_the_style_sheet_of_the_map_has_all_its_colours(catalogue: Catalogue, tmp_path: Path) -> None:
    published = publish(catalogue, {"zh": {}, "en": {}}, tmp_path, root="")
    sheet = (tmp_path / published.map_css.lstrip("/")).read_text("utf-8")
    assert set(re.findall(r"var\(--([a-z-]+)\)", sheet)) <= set(re.findall(r"--([a-z-]+):", sheet))
