"""Write the lists of filters and layers under static/, named by what they are made of."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.files import write_atomically
from geoplan.map.facet_file import facet_file
from geoplan.symbology import FILE as SYMBOLOGY
from geoplan.text.message import languages, section

_SECTIONS: Final = ("panel", "ui", "vocabulary", "citation", "punctuation")  # the texts that the file takes up
_CODE: Final = ("facet_file", "layer_rows", "publish_facets")
_KEPT: Final = 4  # states of the file, as a page that is open may need the one before


def publish_facets(catalogue: Catalogue, static: Path, root: str = "/app/static") -> str:
    """Write the file of `geoplan.map.facet_file` unless it is there.

    Parameters
    ----------
    catalogue : Catalogue
        As shipped; the file is for everybody.

    Returns
    -------
    str
        Its address, relative to the server's root.

    Raises
    ------
    ValueError
        The catalogue holds a user's drafts, which are not for everybody.
    """
    if catalogue.drafted:
        raise ValueError("the lists of filters and layers are made of the shipped catalogue")
    path = static / f"facets-{_mark(catalogue)}.json"
    if not path.exists():
        static.mkdir(parents=True, exist_ok=True)
        write_atomically(path, facet_file(catalogue))
        others = [old for old in static.glob("facets-*.json") if old != path]
        for old in sorted(others, key=lambda old: old.stat().st_mtime, reverse=True)[_KEPT:]:
            old.unlink(missing_ok=True)
    return f"{root}/{path.name}"


def _mark(catalogue: Catalogue) -> str:
    """A digest of what the file is made of; making the file only to name it would load the dictionaries of pinyin."""
    texts = {lang: [dict(section(name, lang)) for name in _SECTIONS] for lang in languages()}
    code = [(files("geoplan.map") / f"{name}.py").read_bytes() for name in _CODE]
    area = (catalogue.home / "data" / "study_area.toml").read_bytes()
    parts = [catalogue.version.encode(), orjson.dumps(texts, option=orjson.OPT_SORT_KEYS), area, SYMBOLOGY.read_bytes()]
    return hashlib.sha256(b"".join([*parts, *code])).hexdigest()[:12]
