"""KML and KMZ, read here and not by GDAL: no link leads out of the file, entities are never resolved."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final
from zipfile import ZipInfo

import numpy as np

from geoplan.crs.systems import parse_system
from geoplan.errors import ReaderError
from geoplan.readers.archive_type import is_clutter
from geoplan.readers.attribute_columns import as_attributes
from geoplan.readers.geojson_geometry import build_geometry
from geoplan.readers.read_limits import FEATURES, MOST_PARTS, MOST_ROWS, PARTS, limit_message
from geoplan.readers.row_report import RowError, RowReport
from geoplan.readers.safe_xml import in_utf8, refuse_doctype, with_namespaces
from geoplan.readers.safe_zip import member_name, open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import SourceTable
from geoplan.text.message import joined, message
from geoplan.text.shorten import shorten

_SHAPES: Final = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
_TEXTS: Final = ("name", "description", "address", "styleUrl", "phoneNumber")
_UNREAD: Final = {
    *("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Model", "Tour"),
}
_DEEPEST: Final = 16


@dataclass
class _Placemarks:
    """What has been read of a document, and of the documents that it links to."""

    row_report: RowReport = field(default_factory=RowReport)
    shapes: list[Any] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    locations: dict[int, str] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)

    def source(self, file: str) -> SourceTable:
        """All placemarks as a layer; ReaderError is raised where there is none."""
        if not self.shapes:
            only_links = "NetworkLink" in self.unread
            raise ReaderError(
                "readers.read_kml.only_links" if only_links else "readers.read_kml.no_placemark", file=file
            )
        notes = [message("readers.read_kml.unread_elements", n=n, tag=tag) for tag, n in self.unread.items()]
        geometries = np.empty(len(self.shapes), dtype=object)
        geometries[:] = self.shapes
        attributes = as_attributes(self.rows, np.arange(1, len(self.rows) + 1))
        return SourceTable(geometries, attributes, self.row_report, self.locations, parse_system("4326"), notes=notes)


def read_kmz(content: bytes, name: str) -> SourceTable:
    """Read the document of a KMZ as `read_kml` does, and the documents within it that this one links to.

    Pictures and further documents are left alone. ReaderError is raised where there is no document in it, or it
    cannot be read.
    """
    with open_archive(content, name) as archive:
        documents = [m for m in archive.infolist() if _is_document(m)]
        if not documents:
            raise ReaderError("readers.read_kml.no_document", name=shorten(name))
        by_path = {posixpath.normpath(readable_name(m)): m for m in documents}
        first = min(documents, key=lambda m: (m.filename.count("/"), m.filename.lower() != "doc.kml"))
        placemarks, queue = _Placemarks(), [posixpath.normpath(readable_name(first))]
        for path in queue:  # which grows by what is linked to
            member = by_path.pop(path, None)
            if member is None:
                continue
            location = f"{name} › {member_name(member)}"
            _read_document(
                read_member(archive, member, name), location, placemarks, "" if path == queue[0] else f"{path} "
            )
            inner = [posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in placemarks.links]
            linked = [one for one in inner if one in by_path or one in queue]
            placemarks.unread["NetworkLink"] -= len(linked)
            queue += linked
            placemarks.links.clear()
    placemarks.unread = +placemarks.unread  # without what is zero
    source = placemarks.source(f"{shorten(name)} › {member_name(first)}")
    if by_path:
        others = [shorten(path) for path in by_path][:5]
        source.notes.append(message("readers.read_kml.other_documents", others=joined(others)))
    return source


def _is_document(member: ZipInfo) -> bool:
    path = PurePosixPath(readable_name(member))
    return path.suffix.lower() == ".kml" and not is_clutter(path) and not unsafe_reason(member)


def read_kml(content: bytes, name: str) -> SourceTable:
    """Read the placemarks of a KML document, of all its folders; they are in WGS 84, as the standard has it.

    ``name``, ``description``, ``folder`` and the extended data become attributes. ReaderError is raised where the text
    is cut off or no XML, declares a document type, or has no placemark.
    """
    placemarks = _Placemarks()
    _read_document(content, name, placemarks)
    return placemarks.source(shorten(name))


def _read_document(content: bytes, name: str, found: _Placemarks, prefix: str = "") -> None:
    from lxml import etree  # imported only where a KML is read

    file = shorten(name)
    content = with_namespaces(in_utf8(content))
    refuse_doctype(content, file)
    if (tags := content.count(b"<")) > MOST_PARTS // 4:
        raise limit_message(file, PARTS, tags, MOST_PARTS // 4)
    folders: list[str] = []
    try:
        walk = etree.iterparse(
            BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in walk:
            tag = _tag(element)
            if event == "start":
                if tag in ("Folder", "Document"):
                    folders.append("")
                continue
            if tag == "name" and _tag(element.getparent()) in ("Folder", "Document") and folders:
                folders[-1] = _text_in(element)
            elif tag in ("Folder", "Document"):
                folders.pop()
            elif tag in _UNREAD:
                found.unread[tag] += 1
                if tag == "NetworkLink":
                    found.links += [_text_in(child) for child in element.iter() if _tag(child) == "href"][:1]
            elif tag == "Placemark":
                row = len(found.shapes) + 1
                if row > MOST_ROWS:
                    raise limit_message(file, FEATURES, None, MOST_ROWS)
                found.locations[row] = f"{prefix}L{element.sourceline}"
                found.shapes.append(_shape(element, row, found.row_report))
                found.rows.append({**_attributes(element), "folder": "/".join(filter(None, folders))})
                _forget(element)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ReaderError("readers.read_kml.broken_xml", file=file, line=line) from error


def _forget(element: Any) -> None:
    """Drop what has been read from the tree: a document of any length then takes the room of one placemark."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _tag(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1] if element is not None and isinstance(element.tag, str) else ""


