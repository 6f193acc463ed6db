"""Files under static/ that a browser may keep: named by what they are made of, and written once."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.files import write_atomically

STATIC: Final = Path(__file__).resolve().parent.parent.parent / "static"  # what Streamlit hands out beside app.py
ROOT: Final = "/app/static"  # its address, relative to the server's root
_KEPT: Final = 4  # earlier states of a file, as a page that is open may need the one before


def digest(*parts: bytes) -> str:
    """Mark what a file is made of."""
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


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
    if not path.exists():
        static.mkdir(parents=True, exist_ok=True)
        write_atomically(path, make())
        forget_others(path, f"{stem}-*{suffix}")
    return path.name


def forget_others(keep: Path, pattern: str) -> None:
    """Delete what lies beside a file or folder and matches, but for the newest few."""
    others = [path for path in keep.parent.glob(pattern) if path != keep]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def refuse_drafts(catalogue: Catalogue) -> None:
    """Raise ValueError where a catalogue holds a user's drafts: a static file is for everybody."""
    if catalogue.drafted:
        raise ValueError("a static file is made of the shipped catalogue")
