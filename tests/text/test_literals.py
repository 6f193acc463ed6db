"""Texts for people stand in the language folders: Chinese in code is a pattern or a unit of data, named here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import geoplan

PACKAGE = Path(geoplan.__file__).parent
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

# Why a file outside the room of texts holds Chinese characters.
REASONS = {
    "cartography/text_metrics.py": "signs at which a line may break, or may not",
    "brief/word_styles.py": "names of fonts",
    "geocoding/address_parser.py": "a range of characters",
    "geocoding/name_normalisation.py": "a range of characters",
    "plan_text/normalise.py": "characters that plans write in several ways",
    "plan_text/outline_patterns.py": "patterns of the headings of plans",
    "readers/patterns.py": "characters that separate words in headings of columns",
    "readers/tabular.py": "blanks that surround headings of columns",
    "ui/pages/find/shortlist_view.py": "a blank as wide as a Chinese character",
    "ui/widgets/industry_list.py": "a blank as wide as a Chinese character",
    "suitability/chinese_numbers.py": "numerals",
    "suitability/industry_terms.py": "a suffix of class names in GB/T 4754",
    "suitability/need_clauses.py": "a range of characters and marks",
    "suitability/need_regions.py": "a range of characters, ends of names of regions and gateways",
    "suitability/need_line.py": "patterns of what people type",
    "suitability/need_tokens.py": "a range of characters and marks",
    "spreadsheet.py": "a name of sheets that Excel refuses",
    "vocabulary.py": "units of the data",
}


def chinese_literals(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [n.value for n in texts if id(n) not in docstrings and CHINESE.search(n.value)]


FILES = [p.relative_to(PACKAGE).as_posix() for p in sorted(PACKAGE.rglob("*.py")) if p.parent.name != "text"]


@pytest.mark.parametrize("file", sorted({*FILES} - REASONS.keys()))
def test_no_text_for_people_is_typed_in_code(file: str) -> None:
    assert chinese_literals(PACKAGE / file) == []


@pytest.mark.parametrize("file", REASONS)
def test_a_reason_is_needed(file: str) -> None:
    assert chinese_literals(PACKAGE / file)
