"""The backup of a workspace: out and in again is the identity, newer drafts stay, and what is no backup is refused."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point
from typer.testing import CliRunner

from geoplan.cli import app
from geoplan.drafts.backup import back_up, restore
from geoplan.drafts.draft import NOTE, Draft
from geoplan.drafts.draft_store import DraftStore
from geoplan.errors import UserError
from geoplan.settings import settings

NUMBERS = st.lists(st.integers(0, 9), max_size=12)


def note(n: int, text: str) -> Draft:
    return Draft(draft_id=f"note-{n:08x}", category=NOTE, geometry=Point(118.1 + n / 100, 24.5), text=text)


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


@given(saved=NUMBERS)
def test_out_and_in_again_is_the_identity(saved: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    old, new = (DraftStore(tmp_path_factory.mktemp(name)) for name in ("old", "new"))
    for turn, n in enumerate(saved):
        old.save(note(n, f"=第 {turn} 次"))
    packed, count = back_up(old)
    assert count == len(set(saved)) == restore(new, packed, "b.zip")[0]
    assert content_of(new.folder) == content_of(old.folder)
    assert back_up(new)[0] == packed == back_up(old)[0]


def test_a_newer_draft_stays_and_what_is_gone_or_damaged_comes_back(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    for n in range(3):
        store.save(note(n, "before"))
    packed, _ = back_up(store)
    newer = json.loads((tmp_path / "note-00000000.json").read_bytes())
    newer["versions"][-1]["properties"] |= {"text": "after", "drawn_at": "2099-01-01T00:00:00+00:00"}
    (tmp_path / "note-00000000.json").write_text(json.dumps(newer), "utf-8")
    (tmp_path / "note-00000001.json").unlink()
    (tmp_path / "note-00000002.json").write_bytes(b"{")
    store.save(note(7, "not in the backup"))
    assert restore(store, packed, "b.zip") == (2, 1)
    assert {draft.draft_id[-1]: draft.text for draft in store.read()} == {
        "0": "after", "1": "before", "2": "before", "7": "not in the backup",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drafts/../../etc.json", b"{}"), ("/drafts/note-1.json", b"{}"), ("note-1.json", b"{}"),
        ("drafts/note-1.txt", b"{}"), ("drafts/note-1.json", b"{}"), ("drafts/note-1.json", b"\xff\x00"),
        ("drafts/Note 1.json", b'{"versions": []}'), ("drafts/note-1.json", b"[" * 100_000),
    ],
)  # fmt: skip
def test_what_is_no_backup_changes_nothing(name: str, content: bytes, tmp_path: Path) -> None:
    whole = DraftStore(tmp_path / "whole")
    whole.save(note(1, "one"))
    packed = io.BytesIO(back_up(whole)[0])
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, content)
    store = DraftStore(tmp_path / "store")
    with pytest.raises(UserError):
        restore(store, packed.getvalue(), "b.zip")
    with pytest.raises(UserError):
        restore(store, packed.getvalue()[:80], "b.zip")
    assert store.read() == [] and list(tmp_path.rglob("etc.json")) == []


def test_the_command_backs_up_and_restores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "team").mkdir()
    monkeypatch.setenv("GEOPLAN_WORKSPACE", str(tmp_path / "team"))
    settings.cache_clear()
    try:
        store, file = DraftStore(tmp_path / "team" / "drafts"), tmp_path / "backup.zip"
        store.save(replace(note(1, "one"), author="李四"))
        run = CliRunner()
        assert run.invoke(app, ["workspace", "backup", str(file)]).exit_code == 0
        again = run.invoke(app, ["workspace", "backup", str(file), "--lang", "en"])
        assert again.exit_code and "--force" in again.output
        store.remove("note-00000001")
        told = run.invoke(app, ["workspace", "restore", str(file), "--lang", "en"])
        assert told.exit_code == 0 and "drafts restored: 1;" in told.output
        assert [draft.author for draft in store.read()] == ["李四"]
    finally:
        settings.cache_clear()
