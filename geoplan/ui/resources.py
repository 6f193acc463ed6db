"""What all sessions of the server share: the catalogue as its files now are, and the map's published files."""

from __future__ import annotations

import gc
import threading
import time
from functools import lru_cache
from pathlib import Path

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.map.publish import STATIC, Published, publish
from geoplan.settings import settings
from geoplan.sources import data_version
from geoplan.text.message import translate
from geoplan.ui.language import map_texts

_FRESH = 5  # seconds for which the files are taken to be as they were
_lock = threading.Lock()


def get_catalogue() -> Catalogue:
    """The catalogue as its files now are; read once for all sessions, and again when a file changes."""
    home = settings().home
    with _lock:  # the first visitors wait for one reading instead of starting one each
        return _catalogue_at(_version(home, int(time.monotonic() // _FRESH)), home)


@lru_cache(maxsize=1)
def _version(home: Path, _now: int) -> str:
    return data_version(home)


@lru_cache(maxsize=2)
def _catalogue_at(_version: str, home: Path) -> Catalogue:
    catalogue = load_cached(home, settings().cache_folder)
    gc.collect()
    gc.freeze()  # it lives as long as the server: no collection need look at it again
    return catalogue


@lru_cache(maxsize=2)
def published(catalogue: Catalogue) -> Published:
    """Where the browser finds the map's files."""
    words = map_texts()
    for language, texts in words.items():
        approval = settings().approval_number or translate("ui.app.pending", language)
        texts["attribution"] = texts["attribution"].format(approval=approval)
    return publish(catalogue, words, STATIC)


def main() -> None:
    """Check, read and publish ahead of the first visit; ``make setup`` calls this."""
    published(get_catalogue())


if __name__ == "__main__":
    main()
