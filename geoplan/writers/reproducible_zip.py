"""Zip files without a clock: the same files give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_NO_CLOCK: Final = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows


def zip_reproducibly(target: Path, files: Iterable[Path]) -> None:
    """Put files into a zip file, under their own names.

    Parameters
    ----------
    target : Path
        Where to.
    files : iterable of Path
        Written in the order of their names.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda p: p.name):
            entry = zipfile.ZipInfo(path.name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=path.stat().st_size > 2**31) as sink:
                while piece := source.read(1 << 20):
                    sink.write(piece)
