"""Files that are written completely or not at all, and zip files that are the same each time."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

_LONGEST: Final = 40  # characters of a file's name that its draft bears
_ABANDONED: Final = 86_400.0  # seconds after which a draft of another machine is nobody's
_DRAFT: Final = re.compile(r"\..*\.([0-9a-f]{8})-(\d+)\.[^.]+")
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file completely or not at all.

    Parameters
    ----------
    path : Path
        The file; an existing one is replaced. Its folder must exist.

    Raises
    ------
    OSError
        The folder is missing or may not be written to; an existing file stays as it is.
    """
    draft = _write_draft(path, content)
    try:
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path) -> None:
    """Let a finished draft become the file; what was there stays until then."""
    draft.chmod(0o644)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())  # or a power cut after the renaming leaves an empty file
    draft.replace(path)


def draft_prefix(path: Path) -> str:
    """How the hidden drafts of a file that this process makes begin: ``.name.machine-process.``.

    Drafts beside the file whose process has been killed are removed first, whatever file they were to become, as are
    those of another machine that are older than a day.
    """
    for draft in path.parent.glob(".*-*.*"):
        if not (made := _DRAFT.fullmatch(draft.name)):
            continue
        with suppress(OSError):
            own, age = made[1] == _machine(), time.time() - draft.lstat().st_mtime
            if (own and not _runs(int(made[2]))) or age > _ABANDONED:
                shutil.rmtree(draft) if draft.is_dir() and not draft.is_symlink() else draft.unlink()
    return f".{path.name[:_LONGEST]}.{_machine()}-{os.getpid()}."


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder for a while that only this user can read; it goes whatever happens, a killed one's next."""
    prefix = draft_prefix(Path(tempfile.gettempdir()) / "geoplan")
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)


def _machine() -> str:
    return sha256(platform.node().encode()).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Whether a process of this machine still runs; so it is taken where that cannot be known."""
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write_draft(path: Path, content: bytes) -> Path:
    """Write the content to a new file beside a path."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=draft_prefix(path))
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def write_all_atomically(contents: dict[Path, bytes]) -> None:
    """Replace several files, or none of them.

    Parameters
    ----------
    contents : dict of Path to bytes
        The files and their new content; all of them, and copies of the old ones, are written before the first is
        replaced. A process that is killed between two replacements leaves each of them whole, old or new.

    Raises
    ------
    OSError
        A file cannot be written; those that were replaced have their old content again, as far as they can be written.
    """
    drafts: dict[Path, Path] = {}
    before: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, content in contents.items():
            drafts[path] = _write_draft(path, content)
            if path.exists():
                before[path] = _write_draft(path, path.read_bytes())
        for path, draft in drafts.items():
            put_in_place(draft, path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            with suppress(OSError):  # one that cannot be put back keeps none of the others from it
                put_in_place(before[path], path) if path in before else path.unlink()
        raise
    finally:
        for draft in (*drafts.values(), *before.values()):
            draft.unlink(missing_ok=True)


def write_zip(target: Path | IO[bytes], members: Iterable[tuple[str, Path | bytes]], mode: int = 0o644) -> None:
    """Write a zip file without the time of day: the same members give the same bytes.

    Parameters
    ----------
    members : iterable of tuple of str and Path or bytes
        The name inside the zip file and the content, in their order.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            large = content.stat().st_size > 2**31
            with content.open("rb") as source, archive.open(entry, "w", force_zip64=large) as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
