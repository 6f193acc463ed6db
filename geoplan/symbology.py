"""Colours, marker shapes and line styles, the same on the web map, in print, in QGIS, in KML and in charts.

All of them stand in symbology.toml. They are read when first asked for, so that no module keeps a copy.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Marker:
    """The shape of a point.

    Attributes
    ----------
    kinds : tuple of str
        The kinds of sites it stands for.
    outline : tuple of tuple of float
        Its corners, x rightwards and y downwards, in radii of a circle of the same weight; empty: that circle.
    qgis : str
        The shape of a simple marker of QGIS.
    sld : str
        The well-known name of SLD 1.0 that comes nearest.
    rotation : float
        Degrees clockwise by which the shapes of QGIS (but for the diamond) and SLD are turned.
    """

    kinds: tuple[str, ...]
    outline: tuple[tuple[float, float], ...]
    qgis: str
    sld: str
    rotation: float = 0.0


@dataclass(frozen=True)
class Line:
    """The style of an outline.

    Attributes
    ----------
    methods : tuple of str
        The methods of positions whose outlines are drawn so.
    dash : tuple of float
        Lengths of strokes and gaps, pixels at `Areas.line_width`; empty for a solid line.
    """

    methods: tuple[str, ...]
    dash: tuple[float, ...]
    qgis: str


@dataclass(frozen=True)
class Areas:
    """The fill and outline of areas: opacities (0 to 1), the outline's width in pixels."""

    fill_opacity: float
    line_width: float
    doubt_opacity: float


@dataclass(frozen=True)
class Relief:
    """The shaded relief: opacity far off and from a zoom of the web map on, and the zoom beyond which there is none."""

    far: float
    near: float
    nearer: float
    until: float


@dataclass(frozen=True)
class NameGroup:
    """How names of places are set.

    Attributes
    ----------
    classes : tuple of str
        The classes of names it stands for.
    colour : str
    size : float
        Pixels of the screen.
    mark : str
        ``dot``, ``square``, ``triangle`` or ``cross`` at the place; "" centres the name on it.
    serif : bool
    """

    classes: tuple[str, ...]
    colour: str
    size: float
    mark: str
    serif: bool = False


@dataclass(frozen=True)
class Symbology:
    """All of symbology.toml; colours are ``#RRGGBB``.

    Attributes
    ----------
    branches : dict of str
        Colours of the main industries by id, in the order of the legend.
    colours, ground : dict of str
        Colours of symbols and texts, and of the base map, by use.
    dark : dict of dict of str
        What of ``branches``, ``colours`` and ``ground`` has another colour on dark ground, in the browser.
    name_zooms : tuple of float
        The zoom of the web map from which names of places are shown, by rank from 1.
    name_groups : dict of NameGroup
        How they are set.
    markers : dict of Marker
        Marker shapes by name, the one of all other kinds last.
    charts : dict
        Colours of charts, and palettes as lists of colours.
    """

    branches: dict[str, str]
    colours: dict[str, str]
    ground: dict[str, str]
    dark: dict[str, dict[str, str]]
    relief: Relief
    name_zooms: tuple[float, ...]
    name_groups: dict[str, NameGroup]
    areas: Areas
    lines: dict[str, Line]
    markers: dict[str, Marker]
    charts: dict[str, Any]

    def branch_colour(self, branch: str) -> str:
        """The colour of a main industry, that of no industry for any other id."""
        return self.branches.get(branch, self.colours["no_industry"])

    def marker_of(self, kind: str) -> str:
        """The name of the marker of a kind of site."""
        return next((name for name, marker in self.markers.items() if kind in marker.kinds), [*self.markers][-1])

    def line_of(self, method: str) -> str:
        """The name of the line style of a method, "" for a method that gives no outline."""
        return next((name for name, line in self.lines.items() if method in line.methods), "")

    def group_of(self, place_class: str) -> NameGroup:
        """How names of a class are set: its group, the last one for a class in none."""
        groups = [*self.name_groups.values()]
        return next((group for group in groups if place_class in group.classes), groups[-1])

    def css_variables(self) -> str:
        """Custom properties of CSS, each with its colours on light and on dark ground.

        They are named by use (``--halo``, ``--ground-sea``); those of a site's colour by that colour on light ground,
        so that a script that has the colour has the name (``--c-0072B2``).
        """
        both = {name: (colour, self.dark["colours"].get(name, colour)) for name, colour in self.colours.items()}
        both |= {f"ground-{use}": (tone, self.dark["ground"].get(use, tone)) for use, tone in self.ground.items()}
        sites = self.branches | {"no_industry": self.colours["no_industry"]}
        dark = self.dark["colours"] | self.dark["branches"]
        both |= {f"c-{colour[1:]}": (colour, dark.get(name, colour)) for name, colour in sites.items()}
        return "".join(f"--{name.replace('_', '-')}:light-dark({a},{b});" for name, (a, b) in both.items())

    def for_browser(self) -> dict[str, Any]:
        """What the scripts of the maps need, ready for JSON."""
        return {
            "colours": self.colours,
            "ground": self.ground,
            "relief": asdict(self.relief),
            "name_zooms": self.name_zooms,
            "name_groups": {of: asdict(group) for group in self.name_groups.values() for of in group.classes},
            "areas": asdict(self.areas),
            "dashes": {name: " ".join(f"{length:g}" for length in line.dash) for name, line in self.lines.items()},
            "markers": {name: marker.outline for name, marker in self.markers.items()},
        }


@lru_cache(maxsize=1)
def symbology() -> Symbology:
    """Read symbology.toml, once."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    return Symbology(
        branches=content["branches"],
        colours=content["colours"],
        ground=content["ground"],
        dark=content["dark"],
        relief=Relief(**content["relief"]),
        name_zooms=_tuple(content["names"]["from_zoom"]),
        name_groups={name: NameGroup(**_tuples(group)) for name, group in content["names"]["groups"].items()},
        areas=Areas(**content["areas"]),
        lines={name: Line(**_tuples(line)) for name, line in content["lines"].items()},
        markers={name: Marker(**_tuples(marker)) for name, marker in content["markers"].items()},
        charts=content["charts"],
    )


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    """A table with its lists as tuples."""
    return {key: _tuple(value) for key, value in table.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
