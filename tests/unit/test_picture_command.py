"""``geoplan picture``: the filtered set as a map sheet."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from test_cli import run

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection
from geoplan.query.selection_words import selection_words


@pytest.mark.parametrize(("lang", "industry"), [("zh", "生物医药"), ("en", "Biomedicine")])
def test_a_picture_of_a_district_and_an_industry_says_both(tmp_path: Path, lang: str, industry: str) -> None:
    file = tmp_path / "x.pdf"
    done = run("picture", "-o", str(file), "--county", "海沧区", "--industry", "bio", "--lang", lang)
    text = PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    assert {"zh": "海沧区产业创新载体分布图", "en": "Haicang District"}[lang] in text and industry in text
    assert str(file) in done.stderr


def test_a_folder_takes_a_file_named_by_what_it_holds(tmp_path: Path) -> None:
    run("picture", "-o", str(tmp_path), "--county", "思明区", "--industry", "bio", "--paper", "16:9", "--lang", "zh")
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("GeoPlan-思明区-生物医药") and file.name.endswith("-2025-12-31-16x9.pdf")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "x.gif"), "--output"),
        (("-o", "x.pdf", "--paper", "A5"), "--paper"),
        (("-o", "x.pdf", "--orientation", "up"), "--orientation"),
        (("-o", "x.pdf", "--view", "1,2"), "--view: '1,2' is not four degrees"),
        (("-o", "x.pdf", "--view=-10,40,0,50"), "does not lie in or near Fujian"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options: tuple[str, ...], said: str) -> None:
    assert said in run("picture", *options, "--lang", "en", code=2).stderr


def test_a_selection_is_named_by_every_value_it_asks_for(catalogue: Catalogue) -> None:
    selection = Selection(regions=("350203",), industries=("bio",), kinds=("park",), in_force=True, text=" 软件 ")
    words = [word.text("zh") for word in selection_words(catalogue, selection)]
    names = [catalogue.regions.at["350203", "name_zh"], catalogue.industries.at["bio", "name_zh"]]
    assert words[:2] == names and words[-2:] == ["现行规划", "“软件”"] and len(words) == 5
    assert selection_words(catalogue, Selection()) == []
