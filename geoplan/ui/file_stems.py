"""Names of downloads: what a file holds, the filter behind it, the day."""

from __future__ import annotations

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection_words import selection_words
from geoplan.settings import settings
from geoplan.study_area import study_area
from geoplan.text.file_names import download_stem
from geoplan.ui import map_state
from geoplan.ui.language import name


def file_stem(*what: str) -> str:
    """Name a file by what it holds, the most important first."""
    return download_stem(what, settings().day)


def filtered_stem(catalogue: Catalogue, *what: str) -> str:
    """Name a file of the filtered set: the filter, or the area where nothing is filtered, then what it holds."""
    words = [name(word) for word in selection_words(catalogue, map_state.selection())]
    return file_stem(*(words or [name(study_area().name)]), *what)
