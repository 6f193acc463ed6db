"""Every citation resolves against the plan texts, and planted faults are reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geoplan.checks.check_sources import check_catalogue
from geoplan.checks.citations import check_citations
from geoplan.plan_text.passage import excerpt, marked, outline_of, passage
from geoplan.sources import read_sources


@pytest.mark.slow
def test_every_citation_of_every_table_resolves(home: Path, plans_folder: Path) -> None:
    assert [p.line("en") for p in check_citations(read_sources(home), plans_folder)] == []


@pytest.mark.long
@pytest.mark.slow
def test_every_planted_fault_is_reported_at_its_row(copy: Path, plans_folder: Path) -> None:
    faults = [
        ("designations", "xiamen-sei,第五章/专栏6/4", "xiamen-sei,第五章/专栏6/99", "section-unresolved"),
        ("designations", ",海洋种苗业,", ",海马养殖业,", "wording-absent"),
        ("indicators", "表1/8", "表1/9", "wording-absent"),
        ("relations", "xiamen-sei,第五章/专栏6/1\n", "xiamen-sei,第五章/专栏6/2\n", "wording-absent"),
        ("lists", "第五章/专栏6/13,", "第五章/专栏6/12,", "wording-absent"),
        ("statuses", "发挥国家数字服务出口基地作用", "依托国家数字服务出口基地", "wording-absent"),
    ]
    planted = []
    for table, old, new, rule in faults:
        path = copy / "data" / f"{table}.csv"
        text = path.read_text("utf-8")
        planted.append((f"data/{table}.csv", text[: text.index(old)].count("\n") + 1, rule))
        path.write_text(text.replace(old, new, 1), "utf-8")
    found = check_catalogue(copy, plans_folder)
    assert sorted((p.file, p.row, p.rule) for p in found) == sorted(planted)


@pytest.mark.long
@pytest.mark.slow
def test_a_missing_plan_is_reported(home: Path, plans_folder: Path, tmp_path: Path) -> None:
    for path in plans_folder.glob("*.txt"):
        if path.stem != "siming-st":
            shutil.copy(path, tmp_path)
    problems = list(check_citations(read_sources(home), tmp_path))
    assert [p.rule for p in problems] == ["plan-text-missing"]
    assert "siming-st" in problems[0].fact("zh")


def test_a_passage_is_marked_whatever_the_script_and_width() -> None:
    pieces = marked("加快 開元創新社區、金磚數字工業智谷 建設(R&D)", ["开元创新社区", "（R&D）"])
    assert "".join(piece for piece, _ in pieces) == "加快 開元創新社區、金磚數字工業智谷 建設(R&D)"
    assert [piece for piece, hit in pieces if hit] == ["開元創新社區", "(R&D)"]


def test_without_a_text_there_is_no_passage() -> None:
    assert passage(None, "四/(五)") is None


def test_a_long_passage_is_cut_around_the_first_cited_words() -> None:
    text = "甲" * 500 + "脑机接口" + "乙" * 500
    cut = excerpt(text, ["脑机接口"], 100)
    assert cut == "…" + "甲" * 50 + "脑机接口" + "乙" * 46 + "…"
    assert excerpt(text, ["没有的词"], 100) == "甲" * 100 + "…"
    assert excerpt(text, ["脑机接口"], 2000) == text


def test_a_passage_is_that_of_its_section(plans_folder: Path) -> None:
    text = passage(outline_of(plans_folder, "siming-st"), "四/(五)")
    assert text is not None
    assert "脑机接口" in text
    assert "软件园一期" not in text
