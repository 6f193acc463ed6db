"""Files as planners really have them: what is read of each is what its format says, or one line says why not."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from long_lists import one_in
from messy_files import FILES
from messy_outcomes import Outcome, Refusal

from geoplan.errors import UserError
from geoplan.readers.read_layer import LayerReading, read_layer
from geoplan.text.message import Message, Text, section


def code_of(text: Text) -> str:
    assert isinstance(text, Message), text
    return text.code.removeprefix("readers.")


def says(code: str, line: str) -> bool:
    """Whether a line in English holds the text of a code, whatever fills its braces."""
    template = section("readers", "en")[code]
    parts = [re.escape(part) for part in re.split(r"\{[^}]*\}", template)]
    return bool(re.search(".*".join(parts), line))


def test_there_are_two_hundred_kinds() -> None:
    contents = {file.content if isinstance(file.content, bytes) else name for name, file in FILES.items()}
    assert len(FILES) >= 200 and len(contents) >= 200


@pytest.mark.parametrize("name", one_in(2, FILES))
def test_a_messy_file_has_the_outcome_that_its_format_gives_it(name: str, tmp_path: Path) -> None:
    file = FILES[name]
    content = file.build(tmp_path)
    try:
        reading = read_layer(content, file.name, file.answers)
    except UserError as error:
        assert isinstance(file.outcome, Refusal), error
        assert code_of(error.what) == file.outcome.code
        given = dict(error.what.values)  # type: ignore[attr-defined]
        assert {key: given[key] for key in file.outcome.values} == file.outcome.values
    else:
        assert isinstance(file.outcome, Outcome), reading.report
        compare(reading, file.outcome)


def compare(reading: LayerReading, expected: Outcome) -> None:
    report = reading.report.set_index("row")
    what, why = report["what"].to_dict(), report["why_en"].to_dict()
    assert {row for row, w in what.items() if w == "left_out"} == expected.left_out.keys(), why
    assert {row for row, w in what.items() if w == "mended"} == expected.mended.keys(), why
    for row, code in (expected.left_out | expected.mended | expected.told).items():
        assert says(code, why[row]), why[row]
    corners = shapely.bounds(reading.frame.geometry.to_numpy())[:, :2]
    assert corners.shape == (len(expected.at), 2)
    np.testing.assert_allclose(corners, np.reshape(expected.at, (-1, 2)), rtol=0, atol=expected.tolerance)
    assert reading.system.code == expected.system
    assert sorted(code_of(note) for note in reading.notes) == sorted(f"{code}" for code in expected.notes)
    assert sorted(q.key for q in reading.pending) == sorted(expected.asks)
    for column, values in expected.values.items():
        read = [None if v is None or v != v else v for v in reading.frame[column]]
        assert read == values
