"""The drawn part of a printed map: shapes as SVG, in millimetres. Its texts are set apart, never written into it."""

from __future__ import annotations

from base64 import b64encode

import numpy as np
import shapely

from geoplan.symbology import symbology


def path(geometry: shapely.Geometry, **style: object) -> str:
    """Draw lines or areas in millimetres as one element; nothing for an empty geometry.

    Style goes by SVG's presentation attributes, with _ for -.
    """
    pieces = []
    for part in shapely.get_parts(geometry).tolist():
        if part.geom_type == "Polygon":
            pieces += [f"M{_points(ring)}Z" for ring in shapely.get_rings(part).tolist()]
        elif part.geom_type in ("LineString", "LinearRing"):
            pieces.append(f"M{_points(part)}")
        elif part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            pieces += [f"M{_points(ring)}Z" for ring in shapely.get_rings(part).tolist()]
    return _element("path", d="".join(pieces), **style) if pieces else ""


def _points(line: shapely.Geometry) -> str:
    xy = np.round(shapely.get_coordinates(line), 2)
    moves = np.append(np.any(xy[1:] != xy[:-1], axis=1), True)[: len(xy)]  # no point twice in a row
    return "L".join(f"{x:g} {y:g}" for x, y in xy[moves].tolist())


def circle(x: float, y: float, radius: float, **style: object) -> str:
    """Draw a circle."""
    return _element("circle", cx=_number(x), cy=_number(y), r=_number(radius), **style)


def line(x1: float, y1: float, x2: float, y2: float, **style: object) -> str:
    """Draw a line."""
    return _element("path", d=f"M{_number(x1)} {_number(y1)}L{_number(x2)} {_number(y2)}", **style)


def mark(form: str, x: float, y: float, radius: float, **style: object) -> str:
    """Draw a marker of `geoplan.symbology`, of the weight of a circle of that radius."""
    outline = symbology().markers[form].outline
    if not outline:
        return circle(x, y, radius, **style)
    return path(shapely.Polygon([(x + radius * dx, y + radius * dy) for dx, dy in outline]), **style)


def picture(png: bytes, width: float, height: float) -> str:
    """Lay a PNG over the whole of a drawing of a size in millimetres."""
    data = f"data:image/png;base64,{b64encode(png).decode()}"
    return _element("image", width=_number(width), height=_number(height), href=data, preserveAspectRatio="none")


def drawing(width: float, height: float, elements: list[str]) -> str:
    """Put elements together to a drawing of a size in millimetres."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}">{"".join(elements)}</svg>'
    )


def _element(tag: str, **attributes: object) -> str:
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items() if value != "")
    return f"<{tag}{written}/>"


def _number(value: float) -> str:
    return f"{round(float(value), 2):g}"
