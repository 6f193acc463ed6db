"""The scripts and style sheets of a published page: Leaflet's, the map's, the app's widgets', and its own few."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from geoplan.map.publish import leaflet_file, map_script, map_style
from geoplan.symbology import symbology

WIDGETS: Final = (
    "accessibility", "facet_list", "layer_list", "matrix", "row_table", "search_box", "site_cards",
)  # fmt: skip
_OWN: Final = ("data", "selection", "dossier", "coverage", "shell", "search", "frame", "page")
_SHEETS: Final = ("style.css", "dossier.css")  # of the app
_APP: Final = files("geoplan.ui")
_ASSETS: Final = files("geoplan.publish") / "assets"
_EXPORTED: Final = re.compile(r"^export (function|const|class) (\w+)", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^export default function ?(\w*)", re.MULTILINE)
_URL: Final = re.compile(r"url\([^)]*\)")


def page_script() -> str:
    """All scripts as one.

    Raises
    ------
    ValueError
        A widget's script imports another.
    """
    widgets = [_as_expression(name, _widget(name, "js")) for name in WIDGETS]
    own = [(_ASSETS / f"published-{name}.js").read_text("utf-8") for name in _OWN]
    parts = [leaflet_file("leaflet.js").decode(), map_script().decode(), "window.GeoPlanWidgets = {};", *widgets, *own]
    return "\n".join(parts)


def page_style() -> str:
    """The style sheets of the document as one; pictures that Leaflet's asks for are left out."""
    app = [(_APP / name).read_text("utf-8") for name in _SHEETS]
    leaflet = _URL.sub("none", leaflet_file("leaflet.css").decode())
    own = (_ASSETS / "published.css").read_text("utf-8")
    return "\n".join([leaflet, map_style().decode(), f":root{{{symbology().css_variables()}}}", *app, own])


def widget_styles() -> dict[str, str]:
    """The style sheet of each widget, which it has to itself."""
    folder = _APP / "components"
    return {name: _widget(name, "css") for name in WIDGETS if (folder / f"{name}.css").is_file()}


def _widget(name: str, suffix: str) -> str:
    return (_APP / "components" / f"{name}.{suffix}").read_text("utf-8")


def _as_expression(name: str, source: str) -> str:
    """A widget's module as a part of one script: what it exports is a property of ``GeoPlanWidgets.<name>``."""
    if re.search(r"^import\b", source, re.MULTILINE):
        raise ValueError(f"the widget {name} imports another script")
    exported = [found[1] for found in _EXPORTED.findall(source)]
    body = _DEFAULT.sub(r"exports.default = function \1", _EXPORTED.sub(r"\1 \2", source))
    named = "".join(f"exports.{one} = {one};" for one in exported)
    head, foot = '(() => { "use strict"; const exports = {};', f"{named} return exports; }})();"
    return f"GeoPlanWidgets.{name} = {head}\n{body};\n{foot}"
