"""Own widgets: a script ``NAME.js`` and, where there is one, a style sheet ``NAME.css``, mounted by ``NAME.py``.

Both come by URL: within a message Streamlit would send them with every run.
"""

from __future__ import annotations

from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geoplan.map.static_file import ROOT, STATIC, digest, static_file

_SUFFIXES: Final = ("js", "css")
# What goes with every message: it hands on to the loader, which is fetched once.
_STUB: Final = """
const loader = import(new URL("ROOT/widget-loader-LOADER.js", document.baseURI).href);
export default (component) => {
  let gone = false, end;
  loader.then(({ mount }) => { if (!gone) end = mount(component, "NAME-MARK", SHEET); });
  return () => { gone = true; end?.(); };
};
"""


def component(name: str, root: str = ROOT) -> Any:
    """Register the widget of a name; what is returned mounts it, with the options of Streamlit's own components."""
    sheet = "true" if _has(name, "css") else "false"
    values = {"ROOT": root, "LOADER": _mark("loader"), "NAME": name, "MARK": _mark(name), "SHEET": sheet}
    js = _STUB
    for key, value in values.items():
        js = js.replace(key, value)
    mount = st.components.v2.component(f"geoplan.{name}", js=js, isolate_styles=True)

    def published(**options: Any) -> Any:
        publish_widget("loader")
        publish_widget(name)
        return mount(**options)

    return published


@lru_cache(maxsize=32)
def publish_widget(name: str, static: Path = STATIC) -> None:
    """Write a widget's script and style sheet under static/ unless they are there."""
    for suffix in _files(name):
        static_file(static, f"widget-{name}", _mark(name), f".{suffix}", partial(_source, name, suffix))


def widget_names() -> list[str]:
    """The names of all widgets and of the loader, which are files of this folder."""
    scripts = (entry.name for entry in files("geoplan.ui.components").iterdir() if entry.name.endswith(".js"))
    return sorted(name.removesuffix(".js") for name in scripts)


def _has(name: str, suffix: str) -> bool:
    return (files("geoplan.ui.components") / f"{name}.{suffix}").is_file()


def _files(name: str) -> list[str]:
    return [suffix for suffix in _SUFFIXES if _has(name, suffix)]


def _source(name: str, suffix: str) -> bytes:
    return (files("geoplan.ui.components") / f"{name}.{suffix}").read_bytes()


@lru_cache(maxsize=32)
def _mark(name: str) -> str:
    return digest(*(_source(name, suffix) for suffix in _files(name)))
