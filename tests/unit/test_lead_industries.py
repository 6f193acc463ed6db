"""Which industries stand for a site: the leading ones, else its own, else inherited ones."""

import pandas as pd
import pytest

from geoplan.query.lead_industries import lead_industries

ROWS = {
    "lead": ("it", "lead", "stated"),
    "again": ("it", "lead", "implied"),
    "supporting": ("bio", "supporting", "stated"),
    "inherited": ("marine", "lead", "inherited"),
}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["supporting", "lead", "again", "inherited"], (["it"], "lead")),
        (["supporting", "inherited"], (["bio"], "own")),
        (["inherited"], (["marine"], "inherited")),
        ([], ([], "")),
    ],
)
def test_the_first_kind_that_there_is_counts(rows: list[str], found: tuple[list[str], str]) -> None:
    frame = pd.DataFrame([ROWS[row] for row in rows], columns=["industry_id", "role", "basis"])
    assert lead_industries(frame) == found
