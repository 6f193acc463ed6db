"""Classes of numbers of carriers in the session's language; see `geoplan.map.carrier_classes`."""

from __future__ import annotations

from typing import Any

from geoplan.map import carrier_classes
from geoplan.map.carrier_classes import class_of, contrast, ink_on
from geoplan.ui.language import lang

__all__ = ["class_of", "classes", "contrast", "ink_on", "map_classes"]


def classes() -> list[dict[str, str]]:
    """The classes with their titles."""
    return carrier_classes.classes(lang())


def map_classes(title: str, of: dict[str, int], texts: dict[str, str]) -> dict[str, Any]:
    """What the map takes to colour counties: a title, the classes, and the class and the text of each county."""
    return {"title": title, "breaks": [{k: c[k] for k in ("c", "d", "t")} for c in classes()], "of": of, "texts": texts}
