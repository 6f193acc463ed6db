"""What fuzzers found (tests/fuzz, test_broken_bytes.py): each file is a layer that is valid, or one line, now."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoplan.errors import UserError
from geoplan.readers.read_layer import read_layer

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_find_is_read_or_refused_in_one_line(path: Path) -> None:
    kind, _, _ = path.name.partition("-")
    try:
        reading = read_layer(path.read_bytes(), f"a.{kind}")
    except UserError as error:
        assert "\n" not in error.text("zh") + error.text("en")
    else:
        assert reading.frame.geometry.is_valid.all()
