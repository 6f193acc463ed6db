"""The browser's address, written by a script: Streamlit's own writing would drop what the map wrote there."""

from __future__ import annotations

from urllib.parse import urlencode

from geoplan.ui.components import component

_bar = component("address_bar")


def address_bar(query: dict[str, list[str]], page: str, is_step: bool, has_map: bool) -> None:
    """Write an address: a step of the browser's history, unless it is what the browser went back to."""
    data = {"query": urlencode(query, doseq=True), "page": page, "push": is_step, "map": has_map}
    _bar(key="address_bar", data=data, height=1)
