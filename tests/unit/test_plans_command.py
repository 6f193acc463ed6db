"""``geoplan plans``: a text is given once, listed with what resolves, shown by citation, removed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from plan_file_samples import SECTIONS_ALONE, as_docx
from test_cli import run

pytestmark = pytest.mark.slow

PLAN = "xiamen-susong"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder: a new one."""
    monkeypatch.setenv("GEOPLAN_USER_DATA", str(tmp_path / "own"))
    monkeypatch.delenv("GEOPLAN_PLANS", raising=False)
    return tmp_path / "own" / "plans"


@pytest.fixture
def given(tmp_path: Path) -> str:
    """What `add` says of a document with the sections of one plan."""
    (tmp_path / "plan.docx").write_bytes(as_docx(SECTIONS_ALONE))
    return run("plans", "add", str(tmp_path / "plan.docx"), "--lang", "en").stderr


def listed() -> dict[str, dict[str, object]]:
    rows = json.loads(run("plans", "list", "--format", "json").stdout)
    return {row["plan_id"]: row for row in rows}


def test_a_text_is_stored_under_its_plan_in_the_folder_of_the_user(given: str, folder: Path) -> None:
    assert re.search(r"\b(\d\d) of \1 citations resolve", given)
    assert [path.name for path in folder.iterdir()] == [f"{PLAN}.txt"]
    assert "任务18" in (folder / f"{PLAN}.txt").read_text("utf-8")


def test_the_list_says_which_texts_are_there_and_which_plans_are_in_force(given: str) -> None:
    rows = listed()
    assert {plan: bool(row["stored_on"]) for plan, row in rows.items()} == {
        "fujian-st": False, "xiamen-st": False, "xiamen-sei": False, "siming-st": False, PLAN: True,
    }  # fmt: skip
    row = rows[PLAN]
    assert (row["resolved"], row["share"], row["validity"]) == (row["cited"], 1.0, "in_force")
    assert rows["fujian-st"]["resolved"] is None
    assert "100.0%" in run("plans", "list").stdout


def test_a_passage_is_printed_with_its_citation(given: str) -> None:
    lines = run("plans", "show", PLAN, "二/(一)/1").stdout.splitlines()
    assert lines[0].endswith("二/(一)/1")
    assert lines[1].startswith("1.任务1。")


def test_a_damaged_passage_says_what_is_damaged(given: str) -> None:
    done = run("plans", "show", PLAN, "二/(二)/8", "--lang", "en").stdout
    assert "(source text damaged)" in done and "garbled" in done
    [row] = json.loads(run("plans", "show", PLAN, "二/(二)/8", "--lang", "zh", "--format", "json").stdout)
    assert "乱码" in row["damaged"] and row["passage"].startswith("8.任务8。")
    [whole] = json.loads(run("plans", "show", PLAN, "二/(二)/7", "--format", "json").stdout)
    assert whole["damaged"] == ""


def test_a_text_that_is_removed_is_gone(given: str, folder: Path) -> None:
    run("plans", "remove", PLAN)
    assert list(folder.iterdir()) == []
    assert "geoplan plans list" in run("plans", "remove", PLAN, "--lang", "en", code=2).stderr


def test_a_text_given_again_takes_the_place_of_the_first(given: str, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_bytes(SECTIONS_ALONE.replace("任务1。", "任务甲。").encode("gb18030"))
    run("plans", "add", str(again))
    assert "任务甲。" in (folder / f"{PLAN}.txt").read_text("utf-8")
    assert len(list(folder.iterdir())) == 1


def test_the_folder_of_the_setting_wins(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "texts"
    other.mkdir()
    (other / f"{PLAN}.txt").write_text(SECTIONS_ALONE.replace("任务1。", "另一份。"), "utf-8")
    monkeypatch.setenv("GEOPLAN_PLANS", str(other))
    assert "1.另一份。" in run("plans", "show", PLAN, "二/(一)/1").stdout
    assert str(other) in run("plans", "add", str(tmp_path / "plan.docx")).stderr
    run("plans", "remove", PLAN)
    assert "GEOPLAN_PLANS" in run("plans", "remove", PLAN, code=2).stderr
    assert (other / f"{PLAN}.txt").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "/nowhere.txt"], ["FILE", "/nowhere.txt"]),
        (["add", "LICENSE"], ["LICENSE", "none of the plans"]),
        (["add", "LICENSE", "--plan", "siming"], ["--plan", "siming", "siming-st"]),
        (["show", PLAN, "二/(一)/1"], ["PLAN_ID", PLAN, "geoplan plans add"]),
        (["show", "nonsense", "一"], ["PLAN_ID", "nonsense"]),
        (["remove", PLAN], [PLAN, "geoplan plans list"]),
    ],
)
def test_an_error_names_the_argument_the_fact_and_the_remedy(arguments: list[str], words: list[str]) -> None:
    done = run("plans", *arguments, "--lang", "en", code=2)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr


def test_a_section_that_is_not_there_is_refused_with_the_nearest(given: str) -> None:
    assert "二/(四)/13" in run("plans", "show", PLAN, "二/(四)/19", code=2).stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("GEOPLAN_USER_DATA", str(blocked))
    path = tmp_path / "plan.txt"
    path.write_text(SECTIONS_ALONE, "utf-8")
    assert "GEOPLAN_USER_DATA" in run("plans", "add", str(path), code=2).stderr
