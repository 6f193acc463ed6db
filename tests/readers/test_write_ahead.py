"""A GeoPackage copied while QGIS has it open says that rows may be missing, and nothing is left beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from reader_samples import NAMES, POINTS, frame, geojson, point

from geoplan.errors import ReaderError, WeightsError
from geoplan.readers.population import read_weights
from geoplan.readers.read_layer import read_layer
from geoplan.readers.write_ahead_log import LEFT_OPEN, left_open

READ_VERSION = 19  # the byte of SQLite's header; 1 is a rollback journal, 2 a write-ahead log


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A database as QGIS holds it: in write-ahead mode, and no change written into the file itself."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        database.execute("PRAGMA wal_autocheckpoint = 0")
        yield database


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A GeoPackage of one point, properly closed, alone in its folder."""
    # Without an index, whose triggers call functions that only GDAL has.
    frame(POINTS[:1]).to_file(tmp_path / "sample.gpkg", layer="点位", driver="GPKG", SPATIAL_INDEX="NO")
    return tmp_path / "sample.gpkg"


def add_the_others(database: sqlite3.Connection) -> None:
    """Two more rows, committed; where they stand is as well as where the first does."""
    for name in NAMES[1:]:
        database.execute("INSERT INTO 点位 (geom, 名称) SELECT geom, ? FROM 点位 LIMIT 1", (name,))
    database.commit()


def test_rows_that_stand_only_in_the_log_are_missing_and_that_is_said_in_both_languages(saved: Path) -> None:
    with opened(saved) as database:
        add_the_others(database)
        copied = saved.read_bytes()
        intake = read_layer(copied, "点位.gpkg")
    assert intake.frame["名称"].tolist() == NAMES[:1]  # of three
    assert [note for note in intake.notes if "WAL" in note.text("en")] == [LEFT_OPEN]
    assert "可能缺失；请关闭 QGIS" in LEFT_OPEN.text("zh")
    assert "may be missing; close QGIS" in LEFT_OPEN.text("en")
    assert not intake.pending


def test_a_file_that_was_properly_closed_brings_no_such_note(saved: Path) -> None:
    assert saved.read_bytes()[READ_VERSION] == 1
    assert read_layer(saved.read_bytes(), "点位.gpkg").notes == []
    with opened(saved) as database:
        add_the_others(database)
        assert database.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)  # as QGIS does on closing
    intake = read_layer(saved.read_bytes(), "点位.gpkg")
    assert (intake.frame["名称"].tolist(), intake.notes) == (NAMES, [])


def test_a_file_left_in_the_mode_says_so_even_where_nothing_is_missing_for_its_header_is_the_same(saved: Path) -> None:
    with opened(saved) as database:
        add_the_others(database)
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]  # the last to close it wrote the log into it
    assert saved.read_bytes()[READ_VERSION] == 2
    intake = read_layer(saved.read_bytes(), "点位.gpkg")
    assert (intake.frame["名称"].tolist(), intake.notes) == (NAMES, [LEFT_OPEN])


def test_a_new_file_whose_layers_all_stand_in_the_log_is_refused_with_the_reason(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.gpkg"
    with opened(path) as database, closing(sqlite3.connect(saved)) as whole:
        whole.backup(database)
        with pytest.raises(ReaderError) as told:
            read_layer(path.read_bytes(), "new.gpkg")
    assert told.value.text("zh").startswith("new.gpkg：")
    assert told.value.text("zh").endswith(LEFT_OPEN.text("zh"))
    assert told.value.text("en").endswith(LEFT_OPEN.text("en"))
    assert "\n" not in told.value.text("zh") + told.value.text("en")


def test_a_layer_that_stands_only_in_the_log_is_refused_with_the_reason(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as database:
        database.execute("CREATE TABLE kept AS SELECT * FROM gpkg_contents")
        database.execute("DELETE FROM gpkg_contents")
        database.commit()
    with opened(saved) as database:
        database.execute("INSERT INTO gpkg_contents SELECT * FROM kept")
        database.commit()
        with pytest.raises(ReaderError, match="no vector layer in it") as told:
            read_layer(saved.read_bytes(), "a.gpkg")
    assert told.value.text("en").endswith(LEFT_OPEN.text("en"))


def test_a_file_under_lock_is_read_and_nothing_is_left_beside_it_nor_in_the_temporary_folder(
    saved: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = tmp_path_factory.mktemp("drafts")
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    with opened(saved) as database:
        database.execute("BEGIN EXCLUSIVE")
        before = {path: path.read_bytes() for path in saved.parent.iterdir()}
        assert len(read_layer(saved, saved.name).frame) == 1
        assert {path: path.read_bytes() for path in saved.parent.iterdir()} == before
    before = {saved: saved.read_bytes()}
    assert len(read_layer(saved, saved.name).frame) == 1
    assert {path: path.read_bytes() for path in saved.parent.iterdir()} == before
    assert list(drafts.iterdir()) == []


def test_weights_that_may_lack_rows_are_refused(saved: Path) -> None:
    assert read_weights(saved.read_bytes(), "w.gpkg")["weight"].tolist() == [1]
    with opened(saved), pytest.raises(WeightsError, match="may be missing; close QGIS") as told:
        read_weights(saved.read_bytes(), "w.gpkg")
    assert told.value.text("zh") == f"w.gpkg：{LEFT_OPEN.text('zh')}"


@pytest.mark.parametrize("write", [1, 2])
@pytest.mark.parametrize("read", [1, 2])
def test_either_version_of_the_header_tells_the_mode(write: int, read: int) -> None:
    header = b"SQLite format 3\0\x10\0" + bytes([write, read])
    assert left_open(header) == (2 in (write, read))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", geojson(point(118.1, 24.5)), b"\2" * 40])
def test_what_is_no_database_or_cut_off_in_its_header_is_not_in_that_mode(content: bytes) -> None:
    assert not left_open(content)
