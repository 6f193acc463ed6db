"""What a page says to its own widgets, to the map and to the address."""

from __future__ import annotations

from typing import Any

import orjson
from streamlit.testing.v1 import AppTest


def told(at: AppTest, widget: str) -> dict[str, Any]:
    """The data of one of our own widgets, by the name of its script."""
    found = [one.proto for one in at.get("bidi_component") if one.proto.component_name == f"geoplan.{widget}"]
    assert found, f"the page has no {widget}"
    data: dict[str, Any] = orjson.loads(found[-1].json)
    return data


def on_map(at: AppTest) -> list[str]:
    """The sites that the map is asked to show."""
    sites: list[str] = at.session_state["page_map"]["sites"]
    return sites


def address(at: AppTest) -> dict[str, list[str]]:
    """The address as the page wrote it."""
    query: dict[str, list[str]] = at.session_state["address"]
    return query
