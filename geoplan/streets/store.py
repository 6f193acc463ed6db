"""The shelf: one small .npz a street graph, written whole or not at all, refused when broken or out of date."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np

from geoplan.errors import StreetsError
from geoplan.files import write_atomically
from geoplan.settings import Settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.travel_rules import rules_version

_DTYPES: Final = {
    "lon": "f8", "lat": "f8", "tail": "i4", "head": "i4", "length_m": "f4", "car_kph": "f4", "bike": "?", "foot": "?",
}  # fmt: skip
_UNREADABLE: Final = (OSError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)


def streets_folder(settings: Settings) -> Path:
    """Where street graphs are kept: ``streets`` in the cache, which is ``cache`` in the home unless set."""
    return settings.cache_folder / "streets"


def store_path(folder: Path, name: str) -> Path:
    """The file of a street graph.

    Parameters
    ----------
    folder : Path
        The shelf.
    name : str
        What the graph is called.

    Returns
    -------
    Path
        ``<name>.npz`` in the folder, there or not.

    Raises
    ------
    StreetsError
        The name is empty, hidden, or holds what a file name cannot.
    """
    if not name.strip() or name.startswith(".") or len(name) > 80 or set(name) & set('/\\:*?"<>|\0\n'):
        raise StreetsError("streets.store.name_cannot_files_choose_short", name=name)
    return folder / f"{name}.npz"


def save(streets: StreetGraph, folder: Path) -> Path:
    """Put a street graph on the shelf.

    Parameters
    ----------
    streets : StreetGraph
        What; its passport's name is the file's.
    folder : Path
        The shelf; made where there is none.

    Returns
    -------
    Path
        The file. An older one of that name is replaced; the same streets give the same bytes.

    Raises
    ------
    StreetsError
        The name cannot be a file's.
    OSError
        The folder may not be written to; nothing is left behind.
    """
    path = store_path(folder, streets.passport.name)
    content = io.BytesIO()
    arrays: dict[str, Any] = {key: np.asarray(getattr(streets, key), dtype) for key, dtype in _DTYPES.items()}
    passport = np.frombuffer(streets.passport.to_json().encode(), np.uint8)
    np.savez_compressed(content, passport=passport, **arrays)  # numpy dates every member 1980-01-01
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content.getvalue())
    return path


def load(path: Path) -> StreetGraph:
    """Take a street graph from the shelf.

    Parameters
    ----------
    path : Path
        A file that `save` wrote.

    Returns
    -------
    StreetGraph
        As it was saved.

    Raises
    ------
    StreetsError
        The file is missing, broken, or made by other rules than today's.
    """
    passport = read_metadata(path)
    try:
        with np.load(path, allow_pickle=False) as file:
            return StreetGraph(**{key: file[key].astype(dtype) for key, dtype in _DTYPES.items()}, passport=passport)
    except _UNREADABLE as error:
        raise _broken(path) from error


def read_metadata(path: Path) -> GraphMetadata:
    """Read where a street graph comes from, and nothing else of it.

    Parameters
    ----------
    path : Path
        A file that `save` wrote.

    Returns
    -------
    GraphMetadata
        As it was saved.

    Raises
    ------
    StreetsError
        The file is missing, broken, or made by other rules than today's.
    """
    if not path.is_file():
        raise StreetsError("streets.store.there_no_street_file_run", name=path.name)
    try:
        with np.load(path, allow_pickle=False) as file:
            passport = GraphMetadata.from_json(file["passport"].tobytes().decode())
    except _UNREADABLE as error:
        raise _broken(path) from error
    if passport.rules_version != rules_version():
        raise StreetsError(
            "streets.store.made_older_rules_now_fetch",
            name=path.name,
            rules_version=passport.rules_version,
            rules_version2=rules_version(),
        )
    return passport


def stored_graphs(folder: Path) -> list[GraphMetadata]:
    """What is on the shelf, without reading the streets themselves.

    Parameters
    ----------
    folder : Path
        The shelf; it need not exist.

    Returns
    -------
    list of GraphMetadata
        By name; what `refused` lists is left out.
    """
    return [found for found in _look_through(folder) if isinstance(found, GraphMetadata)]


def refused(folder: Path) -> list[StreetsError]:
    """What lies on the shelf but cannot be used, and why.

    Parameters
    ----------
    folder : Path
        The shelf; it need not exist.

    Returns
    -------
    list of StreetsError
        One a file, by name.
    """
    return [found for found in _look_through(folder) if isinstance(found, StreetsError)]


def _look_through(folder: Path) -> list[GraphMetadata | StreetsError]:
    found: list[GraphMetadata | StreetsError] = []
    for path in sorted(folder.glob("[!.]*.npz")):
        try:
            found.append(read_metadata(path))
        except StreetsError as error:
            found.append(error)
    return found


def _broken(path: Path) -> StreetsError:
    return StreetsError("streets.store.not_sound_street_file_fetch", name=path.name)
