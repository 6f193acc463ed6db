"""The command finds, says why, keeps a shortlist and writes the brief."""

import csv
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from test_cli import run

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import find_sites

pytestmark = pytest.mark.slow


@pytest.mark.long
def test_free_text_is_matched_and_the_match_explained(catalogue: Catalogue) -> None:
    done = run("find", "微创手术机器人", "--county", "厦门市", "--format", "json")
    assert "微创手术机器人 → 高性能医疗器械" in done.stderr
    rows = json.loads(done.stdout)
    want = find_sites(catalogue, Requirements(("devices",), regions=("350200",))).ranking
    assert [row["site_id"] for row in rows] == want["site_id"].tolist()
    assert [row["score"] for row in rows] == pytest.approx(want["score"].round(4).tolist())


def test_a_line_is_read_and_what_is_read_is_printed() -> None:
    """200 亩 are 13.33 ha, 0.1333 km²."""
    done = run(
        "find", "锂电池隔膜, 200亩, 近港口, 老板喜欢海景", "--county", "厦门市", "--lang", "zh", "--format", "json"
    )
    for said in ("产品：锂电池隔膜", "0.1333 平方公里", "邻近：港口", "未识别：老板喜欢海景", "新能源材料"):
        assert said in done.stderr


def test_a_reach_and_floor_space_of_a_line_are_conditions() -> None:
    done = run("find", "robots, within 20 km of an airport, 5000 sqm", "--lang", "en", "--format", "json")
    rows = json.loads(done.stdout)
    assert {row["group"] for row in rows} == {"not_published"}  # no plan states the floor area of a park for robots
    assert all(len(row["conditions"]) == 2 for row in rows)
    assert any("within 20 km required" in fact for row in rows for fact in row["conditions"])


def test_conditions_are_options_too(catalogue: Catalogue) -> None:
    done = run("find", "--industry", "ai", "--county", "350200", "--near", "county:湖里区=2", "--near", "firm:美图",
               "--min-floor", "100", "--show", "conditions", "--format", "json")  # fmt: skip
    codes = {row["condition"] for row in json.loads(done.stdout)}
    assert codes == {"floor", "near:county:350206", "near:firm:美图"}


def test_without_a_stated_area_no_site_meets_the_area_asked_for(home: Path) -> None:
    """Section A10 of the audit: 43 of 44 sites state no area, and the command said nothing."""
    with (home / "data" / "site_facts.csv").open(encoding="utf-8") as file:
        stated = {row["site_id"] for row in csv.DictReader(file) if row["property"] == "land_area"}
    asked = ("find", "人工智能", "--county", "厦门市", "--min-area", "2", "--lang", "zh")
    rows = json.loads(run(*asked, "--format", "json").stdout)
    met = {row["site_id"] for row in rows if row["group"] == "met"}
    assert met and met <= stated
    assert stated.isdisjoint(row["site_id"] for row in rows if row["group"] == "not_published")
    printed = run(*asked).stdout
    assert (
        f"满足全部条件：{len(met)} 处" in printed
        and f"有条件无法核实（规划未公布或位置未定）：{len(rows) - len(met)} 处" in printed
    )
    assert "满足全部条件" not in run("find", "人工智能", "--county", "厦门市", "--lang", "zh").stdout


def test_the_grounds_can_be_printed() -> None:
    rows = json.loads(run("find", "--industry", "marine", "--show", "criteria", "--format", "json").stdout)
    assert {"site_id", "site", "criterion", "value", "fact_zh", "citations"} <= set(rows[0])
    excluded = json.loads(run("find", "--industry", "marine", "--show", "excluded", "--format", "json").stdout)
    assert all(row["reason_zh"] for row in excluded)


@pytest.mark.long
def test_an_empty_ranking_says_why(copy: Path) -> None:
    rows = (copy / "data" / "designations.csv").read_text("utf-8").splitlines(keepends=True)
    text = "".join(row for row in rows if ",mobile-internet," not in row)
    (copy / "data" / "designations.csv").write_text(text, "utf-8")
    done = run("find", "--industry", "mobile-internet", "--lang", "en", "--format", "json", "--home", str(copy))
    assert json.loads(done.stdout) == []
    assert "designate no site for" in done.stderr


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_a_saved_shortlist_becomes_a_brief(tmp_path: Path, suffix: str) -> None:
    kept, out = tmp_path / "list.json", tmp_path / f"brief{suffix}"
    run("find", "--industry", "marine", "--county", "翔安区", "--save", str(kept))
    run("brief", "--shortlist", str(kept), "-o", str(out))
    content = out.read_bytes()
    assert content.startswith(b"%PDF" if suffix == ".pdf" else b"PK")
    if suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert "厦门海洋高新产业园" in text


@pytest.mark.long
def test_a_brief_of_one_page_has_the_line_of_the_need_in_its_title(tmp_path: Path) -> None:
    kept, out = tmp_path / "list.json", tmp_path / "brief.pdf"
    run("find", "植入介入医疗器械, 200亩", "--save", str(kept), "--lang", "zh")
    run("brief", "--shortlist", str(kept), "--one-page", "-o", str(out), "--lang", "zh")
    [page] = PdfReader(out).pages
    assert "选址建议：植入介入医疗器械,200亩" in "".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["find"], ["TEXT", "--industry"]),
        (["find", "qzxvw"], ["TEXT", "qzxvw"]),
        (["find", "船用电机"], ["TEXT", "海洋高端装备", "电机"]),  # a word of two industries is a question
        (["find", "未来产业"], ["TEXT", "量子科技"]),  # a heading: its parts are offered
        (["find", "木质家具制造"], ["TEXT", "211", "木质家具制造"]),  # no plan places it
        (["find", "--industry", "生物医学"], ["--industry", "生物医学"]),
        (["find", "--industry", "bio", "--county", "厦门"], ["--county", "厦门市"]),
        (["find", "--industry", "bio", "--weight", "room"], ["--weight", "room"]),
        (["find", "--industry", "bio", "--weight", "room=101"], ["room", "101"]),
        (["find", "--industry", "bio", "--exclude", "ugly"], ["ugly"]),
        (["find", "--industry", "bio", "--near", "sea"], ["--near", "sea", "airport"]),
        (["find", "--industry", "bio", "--near", "firm"], ["--near", "firm"]),
        (["find", "--industry", "bio", "--near", "port=0"], ["--near", "0"]),
        (["find", "--industry", "bio", "--near", "port=near"], ["--near", "port=near"]),
        (["find", "--industry", "bio", "--near", "university:厦门大"], ["--near", "厦门大学"]),
        (["find", "--industry", "bio", "--show", "all"], ["--show", "all"]),
        (["brief", "-o", "x.pdf"], ["--site", "--shortlist"]),
        (["brief", "--site", "xinyang", "-o", "x.odt"], ["--output", "x.odt", ".docx"]),
        (["brief", "--site", "xinyang", "--one-page", "-o", "x.xlsx"], ["--one-page", ".docx", ".pdf"]),
        (["brief", "--site", "新羊", "-o", "x.pdf"], ["--site", "新羊"]),
        (["brief", "--shortlist", "README.md", "-o", "x.pdf"], ["--shortlist"]),
        (["brief", "--site", "xinyang", "-o", "/nowhere/x.pdf"], ["--output", "/nowhere/x.pdf"]),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line(arguments: list[str], words: list[str]) -> None:
    done = run(*arguments, code=2)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr
