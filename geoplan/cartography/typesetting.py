"""Documents and maps set by typst, in a process of its own: its faces and what it remembers take 300 MB."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from geoplan.cartography import typesetting_worker
from geoplan.cartography.fonts import font_folders
from geoplan.worker_process import run_worker

_PATIENCE: Final = 120  # seconds on the clock


def typeset(
    files: Mapping[str, bytes],
    format: str = "pdf",
    *,
    ppi: float | None = None,
    day: date | None = None,
    standards: Sequence[str] = (),
    patience: float = _PATIENCE,
) -> bytes:
    """Set a document of one or more pages.

    Parameters
    ----------
    files : mapping of bytes
        What typst reads, by name; ``main.typ`` is set.
    format : str
        ``pdf``, ``png`` or ``svg``; the latter two for one page.
    ppi : float, optional
        Pixels to an inch of a PNG.
    day : date, optional
        On which it says that it was made.
    standards : sequence of str
        Of PDF, kept where the content allows.
    patience : float
        Seconds on the clock.

    Raises
    ------
    RuntimeError
        Typst refuses the document.
    subprocess.TimeoutExpired
        It took longer.
    """
    return _set(files, _settings(format, ppi, day, standards), patience)


def typeset_pages(
    files: Mapping[str, bytes], format: str, *, ppi: float, day: date, patience: float = _PATIENCE
) -> list[bytes]:
    """Set every page of a document as a picture of its own, ``png`` or ``svg``; see `typeset`."""
    framed = _set(files, {**_settings(format, ppi, day), "pages": True}, patience)
    pages, at = [], 0
    while at < len(framed):
        length = int.from_bytes(framed[at : at + 8], "big")
        pages.append(framed[at + 8 : at + 8 + length])
        at += 8 + length
    return pages


def _settings(format: str, ppi: float | None, day: date | None, standards: Sequence[str] = ()) -> dict[str, Any]:
    settings: dict[str, Any] = {"format": format}
    if ppi is not None:
        settings["ppi"] = ppi
    if day is not None:
        settings["timestamp"] = datetime.combine(day, time(), UTC).timestamp()
    if standards:
        settings["pdf_standards"] = list(standards)
    return settings


def _set(files: Mapping[str, bytes], settings: Mapping[str, Any], patience: float) -> bytes:
    task = {
        "files": {name: b64encode(content).decode() for name, content in files.items()},
        "fonts": [str(folder) for folder in font_folders()],
        "settings": dict(settings),
    }
    done = run_worker(typesetting_worker.__file__, json.dumps(task).encode(), patience)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
