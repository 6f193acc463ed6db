"""Write the lists of filters and layers under static/, named by what they are made of."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.facet_file import facet_file
from geoplan.map.static_file import ROOT, digest, refuse_drafts, static_file
from geoplan.symbology import FILE as SYMBOLOGY
from geoplan.text.message import languages, section

_SECTIONS: Final = ("panel", "ui", "vocabulary", "citation", "punctuation")  # the texts that the file takes up
_CODE: Final = ("facet_file", "layer_rows", "publish_facets")


def publish_facets(catalogue: Catalogue, static: Path, root: str = ROOT) -> str:
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
    refuse_drafts(catalogue)
    return f"{root}/{static_file(static, 'facets', _mark(catalogue), '.json', lambda: facet_file(catalogue))}"


def _mark(catalogue: Catalogue) -> str:
    """A digest of what the file is made of; making the file only to name it would load the dictionaries of pinyin."""
    texts = {lang: [dict(section(name, lang)) for name in _SECTIONS] for lang in languages()}
    code = [(files("geoplan.map") / f"{name}.py").read_bytes() for name in _CODE]
    area = (catalogue.home / "data" / "study_area.toml").read_bytes()
    parts = [catalogue.version.encode(), orjson.dumps(texts, option=orjson.OPT_SORT_KEYS), area, SYMBOLOGY.read_bytes()]
    return digest(*parts, *code)
