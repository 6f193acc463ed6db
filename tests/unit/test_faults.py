"""A disk that is full, a folder that may not be written to, an error while a file is put in place: what was there stays.

Whoever asked for the file reads why, in their language. The faults are raised where the system would raise them.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import killed_writers
import pytest
from killed_writers import STATES, WRITERS, files_of

from geoplan.cli.console import write_file
from geoplan.drafts.draft_store import DraftStore
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.ui import resources
from geoplan.ui.page_chrome import _told

WRITE = ["export x.geojson", "export x.csv", "file of a command", "layers", "draft", "plan text", "street graph"]
AT = {  # the call of the system that fails, and whether a writer makes it
    "a draft is made": (tempfile, ("mkstemp", "mkdtemp")),
    "a draft is written out": (os, ("fsync",)),
    "a draft is put in place": (os, ("replace",)),
}
SAID = {
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EROFS: ("只读", "read-only"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EIO: ("磁盘读写出错", "the disk reports an error"),
}


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("GEOPLAN_USER_DATA", str(tmp_path))
    yield
    monkeypatch.undo()
    settings.cache_clear()


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(code, os.strerror(code), "a file")

    return fail


def no_drafts(folder: Path) -> bool:
    return killed_writers.drafts_of(folder) == []


@pytest.mark.parametrize("at", AT)
@pytest.mark.parametrize("name", WRITE)
def test_what_was_there_stays(name: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    WRITERS[name].write(tmp_path, STATES[0])
    before = files_of(tmp_path)
    module, calls = AT[at]
    with monkeypatch.context() as patch:
        for call in calls:
            patch.setattr(module, call, failing(errno.ENOSPC))
        with pytest.raises((OSError, UserError)):
            WRITERS[name].write(tmp_path, STATES[1])
    assert files_of(tmp_path) == before
    assert no_drafts(tmp_path)
    WRITERS[name].write(tmp_path, STATES[1])
    assert files_of(tmp_path) != before


def test_the_second_of_several_files_fails_and_the_first_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS["layers"].write(tmp_path, STATES[0])
    replace, calls = os.replace, []

    def second_fails(source: Any, target: Any, **_: Any) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(errno.EIO, "i/o")
        replace(source, target)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(OSError, match="i/o"):
        WRITERS["layers"].write(tmp_path, STATES[1])
    assert set(files_of(tmp_path).values()) == {STATES[0].encode()}
    assert len(calls) == 3  # the first, the second, and the first put back by renaming, which needs no room
    assert no_drafts(tmp_path)


def test_a_file_that_cannot_be_put_back_keeps_none_of_the_others_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS["layers"].write(tmp_path, STATES[0])
    replace, calls = os.replace, []

    def third_and_fourth_fail(source: Any, target: Any, **_: Any) -> None:
        calls.append(Path(target).name)
        if len(calls) in (3, 4):  # the third file, then the first put back
            raise OSError(errno.EIO, "i/o")
        replace(source, target)

    monkeypatch.setattr(os, "replace", third_and_fourth_fail)
    with pytest.raises(OSError, match="i/o"):
        WRITERS["layers"].write(tmp_path, STATES[1])
    new = [name for name, content in files_of(tmp_path).items() if content == STATES[1].encode()]
    assert [Path(name).name for name in new] == calls[:1]


@pytest.mark.parametrize("code", SAID)
def test_the_user_reads_the_file_the_reason_and_the_remedy(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remedies = {
        "command": ("请换一个可写的文件夹", "folder"),
        "draft": ("", ""),
        "plan": ("", ""),
        "page": ("请检查", "check"),
    }
    monkeypatch.setattr(tempfile, "mkstemp", failing(code))
    asked: dict[str, Callable[[], object]] = {
        "command": lambda: write_file(tmp_path / "a.pdf", b"x", "--output"),
        "draft": lambda: WRITERS["draft"].write(tmp_path, "x"),
        "plan": lambda: WRITERS["plan text"].write(tmp_path, "x"),
    }
    for name, ask in asked.items():
        with pytest.raises(UserError) as refused:
            ask()
        for lang, said, remedy in zip(("zh", "en"), SAID[code], remedies[name], strict=True):
            text = refused.value.text(lang)
            assert said in text and remedy in text and str(tmp_path) in text and "\n" not in text
    monkeypatch.setattr("geoplan.ui.page_chrome.lang", lambda: "zh")
    told = _told(OSError(code, "x", "static/a.json"))
    assert SAID[code][0] in told and "static/a.json" in told and "请检查" in told
    assert SAID[code][1] in resources._unreadable(OSError(code, "x", "data/a.csv")).text("en")


LIMITED = """
import resource, sys
from pathlib import Path
from killed_writers import STATES, WRITERS, drafts_of, files_of
from geoplan.errors import UserError
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for name in sys.argv[2:]:
    folder = Path(sys.argv[1]) / name
    folder.mkdir()
    WRITERS[name].write(folder, STATES[0])
    before = files_of(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        WRITERS[name].write(folder, STATES[1])
        said = "no error"
    except (OSError, UserError) as error:
        said = ""
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    if said or files_of(folder) != before or drafts_of(folder):
        sys.stdout.write(f"{name}: {said} {drafts_of(folder)}\\n")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="file size limits are Unix's")
def test_a_file_that_the_system_cuts_short_does_not_take_the_place_of_the_old(tmp_path: Path) -> None:
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parents[1]}", "PYTHONDONTWRITEBYTECODE": "1"}
    names = ["file of a command", "layers", "draft", "plan text", "street graph", "static file"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LIMITED, tmp_path, *names],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_scratch_folder_of_a_killed_process_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geoplan.files import scratch_folder

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script = "import os, signal; from geoplan.files import scratch_folder\nwith scratch_folder() as f:\n (f / 'a').write_text('x'); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    [left] = tmp_path.iterdir()
    with scratch_folder() as folder:
        assert [*tmp_path.iterdir()] == [folder] != [left]


def test_a_damaged_draft_is_told_and_never_written_over(tmp_path: Path) -> None:
    WRITERS["draft"].write(tmp_path, "x")
    (tmp_path / "own-1.json").write_bytes(b'{"versions": [')
    [problem] = DraftStore(tmp_path).problems()
    assert "own-1.json" in problem.text("zh") and "own-1.json" in problem.text("en")
