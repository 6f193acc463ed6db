"""The frame of the app: places on the screen that a page fills, reserved so that nothing moves the map."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

_NOW: Final[ContextVar[Frame]] = ContextVar("frame")


@dataclass(frozen=True)
class Frame:
    """Containers in the order in which the Tab key reaches them."""

    bar: Any
    left: Any
    chips: Any
    before_map: Any
    map: Any
    foot: Any
    drawer: Any


def reserve() -> Frame:
    """Reserve the places of a run; an element put before the map later would load it anew."""
    frame = Frame(*(st.container() for _ in Frame.__dataclass_fields__))
    _NOW.set(frame)
    return frame


def frame() -> Frame:
    """The places of the run."""
    return _NOW.get()


def side() -> Any:
    """A panel beside the map."""
    return st.container(key="side")


def sheet() -> Any:
    """A page without a map."""
    return st.container(key="sheet")
