"""A sheet of A3 to print from QGIS: title, map, legend, north arrow, scale bar, sources, version, approval number."""

from __future__ import annotations

import math
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

_PAGE: Final = (420.0, 297.0)  # millimetres, as all positions: x, y, width, height
_TITLE: Final = (10.0, 8.0, 400.0, 14.0)
_MAP: Final = (10.0, 24.0, 310.0, 234.0)
_LEGEND: Final = (325.0, 24.0, 85.0, 200.0)
_ARROW: Final = (327.0, 222.0, 16.0, 16.0)
_SCALE: Final = (325.0, 243.0, 85.0, 15.0)
_FOOT: Final = (10.0, 261.0, 400.0, 32.0)
# The numbers by which QGIS tells the kinds of items apart (QgsLayoutItemRegistry.ItemType).
_ITEMS: Final = {"page": 65638, "map": 65639, "picture": 65640, "label": 65641, "legend": 65642, "scale": 65646}
_NORTH: Final = ":/images/north_arrows/layout_default_north_arrow.svg"  # within QGIS itself
_LEFT, _MIDDLE, _TOP, _CENTRE = "1", "4", "32", "128"  # Qt's alignments
_SEGMENT_MM: Final = 20.0  # about, of the scale bar


def add_layout(
    root: Any, words: dict[str, str], extent: tuple[float, float, float, float], layers: list[tuple[str, str]]
) -> None:
    """Add a sheet to a project.

    Parameters
    ----------
    root : Element
        Of the project.
    words : dict of str
        ``title``, ``legend`` and ``foot``, and ``sheet``, the name of the sheet itself.
    extent : tuple of float
        xmin, ymin, xmax, ymax of what must be on it, in the project's system; the map shows as much more as its
        paper is wider or higher.
    layers : list of tuple of str
        Id of those that the legend explains, from its top, and what they are called there.
    """
    from lxml import etree  # only GeoPackage needs it

    layout = etree.SubElement(
        etree.SubElement(root, "Layouts"), "Layout", name=words["sheet"], units="mm", printResolution="300"
    )
    pages = etree.SubElement(layout, "PageCollection")
    _item(etree, pages, "page", (0, 0, *_PAGE))
    shown = _filled(extent)
    whole = {"frame": "true", "background": "true", "keepLayerSet": "false", "drawCanvasItems": "true"}
    map_ = _item(etree, layout, "map", _MAP, **whole)
    edges = zip(("xmin", "ymin", "xmax", "ymax"), map(repr, shown), strict=True)
    etree.SubElement(map_, "Extent", dict(edges))
    _label(etree, layout, "title", _TITLE, words["title"], 22, _MIDDLE, _CENTRE)
    _label(etree, layout, "foot", _FOOT, words["foot"], 9, _LEFT, _TOP)
    _legend(etree, layout, words["legend"], layers)
    arrow = {"file": _NORTH, "mapUuid": _uuid("map"), "northMode": "0", "resizeMode": "0", "anchorPoint": "0"}
    _item(etree, layout, "picture", _ARROW, **arrow)
    _scale_bar(etree, layout, shown)


def _uuid(name: str) -> str:
    return f"{{{uuid5(NAMESPACE_URL, f'geoplan/{name}')}}}"


def _item(etree: Any, parent: Any, kind: str, place: tuple[float, ...], name: str = "", **attributes: str) -> Any:
    x, y, width, height = (f"{number:g}" for number in place)
    uuid = _uuid(name or kind)
    common = {
        "type": str(_ITEMS[kind]),
        "uuid": uuid,
        "templateUuid": uuid,
        "position": f"{x},{y},mm",
        "positionOnPage": f"{x},{y},mm",
        "size": f"{width},{height},mm",
        "opacity": "1",
        "visibility": "1",
        "frame": "false",
        "background": "false",
        "outlineWidthM": "0.3,mm",
    }
    item = etree.SubElement(parent, "LayoutItem", {**common, **attributes})
    etree.SubElement(item, "FrameColor", red="0", green="0", blue="0", alpha="255")
    etree.SubElement(item, "BackgroundColor", red="255", green="255", blue="255", alpha="255")
    return item


