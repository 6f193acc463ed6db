"""A folder for files that a library must find on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give an empty folder that only this process can read, and remove it whatever happens."""
    with tempfile.TemporaryDirectory(prefix="geoplan-") as folder:
        yield Path(folder)
