"""`geoplan check` names the files of the cache and the workspace that are no longer whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from killed_writers import WRITERS

from geoplan.cli.stored_files import check_stored
from geoplan.settings import settings


def test_what_is_cut_off_is_named_and_what_is_whole_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GEOPLAN_WORKSPACE", str(tmp_path / "team"))
    settings.cache_clear()
    try:
        for folder in ("cache/streets", "team/drafts"):
            (tmp_path / folder).mkdir(parents=True)
        WRITERS["street graph"].write(tmp_path / "cache" / "streets", "x")
        WRITERS["draft"].write(tmp_path / "team" / "drafts", "x")
        with sqlite3.connect(tmp_path / "cache" / "a.sqlite") as connection:
            connection.execute("create table t (a)")
        connection.close()
        assert check_stored() == []
        files = [tmp_path / name for name in ("cache/streets/s.npz", "cache/a.sqlite", "team/drafts/own-1.json")]
        for path in files:
            content = path.read_bytes()
            path.write_bytes(content[: len(content) // 2])
        assert [problem.file for problem in check_stored()] == [str(path) for path in files]
        assert "不完整或已损坏" in check_stored()[0].line("zh") and "→" in check_stored()[0].line("en")
    finally:
        settings.cache_clear()
