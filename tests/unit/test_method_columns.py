"""The section on columns of a page on method names the columns that the command prints, and no others."""

import csv
import io
import re
from pathlib import Path

import pytest
from long_lists import one_in
from test_cli import run

from geoplan.text.method_pages import OF_MEASURE
from geoplan.vocabulary import GATEWAY_KINDS, REACHES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "method"
TITLES = {"": "列", ".en": "Columns"}
NAMES = {"county", "industry", "site", "name_a", "name_b"}  # beside the ids
# Of options that this test does not give: streets, weights, --by plan.
OPTIONAL = {
    "minutes",
    "minutes_low",
    "minutes_high",
    "off_network",
    "soonest_id",
    "by",
    "weight",
    "weight_covered",
    "weight_share",
    "plan_id",
}
CODES = {
    *(*REACHES, *GATEWAY_KINDS, "university", "laboratory", "uncovered", "unknown", "no_position", "specialised"),
    *("near", "far", "uncertain", "compete", "complement", "broad"),
    *("structure", "diversity", "parks", "cell", "total", "moved", "as_stated", "not_estimated"),
}
FAST = {
    "carriers": ("--draws", "2"), "catchments": ("--draws", "2"), "nearest": ("--draws", "2", "--spacing", "9000"),
    "clusters": ("--draws", "9"), "moran": ("--draws", "2"), "access": ("--draws", "2"),
}  # fmt: skip


@pytest.mark.parametrize("page", one_in(3, sorted(set(OF_MEASURE.values()))))
def test_the_columns_of_a_page_are_those_of_the_command(page: str) -> None:
    printed: set[str] = set()
    for measure in (m for m, of in OF_MEASURE.items() if of == page):
        arguments = ("--industry", "bio", "--format", "csv", *FAST.get(measure, ()))
        printed |= set(next(csv.reader(io.StringIO(run("coverage", measure, *arguments).stdout))))
    for suffix, title in TITLES.items():
        section = (DOCS / f"{page}{suffix}.md").read_text("utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
        named = set(re.findall(r"`([a-z][a-z0-9_]*)`", section))
        assert printed - NAMES - named == set()
        assert named - printed - CODES - OPTIONAL == set()
