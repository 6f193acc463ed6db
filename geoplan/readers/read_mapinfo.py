"""MapInfo tables (TAB) and interchange files (MIF) in an archive: plain tables only, under a name of ours."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import Final

from geoplan.errors import ReaderError
from geoplan.readers.archive_type import is_clutter
from geoplan.readers.read_by_driver import DRIVERS, read_files
from geoplan.readers.read_vector import chosen_layer, layer_question
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import SourceTable
from geoplan.text.shorten import shorten

_MAIN: Final = {".tab": (".dat", ".map", ".id", ".ind"), ".mif": (".mid",)}  # what is opened, and its other parts
_NEEDED: Final = {".tab": (".dat", ".map"), ".mif": (".mid",)}
_PLAIN: Final = re.compile(rb"^\s*type\s+native\b", re.I | re.M)
_LEADS_ON: Final = re.compile(rb"IsSeamless|open\s+table|create\s+view|^\s*file\s+\"", re.I | re.M)  # to other files


def read_mapinfo(content: bytes, name: str, layer: str | None = None, encoding: str | None = None) -> SourceTable:
    """Read one table of an archive.

    Parameters
    ----------
    layer : str, optional
        Which of several, by its path in the archive without the suffix; by default the first.
    encoding : str, optional
        Of its texts, where it does not say and the user knows.

    Raises
    ------
    ReaderError
        The archive or the table is damaged, parts are missing, or the table is a view of others.
    """
    with open_archive(content, name) as archive:
        tables = _tables(archive)
        if not tables:
            raise ReaderError("readers.read_mapinfo.no_table", name=shorten(name))
        chosen = chosen_layer(layer, list(tables), name)
        parts = {suffix: read_member(archive, member, name) for suffix, member in tables[chosen].items()}
    main = next(suffix for suffix in _MAIN if suffix in parts)
    location = f"{name} › {chosen}"
    if missing := [suffix for suffix in _NEEDED[main] if suffix not in parts]:
        raise ReaderError("readers.read_mapinfo.missing_part", location=shorten(location), part=missing[0])
    if main == ".tab" and (not _PLAIN.search(parts[main]) or _LEADS_ON.search(parts[main])):
        raise ReaderError("readers.read_mapinfo.not_native", location=shorten(location))
    stem = DRIVERS["mapinfo"].file
    files = {f"{stem}{suffix}": parts[suffix] for suffix in (main, *_MAIN[main]) if suffix in parts}
    source = read_files("mapinfo", files, location, encoding=encoding)
    source.layer = chosen
    if len(tables) > 1:
        source.questions.append(layer_question(list(tables), chosen, layer))
    return source


def _tables(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The parts of each table, by its path without the suffix."""
    tables: dict[str, dict[str, zipfile.ZipInfo]] = {}
    stems: dict[str, str] = {}  # the parts of one table may differ in case
    for member in archive.infolist():
        path = PurePosixPath(readable_name(member))
        known = {*_MAIN, *(suffix for parts in _MAIN.values() for suffix in parts)}
        if path.suffix.lower() in known and not member.is_dir() and not unsafe_reason(member) and not is_clutter(path):
            stem = str(path.with_suffix(""))
            tables.setdefault(stems.setdefault(stem.casefold(), stem), {})[path.suffix.lower()] = member
    return {stem: parts for stem, parts in tables.items() if set(_MAIN) & set(parts)}
