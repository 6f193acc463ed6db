"""Write an export whole or not at all, in a draft folder beside its target."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Final

import orjson

from geoplan.crs.systems import CoordinateSystem
from geoplan.errors import ExportError
from geoplan.files import draft_prefix, put_in_place, scratch_folder, write_zip
from geoplan.text.message import Text
from geoplan.writers.driver_frame import incomplete_write
from geoplan.writers.export_content import ExportContent, Progress, no_progress
from geoplan.writers.formats import ZIP, Format, format_of, suffix_of
from geoplan.writers.metadata_record import record

_RECORD: Final = "metadata.json"


def write_export(content: ExportContent, path: Path, on_progress: Progress = no_progress) -> list[Text]:
    """Write an export.

    Parameters
    ----------
    path : Path
        Where to; its suffix says the format. What is there is replaced, once all is written. A format that holds
        one collection comes as a zip file of several (``x.fgb.zip``); beside a CSV goes its description.
    on_progress : callable
        Takes the share done, from 0 to 1.

    Returns
    -------
    list of Text
        What the format could not hold as it was.

    Raises
    ------
    ExportError
        The format is not known, cannot carry the system or so many collections, the name hides that the
        coordinates are displaced, or the writer gave up. What was there stays.
    OSError
        It could not be written; what was there stays.
    """
    format, zipped = format_of(path.name)
    check_possible(content, format, zipped, path.name)
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory", str(path))
    draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=draft_prefix(path)))
    parts, ready = draft / "parts", draft / "ready"
    try:
        parts.mkdir()
        ready.mkdir()
        if zipped:
            notes = _write_parts(content, format, parts, on_progress)
            write_zip(ready / path.name, sorted((file.name, file) for file in parts.iterdir()))
        else:
            notes = format.write(content, ready / path.name, on_progress)
        for file in sorted(ready.iterdir(), key=lambda f: f.name == path.name):  # the export itself comes last
            put_in_place(file, path.parent / file.name)
    except _gave_up() as error:
        raise incomplete_write(path.name) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return notes


def _gave_up() -> tuple[type[Exception], ...]:
    """The errors of drivers and of SQLite that say no more than that a file could not be written."""
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    errors = pyogrio.errors
    return errors.DataSourceError, errors.DataLayerError, errors.FeatureError, sqlite3.Error


def check_possible(content: ExportContent, format: Format, zipped: bool, name: str) -> None:
    """Refuse what a format cannot hold, and a name that hides displaced coordinates.

    Parameters
    ----------
    zipped : bool
        Whether into a zip file, which holds any number of files.
    name : str
        The file's, or "" where it has none.

    Raises
    ------
    ExportError
        With the remedy.
    """
    system = content.system
    if not format.carries(system):
        key = format.suffix.removeprefix(".").upper()
        raise ExportError("writers.write_export.only_wgs84", format=key, code=system.code)
    if len(content.collections) > 1 and not (format.several or zipped):
        count, suffix = len(content.collections), format.suffix
        raise ExportError("writers.write_export.one_layer", suffix=suffix, count=count)
    if not content.collections:
        raise ExportError("writers.write_export.nothing_to_export")
    if name and system.is_offset and system.slug not in name.lower().replace("-", "").replace("_", ""):
        name_with_system = with_system_suffix(name, system)
        raise ExportError(
            "writers.write_export.offset_not_in_name", code=system.code, name_with_system=name_with_system
        )


def with_system_suffix(name: str, system: CoordinateSystem) -> str:
    """Put the system into a file's name: ``x.gpkg`` becomes ``x.gcj02.gpkg``; WGS 84 needs no mark."""
    suffix = suffix_of(name)
    return f"{name.removesuffix(suffix)}.{system.slug}{suffix}" if system.slug else name


def download_name(stem: str, format: Format, system: CoordinateSystem, tables: int) -> str:
    """Name the one file of a download: a zip where the format needs several.

    Returns
    -------
    str
        ``stem.4548.csv.zip``.
    """
    several = format.zipped or format.sidecar or (tables > 1 and not format.several)
    return with_system_suffix(f"{stem}{format.suffix}{ZIP if several else ''}", system)


def as_bytes(content: ExportContent, name: str) -> bytes:
    """Make an export for a download."""
    with scratch_folder() as folder:
        path = folder / name
        write_export(content, path)
        return path.read_bytes()


def _write_parts(content: ExportContent, format: Format, folder: Path, on_progress: Progress) -> list[Text]:
    """What goes into a zip file: one file of all or one a collection, and the record."""
    notes: list[Text] = []
    if format.zipped or format.several:
        notes += format.write(content, folder / f"geoplan{format.suffix}", on_progress)
    else:
        for number, collection in enumerate(content.collections, start=1):
            target = folder / f"{content.table_name(collection)}{format.suffix}"
            notes += format.write(content.only(collection), target, no_progress)
            on_progress(number / len(content.collections))
    if not (folder / _RECORD).exists():
        (folder / _RECORD).write_bytes(orjson.dumps(record(content), option=orjson.OPT_INDENT_2))
    return notes
