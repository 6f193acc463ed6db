"""The folium map: a constant script that fetches its data by URL, and a feature group that only says what to show."""

from __future__ import annotations

from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from geoplan.map.publish import Published


class _Mount(MacroElement):
    """Hands the map to geoplan-map.js."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GeoPlan.mount({{ this._parent.get_name() }}, {{ this.urls|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, urls: dict[str, str]) -> None:
        super().__init__()
        self._name = "Mount"
        self.urls = urls


class Shown(folium.FeatureGroup):
    """What the map is to show: ids instead of geometry, so that a change of filter costs a few bytes.

    Parameters
    ----------
    state : dict
        ``wanted`` (site ids or None for all), ``chosen``, ``lang``, ``somewhere`` (adcode to count), ``go``, ``token``.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.featureGroup();GeoPlan.show({{ this.state|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__(name="shown", control=False)
        self.state = state


def build_map(published: Published) -> folium.Map:
    """Build the map; the same for the same published data, so that the browser never reloads it.

    Parameters
    ----------
    published : Published
        Where the browser finds leaflet, the script and the data.

    Returns
    -------
    folium.Map
        Without tiles, without any address outside the server.
    """
    view = folium.Map(location=[24.62, 118.14], zoom_start=10, tiles=None, min_zoom=6, max_zoom=17, zoom_snap=0.5)
    view.default_js = [("leaflet", published.leaflet_js), ("geoplan", published.map_js)]
    view.default_css = [("leaflet_css", published.leaflet_css), ("geoplan_css", published.map_css)]
    _Mount({"base": published.base, "sites": published.sites, "text": published.text}).add_to(view)
    return view
