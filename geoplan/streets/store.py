"""Stored street graphs: one .npz each, written atomically, refused where damaged or made by older rules."""

from __future__ import annotations

import contextlib
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
    """The folder of stored graphs: ``streets`` in the cache folder."""
    return settings.cache_folder / "streets"


def store_path(folder: Path, name: str) -> Path:
    """The file of a street graph, ``<name>.npz``, whether it exists or not.

    Raises
    ------
    StreetsError
        The name is empty, hidden, or holds what a file name cannot.
    """
    if not name.strip() or name.startswith(".") or len(name) > 80 or set(name) & set('/\\:*?"<>|\0\n'):
        raise StreetsError("streets.store.invalid_name", name=name)
    return folder / f"{name}.npz"


def save(streets: StreetGraph, folder: Path) -> Path:
    """Store a street graph under the name in its metadata; the same graph gives the same bytes.

    Raises
    ------
    StreetsError
        The name cannot be a file's.
    OSError
        The folder cannot be written; nothing is left behind.
    """
    path = store_path(folder, streets.metadata.name)
    content = io.BytesIO()
    arrays: dict[str, Any] = {key: np.asarray(getattr(streets, key), dtype) for key, dtype in _DTYPES.items()}
    metadata = np.frombuffer(streets.metadata.to_json().encode(), np.uint8)
    np.savez_compressed(content, passport=metadata, **arrays)  # numpy dates every member 1980-01-01
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content.getvalue())
    return path


def load(path: Path) -> StreetGraph:
    """Load a street graph that `save` wrote.

    Raises
    ------
    StreetsError
        The file is missing, damaged, or made by other rules than the current ones.
    """
    metadata = read_metadata(path)
    try:
        with np.load(path, allow_pickle=False) as file:
            return StreetGraph(**{key: file[key].astype(dtype) for key, dtype in _DTYPES.items()}, metadata=metadata)
    except _UNREADABLE as error:
        raise _damaged(path) from error


def read_metadata(path: Path) -> GraphMetadata:
    """Read the metadata of a stored graph alone; raises `StreetsError` as `load` does."""
    if not path.is_file():
        raise StreetsError("streets.store.missing", name=path.name)
    try:
        with np.load(path, allow_pickle=False) as file:
            metadata = GraphMetadata.from_json(file["passport"].tobytes().decode())
    except _UNREADABLE as error:
        raise _damaged(path) from error
    if metadata.rules_version != rules_version():
        raise StreetsError(
            "streets.store.old_rules", name=path.name, version=metadata.rules_version, current=rules_version()
        )
    return metadata


def stored_graphs(folder: Path) -> list[GraphMetadata]:
    """List the metadata of the graphs in a folder, by name, without those that `load` refuses."""
    graphs = []
    for path in sorted(folder.glob("[!.]*.npz")):
        with contextlib.suppress(StreetsError):
            graphs.append(read_metadata(path))
    return graphs


def _damaged(path: Path) -> StreetsError:
    return StreetsError("streets.store.damaged", name=path.name)
