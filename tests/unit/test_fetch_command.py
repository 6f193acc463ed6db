"""`geoplan fetch streets` keeps what it gets, and says on one line what it could not do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from overpass_standin import Answer, overpass
from streets_sample import osm_xml, overpass_answer
from typer.testing import CliRunner

from geoplan.cli import fetch_command
from geoplan.settings import settings
from geoplan.streets.store import load, stored_graphs, streets_folder

root = typer.Typer()
root.add_typer(fetch_command.app, name="fetch")
IN_SIMING = (118.1, 24.45)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path / "cache"))
    settings.cache_clear()
    yield streets_folder(settings())
    settings.cache_clear()


def run(*arguments: str) -> str:
    """What the command says when it does as asked, on standard error."""
    done = CliRunner().invoke(root, ["fetch", "streets", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stderr


def refusal(*arguments: str) -> str:
    done = CliRunner().invoke(root, ["fetch", "streets", *arguments], catch_exceptions=False)
    assert done.exit_code == 2
    line = done.stderr.splitlines()[-1]
    assert done.stderr.endswith(f"{line}\n")
    return line


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(osm_xml(), "utf-8")
    return path


def test_a_file_is_imported_under_its_own_name_or_the_one_given(shelf: Path, town: Path) -> None:
    assert f"9 nodes, 19 edges → {shelf / 'town.npz'}" in run("--from", str(town), "--lang", "en").replace("\n", "")
    run("--from", str(town), "--name", "小镇")
    assert [(p.name, p.source, p.area, p.licence) for p in stored_graphs(shelf)] == [
        ("town", "town.osm", "", "ODbL 1.0"),
        ("小镇", "town.osm", "", "ODbL 1.0"),
    ]


def test_it_is_told_how_many_limits_are_used_and_which_cannot_be(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    tags = [{"maxspeed": "60"}, {"maxspeed": "999"}, {"maxspeed": "0"}, {}]
    ways = {i: ([i, i + 1], {"highway": "primary", **more}) for i, more in enumerate(tags, start=1)}
    path.write_text(osm_xml(ways), "utf-8")
    assert run("--from", str(path)).splitlines()[-1] == (
        "机动车：1 条道路按限速，3 条按该类道路的速度；不可用的限速 2 条（如 0、999），请在 OpenStreetMap 中核对"
    )
    assert run("--from", str(path), "--force", "--lang", "en").splitlines()[-1] == (
        "cars: ways at their limit: 1; at the speed of their kind: 3; "
        "limits that cannot be used: 2 (such as 0, 999): check them in OpenStreetMap"
    )
    path.write_text(osm_xml(), "utf-8")
    assert run("--from", str(path), "--force").splitlines()[-1] == "机动车：6 条道路按限速，0 条按该类道路的速度"


def test_what_is_there_is_replaced_only_when_told_to(shelf: Path, town: Path) -> None:
    run("--from", str(town))
    kept = (shelf / "town.npz").read_bytes()
    assert "已存在，请换一个名称，或用 --force 替换" in refusal("--from", str(town))
    run("--from", str(town), "--force")
    assert (shelf / "town.npz").read_bytes() == kept


def test_a_county_is_downloaded_by_name_and_its_answers_are_dropped_once_it_is_kept(shelf: Path) -> None:
    with overpass() as server:
        server.answers = [Answer(overpass_answer(origin=IN_SIMING))]
        assert "正在下载 思明区（1/1）" in run("--county", "思明区", "--overpass", server.url)
        question = server.asked[0]
        (metadata,) = stored_graphs(shelf)
        assert (metadata.name, metadata.area, metadata.source) == ("思明区", "350203", server.url)
        assert metadata.osm_date == "2026-05-01T00:00:00Z"
        assert load(shelf / "思明区.npz").minutes("foot").nnz > 0
        assert not list(shelf.rglob("*.osm"))
        run("--county", "350203", "--force", "--overpass", server.url)  # asks afresh
        assert server.asked == [question, question]


def test_the_answers_stay_while_the_streets_are_not_kept(shelf: Path) -> None:
    with overpass() as server:
        server.answers = [Answer(overpass_answer(origin=IN_SIMING)), Answer(b"", 403), Answer(overpass_answer({}))]
        both = ("--county", "思明区", "--county", "湖里区", "--overpass", server.url, "--lang", "en")
        assert "answered 403" in refusal(*both)
        assert stored_graphs(shelf) == []
        run(*both)
        assert len(server.asked) == 3
        assert [(p.name, p.area) for p in stored_graphs(shelf)] == [("思明区+湖里区", "350203,350206")]


def test_of_a_file_only_the_county_is_taken_when_one_is_named(shelf: Path, town: Path) -> None:
    assert "holds no streets" in refusal("--from", str(town), "--county", "Siming District", "--lang", "en")


def test_refusals_name_the_argument_and_the_remedy(shelf: Path, town: Path) -> None:
    assert "--county：没有 '思明'，相近的有 思明区" in refusal("--county", "思明")
    assert "no county is given" in refusal("--force", "--lang", "en")
    assert "没有文件" in refusal("--from", "nowhere.osm")
    assert "choose a short one" in refusal("--from", str(town), "--name", "a/b", "--lang", "en")
    assert "连不上 http://127.0.0.1:9，请" in refusal("--county", "思明区", "--overpass", "http://127.0.0.1:9").replace(
        "（ConnectionError）", ""
    )


def test_a_cache_that_may_not_be_written_is_refused(shelf: Path, town: Path) -> None:
    shelf.parent.parent.mkdir(exist_ok=True)
    shelf.parent.write_text("a file where a folder is wanted")
    assert "cannot write" in refusal("--from", str(town), "--lang", "en")
