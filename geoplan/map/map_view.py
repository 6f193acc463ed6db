"""The folium map: a constant script that fetches its data by URL, and a feature group that only says what to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import folium
import orjson
from branca.element import MacroElement
from folium.template import Template
from folium.utilities import camelize
from jinja2.utils import htmlsafe_json_dumps

from geoplan.map.base_maps import BaseMap
from geoplan.map.publish import Published
from geoplan.study_area import Box, study_area

_OPENING: Final = re.compile(r"\{(?=[{%#])")  # of an expression, statement or comment of Jinja; within texts alone
_ZOOM: Final = 10  # at first
# A notch of the wheel, 120 pixels, is one level.
_OPTIONS: Final[dict[str, Any]] = {"min_zoom": 6, "max_zoom": 17, "zoom_snap": 0.5, "wheel_px_per_zoom_level": 120}


class _Mount(MacroElement):
    """Hands the map to geoplan-map.js."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GeoPlan.mount({{ this._parent.get_name() }}, {{ this.settings }});"
        "{% endmacro %}"
    )

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()
        self._name = "Mount"
        self.settings = for_script(settings)


class Shown(folium.FeatureGroup):
    """What the map is to show: ids instead of geometry, so that a change of filter costs a few bytes.

    Parameters
    ----------
    state : dict
        ``wanted`` (sites by their place among the published ``ids`` or by id, or None for all), ``chosen``, ``lang``,
        ``go``, ``token``.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.featureGroup();GeoPlan.show({{ this.state }});"
        "{% endmacro %}"
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__(name="shown", control=False)
        self.state = for_script(state)


def for_script(value: Any) -> str:
    """Write a value as JSON for a script of the page; branca reads a script that was filled as a template once more."""
    return _OPENING.sub(r"\\u007b", str(htmlsafe_json_dumps(value, dumps=_dense)))


def _dense(value: Any) -> str:
    """JSON without blanks, Chinese as it is written: it goes over the wire with every change of the filter."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def build_map(published: Published, base_maps: Sequence[BaseMap] = ()) -> folium.Map:
    """Build the map; the same for the same published data and settings, so that the browser never reloads it.

    Parameters
    ----------
    published : Published
        Where the browser finds leaflet, the script and the data.
    base_maps : sequence of BaseMap
        Base maps from outside that are offered beside the drawn one.
    """
    view = folium.Map(location=_centre(), zoom_start=_ZOOM, tiles=None, **_OPTIONS)
    view.default_js = [("leaflet", published.leaflet_js), ("geoplan", published.map_js)]
    view.default_css = [("leaflet_css", published.leaflet_css), ("geoplan_css", published.map_css)]
    draw = {"js": published.draw_js, "css": published.draw_css}
    urls = {name: getattr(published, name) for name in ("base", "places", "sites", "text")} | {"draw": draw}
    _Mount({**urls, **map_settings(base_maps)}).add_to(view)
    return view


def leaflet_options() -> dict[str, Any]:
    """The map's options as Leaflet takes them, for a page not of folium, whose script gives the first view."""
    return {camelize(name): value for name, value in _OPTIONS.items()}


def map_settings(base_maps: Sequence[BaseMap] = ()) -> dict[str, Any]:
    """What geoplan-map.js is told of the study area and of base maps from outside."""
    area = study_area()
    scopes = [
        {"id": key, "view": _corners(scope.view), **scope.name.by_language()} for key, scope in area.scopes.items()
    ]
    offered = [base_map.for_browser() for base_map in base_maps]
    return {"scopes": scopes, "around": _corners(area.boxes.around), "base_maps": offered}


def _centre() -> list[float]:
    area = study_area()
    west, south, east, north = area.scopes[area.scope_of(area.home)].view
    return [(south + north) / 2, (west + east) / 2]


def _corners(box: Box) -> list[list[float]]:
    """South-west and north-east as Leaflet takes them: latitude first."""
    west, south, east, north = box
    return [[south, west], [north, east]]
