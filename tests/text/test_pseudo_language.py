"""Adding a language is adding files: a third one is spoken by every command, page, brief and export."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from test_cli import run

from geoplan.brief.brief_content import compose
from geoplan.brief.document_formats import write
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import site_report
from geoplan.suitability.site_selection import find_sites
from geoplan.vocabulary import TABLES

pytestmark = pytest.mark.usefixtures("pseudo_language")
PAGES = ("map", "coverage", "find", "concordance", "data")
SUBPAGES = [
    ("coverage", "show", view) for view in ("counts", "reach", "nearest", "mix", "pairs", "clusters", "access")
] + [("data", "data", view) for view in ("contents", "export", "service", "own_layers", "geocode", "templates")]


COMMANDS = [
    "check",
    "coverage --by county,plan",
    "coverage catchments --industry bio --km 3 --draws 5",
    "coverage structure",
    "coverage access",
    "concordance",
    "find 微创手术机器人 --county 厦门市",
    "find 微创手术机器人 --show criteria",
    "find 微创手术机器人 --show excluded",
    "find 微创手术机器人 --show matches",
]


@pytest.mark.parametrize("table", one_in(4, TABLES))
def test_a_table_is_listed(table: str) -> None:
    assert run("list", table, "--lang", "xx", "--format", "csv").stdout


@pytest.mark.parametrize("command", one_in(3, COMMANDS))
def test_a_command_answers(command: str) -> None:
    run(*command.split(), "--lang", "xx")


@pytest.mark.parametrize(
    "command",
    [
        ("list", "sites", "--county", "nowhere"),
        ("coverage", "--km", "x"),
        ("find", "--industry", "nothing"),
        ("export", "-o", "x.nothing"),
        ("template", "make", "nothing", "-o", "x.xlsx"),
    ],
    ids=" ".join,
)
def test_an_error_is_in_the_language(command: tuple[str, ...]) -> None:
    assert "⟦" in run(*command, "--lang", "xx", code=2).stderr


@pytest.mark.parametrize("suffix", one_in(4, ["geojson", "gpkg", "shp.zip", "kml", "csv", "xlsx", "fgb", "parquet"]))
def test_an_export_is_written(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"x.{suffix}"
    run("export", "--county", "思明区", "-o", str(target), "--lang", "xx")
    assert target.stat().st_size


@pytest.mark.long
def test_a_form_is_made_and_a_filled_one_checked(tmp_path: Path) -> None:
    run("template", "make", "sites", "layer", "-o", str(tmp_path / "new.xlsx"), "--lang", "xx")
    filled = tmp_path / "relations.csv"
    filled.write_text("site_id,parent_id,plan_id,section\natlantis,software-park,xiamen-sei,第五章\n", "utf-8")
    assert "⟦" in run("template", "check", str(filled), "--lang", "xx", code=1).stdout


@pytest.mark.long
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf"])
def test_a_brief_is_written(suffix: str, catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(("bio",), regions=("350200",)))
    first = dict.fromkeys(result.ranking["site_id"].head(2), "")
    content = write(compose(catalogue, site_report(catalogue, list(first), result), first, "xx", ""), suffix)
    if suffix == ".docx":
        assert "⟦" in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode("utf-8")
    assert content


def script(page: str) -> str:
    return (
        "import streamlit as st\nst.session_state['lang'] = 'xx'\n"
        "from geoplan.ui.page_chrome import page_chrome\n"
        f"from geoplan.ui.pages.{page} import {page}_page\nwith page_chrome():\n    {page}_page.page()\n"
    )


def texts_of(at: AppTest) -> str:
    shown = [*at.title, *at.subheader, *at.caption, *at.markdown, *at.info]
    return " ".join(str(element.value) for element in shown) + " ".join(str(b.label) for b in at.button)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_shown(page: str) -> None:
    at = AppTest.from_string(script(page), default_timeout=120).run()
    assert not at.exception and not at.error
    assert "⟦" in texts_of(at)


@pytest.mark.parametrize(("page", "key", "view"), one_in(6, SUBPAGES))
def test_a_view_is_shown(page: str, key: str, view: str) -> None:
    at = AppTest.from_string(script(page), default_timeout=120)
    at.query_params[key] = view
    at.run()
    assert not at.exception and not at.error
    assert "⟦" in texts_of(at)
