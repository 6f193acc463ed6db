"""Styles for QGIS 3 (QML), which takes them up by itself from the table ``layer_styles``."""

from __future__ import annotations

from typing import Any, Final

from geoplan.writers.layer_style import LayerStyle

_JOINER: Final = "\u2060"  # has no width


def qml(style: LayerStyle) -> str:
    """Write a style for QGIS 3."""
    from lxml import etree  # only GeoPackage needs it

    root = etree.Element(
        "qgis", version="3.22.0", styleCategories="Symbology|Labeling|Fields", labelsEnabled="1" if style.label else "0"
    )
    add_style(root, style)
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def add_style(root: Any, style: LayerStyle) -> None:
    """Add a style to an element of QGIS, of a style or of a layer of a project; of a plain table the aliases only."""
    from lxml import etree

    if style.geometry_type:
        _qml_renderer(etree, root, style)
    if style.geometry_type and style.label:
        _qml_labels(etree, root, style)
    fields = etree.SubElement(root, "aliases")
    for at, (column, title) in enumerate(style.aliases.items()):
        etree.SubElement(fields, "alias", field=column, name=title, index=str(at + 1))  # 0 is the feature's number


def no_expression(text: str) -> str:
    """A text in which QGIS finds no expression: it evaluates what stands between ``[%`` and ``%]`` in labels."""
    return text.replace("[%", f"[{_JOINER}%")


def _qml_renderer(etree: Any, root: Any, style: LayerStyle) -> None:
    if style.branches:
        renderer = etree.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="branch", symbollevels="0")
        categories = etree.SubElement(renderer, "categories")
        for at, (branch, title) in enumerate(style.classes):
            etree.SubElement(
                categories, "category", value=branch, label=no_expression(title), symbol=str(at), render="true"
            )
    else:
        renderer = etree.SubElement(root, "renderer-v2", type="singleSymbol")
    symbols = etree.SubElement(renderer, "symbols")
    for at, (branch, _) in enumerate(style.classes):
        _qml_symbol(etree, symbols, str(at), style, style.colour(branch))


def _qml_symbol(etree: Any, symbols: Any, name: str, style: LayerStyle, colour: str) -> None:
    kind = {"area": "fill", "line": "line", "point": "marker"}[style.geometry_type]
    symbol = etree.SubElement(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    kinds = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}
    layer = etree.SubElement(symbol, "layer", {"class": kinds[kind]}, enabled="1", locked="0")
    solid, opacity = _rgba(colour), round(255 * style.symbology.areas.fill_opacity)
    properties = {
        "fill": {
            "color": _rgba(colour, opacity if style.branches else 0),
            "style": "solid",
            "outline_color": solid,
            "outline_width": "0.5" if style.branches else "0.3",
        },
        "line": {"line_color": solid, "line_width": "0.6"},
        "marker": {
            "name": style.marker(style.variants[-1]).qgis if kind == "marker" else "",
            "color": solid,
            "size": "2.8",
            "outline_color": _rgba(style.symbology.colours["halo"]),
            "outline_width": "0.3",
        },
    }[kind]
    for key, value in properties.items():
        etree.SubElement(layer, "prop", k=key, v=value)
    if len(style.variants) > 1:
        _qml_driven(etree, layer, _driven(style, kind))


def _driven(style: LayerStyle, kind: str) -> dict[str, str]:
    """The properties that a column decides, as expressions of QGIS."""
    if kind == "fill":
        return {"outlineStyle": _cases(style, {name: f"'{line.qgis}'" for name, line in style.symbology.lines.items()})}
    markers = style.symbology.markers.items()
    return {
        "name": _cases(style, {name: f"'{marker.qgis}'" for name, marker in markers}),
        # A diamond of QGIS stands on its corner already.
        "angle": _cases(style, {n: "0" if m.qgis == "diamond" else f"{m.rotation:g}" for n, m in markers}),
    }


def _cases(style: LayerStyle, results: dict[str, str]) -> str:
    *variants, others = style.variants
    cases = " ".join(
        f'WHEN "{v.column}" IN ({", ".join(map(repr, v.values))}) THEN {results[v.style]}'
        if len(v.values) > 1
        else f"WHEN \"{v.column}\" = '{v.values[0]}' THEN {results[v.style]}"
        for v in variants
    )
    return f"CASE {cases} ELSE {results[others.style]} END"


def _qml_driven(etree: Any, layer: Any, expressions: dict[str, str]) -> None:
    collection = etree.SubElement(etree.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    etree.SubElement(collection, "Option", name="name", type="QString", value="")
    properties = etree.SubElement(collection, "Option", name="properties", type="Map")
    for name, expression in expressions.items():
        driven = etree.SubElement(properties, "Option", name=name, type="Map")
        etree.SubElement(driven, "Option", name="active", type="bool", value="true")
        etree.SubElement(driven, "Option", name="expression", type="QString", value=expression)
        etree.SubElement(driven, "Option", name="type", type="int", value="3")
    etree.SubElement(collection, "Option", name="type", type="QString", value="collection")


def _qml_labels(etree: Any, root: Any, style: LayerStyle) -> None:
    settings = etree.SubElement(etree.SubElement(root, "labeling", type="simple"), "settings")
    # No family is named: QGIS takes that of its own windows, which every system has, and warns of none that is missing.
    text = etree.SubElement(
        settings, "text-style",
        fieldName=style.label, isExpression="0", fontSize="8.5", fontSizeUnit="Point",
        textColor=_rgba(style.symbology.colours["text"]), textOpacity="1", multilineHeight="1",
    )  # fmt: skip
    etree.SubElement(
        text, "text-buffer",
        bufferDraw="1", bufferSize="0.9", bufferSizeUnits="MM", bufferColor=_rgba(style.symbology.colours["halo"], 230),
        bufferOpacity="0.9", bufferJoinStyle="128", bufferNoFill="1",
    )  # fmt: skip
    etree.SubElement(settings, "text-format", wrapChar="", multilineAlign="3", autoWrapLength="0")
    # 6: around the point where there is room; 1: over the shape's inside.
    placement = (
        {"placement": "6", "predefinedPositionOrder": "R,L,TR,BR,T,B"}
        if style.geometry_type == "point"
        else {"placement": "1"}
    )
    around = {"dist": "1", "distUnits": "MM", "offsetType": "1", "priority": "6", "centroidInside": "1"}
    etree.SubElement(settings, "placement", **placement, **around)
    etree.SubElement(
        settings, "rendering",
        obstacle="1", obstacleFactor="1", displayAll="0", drawLabels="1",
        fontMinPixelSize="3", fontMaxPixelSize="10000",
    )  # fmt: skip


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"
