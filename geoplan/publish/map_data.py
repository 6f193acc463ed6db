"""What the map of a published page draws: the base, the sites that it holds, the texts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.base_map import base_places
from geoplan.geodata.boundaries import counties_in
from geoplan.geodata.county_shapes import county_shapes
from geoplan.map.map_texts import credited_texts
from geoplan.map.map_view import leaflet_options, map_settings
from geoplan.map.publish import base_content
from geoplan.map.site_boxes import box_of_sites, shown_parts
from geoplan.map.site_markers import draft_places, legend, map_sites
from geoplan.study_area import study_area

# The names under which the scripts ask for files; that of the counties is made of that of the base.
BASE: Final = "base-"
COUNTIES: Final = "counties-"
_NOT_DRAWN: Final = ("notes", "overlay")  # layers that a published page never has
_DECIMALS: Final = 4  # of degrees, about 10 m: of boxes that the map moves to


def map_data(catalogue: Catalogue, sites: Sequence[str], approval: str) -> dict[str, Any]:
    """Lay out what the map needs before it can be seen.

    Parameters
    ----------
    sites : sequence of str
        Ids of the sites that the page holds.
    approval : str
        The approval number, or "".

    Returns
    -------
    dict
        ``files`` by the names under which the scripts ask for them; ``options`` of Leaflet; ``settings`` of the map's
        script; ``drafts``, a user's own places, or None; ``boxes`` of sites (west, south, east, north in degrees) and
        ``family``, the parts that stand for a site, both by site id; ``placed``, the sites that are on the map.
    """
    base = base_content(catalogue.home, catalogue.regions)
    if base["relief"]:
        picture = (catalogue.home / "data" / study_area().base.relief).read_bytes()
        base["relief"]["file"] = f"data:image/webp;base64,{b64encode(picture).decode()}"
    files = {
        BASE: base,
        "places": base_places(catalogue.home),
        "sites": _of_sites(orjson.loads(map_sites(catalogue)), sites, bool(catalogue.drafted)),
        "text": credited_texts(catalogue.home, approval) | {"legend": legend(catalogue)},
    }
    urls = {"base": BASE, "places": "places", "sites": "sites", "text": "text", "draw": {}}
    boxes = {site: box for site in sites if (box := box_of_sites(catalogue, [site])) is not None}
    return {
        "files": files,
        "options": leaflet_options(),
        "settings": {**urls, **map_settings()},
        "drafts": draft_places(catalogue) if catalogue.drafted else None,
        "boxes": {site: [round(edge, _DECIMALS) for edge in box] for site, box in boxes.items()},
        "placed": [site for site in sites if site in catalogue.placed],
        "family": {site: parts for site in sites if (parts := shown_parts(catalogue, site))},
    }


def county_data(catalogue: Catalogue) -> dict[str, Any]:
    """The counties as polygons, and the box of every region by adcode (west, south, east, north in degrees)."""
    shapes = county_shapes(catalogue.home)
    regions = ((code, counties_in(str(code))) for code in catalogue.regions.index)
    boxes = {code: [round(float(edge), _DECIMALS) for edge in of.total_bounds] for code, of in regions if len(of)}
    return {"shapes": shapes, "boxes": boxes}


def _of_sites(content: dict[str, Any], sites: Sequence[str], has_drafts: bool) -> dict[str, Any]:
    """The map's sites without those that the page does not hold; parts stay that stand for a whole that it holds."""
    held = set(sites)
    left_out = {*_NOT_DRAWN, *(() if has_drafts else ("drafts",))}
    drawn = content["drawn"]
    kept = [f for f in drawn["features"] if held & {f["properties"]["s"], *f["properties"]["via"]}]
    return {
        **content,
        "drawn": {**drawn, "features": kept},
        "wholes": {site: names for site, names in content["wholes"].items() if site in held},
        "trays": [tray for tray in content["trays"] if tray["s"] in held],
        "tips": {site: lines for site, lines in content["tips"].items() if site in held},
        "ids": [site for site in content["ids"] if site in held],
        "layers": [layer for layer in content["layers"] if layer["id"] not in left_out],
    }
