"""The files of the base map that data/study_area.toml names, and the .toml of each, which says where it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geoplan.geodata.base_files import NAME_COLUMNS
from geoplan.problem import Problem
from geoplan.sources import first_line
from geoplan.study_area import study_area


def check_base_map(home: Path) -> Iterator[Problem]:
    """Check the files of the base map.

    Yields
    ------
    Problem
        A file or the .toml of its source is missing or cannot be read, or a file holds nothing.
    """
    for name in study_area().base.files():
        path = home / "data" / name
        passport = path.with_suffix(".toml")
        for at in (path, passport):
            file = f"data/{at.relative_to(home / 'data').as_posix()}"
            if not at.is_file():
                yield Problem(file, None, "file-missing")
                continue
            try:
                n = _count(at, name)
            except (RuntimeError, ValueError, OSError, SyntaxError) as error:  # Pillow raises the last for some files
                yield Problem(file, None, "file-unreadable", {"why": first_line(error)})
            else:
                if not n:
                    yield Problem(file, None, "file-empty")


def _count(path: Path, name: str) -> int:
    """How many features, rows, entries or pixels a file holds; it is read whole, so that a cut is found."""
    base = study_area().base
    if path.suffix == ".toml":
        return len(tomllib.loads(path.read_text("utf-8")))
    if name == base.relief:
        from PIL import Image  # imported only where a catalogue is checked

        with Image.open(path) as picture:
            picture.load()
            return picture.width
    if name == base.names:
        return len(pd.read_csv(path, keep_default_na=False, usecols=NAME_COLUMNS))
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    return int(pyogrio.read_info(path, force_feature_count=True)["features"])
