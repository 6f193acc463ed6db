"""The browser's address, written by a script: Streamlit's own writing would drop what the map wrote there."""

from __future__ import annotations

from typing import Any

from geoplan.ui.components import component

_bar = component("address_bar")


def address_bar(address: dict[str, Any]) -> None:
    """Write an address; see `geoplan.ui.address.for_browser`."""
    _bar(key="address_bar", data=address, height=1)