def _text_in(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _attributes(placemark: Any) -> dict[str, str]:
    attributes = {_tag(child): _text_in(child) for child in placemark if _tag(child) in _TEXTS}
    if placemark.get("id"):
        attributes["id"] = placemark.get("id")
    for data in placemark.iter():
        if _tag(data) == "Data":
            attributes[data.get("name") or "?"] = next((_text_in(v) for v in data if _tag(v) == "value"), "")
        elif _tag(data) == "SimpleData":
            attributes[data.get("name") or "?"] = _text_in(data)
    return attributes


def _shape(placemark: Any, row: int, row_report: RowReport) -> Any:
    """A placemark's shape by way of GeoJSON, so that it is mended as that is."""
    try:
        parts = [_geometry(child, 0) for child in placemark if _tag(child) in _SHAPES]
        if not parts:
            return None
        geometry = parts[0] if len(parts) == 1 else _united(parts)
        shape, mended = build_geometry(geometry)
    except RowError as error:
        row_report.add(row, "left_out", error.reason)
        return None
    for repair in mended:
        row_report.add(row, "mended", repair)
    return shape


def _geometry(element: Any, depth: int) -> dict[str, Any]:
    tag = _tag(element)
    if depth > _DEEPEST:
        raise RowError(message("readers.read_kml.nested_too_deeply"))
    if tag in ("MultiGeometry", "MultiTrack"):
        return _united([_geometry(child, depth + 1) for child in element if _tag(child) in _SHAPES])
    if tag == "Polygon":
        bounds = [b for which in ("outerBoundaryIs", "innerBoundaryIs") for b in _all(element, which)]
        rings = [_positions(ring) for bound in bounds for ring in _all(bound, "LinearRing")]
        return {"type": "Polygon", "coordinates": rings}
    if tag == "Track":
        return {"type": "LineString", "coordinates": [_position(_text_in(c).split()) for c in _all(element, "coord")]}
    positions = _positions(element)
    if tag == "Point":
        return {"type": "Point", "coordinates": positions[0] if positions else []}
    if tag == "LinearRing":
        return {"type": "Polygon", "coordinates": [positions]}
    return {"type": "LineString", "coordinates": positions}


def _united(members: list[dict[str, Any]]) -> dict[str, Any]:
    """Parts of one kind are one shape of several parts; only those of different kinds are a collection."""
    kinds = {member["type"] for member in members}
    if len(kinds) == 1 and kinds <= {"Point", "LineString", "Polygon"}:
        return {"type": f"Multi{kinds.pop()}", "coordinates": [member["coordinates"] for member in members]}
    return {"type": "GeometryCollection", "geometries": members}


def _all(element: Any, tag: str) -> list[Any]:
    return [child for child in element if _tag(child) == tag]


def _positions(element: Any) -> list[list[float]]:
    text = next((child.text or "" for child in element.iter() if _tag(child) == "coordinates"), "")
    return [_position(position.split(",")) for position in text.replace(", ", ",").split()]


def _position(ordinates: list[str]) -> list[float]:
    try:
        return [float(n) for n in ordinates[:2]]
    except ValueError as error:
        raise RowError(message("readers.read_kml.not_numbers", text=shorten(",".join(ordinates)))) from error
