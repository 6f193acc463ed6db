"""The layers that the map can show and hide, in groups: the catalogue's, and those that are no sites."""

from __future__ import annotations

from typing import Any, Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import study_area
from geoplan.symbology import symbology
from geoplan.text.message import message
from geoplan.text.names import name_of

# By group, the layers that are no layer of the catalogue, topmost first.
_SPECIAL: Final = {
    "own": ("notes", "drafts"),
    "transport": ("gateways",),
    "analysis": ("unplaced", "radii", "doubts", "overlay", "choropleth"),
    "base": ("base-names", "borders", "relief"),
}
_OFF: Final = ("gateways",)  # at first
_MOVABLE: Final = ("themes", "own")  # what else is drawn has its fixed place above or below the sites
_MOST: Final = 4  # colours in the symbol of a layer


def layer_groups(catalogue: Catalogue) -> list[dict[str, Any]]:
    """List the groups of layers in order.

    Returns
    -------
    list of dict
        ``id`` and ``name`` by language; the layers of a scope are the group ``themes-<scope>``.
    """
    scopes = [(scope, study_area().scopes[scope].name) for scope in catalogue.layers["scope"].unique()]
    themes = {f"themes-{scope}": message("panel.groups.themes", scope=name) for scope, name in scopes}
    groups = themes | {group: message(f"panel.groups.{group}") for group in _SPECIAL}
    return [{"id": group, "name": name.by_language()} for group, name in groups.items()]


def layer_rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """List the layers, topmost first; users' own uploads, ``own:<id>``, are added in the browser.

    Returns
    -------
    list of dict
        ``id``, ``group``, ``name`` by language, ``on`` (whether it shows at first), ``sites`` (whether it holds
        sites), ``fixed`` (whether its place in the order is), ``mix``: the colours of a layer's main industries, each
        with its share of the layer's sites (0 to 1); ``c``, the colour of a layer that is no theme.
    """
    themes = [
        {
            "id": str(layer),
            "group": f"themes-{catalogue.layers.at[layer, 'scope']}",
            "name": name_of(catalogue.layers, str(layer), "title").by_language(),
            **{"on": True, "sites": True, "fixed": False, "mix": _mix(catalogue, str(layer))},
        }
        for layer in catalogue.layers.index
    ]
    special = [
        {
            "id": layer,
            "group": group,
            "name": message(f"panel.layers.{layer}").by_language(),
            **{"on": layer not in _OFF, "sites": layer in {"unplaced", "doubts", "drafts"}},
            **{"fixed": group not in _MOVABLE, "c": _colour(layer)},
        }
        for group, layers in _SPECIAL.items()
        for layer in layers
    ]
    return [*themes, *special]


def drawn_layers(catalogue: Catalogue) -> list[dict[str, Any]]:
    """List the layers as the map needs them, without names; see `layer_rows`.

    Returns
    -------
    list of dict
        ``id``, ``group``, ``on``, ``sites``, ``fixed``.
    """
    return [{key: row[key] for key in ("id", "group", "on", "sites", "fixed")} for row in layer_rows(catalogue)]


def _mix(catalogue: Catalogue, layer: str) -> list[tuple[str, float]]:
    """The colours of a layer's sites and their shares, the largest first; what is left is the last one."""
    branches = catalogue.sites.loc[catalogue.sites["layer_id"] == layer, "branch"]
    colours = branches.map(symbology().branch_colour).value_counts(normalize=True)
    return [(str(colour), round(float(share), 3)) for colour, share in colours.head(_MOST).items()]


def _colour(layer: str) -> str:
    style = symbology()
    colours = {
        "notes": style.colours["user_layer"],
        "drafts": style.colours["user_layer"],
        "overlay": style.colours["catchment"],
        "choropleth": style.colours["link"],
        "borders": style.ground["city_border"],
        "relief": style.ground["city_border"],
    }
    return colours.get(layer, style.colours["muted"])
