"""What is done wrong or means harm ends in a clear line naming the spot, in both languages; nothing else changes."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_files import CASES, Case, Noted, Refused, Told
from long_lists import one_of_each
from messy_formats import MESSY

from geoplan.errors import UserError
from geoplan.readers.read_layer import LayerReading, read_layer

# Words of Python, GDAL and SQL that say nothing to a planner.
JARGON = re.compile(
    r"Traceback|Error|Exception|errno|\bogr\b|\bgdal\b|pandas|None|NoneType|object|codec|unpack_from|0x[0-9a-f]+", re.I
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fingerprint(home: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for folder in ("data", "layers") for p in (home / folder).rglob("*") if p.is_file()):
        digest.update(path.relative_to(home).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="module", autouse=True)
def nothing_changes(home: Path) -> Iterator[None]:
    before = fingerprint(home)
    yield
    assert fingerprint(home) == before


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_there_are_at_least_two_hundred() -> None:
    assert len(CASES) + len(MESSY) == len(CASES | MESSY) >= 200


ALL: dict[str, Case] = CASES | MESSY


@pytest.mark.parametrize("name", one_of_each(ALL, lambda name: ALL[name].says, step=2))
def test_a_hostile_file_ends_in_a_clear_line(name: str, tmp_path: Path, temporary: Path) -> None:
    hostile = ALL[name]
    content = hostile.build(tmp_path)
    try:
        intake = read_layer(content, hostile.name, hostile.answers)
    except UserError as error:
        assert isinstance(hostile.says, Refused), error.text("zh") + error.text("en")
        lines = [(error.text("zh"), error.text("en"))]
    else:
        lines = _lines(intake, hostile.says)
    said = hostile.says
    assert any(said.zh in zh and said.en in en for zh, en in lines), lines
    for zh, en in lines:
        assert "\n" not in zh + en and not JARGON.search(zh + en), (zh, en)
        assert not zh or CHINESE.search(zh)
        assert len(zh) < 300 and len(en) < 400
    assert not list(temporary.iterdir()), "a temporary file was left behind"


def _lines(intake: LayerReading, said: object) -> list[tuple[str, str]]:
    assert not isinstance(said, Refused), intake.report
    assert (
        intake.frame.crs == 4326 and intake.frame.geometry.is_valid.all() and not intake.frame.geometry.is_empty.any()
    )
    assert len(intake.frame) == (intake.report["what"] != "left_out").sum()
    assert set(intake.frame["row"]) == set(intake.report.loc[intake.report["what"] != "left_out", "row"])
    if isinstance(said, Told):
        row = intake.report.set_index("row").loc[said.row]
        assert (row["what"], row["spot"]) == (said.what, said.spot)
        return [(row["why_zh"], row["why_en"])]
    assert isinstance(said, Noted)
    return [(text.text("zh"), text.text("en")) for text in (*intake.notes, *(q.message for q in intake.questions))]
