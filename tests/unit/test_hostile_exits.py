"""Whatever leaves GeoPlan as a file or on a terminal holds hostile texts whole, and nothing in it is read as code."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyogrio
import pypdf
import pytest
from docx import Document
from hostile_home import HostileTexts, hostile_home, squeezed, texts_of
from hostile_texts import NAME, TEXTS
from invented_needs import NEEDS, printed
from long_lists import one_in
from lxml import etree
from rich.cells import cell_len
from test_cli import run
from test_three_briefs import pdf_text, word_text, workbook_text

from geoplan.brief.blocks import Letterhead
from geoplan.brief.brief_content import compose
from geoplan.brief.document_formats import write
from geoplan.cartography.map_sheet import map_sheet
from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.cli.console import Format, print_rows
from geoplan.cli.difference_blocks import print_differences
from geoplan.concordance.differences import differences
from geoplan.crs.systems import parse_system
from geoplan.forms.blank_workbook import blank_workbook, chosen_forms
from geoplan.query.selection import Selection
from geoplan.query.table_rows import list_rows
from geoplan.suitability.site_report import site_report
from geoplan.suitability.site_selection import find_sites
from geoplan.text.clean_text import clean_text
from geoplan.text.formula_guard import is_evaluated, unguard
from geoplan.vocabulary import TABLES
from geoplan.writers.collect import collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import write_export

pytestmark = pytest.mark.slow
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, HostileTexts]:
    home = tmp_path_factory.mktemp("hostile")
    texts = hostile_home(home, home / "cache")
    catalogue = load_cached(home, home / "cache")
    assert catalogue.problems == [] and len(texts.cells) > 4000
    return catalogue, texts


def of_json(path: Path) -> Iterator[str]:
    yield from texts_of(json.loads(path.read_text("utf-8")))


def of_geopackage(path: Path) -> Iterator[str]:
    with sqlite3.connect(path) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            yield from texts_of(database.execute(f'SELECT * FROM "{name}"').fetchall())
        (packed,) = database.execute("SELECT content FROM qgis_projects").fetchone()
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(packed))) as project:
        root = etree.fromstring(project.read("GeoPlan.qgs"))
    labels = root.xpath(
        "//@labelText | //category/@label | //Layout//@name | //Option[@name='legend/title-label']/@value"
    )
    assert labels and not [label for label in labels if re.search(r"\[%.*%\]", label, re.DOTALL)]


def of_workbook(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f" and cell.hyperlink is None, cell.value
            yield openpyxl.utils.escape.unescape(str(cell.value))


def of_csv(path: Path) -> Iterator[str]:
    for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if is_evaluated(cell)]
        yield from map(unguard, row)


def of_kml(path: Path) -> Iterator[str]:
    yield from etree.parse(path).xpath("//text()")


def of_gdal(path: Path) -> Iterator[str]:
    yield from texts_of(pyogrio.read_dataframe(path).drop(columns="geometry", errors="ignore").to_numpy().tolist())


def of_parquet(path: Path) -> Iterator[str]:
    parquet = pytest.importorskip("pyarrow.parquet")
    yield from texts_of(parquet.read_table(path).drop(["geometry"]).to_pylist())


READERS: dict[str, tuple[str, Callable[[Path], Iterator[str]]]] = {
    "geojson": ("sites", of_json), "gpkg": ("everything", of_geopackage), "xlsx": ("everything", of_workbook),
    "csv": ("designations", of_csv), "kml": ("layers", of_kml), "fgb": ("sites", of_gdal), "parquet": ("sites", of_parquet),
}  # fmt: skip


def wanted(content: ExportContent) -> set[str]:
    """The texts of a content's cells."""
    cells = (cell for one in content.collections for name in one.frame for cell in one.frame[name])
    return {str(clean_text(cell)) for cell in cells if isinstance(cell, str) and cell}


def content_of(catalogue: Catalogue, what: str, key: str) -> ExportContent:
    return collect(catalogue, what, Selection(text=""), FORMATS[key], parse_system("4326"), "zh")


@pytest.mark.parametrize("key", one_in(2, READERS))
def test_every_text_is_read_back_from_an_export(made: tuple[Catalogue, HostileTexts], key: str, tmp_path: Path) -> None:
    what, reader = READERS[key]
    content = content_of(made[0], what, key)
    write_export(content, tmp_path / f"x.{key}")
    assert len(made[1].numbers("".join(wanted(content)))) > len(TEXTS)
    assert wanted(content) - set(reader(tmp_path / f"x.{key}")) == set()