def _font(etree: Any, parent: Any, tag: str, size: int) -> None:
    """The font of a text: by size alone, which is QGIS's own font; QGIS before 3.24 wants a family beside it."""
    etree.SubElement(parent, tag, description=f"Arial,{size},-1,5,50,0,0,0,0,0", style="")
    _text_style(etree, parent, size)


def _text_style(etree: Any, parent: Any, size: int) -> None:
    etree.SubElement(
        parent, "text-style", fontSize=str(size), fontSizeUnit="Point", textColor="0,0,0,255", textOpacity="1"
    )


def _label(
    etree: Any, parent: Any, name: str, place: tuple[float, ...], text: str, size: int, across: str, down: str
) -> None:
    attributes = {"labelText": text, "halign": across, "valign": down, "htmlState": "0", "marginX": "0", "marginY": "0"}
    item = _item(etree, parent, "label", place, name, **attributes)
    _font(etree, item, "LabelFont", size)
    etree.SubElement(item, "FontColor", red="0", green="0", blue="0", alpha="255")


def _legend(etree: Any, parent: Any, title: str, layers: list[tuple[str, str]]) -> None:
    item = _item(
        etree, parent, "legend", _LEGEND,
        title=title, map_uuid=_uuid("map"), columnCount="1", resizeToContents="1", symbolWidth="7", symbolHeight="4",
        boxSpace="2", background="true", legendFilterByMap="0", titleAlignment="1", symbolAlignment="1",
    )  # fmt: skip
    styles = etree.SubElement(item, "styles")
    for name, size in {"title": 12, "group": 10, "subgroup": 10, "symbol": 9, "symbolLabel": 9}.items():
        space = {"alignment": "1", "indent": "0", "marginTop": "2", "marginLeft": "2" if name == "symbolLabel" else "0"}
        style = etree.SubElement(styles, "style", name=name, **space)
        _font(etree, style, "styleFont", size)
    tree = etree.SubElement(item, "layer-tree-group")
    for id_, name in layers:
        layer = etree.SubElement(tree, "layer-tree-layer", id=id_, name=name, checked="Qt::Checked", expanded="1")
        own = etree.SubElement(etree.SubElement(layer, "customproperties"), "Option", type="Map")
        etree.SubElement(own, "Option", name="legend/title-label", type="QString", value=name)


def _scale_bar(etree: Any, parent: Any, shown: tuple[float, ...]) -> None:
    """A scale bar of two round segments; in degrees QGIS measures them along the middle of the map."""
    west, south, east, north = shown
    in_degrees = east - west <= 360
    degree = 111.32 * math.cos(math.radians((south + north) / 2)) if in_degrees else 0.0
    per_mm = (east - west) / _MAP[2] * (degree if in_degrees else 0.001)
    kilometres = _round(per_mm * _SEGMENT_MM)
    item = _item(
        etree, parent, "scale", _SCALE,
        mapUuid=_uuid("map"), style="Single Box", unitType="kilometers", unitLabel="km", numMapUnitsPerScaleBarUnit="1",
        numSegments="2", numSegmentsLeft="0", numUnitsPerSegment=f"{kilometres:g}", segmentSizeMode="0", height="3",
        segmentMillimeters=f"{kilometres / per_mm:.3f}", minBarWidth="20", maxBarWidth="80",
        boxContentSpace="1", labelBarSpace="3", alignment="0", outlineWidth="0.3",
    )  # fmt: skip
    _text_style(etree, item, 9)


def _round(number: float) -> float:
    """The next lower of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** int(f"{number:e}".partition("e")[2])
    return max((m * power for m in (1, 2, 5) if m * power <= number), default=power)


def _filled(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """An extent as wide in proportion to its height as the map's paper is."""
    west, south, east, north = extent
    width, height = max(east - west, (north - south) * _MAP[2] / _MAP[3]), 0.0
    height = width * _MAP[3] / _MAP[2]
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
