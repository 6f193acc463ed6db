"""The layers of the map, to show, hide, fade and order: the widget talks to the map's frame and never to the server."""

from __future__ import annotations

from typing import Any

from geoplan.ui.components import component
from geoplan.ui.language import lang, plain

_list = component("layer_list")


def layer_list(url: str) -> None:
    """Draw the list.

    Parameters
    ----------
    url : str
        Of the titles; see `geoplan.map.publish_facets`.
    """
    _list(key="layer_list", data=layer_message(url))


def layer_message(url: str) -> dict[str, Any]:
    """What the browser is told."""
    return {"url": url, "lang": lang(), "failed": plain("panel.failed")}
