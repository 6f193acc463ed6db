"""What the tests of exports share: the set exported, and where its places lie by another reckoning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from coord_convert import transform as independent
from pyproj import Transformer

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.query.selection import Selection
from geoplan.writers.collect import collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS

SYSTEMS = ("4326", "4490", "4548", "4547", "3857", "GCJ-02", "BD-09")


@pytest.fixture(scope="session")
def sites(catalogue: Catalogue) -> ExportContent:
    """All sites as one flat collection."""
    return collect(catalogue, "sites", Selection(), FORMATS["gpkg"], parse_system("4326"), "zh")


@pytest.fixture(scope="session")
def everything(catalogue: Catalogue) -> ExportContent:
    return collect(catalogue, "everything", Selection(), FORMATS["gpkg"], parse_system("4326"), "zh")


@pytest.fixture(scope="session")
def drawn(home: Path) -> dict[str, shapely.Geometry]:
    """The geometry of every drawn feature as its layer's file has it, by the id an export gives it, in WGS 84.

    An area of doubt says where a site may stand and is not exported as its place.
    """
    by_site: dict[str, list] = {}
    for file in sorted((home / "layers").glob("*.geojson")):
        for feature in json.loads(file.read_text("utf-8"))["features"]:
            is_doubt = feature["properties"]["method"] == "area_of_doubt"
            by_site.setdefault(feature["properties"]["site_id"], []).append(None if is_doubt else feature["geometry"])
    return {
        site if number == 1 else f"{site}#{number}": shapely.from_geojson(json.dumps(geometry))
        for site, geometries in by_site.items()
        for number, geometry in enumerate(geometries, start=1)
        if geometry
    }


@pytest.fixture(scope="session")
def reckoned(drawn: dict[str, shapely.Geometry]) -> Callable[[str], dict[str, shapely.Geometry]]:
    """The same in any system, by pyproj and coord-convert themselves."""
    known: dict[str, dict[str, shapely.Geometry]] = {}

    def there(code: str) -> dict[str, shapely.Geometry]:
        if code not in known:
            move = _move(code)  # once: pyproj looks long for the way between two systems
            known[code] = {key: shapely.transform(shape, move) for key, shape in drawn.items()}
        return known[code]

    return there


def _move(code: str) -> Callable:
    pointwise = {"GCJ-02": independent.wgs2gcj, "BD-09": independent.wgs2bd}.get(code)
    if pointwise:
        return lambda xy: [pointwise(x, y) for x, y in xy]
    transformer = Transformer.from_crs(4326, int(code), always_xy=True)
    return lambda xy: list(zip(*transformer.transform(xy[:, 0], xy[:, 1]), strict=True))
