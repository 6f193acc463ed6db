"""Styles for QGIS 3 (QML), which takes them up by itself from the table ``layer_styles``."""

from __future__ import annotations

from typing import Any

from geoplan.writers.layer_style import FONT, PEN_OF_METHOD, LayerStyle


def qml(look: LayerStyle) -> str:
    """Write a style for QGIS 3.

    Parameters
    ----------
    look : LayerStyle
        What it depends on.

    Returns
    -------
    str
        QML.
    """
    from lxml import etree  # only GeoPackage needs it

    root = etree.Element(
        "qgis", version="3.22.0", styleCategories="Symbology|Labeling|Fields", labelsEnabled="1" if look.label else "0"
    )
    if look.branches:
        renderer = etree.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="branch", symbollevels="0")
        categories = etree.SubElement(renderer, "categories")
        for at, (branch, title) in enumerate(look.classes):
            etree.SubElement(categories, "category", value=branch, label=title, symbol=str(at), render="true")
    else:
        renderer = etree.SubElement(root, "renderer-v2", type="singleSymbol")
    symbols = etree.SubElement(renderer, "symbols")
    for at, (branch, _) in enumerate(look.classes):
        _qml_symbol(etree, symbols, str(at), look, look.colour(branch))
    if look.label:
        _qml_labels(etree, root, look)
    fields = etree.SubElement(root, "aliases")
    for at, (column, title) in enumerate(look.aliases.items()):
        etree.SubElement(fields, "alias", field=column, name=title, index=str(at + 1))  # 0 is the feature's number
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def _qml_symbol(etree: Any, symbols: Any, name: str, look: LayerStyle, colour: str) -> None:
    kind = {"area": "fill", "line": "line", "point": "marker"}[look.form]
    symbol = etree.SubElement(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    kinds = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}
    layer = etree.SubElement(symbol, "layer", {"class": kinds[kind]}, enabled="1", locked="0")
    solid = _rgba(colour, 255)
    properties = {
        "fill": {
            "color": _rgba(colour, 64 if look.branches else 0),
            "style": "solid",
            "outline_color": solid,
            "outline_width": "0.5" if look.branches else "0.3",
        },
        "line": {"line_color": solid, "line_width": "0.6"},
        "marker": {
            "name": "circle",
            "color": solid,
            "size": "2.8",
            "outline_color": "255,255,255,255",
            "outline_width": "0.3",
        },
    }[kind]
    for key, value in properties.items():
        etree.SubElement(layer, "prop", k=key, v=value)
    if kind == "fill" and look.schematic:
        cases = " ".join(f"WHEN \"method\" = '{method}' THEN '{pen}'" for method, pen in PEN_OF_METHOD.items())
        _qml_driven(etree, layer, "outlineStyle", f"CASE {cases} ELSE 'solid' END")


def _qml_driven(etree: Any, layer: Any, what: str, expression: str) -> None:
    whole = etree.SubElement(etree.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    etree.SubElement(whole, "Option", name="name", type="QString", value="")
    driven = etree.SubElement(
        etree.SubElement(whole, "Option", name="properties", type="Map"), "Option", name=what, type="Map"
    )
    etree.SubElement(driven, "Option", name="active", type="bool", value="true")
    etree.SubElement(driven, "Option", name="expression", type="QString", value=expression)
    etree.SubElement(driven, "Option", name="type", type="int", value="3")
    etree.SubElement(whole, "Option", name="type", type="QString", value="collection")


def _qml_labels(etree: Any, root: Any, look: LayerStyle) -> None:
    settings = etree.SubElement(etree.SubElement(root, "labeling", type="simple"), "settings")
    style = etree.SubElement(
        settings, "text-style",
        fieldName=look.label, isExpression="0", fontFamily=FONT, fontSize="8.5", fontSizeUnit="Point",
        textColor="35,45,52,255", textOpacity="1", multilineHeight="1",
    )  # fmt: skip
    etree.SubElement(
        style, "text-buffer",
        bufferDraw="1", bufferSize="0.9", bufferSizeUnits="MM", bufferColor="255,255,255,230", bufferOpacity="0.9",
        bufferJoinStyle="128", bufferNoFill="1",
    )  # fmt: skip
    etree.SubElement(settings, "text-format", wrapChar="", multilineAlign="3", autoWrapLength="0")
    # 6: around the point where there is room; 1: over the shape's inside.
    placement = (
        {"placement": "6", "predefinedPositionOrder": "R,L,TR,BR,T,B"} if look.form == "point" else {"placement": "1"}
    )
    around = {"dist": "1", "distUnits": "MM", "offsetType": "1", "priority": "6", "centroidInside": "1"}
    etree.SubElement(settings, "placement", **placement, **around)
    etree.SubElement(
        settings,
        "rendering",
        obstacle="1",
        obstacleFactor="1",
        displayAll="0",
        drawLabels="1",
        fontMinPixelSize="3",
        fontMaxPixelSize="10000",
    )


def _rgba(colour: str, alpha: int) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"
