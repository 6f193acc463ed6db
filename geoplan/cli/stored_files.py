"""What is kept beside the catalogue and is damaged: fetched streets, answers of services, drafts of the team."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from geoplan.drafts.draft_store import DraftStore
from geoplan.http_client import is_database
from geoplan.problem import Problem
from geoplan.settings import settings


def check_stored() -> list[Problem]:
    """The files of the cache folder and the workspace that are no longer whole."""
    cache, drafts = settings().cache_folder, settings().workspace_drafts
    damaged = [path for path in sorted((cache / "streets").glob("[!.]*.npz")) if not _is_archive(path)]
    damaged += [path for path in sorted(cache.rglob("*.sqlite")) if not is_database(path)]
    damaged += list(DraftStore(drafts).damaged()) if drafts else []
    return [Problem(str(path), None, "stored-damaged") for path in damaged]


def _is_archive(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return archive.testzip() is None
    except (OSError, BadZipFile, ValueError, EOFError):
        return False
