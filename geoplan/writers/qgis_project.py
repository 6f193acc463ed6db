"""The project that QGIS opens from within the GeoPackage: layers in groups, styled, with titles, and a sheet to print.

QGIS keeps a project in the table ``qgis_projects``: a zip file with the project's XML, written in hexadecimal digits.
Its layers name the file they stand in, relative to it: a GeoPackage that gets another name opens all the same, but
its project asks where the layers are.
"""

from __future__ import annotations

import io
import sqlite3
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import orjson
from pyproj import CRS

from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.files import write_zip
from geoplan.text.message import joined, message, translate
from geoplan.writers.export_content import ExportContent
from geoplan.writers.layer_style import LayerStyle
from geoplan.writers.qgis_layout import add_layout
from geoplan.writers.qml_style import add_style, no_expression

_NAME: Final = "GeoPlan"
_NO_CLOCK: Final = "1980-01-01T00:00:00"
_TABLE: Final = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_GEOMETRIES: Final = {"area": "Polygon", "line": "Line", "point": "Point"}
_SHOWN: Final = {"checked": "Qt::Checked"}
_TOP_FIRST: Final = ("point", "line", "area", "")


class ProjectLayer(NamedTuple):
    """A table of the file as a layer of its project.

    Attributes
    ----------
    name : str
        Of the table.
    """

    name: str
    title: str
    style: LayerStyle

    @property
    def id(self) -> str:
        """Its id in the project; QGIS replaces those of ten letters and less."""
        return f"geoplan_{self.name}"

    @property
    def group(self) -> str:
        """The group it stands in: ``places``, ``ground`` or ``tables``."""
        if not self.style.geometry_type:
            return "tables"
        return "places" if self.style.branches else "ground"


def project(content: ExportContent, layers: list[ProjectLayer], file_name: str) -> bytes:
    """Write a project of QGIS 3.

    Parameters
    ----------
    layers : list of ProjectLayer
        In any order: points lie over areas, sites over the ground.
    file_name : str
        The name of the GeoPackage.

    Returns
    -------
    bytes
        A ``.qgz`` file; the same content gives the same bytes.
    """
    from lxml import etree  # only GeoPackage needs it

    shown, extent = _sheet(content)
    root = etree.Element("qgis", projectname=str(content.about["title"]), version="3.22.0", saveDateTime=_NO_CLOCK)
    etree.SubElement(root, "title").text = str(content.about["title"])
    _crs(etree, etree.SubElement(root, "projectCrs"), shown)
    ordered = sorted(layers, key=lambda layer: _TOP_FIRST.index(layer.style.geometry_type))
    tree = etree.SubElement(root, "layer-tree-group")
    for group in ("places", "ground", "tables"):
        title = translate(f"writers.qgis_project.groups.{group}", content.lang)
        opened = "0" if group == "tables" else "1"
        there = etree.SubElement(tree, "layer-tree-group", name=title, expanded=opened, **_SHOWN)
        for layer in (one for one in ordered if one.group == group):
            source = {"providerKey": "ogr", "source": _source(file_name, layer)}
            etree.SubElement(there, "layer-tree-layer", id=layer.id, name=layer.title, expanded="0", **source, **_SHOWN)
    _view(etree, root, shown, extent)
    described = etree.SubElement(root, "projectlayers")
    for layer in ordered:
        _layer(etree, described, layer, content.system.crs, file_name)
    properties = etree.SubElement(root, "properties")
    etree.SubElement(etree.SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    systems = etree.SubElement(properties, "SpatialRefSys")  # without which QGIS passes over the project's system
    etree.SubElement(systems, "ProjectionsEnabled", type="int").text = "1"
    add_layout(root, _words(content), extent, _legend(ordered, content.lang))
    target = io.BytesIO()
    write_zip(target, [(f"{_NAME}.qgs", etree.tostring(root, encoding="utf-8", xml_declaration=True))])
    return target.getvalue()


def _legend(ordered: list[ProjectLayer], lang: str) -> list[tuple[str, str]]:
    """One layer of sites for all, because all are coloured alike, then the ground."""
    sites = [layer for layer in reversed(ordered) if layer.group == "places"][:1]
    ground = [layer for layer in ordered if layer.group == "ground"]
    colours = translate("cartography.sheet.legend.industries", lang)
    return [*((layer.id, colours) for layer in sites), *((layer.id, no_expression(layer.title)) for layer in ground)]


def store_project(database: sqlite3.Connection, packed: bytes) -> None:
    """Put a project where QGIS looks for it."""
    about = orjson.dumps({"last_modified_time": _NO_CLOCK, "last_modified_user": "geoplan"}).decode()
    database.execute(_TABLE)
    database.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (_NAME, about, packed.hex()))


