"""Write the search index under static/, named by its content so that a browser may keep it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.base_files import read_names
from geoplan.map.static_file import ROOT, digest, refuse_drafts, static_file
from geoplan.query.search_file import search_file
from geoplan.text.message import languages, section

_SECTIONS: Final = ("search_index", "vocabulary")  # the texts that the index takes up
_CODE: Final = ("entry", "file", "index", "names", "places", "subjects")


def publish_search(catalogue: Catalogue, static: Path, root: str = ROOT) -> str:
    """Write the index unless it is there.

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
    refuse_drafts(catalogue)
    return f"{root}/{static_file(static, 'search', _mark(catalogue), '.json', lambda: search_file(catalogue))}"


def _mark(catalogue: Catalogue) -> str:
    """A digest of what the file is made of; making the file only to name it would load the dictionaries of pinyin."""
    query = files("geoplan.query")
    texts = {lang: [dict(section(name, lang)) for name in _SECTIONS] for lang in languages()}
    names = read_names(catalogue.home).to_csv()
    parts = [catalogue.version.encode(), names.encode(), orjson.dumps(texts, option=orjson.OPT_SORT_KEYS)]
    parts += [(query / f"search_{name}.py").read_bytes() for name in _CODE]
    parts.append((files("geoplan.geocoding") / "name_normalisation.py").read_bytes())
    return digest(*parts)
