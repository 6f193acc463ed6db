"""Styles for GeoServer and others, after the OGC's Styled Layer Descriptor 1.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geoplan.writers.layer_style import FONT, PEN_OF_METHOD, LayerStyle


def sld(look: LayerStyle, name: str) -> str:
    """Write a style after the OGC's Styled Layer Descriptor 1.0.

    Parameters
    ----------
    look : LayerStyle
        What it depends on.
    name : str
        The layer's.

    Returns
    -------
    str
        SLD.
    """
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
    dashes = {"": None, **PEN_OF_METHOD} if look.form == "area" and look.schematic else {"": None}
    for branch, title in look.classes:
        for method, pen in dashes.items():
            rule = under(rules, "Rule")
            under(rule, "Title", title or name)
            tests = ([("branch", branch)] if look.branches else []) + ([("method", method)] if method else [])
            _sld_filter(under, rule, tests, list(PEN_OF_METHOD) if len(dashes) > 1 and not method else [])
            _sld_symbol(under, rule, look, look.colour(branch), pen)
    if look.label:
        rule = under(rules, "Rule")
        text = under(rule, "TextSymbolizer")
        under(text, "Label/ogc:PropertyName", look.label)
        font = under(text, "Font")
        under(font, "CssParameter", FONT, name="font-family")
        under(font, "CssParameter", "11", name="font-size")
        halo = under(text, "Halo")
        under(halo, "Radius", "2")
        under(halo, "Fill/CssParameter", "#FFFFFF", name="fill")
        under(text, "Fill/CssParameter", "#232D34", name="fill")
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def _sld_filter(under: Callable[..., Any], rule: Any, tests: list[tuple[str, str]], without: list[str]) -> None:
    if not tests and not without:
        return
    both = under(rule, "ogc:Filter")
    if len(tests) + len(without) > 1:
        both = under(both, "ogc:And")
    for column, value in tests:
        test = under(both, "ogc:PropertyIsEqualTo")
        under(test, "ogc:PropertyName", column)
        under(test, "ogc:Literal", value)
    for method in without:
        test = under(both, "ogc:PropertyIsNotEqualTo")
        under(test, "ogc:PropertyName", "method")
        under(test, "ogc:Literal", method)


def _sld_symbol(under: Callable[..., Any], rule: Any, look: LayerStyle, colour: str, pen: str | None) -> None:
    if look.form == "point":
        graphic = under(rule, "PointSymbolizer/Graphic")
        mark = under(graphic, "Mark")
        under(mark, "WellKnownName", "circle")
        under(mark, "Fill/CssParameter", colour, name="fill")
        under(mark, "Stroke/CssParameter", "#FFFFFF", name="stroke")
        under(graphic, "Size", "10")
        return
    symbol = under(rule, "PolygonSymbolizer" if look.form == "area" else "LineSymbolizer")
    if look.form == "area" and look.branches:
        fill = under(symbol, "Fill")
        under(fill, "CssParameter", colour, name="fill")
        under(fill, "CssParameter", "0.25", name="fill-opacity")
    stroke = under(symbol, "Stroke")
    under(stroke, "CssParameter", colour, name="stroke")
    under(stroke, "CssParameter", "1.6", name="stroke-width")
    if pen:
        under(stroke, "CssParameter", {"dash": "7 4", "dot": "2 4"}[pen], name="stroke-dasharray")
