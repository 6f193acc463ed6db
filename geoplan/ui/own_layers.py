"""The layers that a session has uploaded, as the map draws them: on every page, until they are removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import orjson
import streamlit as st

from geoplan.cartography.own_layer_symbols import OwnLayer
from geoplan.crs.metric import STORAGE
from geoplan.ui.session_files import session_file

_OWN: Final = "own_on_map"  # session key: what is drawn, by number


@dataclass(frozen=True)
class OwnOnMap:
    """A layer as the map draws it: a GeoJSON collection, each feature with its title as ``t``."""

    title: str
    content: bytes


def put_on_map(number: int, title: str, collection: dict[str, Any]) -> None:
    """Draw a layer from now on."""
    st.session_state.setdefault(_OWN, {})[number] = OwnOnMap(title, orjson.dumps(collection))


def take_off_map(number: int) -> None:
    """Draw a layer no more."""
    st.session_state.get(_OWN, {}).pop(number, None)


def own_shapes() -> list[OwnLayer]:
    """What is drawn, for a printed map."""
    layers: dict[int, OwnOnMap] = st.session_state.get(_OWN, {})
    return [
        OwnLayer(layer.title, gpd.GeoDataFrame.from_features(orjson.loads(layer.content), crs=STORAGE).geometry)
        for layer in layers.values()
        if orjson.loads(layer.content)["features"]
    ]


def own_on_map() -> list[dict[str, str]]:
    """What the map's script is told: ``id``, ``title`` and ``url`` of each layer."""
    layers: dict[int, OwnOnMap] = st.session_state.get(_OWN, {})
    return [
        {"id": f"own:{number}", "title": layer.title, "url": session_file(layer.content, f"own-{number}")}
        for number, layer in layers.items()
    ]
