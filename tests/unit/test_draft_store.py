"""Drafts outlive the process that stored them, can be undone, and no id leads out of their folder."""

import json
import multiprocessing
import os
import time
from pathlib import Path

import pytest
import shapely

from geoplan.drafts import draft_store
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.draft_folders import drafts_folder, forget_old
from geoplan.drafts.draft_store import DraftStore
from geoplan.errors import UserError
from geoplan.settings import Settings

TOKEN = "abcdefghijklmnopqrstuv"


def note(text: str = "", draft_id: str = "own-00000001", x: float = 118.1) -> Draft:
    return Draft(NOTE, draft_id, shapely.Point(x, 24.5), text=text)


def test_a_saved_draft_is_read_by_another_store_with_author_and_time(tmp_path: Path) -> None:
    saved = DraftStore(tmp_path / "new" / "folder").save(note("路口"), "林")
    [read] = DraftStore(tmp_path / "new" / "folder").read()
    assert read == saved
    assert (read.text, read.author) == ("路口", "林")
    assert read.drawn_at.endswith("+00:00") and len(read.drawn_at) == len("2026-11-28T00:00:00+00:00")


def test_drafts_are_read_in_the_order_of_their_ids(tmp_path: Path) -> None:
    for draft_id in ("b", "a-b", "a"):
        DraftStore(tmp_path).save(note(draft_id=draft_id))
    assert [draft.draft_id for draft in DraftStore(tmp_path).read()] == ["a", "a-b", "b"]


def test_undo_goes_back_version_by_version_across_stores_until_the_file_is_gone(tmp_path: Path) -> None:
    for text in ("一", "二", "三"):
        DraftStore(tmp_path).save(note(text), "a")
    assert [draft.text for draft in DraftStore(tmp_path).history("own-00000001")] == ["三", "二", "一"]
    back = [DraftStore(tmp_path).undo("own-00000001") for _ in range(4)]
    assert [draft and draft.text for draft in back] == ["二", "一", None, None]
    assert list(tmp_path.glob("*.json")) == []


def test_at_most_twenty_versions_are_kept(tmp_path: Path) -> None:
    for number in range(25):
        DraftStore(tmp_path).save(note(str(number)))
    assert [draft.text for draft in DraftStore(tmp_path).history("own-00000001")] == [str(n) for n in range(24, 4, -1)]


