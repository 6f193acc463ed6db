"""A layer's two files as text, written as those in layers/ are: one feature a line, the same input the same bytes."""

from __future__ import annotations

import json
from typing import Any, Final

from geoplan.checks.layers import LayerDescription

_KEYS: Final = tuple(LayerDescription.model_fields)


def description_text(description: dict[str, Any]) -> str:
    """Write a layer's description as TOML.

    Parameters
    ----------
    description : dict
        As `geoplan.checks.layers.LayerDescription` has it.

    Returns
    -------
    str
        Titles first, sources last, one source a line; an empty ``also`` is left out.
    """
    order = [*(key for key in _KEYS if key not in ("also", "licence", "sources")), "also", "licence", "sources"]
    lines = []
    for key in order:
        value = description.get(key)
        if value in (None, []):
            continue
        if key == "sources":
            lines += ["sources = [", *(f"  {_quoted(source)}," for source in value), "]"]
        elif isinstance(value, list):
            lines.append(f"{key} = [{', '.join(map(_quoted, value))}]")
        else:
            lines.append(f"{key} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def features_text(features: list[dict[str, Any]]) -> str:
    """Write features as GeoJSON.

    Parameters
    ----------
    features : list of dict
        GeoJSON features.

    Returns
    -------
    str
        A FeatureCollection, a line a feature.
    """
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _quoted(value: Any) -> str:
    """A TOML value: JSON writes basic strings and whole numbers the same way, but for the control character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