def _source(file_name: str, layer: ProjectLayer) -> str:
    return f"./{file_name}|layername={layer.name}"


def _layer(etree: Any, parent: Any, layer: ProjectLayer, crs: CRS, file_name: str) -> None:
    geometry = _GEOMETRIES.get(layer.style.geometry_type, "No geometry")
    labels = "1" if layer.style.geometry_type and layer.style.label else "0"
    element = etree.SubElement(
        parent, "maplayer", type="vector", geometry=geometry, labelsEnabled=labels, styleCategories="AllStyleCategories"
    )
    texts = {"id": layer.id, "datasource": _source(file_name, layer), "layername": layer.title}
    for tag, text in texts.items():
        etree.SubElement(element, tag).text = text
    if layer.style.geometry_type:
        _crs(etree, etree.SubElement(element, "srs"), crs)
    etree.SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    add_style(element, layer.style)


def _crs(etree: Any, parent: Any, crs: CRS) -> None:
    system = etree.SubElement(parent, "spatialrefsys")
    etree.SubElement(system, "wkt").text = crs.to_wkt()
    if authority := crs.to_authority():
        etree.SubElement(system, "authid").text = ":".join(authority)


def _view(etree: Any, root: Any, crs: CRS, extent: tuple[float, ...]) -> None:
    """What the window shows when the project opens."""
    canvas = etree.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    etree.SubElement(canvas, "units").text = "degrees" if crs.is_geographic else "meters"
    box = etree.SubElement(canvas, "extent")
    for name, number in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True):
        etree.SubElement(box, name).text = repr(number)
    _crs(etree, etree.SubElement(canvas, "destinationsrs"), crs)


def _sheet(content: ExportContent) -> tuple[CRS, tuple[float, float, float, float]]:
    """The system the sheet is drawn in, metric wherever one can be, and the extent of what is on it.

    The sites decide on the extent where there are any placed: the counties alone would be the whole province.
    """
    placed = [c for c in content.collections if c.has_places and c.frame.geometry.notna().any()]
    sites = [c for c in placed if "branch" in c.frame] or placed
    if not sites:
        return content.system.crs, (0.0, 0.0, 1.0, 1.0)
    places = np.concatenate([c.frame.geometry.dropna().to_numpy() for c in sites])
    shapes = gpd.GeoSeries(places, crs=STORAGE)
    crs = content.system.crs
    if not content.system.is_offset:
        crs = metric_crs_for(shapes) if crs.is_geographic else crs
        shapes = shapes.to_crs(crs)
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    margin = max(east - west, north - south) * 0.05 or (0.01 if content.system.in_degrees else 1000.0)
    edges = (west - margin, south - margin, east + margin, north + margin)
    return crs, tuple(round(edge, 6) for edge in edges)  # type: ignore[return-value]


def _words(content: ExportContent) -> dict[str, str]:
    """The words of the sheet: ``title``, ``legend``, ``foot``."""
    about, lang = content.about, content.lang
    number = about.get("approval_number") or message("common.approval_pending")
    foot = [
        translate("cartography.sheet.plans", lang, plans=joined(about["sources"])),
        str(about["note"]),
        translate("cartography.sheet.version", lang, version=about["data_version"]),
        translate("cartography.sheet.approval", lang, number=number),
    ]
    return {
        "title": no_expression(str(about["title"])),
        "legend": translate("writers.qgis_project.legend", lang),
        "sheet": translate("writers.qgis_project.sheet", lang),
        "foot": no_expression("\n".join(foot)),
    }
