"""Files under static/ that a browser may keep: named by what they are made of, and written once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.files import write_atomically

STATIC: Final = Path(__file__).resolve().parent.parent.parent / "static"  # what Streamlit hands out beside app.py
ROOT: Final = "/app/static"  # its address, relative to the server's root
_KEPT: Final = 4  # earlier states of a file, as a page that is open may need the one before


def digest(*parts: bytes) -> str:
    """Mark what a file is made of."""
    return sha256(b"".join(parts)).hexdigest()[:12]


def static_file(static: Path, stem: str, mark: str, suffix: str, make: Callable[[], bytes]) -> str:
    """Write a file unless it is there; of its earlier states the newest few stay.

    Parameters
    ----------
    mark : str
        Of what the file is made of, see `digest`; the content itself is only made where the file is missing.

    Returns
    -------
    str
        The file's name, ``<stem>-<mark><suffix>``.
    """
    path = static / f"{stem}-{mark}{suffix}"
    if not is_whole(path):
        write_sealed(path, make())
        forget_others(path, f"{stem}-*{suffix}")
    return path.name


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file, and beside it the hidden seal that tells later whether it is still what was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(_seal(path), sha256(content).hexdigest().encode())
    write_atomically(path, content)


def is_whole(path: Path) -> bool:
    """Whether a file is what was written with its seal; a disk that was full or cut off may have left less."""
    state = path.stat() if path.is_file() else None
    return state is not None and _is_sealed(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _is_sealed(path: Path, changed: int, size: int) -> bool:
    seal = _seal(path)
    return seal.is_file() and seal.read_bytes() == sha256(path.read_bytes()).hexdigest().encode()


def _seal(path: Path) -> Path:
    return path.with_name(f".{path.name}.sha256")


def forget_others(keep: Path, pattern: str) -> None:
    """Delete what lies beside a file or folder and matches, but for the newest few."""
    others = [path for path in keep.parent.glob(pattern) if path != keep]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        _seal(path).unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def refuse_drafts(catalogue: Catalogue) -> None:
    """Raise ValueError where a catalogue holds a user's drafts: a static file is for everybody."""
    if catalogue.drafted:
        raise ValueError("a static file is made of the shipped catalogue")
