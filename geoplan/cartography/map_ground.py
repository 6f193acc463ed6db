"""The ground under a printed map: sea, land, borders and the names of cities and counties."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.cartography.label_placement import Sheet, size_of
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_names import PlaceName
from geoplan.cartography.map_relief import shaded_relief
from geoplan.cartography.svg import path
from geoplan.cartography.text_metrics import is_wide, text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.base_files import read_water
from geoplan.geodata.base_map import drawn_land, former_sea, runways
from geoplan.geodata.boundaries import counties, counties_in
from geoplan.study_area import study_area
from geoplan.symbology import symbology
from geoplan.text.names import column

_FINE: Final = 0.08  # millimetres: how far a drawn line may stray
_BORDER_FINE: Final = 0.15  # the same of a border
_PIECE: Final = 0.1  # degrees of a straight edge that is bent with the projection
_CITIES_FROM, _COUNTIES_TO = 90e3, 260e3  # metres across
_BANDS_NARROW_TO: Final = 9.0  # zoom
_VEIL: Final = 0.55  # opacity of the veil over what a sheet is not about
_UNSEEN: Final = 0.02  # square millimetres of an island
_SPECK: Final = 25.0  # square millimetres of a county that is worth a name
_SHIFTS: Final = ((0, 0), (0, -4), (0, 4), (-6, 0), (6, 0), (0, -8), (0, 8), (-10, -4), (10, 4), (10, -4), (-10, 4))


class MapGround:
    """What of the base lies within an extent, on paper."""

    def __init__(self, catalogue: Catalogue, extent: Extent) -> None:
        self._regions, self._extent = catalogue.regions, extent
        land = drawn_land(catalogue.home)
        self._sea = extent.on_paper(shapely.segmentize(shapely.box(*land.bounds), _PIECE))
        self._home = catalogue.home
        self._land = _seen(shapely.make_valid(shapely.simplify(extent.on_paper(land), _FINE)))
        frame = counties()
        west, south, east, north = extent.box()
        near = frame[frame.intersects(shapely.box(west, south, east, north))]
        shapes = shapely.coverage_simplify(
            np.array([_areas(extent.on_paper(shape)) for shape in near.geometry]), _BORDER_FINE
        )
        self._counties = near.set_geometry(gpd.GeoSeries(shapes, index=near.index))

    def elements(self, fills: Mapping[str, str] | None = None, region: str = "") -> list[str]:
        """Draw it, from the sea up; where the drawn coast ends there is neither land nor sea.

        Counties filled with colours, given by adcode, have no relief on them. What lies outside a region, if one is
        given by its adcode, is veiled.
        """
        middle = self._filled(fills) if fills else [self._relief]
        veil = [path(self._outside(region), fill=symbology().colours["halo"], fill_opacity=_VEIL)] if region else []
        return [*self._below, *middle, *self._above, *veil]

    @cached_property
    def _below(self) -> list[str]:
        province = shapely.union_all(self._counties.geometry.to_numpy())
        colours = symbology().ground
        return [
            path(shapely.box(0, 0, self._extent.width, self._extent.height), fill=colours["beyond"]),
            path(self._sea, fill=colours["sea"]),
            *(path(self._band(width), fill=colours[band]) for band, width in self._bands()),
            path(self._land, fill=colours["land"]),
            path(_areas(shapely.intersection(shapely.simplify(province, _FINE), self._land)), fill=colours["province"]),
            path(
                _seen(shapely.simplify(self._extent.on_paper(former_sea(self._home)), _FINE)),
                fill=colours["former_sea"],
            ),
        ]

    @cached_property
    def _relief(self) -> str:
        return shaded_relief(self._home, self._extent)

    @cached_property
    def _above(self) -> list[str]:
        colours = symbology().ground
        borders = {"fill": "none", "stroke": colours["county_border"]}
        return [
            *self._water(),
            path(self._extent.on_paper(runways(self._home)), fill="none", stroke=colours["runway"], stroke_width=0.5),
            path(self._coastline(), fill="none", stroke=colours["coast"], stroke_width=0.12),
            path(self._inner(self._counties), **borders, stroke_width=0.2, stroke_dasharray="1.4 0.8"),
            path(self._inner(self._cities), fill="none", stroke=colours["city_border"], stroke_width=0.35),
        ]

    def _outside(self, region: str) -> shapely.Geometry:
        """The paper without a region."""
        paper = shapely.box(0, 0, self._extent.width, self._extent.height)
        return _areas(shapely.difference(paper, self._extent.on_paper(counties_in(region).union_all())))

    @cached_property
    def _cities(self) -> gpd.GeoDataFrame:
        return self._counties.dissolve("city_adcode")

    def _filled(self, fills: Mapping[str, str]) -> list[str]:
        shapes = self._counties.set_index("adcode").geometry
        return [
            path(_seen(shapely.intersection(shape, self._land)), fill=fills[adcode])
            for adcode, shape in shapes.items()
            if adcode in fills
        ]

    def room_of(self, adcode: str) -> tuple[float, float] | None:
        """The middle of what is seen of a county or a city, given by the head of its code; None where it is not."""
        shapes = self._counties.geometry[self._counties["adcode"].str.startswith(adcode)]
        parts = shapely.get_parts(_areas(shapely.intersection(shapely.union_all(shapes.to_numpy()), self._land)))
        biggest = max(parts.tolist(), key=lambda part: part.area, default=None)
        if biggest is None or biggest.area < _SPECK:
            return None
        x, y = shapely.maximum_inscribed_circle(biggest, 0.5).coords[0]
        return float(x), float(y)

    def regions_seen(self) -> list[str]:
        """The heads of the codes of the counties and cities of which land is seen, and of the whole area."""
        counties = self._counties[shapely.area(self._counties.geometry.to_numpy()) > 0]
        return [*counties["adcode"], *(code[:4] for code in counties["city_adcode"].unique()), study_area().area[:2]]

    def borders(self) -> tuple[bool, bool]:
        """Whether borders of cities and of counties are seen."""
        cities, counties = self._counties["city_adcode"].nunique(), len(self._counties)
        return cities > 1, counties > cities

    def _bands(self) -> list[tuple[str, float]]:
        """The bands along the coast and their width, mm, the wider first."""
        width = 0.5 if self._extent.zoom() < _BANDS_NARROW_TO else 1.2
        return [("shore_outer", width), ("shore_inner", width / 2)]

    def _band(self, width: float) -> shapely.Geometry:
        """The sea up to so many millimetres from the land."""
        wide = shapely.simplify(shapely.buffer(self._land, width, quad_segs=4), _FINE / 2)
        return _areas(shapely.intersection(wide, self._sea))

    def _coastline(self) -> shapely.Geometry:
        """The edge of the land without the edge of the drawing."""
        return shapely.intersection(shapely.boundary(self._land), shapely.buffer(self._sea, -_FINE))

    def _water(self) -> list[str]:
        """The rivers and water areas that are accurate enough at this scale."""
        water, zoom = read_water(self._home), self._extent.zoom()
        water = water[(water["maxzoom"] >= zoom) & (water["rank"] + 6 <= zoom)]
        rivers, colours = water[water["class"] == "river"], symbology().ground
        return [
            path(_areas(self._extent.on_paper(shape)), fill=colours["sea"])
            for shape in water.geometry[water["class"] != "river"]
        ] + [
            path(self._extent.on_paper(line), fill="none", stroke=colours["river"], stroke_width=0.48 - 0.14 * rank)
            for line, rank in zip(rivers.geometry, rivers["rank"], strict=True)
        ]

    def names(self, sheet: Sheet, lang: str) -> list[PlaceName]:
        """Find room for the names on a sheet, after everything that matters more; those that fit."""
        areas: list[tuple[str, shapely.Geometry, bool]] = []
        if self._extent.metres > _CITIES_FROM:
            areas += [(adcode, shape, True) for adcode, shape in self._cities.geometry.items()]
        if self._extent.metres < _COUNTIES_TO:
            areas += [(adcode, shape, False) for adcode, shape in self._counties.set_index("adcode").geometry.items()]
        names, placed = column(self._regions, "name", lang), []
        for adcode, shape, is_city in areas:
            if adcode in self._regions.index:
                name = self._name(sheet, str(names[adcode]), shape, is_city)
                placed += [name] if name else []
        return placed

    def _name(self, sheet: Sheet, text: str, shape: shapely.Geometry, is_city: bool) -> PlaceName | None:
        parts = shapely.get_parts(_areas(shapely.intersection(shape, self._land)))
        biggest = max(parts.tolist(), key=lambda part: part.area, default=None)
        if biggest is None or biggest.area < _SPECK:
            return None
        em, spacing = (3.2, 0.3) if is_city else (2.6, 0.2)
        spacing = spacing if is_wide(text) else 0.05
        width = (text_width(text) + spacing * len(text)) * em
        height = size_of((text,), em)[1]
        x, y = shapely.maximum_inscribed_circle(biggest, 0.5).coords[0]
        for dx, dy in _SHIFTS:
            box = (x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2)
            if shape.contains(shapely.Point(x + dx, y + dy)) and sheet.is_free(box):
                sheet.take(box)
                return PlaceName(text, box[0], box[1], em, spacing, symbology().colours["place_name"], is_city)
        return None

    def _inner(self, frame: gpd.GeoDataFrame) -> shapely.Geometry:
        """The borders between areas, without those to the outside."""
        lines = shapely.union_all(shapely.boundary(frame.geometry.to_numpy()))
        outside = shapely.boundary(shapely.union_all(frame.geometry.to_numpy()))
        inner = shapely.line_merge(shapely.difference(lines, shapely.buffer(outside, 0.02)))
        return shapely.simplify(shapely.intersection(inner, self._land), _BORDER_FINE)


def _seen(geometry: shapely.Geometry) -> shapely.Geometry:
    """Areas without those too small to be seen on paper."""
    areas = shapely.get_parts(_areas(geometry))
    return shapely.MultiPolygon(areas[shapely.area(areas) > _UNSEEN].tolist())


def _areas(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon([p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"])
