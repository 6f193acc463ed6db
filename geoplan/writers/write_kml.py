"""KML 2.2: a folder a collection, typed attributes with readable names, coloured by main industry; WGS 84 only."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import shapely

from geoplan.text.message import Text
from geoplan.vocabulary import BRANCH_COLOURS, NO_INDUSTRY_COLOUR
from geoplan.writers.driver_frame import driver_frame
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.metadata_record import record

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_TYPES: Final = {"string": "string", "number": "double", "integer": "int", "boolean": "bool"}


def write_kml(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    """Write collections, feature by feature.

    Parameters
    ----------
    content : ExportContent
        In EPSG:4326: KML knows no other system.
    path : Path
        Where to.
    progress : callable
        Told the share done.

    Returns
    -------
    list of ExportNote
        None: nothing is lost.
    """
    from lxml import etree  # only this format needs it

    done = 0
    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("kml", nsmap={None: _NAMESPACE}), xml.element("Document"):
            _say(xml, "name", content.about["title"])
            _say(xml, "description", _description(content))
            for branch in (*BRANCH_COLOURS, ""):
                _style(xml, branch)
            for collection in content.collections:
                _schema(xml, collection)
            for collection in content.collections:
                with xml.element("Folder"):
                    _say(xml, "name", collection.title(content.lang))
                    for row in _rows(content, collection):
                        _placemark(xml, content, collection, row)
                        done += 1
                        if done % 500 == 0:
                            progress(done / content.rows)
    progress(1.0)
    return []


def _rows(content: ExportContent, collection: Collection) -> Iterator[dict[str, Any]]:
    frame: gpd.GeoDataFrame = driver_frame(content, collection)
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
    return (dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True))


def _say(xml: Any, tag: str, text: object, **attributes: str) -> None:
    with xml.element(tag, **attributes):
        xml.write(str(text))


def _description(content: ExportContent) -> str:
    """The record as text; a viewer takes it for HTML, so it is escaped for that first."""
    said = record(content)
    lines = [
        said["note"],
        *([said["approval_number"]] if "approval_number" in said else []),
        f"{said['coordinate_system']['title']}",
        *said["sources"],
        " · ".join([said["licence"], *(f"{o['licence']} ({o['of']})" for o in said.get("other_licences", []))]),
        f"data {said['data_version']} · geoplan {said['geoplan_version']}",
        *(
            f"{facet}: {value if isinstance(value, str) else ', '.join(value)}"
            for facet, value in said["filters"].items()
        ),
    ]
    return "<br/>\n".join(html.escape(line) for line in lines)


def _style(xml: Any, branch: str) -> None:
    """Colours in KML run alpha, blue, green, red."""
    red, green, blue = (BRANCH_COLOURS.get(branch, NO_INDUSTRY_COLOUR)[at : at + 2] for at in (1, 3, 5))
    bgr = f"{blue}{green}{red}".lower()
    with xml.element("Style", id=f"branch-{branch or 'none'}"):
        for tag, alpha, more in (
            ("IconStyle", "ff", ()),
            ("LineStyle", "ff", (("width", "2"),)),
            ("PolyStyle", "40", ()),
        ):
            with xml.element(tag):
                _say(xml, "color", f"{alpha}{bgr}")
                for key, value in more:
                    _say(xml, key, value)


def _schema(xml: Any, collection: Collection) -> None:
    with xml.element("Schema", name=collection.name, id=collection.name):
        for field in collection.fields:
            with xml.element("SimpleField", type=_TYPES.get(field.type, "string"), name=field.name):
                _say(xml, "displayName", f"{field.zh} · {field.en}")


def _placemark(xml: Any, content: ExportContent, collection: Collection, row: dict[str, Any]) -> None:
    key = row[collection.key]
    with xml.element("Placemark"):
        _say(xml, "name", row.get(f"name_{content.lang}") or row.get("name_zh") or key)
        branch = row.get("branch") or ""
        _say(xml, "styleUrl", f"#branch-{branch if branch in BRANCH_COLOURS else 'none'}")
        with xml.element("ExtendedData"), xml.element("SchemaData", schemaUrl=f"#{collection.name}"):
            for field in collection.fields:
                value = row[field.name]
                if value is not None:
                    _say(xml, "SimpleData", value, name=field.name)
        if row["geometry"] is not None:
            _geometry(xml, row["geometry"])


def _geometry(xml: Any, shape: Any) -> None:
    if hasattr(shape, "geoms"):
        with xml.element("MultiGeometry"):
            for part in shape.geoms:
                _geometry(xml, part)
    elif shape.geom_type == "Polygon":
        with xml.element("Polygon"):
            for tag, ring in [("outerBoundaryIs", shape.exterior), *(("innerBoundaryIs", r) for r in shape.interiors)]:
                with xml.element(tag), xml.element("LinearRing"):
                    _coordinates(xml, ring)
    else:
        with xml.element("Point" if shape.geom_type == "Point" else "LineString"):
            _coordinates(xml, shape)


def _coordinates(xml: Any, shape: Any) -> None:
    _say(xml, "coordinates", " ".join(f"{x:.7f},{y:.7f}" for x, y in shapely.get_coordinates(shape).tolist()))
