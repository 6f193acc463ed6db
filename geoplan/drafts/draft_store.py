"""Drafts in files: one a draft, with its earlier versions, so that what was done can be undone after a restart."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson
import shapely
from filelock import FileLock, Timeout

from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.draft_folders import forget_old
from geoplan.errors import UserError
from geoplan.files import write_atomically
from geoplan.text.message import Text, message
from geoplan.text.system_reason import system_reason
from geoplan.vocabulary import CONFIDENCES, DATUMS, KINDS, METHODS

VERSIONS: Final = 20  # kept of a draft
FILE_BYTES: Final = 2_000_000
DRAFTS: Final = 2_000  # in a folder
VERTICES: Final = 20_000  # of a geometry
_ID: Final = re.compile(r"[a-z0-9-]+")
_WAIT: Final = 10  # seconds for another process to finish writing
_DAY: Final = 24 * 3600  # seconds


class DraftStore:
    """The drafts of one folder; several processes may use it at a time.

    Parameters
    ----------
    folder : Path
        Made when the first draft is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> list[Draft]:
        """The drafts in force, by id; files that cannot be read are passed over, see `problems`."""
        with suppress(OSError):  # what is read is in use; see `forget_old`
            if time.time() - self.folder.stat().st_mtime > _DAY:
                os.utime(self.folder)
        return [found[-1] for path in self._files() if (found := _versions(path))]

    def problems(self) -> list[Text]:
        """The files that cannot be read, each with the remedy; they are never deleted."""
        return [_damaged(path) for path in self.damaged()]

    def damaged(self) -> list[Path]:
        """The files that cannot be read."""
        return [path for path in self._files() if _versions(path) is None]

    def history(self, draft_id: str) -> list[Draft]:
        """The versions of a draft, the one in force first; none where there is no such draft, or its file is damaged.

        Raises
        ------
        UserError
            The id is none.
        """
        return list(reversed(_versions(self._path(draft_id)) or []))

    def files(self) -> dict[str, bytes]:
        """The content of each file that can be read, by the draft's id: the draft with its earlier versions.

        Raises
        ------
        UserError
            A file cannot be read.
        """
        with self._lock():
            return {path.stem: path.read_bytes() for path in self._files() if _versions(path)}

    def is_draft(self, draft_id: str, content: bytes) -> bool:
        """Whether this is the content of the file of a draft."""
        return bool(_ID.fullmatch(draft_id)) and bool(_parsed(content, draft_id))

    def restore(self, draft_id: str, content: bytes) -> bool:
        """Put the file of a draft back, unless the one that is here was drawn as late or later.

        Returns
        -------
        bool
            Whether it was put back.

        Raises
        ------
        UserError
            The id is none, the content is damaged, or nothing can be written.
        """
        path = self._path(draft_id)
        versions = _parsed(content, draft_id)
        if not versions:
            raise UserError(_damaged(path))
        with self._lock():
            here = _versions(path)  # a damaged file is what a backup is for
            if here and here[-1].drawn_at >= versions[-1].drawn_at:
                return False
            self._write(path, versions)
        return True

    def save(self, draft: Draft, author: str = "") -> Draft:
        """Store a draft as the newest version of its id.

        Parameters
        ----------
        draft : Draft
            Its time is replaced, and its author where one is given.

        Returns
        -------
        Draft
            As it was stored.

        Raises
        ------
        UserError
            The id is none, the geometry is not valid, the draft or the folder is too large, an earlier file is damaged,
            or nothing can be written. What was stored before stays.
        ValueError
            The draft has a category or geometry that no draft has.
        """
        path = self._path(draft.draft_id)
        if (vertices := shapely.get_num_coordinates(draft.geometry)) > VERTICES:
            raise UserError("drafts.draft_store.too_many_vertices", count=vertices, limit=VERTICES)
        if not shapely.is_valid(draft.geometry):
            raise UserError("drafts.draft_store.invalid", reason=shapely.is_valid_reason(draft.geometry))
        if not _is_whole(draft, draft.draft_id):
            raise ValueError(f"{draft!r:.200} is no draft")
        with self._lock():
            versions = self._readable(path)
            if not versions and sum(1 for _ in self._files()) >= DRAFTS:
                raise UserError("drafts.draft_store.too_many_drafts", limit=DRAFTS)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            stamped = replace(draft, author=author or draft.author, drawn_at=now)
            self._write(path, [*versions, stamped])
        return stamped

    def undo(self, draft_id: str) -> Draft | None:
        """Drop the newest version of a draft.

        Returns
        -------
        Draft or None
            The version in force now; None where none is left, and the file is gone.

        Raises
        ------
        UserError
            The id is none, the file is damaged, or nothing can be written.
        """
        path = self._path(draft_id)
        if not self.folder.is_dir():
            return None
        with self._lock():
            versions = self._readable(path)[:-1]
            if versions:
                self._write(path, versions)
                return versions[-1]
            path.unlink(missing_ok=True)
        return None

    def remove(self, draft_id: str) -> None:
        """Remove a draft with all its versions; nothing happens where there is none.

        Raises
        ------
        UserError
            The id is none, or the file cannot be deleted.
        """
        path = self._path(draft_id)
        if self.folder.is_dir():
            with self._lock():
                path.unlink(missing_ok=True)

    def _path(self, draft_id: str) -> Path:
        if not _ID.fullmatch(draft_id) or len(draft_id) > 100:
            raise UserError("drafts.draft_store.bad_id", value=draft_id[:100])
        return self.folder / f"{draft_id}.json"

    def _files(self) -> Iterator[Path]:
        files = (path for path in self.folder.glob("*.json") if _ID.fullmatch(path.stem))
        yield from sorted(files, key=lambda path: path.stem)

    def _readable(self, path: Path) -> list[Draft]:
        versions = _versions(path)
        if versions is None:
            raise UserError(_damaged(path))
        return versions

    def _write(self, path: Path, versions: list[Draft]) -> None:
        """Write the newest versions, as many as a file may hold."""
        features = [orjson.dumps(draft.to_feature()) for draft in versions[-VERSIONS:]]
        while sum(map(len, features)) + len(features) + 20 > FILE_BYTES:
            if len(features) == 1:
                raise UserError("drafts.draft_store.too_large", size=len(features[0]) / 1e6, limit=FILE_BYTES // 10**6)
            del features[0]
        write_atomically(path, b'{"versions": [' + b",".join(features) + b"]}\n")

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other processes from writing meanwhile; the folder is made where it is missing."""
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                forget_old(self.folder)
            with FileLock(self.folder / ".lock", timeout=_WAIT):
                yield
        except Timeout as error:
            raise UserError("drafts.draft_store.locked", folder=self.folder) from error
        except OSError as error:
            reason = system_reason(error)
            raise UserError("drafts.draft_store.not_written", folder=self.folder, reason=reason) from error


def _versions(path: Path) -> list[Draft] | None:
    """The versions in a file, the newest last; none where there is no file, None where it is damaged."""
    try:
        return None if path.stat().st_size > FILE_BYTES else _parsed(path.read_bytes(), path.stem)
    except FileNotFoundError:
        return []
    except OSError:
        return None


def _parsed(content: bytes, draft_id: str) -> list[Draft] | None:
    """The versions in the content of a file, at least one; None where it is damaged."""
    try:
        versions = [Draft.from_feature(feature) for feature in orjson.loads(content)["versions"]]
        return versions if versions and all(_is_whole(draft, draft_id) for draft in versions) else None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None


def _is_whole(draft: Draft, draft_id: str) -> bool:
    """Whether everything that shows drafts can show this one; `geoplan.drafts.patch` says what else is asked of one."""
    texts = (value for key, value in vars(draft).items() if key not in ("geometry", "radius_m"))
    codes = ((draft.method, METHODS), (draft.source_datum, DATUMS), (draft.confidence, CONFIDENCES))
    return (
        draft.draft_id == draft_id
        and draft.category in (POSITION, PLACE, NOTE)
        and (draft.category != PLACE or draft.kind in KINDS)
        and all(code in names for code, names in codes)
        and all(isinstance(text, str) for text in texts)
        and (draft.radius_m is None or isinstance(draft.radius_m, int | float))
        and draft.geometry.geom_type in ("Point", "Polygon", "MultiPolygon")
        and bool(shapely.is_valid(draft.geometry))
        and shapely.box(-180, -90, 180, 90).contains(draft.geometry)
    )


def _damaged(path: Path) -> Text:
    return message("drafts.draft_store.damaged", file=path)