def test_remove_drops_all_versions(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save(note("一"))
    store.save(note("二"))
    store.remove("own-00000001")
    store.remove("own-00000001")
    assert (store.read(), store.history("own-00000001")) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"versions": []}', b'{"versions": [1]}', b"\xff\xfe", b'{"versions": "abc"}',
        b'{"versions": [{"properties": {"category": "note", "draft_id": "other"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        b'{"versions": [{"properties": {"category": "note", "draft_id": "broken"}, "geometry": {"type": "Point", "coordinates": []}}]}',
        b'{"versions": [{"properties": {"category": "spell", "draft_id": "broken"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        b'{"versions": [{"properties": {"category": "note", "draft_id": "broken", "text": 5}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        b'{"versions": [{"properties": {"category": "note", "draft_id": "broken", "evil": "x"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_passed_over_reported_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    store = DraftStore(tmp_path)
    store.save(note("heil"))
    (tmp_path / "broken.json").write_bytes(content)
    assert [draft.text for draft in store.read()] == ["heil"]
    [problem] = store.problems()
    assert "broken.json" in problem.text("zh") and "broken.json" in problem.text("en")
    for write in (lambda: store.save(note(draft_id="broken")), lambda: store.undo("broken")):
        with pytest.raises(UserError, match=r"broken\.json"):
            write()
    assert (tmp_path / "broken.json").read_bytes() == content


@pytest.mark.parametrize(
    "draft_id", ["../out", "a/b", "", ".", "..", "a.json", "A", "a\0b", "a\n", "..\\a", "草", "a" * 101, "/etc/x"]
)
def test_an_id_that_could_lead_elsewhere_is_refused(tmp_path: Path, draft_id: str) -> None:
    store = DraftStore(tmp_path / "drafts")
    actions = (lambda: store.save(note(draft_id=draft_id)), lambda: store.undo(draft_id))
    for act in (*actions, lambda: store.remove(draft_id), lambda: store.history(draft_id)):
        with pytest.raises(UserError):
            act()
    assert list(tmp_path.rglob("*")) == []


def _save_many(folder: Path, own: str, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    for number in range(9):
        DraftStore(folder).save(note(f"{own}{number}"))


def test_two_processes_that_save_at_the_same_time_lose_no_version(tmp_path: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(2)
    processes = [spawned.Process(target=_save_many, args=(tmp_path, own, barrier)) for own in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    texts = [draft.text for draft in DraftStore(tmp_path).history("own-00000001")]
    assert sorted(texts) == sorted(f"{own}{number}" for own in "ab" for number in range(9))


def test_too_many_vertices_are_refused_with_their_number_and_the_limit(tmp_path: Path) -> None:
    ring = shapely.Point(118.1, 24.5).buffer(0.1, quad_segs=5000)  # 4 x 5000 steps and the first vertex again
    with pytest.raises(UserError, match="20001 vertices and the limit is 20000"):
        DraftStore(tmp_path).save(Draft(POSITION, "a", ring))
    assert DraftStore(tmp_path).read() == []


def test_a_file_drops_old_versions_rather_than_outgrow_its_limit(tmp_path: Path) -> None:
    for _ in range(8):  # each of about 400 kB
        DraftStore(tmp_path).save(note("x" * 400_000))
    assert len(DraftStore(tmp_path).history("own-00000001")) == 4
    with pytest.raises(UserError, match=r"2\.1 MB and the limit is 2 MB"):
        DraftStore(tmp_path).save(note("x" * 2_100_000))
    assert len(DraftStore(tmp_path).history("own-00000001")) == 4


def test_edges_that_cross_are_refused(tmp_path: Path) -> None:
    crossing = shapely.Polygon([(118, 24), (118.1, 24.1), (118.1, 24), (118, 24.1)])
    with pytest.raises(UserError, match="Self-intersection"):
        DraftStore(tmp_path).save(Draft(POSITION, "a", crossing))


def test_a_full_folder_takes_no_further_draft_but_new_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_store, "DRAFTS", 2)
    store = DraftStore(tmp_path)
    store.save(note(draft_id="a"))
    store.save(note(draft_id="b"))
    with pytest.raises(UserError, match="holds 2 drafts"):
        store.save(note(draft_id="c"))
    assert store.save(note("new", draft_id="b")).text == "new"


@pytest.mark.parametrize(
    "draft",
    [
        Draft(POSITION, "a", shapely.LineString([(1, 1), (2, 2)])),
        Draft(POSITION, "a", shapely.Point()),
        Draft(POSITION, "a", shapely.Point(24.5, 118.1)),
        Draft(POSITION, "a", shapely.Point(1, 1), method="guessed"),
        Draft(POSITION, "a", shapely.Point(1, 1), confidence="none"),
        Draft(PLACE, "a", shapely.Point(1, 1), kind=""),
        Draft("spell", "a", shapely.Point(1, 1)),
    ],
    ids=["a line", "an empty point", "latitude first", "method", "confidence", "kind", "category"],
)
def test_what_could_not_be_shown_is_not_stored(tmp_path: Path, draft: Draft) -> None:
    with pytest.raises(ValueError, match="no draft"):
        DraftStore(tmp_path).save(draft)
    assert DraftStore(tmp_path).read() == []


def test_a_file_where_the_folder_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("")
    with pytest.raises(UserError, match="cannot be written to"):
        DraftStore(tmp_path / "drafts").save(note())


def test_a_team_shares_one_folder_and_visitors_have_their_own(tmp_path: Path) -> None:
    team = Settings(workspace=tmp_path, user_data=tmp_path / "u")
    alone = Settings(user_data=tmp_path / "u")
    assert drafts_folder(team, TOKEN) == drafts_folder(team, None) == tmp_path / "drafts"
    own = drafts_folder(alone, TOKEN)
    # SHA-256 of the token, by coreutils' sha256sum
    assert own == tmp_path / "u" / "drafts" / "f69f9b70d1c9a5442258ca76f8b0a7a4"
    for token in (None, "", "short", "../" * 10, "a" * 21, "a" * 65, "a" * 22 + "\n"):
        assert drafts_folder(alone, token) is None
    assert drafts_folder(Settings(workspace="", user_data=tmp_path), None) is None  # type: ignore[arg-type]


def test_a_workspace_that_is_missing_or_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "locked").mkdir(mode=0o500)
    for name in ("missing", "file") if os.geteuid() == 0 else ("missing", "file", "locked"):
        with pytest.raises(UserError, match="GEOPLAN_WORKSPACE"):
            drafts_folder(Settings(workspace=tmp_path / name), TOKEN)


def _age(folder: Path, days: float) -> None:
    then = time.time() - days * 24 * 3600
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (then, then))


def test_a_new_visitor_makes_room_by_what_nobody_used_for_180_days(tmp_path: Path) -> None:
    folders = {name: tmp_path / (name * 32) for name in "abc"}
    for folder in folders.values():
        DraftStore(folder).save(note())
    (tmp_path / "keep").mkdir()
    _age(folders["a"], 181)
    _age(folders["b"], 179)
    _age(folders["c"], 400)
    _age(tmp_path / "keep", 400)
    DraftStore(folders["c"]).read()  # who reads, uses
    DraftStore(tmp_path / ("d" * 32)).save(note())
    assert sorted(path.name[0] for path in tmp_path.iterdir()) == ["b", "c", "d", "k"]


def test_beside_a_teams_folder_nothing_is_deleted(tmp_path: Path) -> None:
    (tmp_path / ("a" * 32)).mkdir()
    (tmp_path / "drafts").mkdir()
    _age(tmp_path / ("a" * 32), 400)
    forget_old(tmp_path / "drafts")
    assert (tmp_path / ("a" * 32)).is_dir()


def test_the_file_is_json_of_geojson_features(tmp_path: Path) -> None:
    DraftStore(tmp_path).save(note("一"))
    [feature] = json.loads((tmp_path / "own-00000001.json").read_text("utf-8"))["versions"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [118.1, 24.5]}
