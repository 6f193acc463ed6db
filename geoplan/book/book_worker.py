"""A script that makes one map book, run by `geoplan.book.run_book` in a process of its own.

It reads a pickled `geoplan.book.run_book.BookTask` from a file, prints a line a page that is drawn, and writes the
book to another file.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from geoplan.book.map_book import book_pictures, map_book
from geoplan.catalogue.catalogue import load_cached
from geoplan.drafts.with_drafts import with_drafts
from geoplan.files import write_atomically
from geoplan.settings import settings


def main(task_file: Path, book_file: Path) -> None:
    """Make the book of a task."""
    task = pickle.loads(task_file.read_bytes())  # noqa: S301 - written by the process that started this one
    catalogue = with_drafts(load_cached(task.home, settings().cache_folder), task.drafts)

    def tell(done: int, of: int) -> None:
        print(done, of, flush=True)

    if task.format == "pdf":
        content = map_book(catalogue, task.edition, tell)
    else:
        content = book_pictures(catalogue, task.edition, task.format, tell)
    write_atomically(book_file, content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
