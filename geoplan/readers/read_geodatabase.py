"""An Esri file geodatabase in an archive: its folder is unpacked under a name of ours, and nothing beside it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from geoplan.errors import ReaderError
from geoplan.readers.read_by_driver import DRIVERS, read_files
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import SourceTable
from geoplan.text.message import joined, message
from geoplan.text.shorten import shorten

_PART: Final = re.compile(
    r"a[0-9a-f]{8}\.(?:gdbtable|gdbtablx|gdbindexes|[a-z0-9_]{1,40}\.atx|spx|freelist|horizon)|gdb|timestamps", re.I
)


def read_geodatabase(content: bytes, name: str, layer: str | None = None) -> SourceTable:
    """Read one layer of a zipped file geodatabase, by default the first that has features.

    ReaderError is raised where the archive or the geodatabase is damaged, or has no layer or not this one.
    """
    with open_archive(content, name) as archive:
        folders: dict[str, dict[str, bytes]] = {}
        for member in archive.infolist():
            path = PurePosixPath(readable_name(member))
            if not member.is_dir() and not unsafe_reason(member) and _PART.fullmatch(path.name):
                parts = folders.setdefault(str(path.parent), {})
                if len(folders) == 1:
                    parts[f"{DRIVERS['filegdb'].file}/{path.name.lower()}"] = read_member(archive, member, name)
    complete = next(iter(folders.values()), {})
    if not any(part.endswith("a00000001.gdbtable") for part in complete):
        raise ReaderError("readers.read_geodatabase.incomplete", name=shorten(name))
    source = read_files("filegdb", complete, name, layer)
    if len(folders) > 1:
        others = joined(map(shorten, list(folders)[1:6]))
        source.notes.append(message("readers.read_geodatabase.others", others=others))
    return source
