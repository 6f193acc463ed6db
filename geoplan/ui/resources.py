"""What all sessions of the server share: the catalogue as its files now are, and the map's published files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.errors import UserError
from geoplan.map.map_texts import credited_texts
from geoplan.map.publish import Published, publish
from geoplan.map.publish_facets import publish_facets
from geoplan.map.publish_search import publish_search
from geoplan.map.static_file import STATIC
from geoplan.settings import settings
from geoplan.sources import data_version
from geoplan.text.message import Text, local_text, message
from geoplan.text.system_reason import system_reason
from geoplan.ui import memory_upkeep
from geoplan.ui.draft_state import drafted

_FRESH = 5  # seconds for which the files are taken to be as they were
_READING: Final = threading.Lock()
_SOUND: Final[dict[Path, Catalogue]] = {}  # by home, the last catalogue without problems
# What tells one argument of a cached function from another, where Streamlit cannot know.
HASHES: Final[dict[str | type, Callable[[Any], Any]]] = {
    Catalogue: attrgetter("version"),
    "geoplan.streets.graph.StreetGraph": lambda streets: streets.metadata.to_json(),
    "geoplan.suitability.requirements.Requirements": repr,
    FunctionType: attrgetter("__module__", "__qualname__"),
}


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=HASHES)
def measured(measure: Callable[..., Any], catalogue: Catalogue, sites: tuple[str, ...], *options: Any) -> Any:
    """The result of a function of `geoplan.analysis.measures`, computed once for all sessions."""
    return measure(catalogue, list(sites), *options)


def get_catalogue() -> Catalogue:
    """The catalogue as its files now are, with the drafts of who visits in it."""
    return drafted(shipped_catalogue())


def shipped_catalogue() -> Catalogue:
    """The catalogue as its files now are; read once for all sessions, and again when a file changes.

    Where a change breaks it, it stays as it was before, as long as the app runs; see `withheld`.
    """
    return _now()[0]


def withheld() -> Text | None:
    """Why the catalogue is not shown as its files now are: what a change broke; None where it is."""
    return _now()[1]


def _now() -> tuple[Catalogue, Text | None]:
    home = settings().home
    with _READING:  # who comes meanwhile waits for the one that is being read
        try:
            version = _version(home, int(time.monotonic() / _FRESH))
        except OSError as error:  # a file that cannot be read, or went while they were read
            if home not in _SOUND:
                raise _unreadable(error) from error
            return _SOUND[home], _unreadable(error).what
        return _catalogue_at(version, home)


@lru_cache(maxsize=2)
def _version(home: Path, when: int) -> str:
    return data_version(home)


@lru_cache(maxsize=2)
def _catalogue_at(version: str, home: Path) -> tuple[Catalogue, Text | None]:
    before = _SOUND.get(home)
    try:
        catalogue = load_cached(home, settings().cache_folder)
    except (UserError, OSError) as error:
        told = error if isinstance(error, UserError) else _unreadable(error)
        if before is None:
            raise told from error
        return before, told.what
    if catalogue.problems and before is not None:
        first, more = catalogue.problems[0], len(catalogue.problems) - 1
        what = local_text(first.line("zh"), first.line("en"))
        return before, message("ui.app.and_more", first=what, n=more) if more else what
    if not catalogue.problems:
        _SOUND[home] = catalogue
    memory_upkeep.settle()  # it lives as long as the server: no collection need look at it again
    return catalogue, None


def _unreadable(error: OSError) -> UserError:
    return UserError("sources.unreadable", file=error.filename or "", why=system_reason(error))


@lru_cache(maxsize=2)
def published(catalogue: Catalogue) -> Published:
    """Where the browser finds the map's files."""
    return publish(catalogue, credited_texts(catalogue.home, settings().approval_number), STATIC)


def search_url() -> str:
    """Where the browser finds what a search may lead to."""
    return _search_at(shipped_catalogue())


@lru_cache(maxsize=2)
def _search_at(catalogue: Catalogue) -> str:
    return publish_search(catalogue, STATIC)


def facets_url() -> str:
    """Where the browser finds the labels of filters and layers."""
    return _facets_at(shipped_catalogue())


@lru_cache(maxsize=2)
def _facets_at(catalogue: Catalogue) -> str:
    return publish_facets(catalogue, STATIC)
