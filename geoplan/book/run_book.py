"""A map book made in a process of its own: a minute of work that no visitor of the app waits for."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Final

from geoplan.book.edition import Edition
from geoplan.drafts.draft import Draft

_AT_ONCE: Final = BoundedSemaphore(1)  # a book takes a core; others wait for theirs


@dataclass(frozen=True)
class BookTask:
    """What a book is made of.

    Attributes
    ----------
    home : Path
        The folder of data/ and layers/.
    format : str
        ``pdf``, or ``png`` or ``svg`` for every page in a zip.
    drafts : sequence of Draft
        Those that the maps show.
    """

    home: Path
    edition: Edition
    format: str = "pdf"
    drafts: Sequence[Draft] = ()


def run_book(task: BookTask, progress: Callable[[int, int], None]) -> bytes:
    """Make a book and tell how far it is; where that raises, as a page that its visitor left does, the process ends.

    Parameters
    ----------
    progress : callable
        Told how many maps are drawn, and of how many.

    Raises
    ------
    RuntimeError
        The process failed; its last words are the message.
    """
    with _AT_ONCE, TemporaryDirectory(prefix="geoplan-book-") as folder:
        task_file, book_file, errors = (Path(folder) / name for name in ("task", "book", "errors"))
        task_file.write_bytes(pickle.dumps(task))
        command = [sys.executable, "-m", "geoplan.book.book_worker", str(task_file), str(book_file)]
        with (
            errors.open("wb") as stderr,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL) as process,
        ):
            try:
                for line in process.stdout or ():
                    done, of = map(int, line.split())
                    progress(done, of)
                process.wait()
            finally:
                process.kill()
        if process.returncode:
            raise RuntimeError(errors.read_text("utf-8", "replace")[-2000:])
        return book_file.read_bytes()
