"""A chooser of files lets every file through to the reader: its own refusal is English and says nothing of a remedy."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hostile_texts import read
from messy_formats import MESSY, Refused
from reader_samples import geojson, point
from test_user_layers_view import opened

import geoplan.ui
from geoplan.errors import UserError
from geoplan.plan_files.read_plan_file import read_plan_file
from geoplan.readers.population import read_weights
from geoplan.readers.text_table import open_sheet
from geoplan.suitability.shortlist import from_json

APP = Path(geoplan.ui.__file__).parent


def test_no_chooser_judges_a_file_by_its_suffix() -> None:
    calls = [
        (path.name, call)
        for path in APP.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "file_uploader"
    ]
    assert len(calls) >= 9
    assert [name for name, call in calls if {k.arg for k in call.keywords} & {"type"} or len(call.args) > 1] == []


@pytest.mark.parametrize("case", ["a_dwg", "a_heic", "a_lone_tab"])
def test_what_the_reader_says_of_a_file_reaches_the_user(case: str, tmp_path: Path) -> None:
    made = MESSY[case]
    assert isinstance(made.says, Refused)
    at = opened((made.name, made.build(tmp_path)))
    (error,) = at.error
    assert made.says.zh in read(error.value)[0]


def test_a_layer_of_which_nothing_can_be_used_does_not_wait_for_an_answer() -> None:
    at = opened(("空.csv", b"name,lon,lat\n"), ("原点.geojson", geojson(point(0, 0))))
    labels = [box.label for box in at.expander]
    assert any("空：未能读取" in label for label in labels) and any("原点：没有可用的要素" in label for label in labels)
    assert not any("等待回答" in label for label in labels)
    assert any("没有任何数据行" in read(error.value)[0] for error in at.error)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"AC1032" + bytes(99), b"\x89PNG\r\n\x1a\n", b"{", b"\xff\xfe\x00"])
def test_the_readers_behind_the_other_choosers_speak_too(content: bytes, catalogue: object) -> None:
    for reader in (
        lambda: read_weights(content, "a.xyz"),
        lambda: open_sheet(content, "a.xyz"),
        lambda: from_json(content, catalogue),  # type: ignore[arg-type]
        lambda: read_plan_file(content, "a.xyz"),
    ):
        with pytest.raises(UserError) as refused:
            reader()
        for language in ("zh", "en"):
            assert "\n" not in refused.value.text(language)
