"""Styles for GeoServer and others, after the OGC's Styled Layer Descriptor 1.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from geoplan.writers.layer_style import LayerStyle, Variant

_FONT: Final = "SansSerif"  # no font but what Java calls the system's own: GeoServer has it on every system


def sld(style: LayerStyle, name: str) -> str:
    """Write a style after the OGC's Styled Layer Descriptor 1.0."""
    from lxml import etree  # only GeoPackage needs it

    space = {None: "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}
    root = etree.Element(f"{{{space[None]}}}StyledLayerDescriptor", nsmap=space, version="1.0.0")

    def under(parent: Any, path: str, text: str | None = None, **attributes: str) -> Any:
        for step in path.split("/"):
            prefix, _, tag = step.rpartition(":")
            parent = etree.SubElement(parent, f"{{{space[prefix or None]}}}{tag}")
        parent.attrib.update(attributes)
        parent.text = text
        return parent

    layer = under(root, "NamedLayer")
    under(layer, "Name", name)
    rules = under(layer, "UserStyle/FeatureTypeStyle")
    for branch, title in style.classes:
        for variant in style.occurring_variants:
            rule = under(rules, "Rule")
            under(rule, "Title", title or name)
            _sld_filter(under, rule, branch if style.branches else None, variant)
            _sld_symbol(under, rule, style, style.colour(branch), variant)
    if style.label:
        colours = style.symbology.colours
        rule = under(rules, "Rule")
        text = under(rule, "TextSymbolizer")
        under(text, "Label/ogc:PropertyName", style.label)
        font = under(text, "Font")
        under(font, "CssParameter", _FONT, name="font-family")
        under(font, "CssParameter", "11", name="font-size")
        halo = under(text, "Halo")
        under(halo, "Radius", "2")
        under(halo, "Fill/CssParameter", colours["halo"], name="fill")
        under(text, "Fill/CssParameter", colours["text"], name="fill")
    return str(etree.tostring(root, encoding="unicode"))


def _sld_filter(under: Callable[..., Any], rule: Any, branch: str | None, variant: Variant) -> None:
    """The rows of a rule: those of a main industry and of a variant."""
    conditions: list[tuple[str, str, tuple[str, ...]]]
    conditions = [] if branch is None else [("PropertyIsEqualTo", "branch", (branch,))]
    if variant.column and variant.others:
        conditions += [("PropertyIsNotEqualTo", variant.column, (value,)) for value in variant.values]
    elif variant.column:
        conditions.append(("PropertyIsEqualTo", variant.column, variant.values))
    if not conditions:
        return
    every = under(rule, "ogc:Filter" if len(conditions) == 1 else "ogc:Filter/ogc:And")
    for operator, column, values in conditions:
        some = under(every, "ogc:Or") if len(values) > 1 else every
        for value in values:
            test = under(some, f"ogc:{operator}")
            under(test, "ogc:PropertyName", column)
            under(test, "ogc:Literal", value)


def _sld_symbol(under: Callable[..., Any], rule: Any, style: LayerStyle, colour: str, variant: Variant) -> None:
    if style.geometry_type == "point":
        marker = style.marker(variant)
        graphic = under(rule, "PointSymbolizer/Graphic")
        mark = under(graphic, "Mark")
        under(mark, "WellKnownName", marker.sld)
        under(mark, "Fill/CssParameter", colour, name="fill")
        under(mark, "Stroke/CssParameter", style.symbology.colours["halo"], name="stroke")
        under(graphic, "Size", "10")
        if marker.rotation:
            under(graphic, "Rotation", f"{marker.rotation:g}")
        return
    symbol = under(rule, "PolygonSymbolizer" if style.geometry_type == "area" else "LineSymbolizer")
    if style.geometry_type == "area" and style.branches:
        fill = under(symbol, "Fill")
        under(fill, "CssParameter", colour, name="fill")
        under(fill, "CssParameter", f"{style.symbology.areas.fill_opacity:g}", name="fill-opacity")
    stroke = under(symbol, "Stroke")
    under(stroke, "CssParameter", colour, name="stroke")
    under(stroke, "CssParameter", "1.6", name="stroke-width")
    if dash := style.symbology.lines[variant.style].dash:
        under(stroke, "CssParameter", " ".join(f"{length:g}" for length in dash), name="stroke-dasharray")
