"""KML 2.2: a folder a collection, typed attributes with readable names, coloured by main industry; WGS 84 only."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import shapely

from geoplan.symbology import symbology
from geoplan.text.message import Text, fallbacks
from geoplan.writers.driver_frame import driver_frame
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.metadata_record import record

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_TYPES: Final = {"string": "string", "number": "double", "integer": "int", "boolean": "bool"}


def write_kml(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write collections in EPSG:4326, feature by feature; see `geoplan.writers.formats.Format`."""
    from lxml import etree  # only this format needs it

    written = 0
    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("kml", nsmap={None: _NAMESPACE}), xml.element("Document"):
            _element(xml, "name", content.about["title"])
            _element(xml, "description", _description(content))
            for branch in (*symbology().branches, ""):
                _style(xml, branch)
            for collection in content.collections:
                _schema(xml, collection)
            for collection in content.collections:
                with xml.element("Folder"):
                    _element(xml, "name", collection.title.text(content.lang))
                    for row in _rows(content, collection):
                        _placemark(xml, content, collection, row)
                        written += 1
                        if written % 500 == 0:
                            on_progress(written / content.rows)
    on_progress(1.0)
    return []


def _rows(content: ExportContent, collection: Collection) -> Iterator[dict[str, Any]]:
    frame: gpd.GeoDataFrame = driver_frame(content, collection)
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
    return (dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True))


def _element(xml: Any, tag: str, text: object, **attributes: str) -> None:
    with xml.element(tag, **attributes):
        xml.write(str(text))


def _description(content: ExportContent) -> str:
    """The record as text; a viewer takes it for HTML, so it is escaped for that first."""
    metadata = record(content)
    lines = [
        metadata["note"],
        *([metadata["approval_number"]] if "approval_number" in metadata else []),
        *([metadata["drafts"]] if "drafts" in metadata else []),
        f"{metadata['coordinate_system']['title']}",
        *metadata["sources"],
        " · ".join([metadata["licence"], *(f"{o['licence']} ({o['of']})" for o in metadata.get("other_licences", []))]),
        f"data {metadata['data_version']} · geoplan {metadata['geoplan_version']}",
        *(
            f"{facet}: {value if isinstance(value, str) else ', '.join(value)}"
            for facet, value in metadata["filters"].items()
        ),
    ]
    return "<br/>\n".join(html.escape(line) for line in lines)


def _style(xml: Any, branch: str) -> None:
    """Colours in KML run alpha, blue, green, red."""
    style = symbology()
    red, green, blue = (style.branch_colour(branch)[at : at + 2] for at in (1, 3, 5))
    fill = f"{round(255 * style.areas.fill_opacity):02x}"
    bgr = f"{blue}{green}{red}".lower()
    with xml.element("Style", id=f"branch-{branch or 'none'}"):
        for tag, alpha, more in (
            ("IconStyle", "ff", ()),
            ("LineStyle", "ff", (("width", "2"),)),
            ("PolyStyle", fill, ()),
        ):
            with xml.element(tag):
                _element(xml, "color", f"{alpha}{bgr}")
                for key, value in more:
                    _element(xml, key, value)


def _schema(xml: Any, collection: Collection) -> None:
    with xml.element("Schema", name=collection.name, id=collection.name):
        for field in collection.fields:
            with xml.element("SimpleField", type=_TYPES.get(field.type, "string"), name=field.name):
                _element(xml, "displayName", field.titles)


def _placemark(xml: Any, content: ExportContent, collection: Collection, row: dict[str, Any]) -> None:
    key = row[collection.key]
    with xml.element("Placemark"):
        _element(xml, "name", _label(row, content.lang) or key)
        branch = row.get("branch") or ""
        _element(xml, "styleUrl", f"#branch-{branch if branch in symbology().branches else 'none'}")
        with xml.element("ExtendedData"), xml.element("SchemaData", schemaUrl=f"#{collection.name}"):
            for field in collection.fields:
                value = row[field.name]
                if value is not None:
                    # GDAL reads truth values as numbers only; KML allows both.
                    _element(xml, "SimpleData", int(value) if isinstance(value, bool) else value, name=field.name)
        if row["geometry"] is not None:
            _geometry(xml, row["geometry"])


def _label(row: dict[str, Any], lang: str) -> str:
    """The first name there is in a language or what it falls back on."""
    return next((name for language in fallbacks(lang) if (name := row.get(f"name_{language}"))), "")


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
    _element(xml, "coordinates", " ".join(f"{x:.7f},{y:.7f}" for x, y in shapely.get_coordinates(shape).tolist()))