def test_a_shapefile_holds_the_beginning_of_what_is_too_long(
    made: tuple[Catalogue, HostileTexts], tmp_path: Path
) -> None:
    content = content_of(made[0], "sites", "shp")
    write_export(content, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        archive.extractall(tmp_path)
    held = {text.strip() for path in tmp_path.glob("sites*.dbf") for text in of_gdal(path)}
    for text in wanted(content):
        beginning = text.encode()[:254].decode(errors="ignore").strip()  # blanks pad the fields
        assert beginning in held, text


# ---- briefs, maps, templates -----------------------------------------------------------------------------------------
@cache
def brief_of(catalogue: Catalogue, lang: str) -> Any:
    result = find_sites(catalogue, NEEDS[3][1])
    ids = result.ranking["site_id"].head(3).tolist()
    notes = {site: " ".join(TEXTS[n::3]) for n, site in enumerate(ids)}
    letterhead = Letterhead(TEXTS[1], author=NAME, contact="=1+1")
    how = {"line": "锂电池隔膜 " + " ".join(TEXTS[47:55]), "letterhead": letterhead}
    return compose(catalogue, site_report(catalogue, ids, result), notes, lang, "", "2026-11-22", **how)  # type: ignore[arg-type]


def plain(text: str) -> str:
    """A text without what documents set in their own way; of a letter or an emoji of several signs pypdf reads each twice."""
    kept = "".join(sign for sign in squeezed(text) if unicodedata.category(sign) != "So")
    whole = unicodedata.normalize("NFKC", re.sub("[-\u00ad]|(?<=\\d),(?=\\d{3})", "", kept))
    return re.sub("(\\w[\u0300-\u036f]+)\\1", r"\1", whole)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize(("suffix", "read"), [(".pdf", pdf_text), (".docx", word_text), (".xlsx", workbook_text)])
def test_a_brief_says_every_text_and_does_nothing(
    made: tuple[Catalogue, HostileTexts], suffix: str, read: Callable[[bytes], str], lang: str
) -> None:
    brief = brief_of(made[0], lang)
    document = write(brief, suffix)
    said = plain(read(document))
    assert [text for text in printed(brief) if plain(text) not in said] == []
    if suffix == ".pdf":
        assert not re.search(rb"/(URI|JavaScript|JS|Launch|GoToR|SubmitForm)\b", document)
        return
    if suffix == ".docx":
        assert not [r for r in Document(io.BytesIO(document)).part.rels.values() if r.is_external]
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        for name in (name for name in archive.namelist() if name.endswith((".xml", ".rels"))):
            assert b'TargetMode="External"' not in archive.read(name), name
            assert not re.search(rb"<f>|HYPERLINK \\|ddeLink", archive.read(name)), name


@pytest.mark.parametrize("format", ["svg", "pdf", "png"])
def test_a_map_sheet_draws_its_texts_and_runs_nothing(made: tuple[Catalogue, HostileTexts], format: str) -> None:
    catalogue = made[0]
    sites = catalogue.sites.index.tolist()
    title = " ".join(TEXTS[47:51])
    sheet = map_sheet(
        catalogue, sites, "zh", view=(118.05, 24.42, 118.20, 24.50), title=title, note=TEXTS[0], format=format
    )
    if format == "pdf":
        said = plain("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sheet)).pages))
        assert plain(TEXTS[47]) in said and made[1].numbers(said)
        assert not re.search(rb"/(URI|JavaScript|JS|Launch)\b", sheet)
    if format == "svg":
        root = etree.fromstring(sheet)
        assert not root.xpath("//*[local-name()='script' or local-name()='foreignObject' or local-name()='a']")
        links = root.xpath("//@*[local-name()='href']")
        assert all(link.startswith(("#", "data:image/")) for link in links)
        assert not [name for el in root.iter() for name in el.attrib if name.lower().startswith("on")]


def test_a_template_offers_names_and_holds_no_formula_of_them(made: tuple[Catalogue, HostileTexts]) -> None:
    home = made[0].home
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(home, chosen_forms(home, ["sites", "designations"]))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and not [c for c in cells if c.hyperlink]
    offered = "\x01".join(openpyxl.utils.escape.unescape(str(cell.value)) for cell in cells)
    assert made[1].lost(offered) == [] and len(made[1].numbers(offered)) > len(TEXTS)


# ---- the terminal ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_tables_on_a_terminal_steer_nothing_and_fit_it(
    made: tuple[Catalogue, HostileTexts], lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue, texts = made
    monkeypatch.setenv("COLUMNS", "80")
    for table in TABLES:
        rows = list_rows(catalogue, table, Selection(), lang)
        for one in (rows, rows.head(1)):
            print_rows(one, Format.table, lang)
            shown = capsys.readouterr().out
            assert not STEERING.search(shown), table
            assert max(map(cell_len, shown.splitlines())) <= 80, table
        print_rows(rows.head(400), Format.table, lang, wide=True)
        assert texts.lost(capsys.readouterr().out.replace("\\u202e", "").replace("\\u202c", "")) == [], table
    print_differences(differences(catalogue), catalogue, lang)
    assert not STEERING.search(capsys.readouterr().out)


def test_a_control_character_is_shown_by_its_number_and_a_pipe_gets_it_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pd.DataFrame({"a": ["\x1b]0;x\x07\x1b[31m\u202e\x9b2J 甲"]})
    print_rows(rows, Format.csv, "en")
    assert capsys.readouterr().out == "a\n\x1b]0;x\x07\x1b[31m\u202e\x9b2J 甲\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    print_rows(rows, Format.csv, "en")
    assert capsys.readouterr().out == "a\n\\x1b]0;x\\x07\\x1b[31m\\u202e\\x9b2J 甲\n"
    for format in (Format.json, Format.table):
        print_rows(rows, format, "en")
        shown = capsys.readouterr().out
        assert not STEERING.search(shown) and "\\u202e\\x9b2J 甲" in shown


@pytest.mark.parametrize(
    "call",
    [
        ("list", "sites", "--industry", "{}"), ("list", "{}"), ("{}",), ("list", "sites", "--{}"), ("find", "{}", "--lang", "en"),
        ("export", "-o", "{}.docx"), ("geocode", "{}.csv"), ("check", "--home", "{}"), ("plans", "show", "{}", "{}"),
        ("brief", "--shortlist", "{}", "-o", "x.pdf"), ("place", "import", "{}"), ("list", "sites", "--lang", "{}"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_call_is_told_without_steering_the_terminal(call: tuple[str, ...]) -> None:
    hostile = "\x1b]0;x\x07\x1b[31m[red]\u202e[/x]"
    done = run(*(word.format(hostile) for word in call), code=2)
    assert not STEERING.search(done.stderr + done.stdout) and done.stderr
    assert len(done.stderr.splitlines()) <= 3
