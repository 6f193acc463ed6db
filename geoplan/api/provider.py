"""The plugin through which pygeoapi asks for features: filters, boxes, order, pages, coordinate systems."""

from __future__ import annotations

import math
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

import numpy as np
import orjson
import shapely
from pygeoapi.provider.base import BaseProvider, ProviderItemNotFoundError
from pygeoapi.util import CrsTransformSpec, get_crs_from_uri
from pyproj import Transformer

from geoplan.api.feature_store import FeatureStore, parse_value

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# The area of a request, EPSG:4326. It goes beside pygeoapi and not through it, because pygeoapi takes the two
# corners of a box to degrees and boxes them again there, which is another box wherever the grid is turned.
AREA: Final[ContextVar[shapely.Geometry | None]] = ContextVar("area", default=None)
# The rows that its filter is true for, one truth a row: pygeoapi 0.21 reads filters in the older ECQL.
FILTERED: Final[ContextVar[np.ndarray | None]] = ContextVar("filtered", default=None)
_EDGE_PARTS: Final = 64  # pieces a box's edge is bent in when it is taken to degrees


class CollectionProvider(BaseProvider):
    """Features of a `FeatureStore`, read only."""

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(definition)
        self.store: FeatureStore = definition["data"]
        self.get_fields()

    def get_fields(self) -> dict[str, dict[str, Any]]:
        """JSON Schema of every property; a copy, for pygeoapi writes roles into it."""
        self._fields = {name: dict(schema) for name, schema in self.store.fields.items()}
        return self._fields

    def query(
        self,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        datetime_: str | None = None,
        properties: list[tuple[str, str]] | None = None,
        sortby: list[dict[str, str]] | None = None,
        select_properties: list[str] | None = None,
        skip_geometry: bool = False,
        q: str | None = None,
        crs_transform_spec: CrsTransformSpec | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """Answer a request for features.

        Parameters
        ----------
        datetime_ : str, optional
            An instant, or an interval's ends parted by /, to the day; a feature that tells no time always counts.
        properties : list of tuple, optional
            Name and value of what must be equal.
        sortby : list of dict, optional
            ``property`` and ``order`` (+ or -), the weightiest first.
        select_properties : list of str, optional
            The only properties in the result.
        q : str, optional
            Phrases, parted by commas, of which one at least must occur in a text.
        crs_transform_spec : CrsTransformSpec, optional
            The system of the result; by default the stored one.

        Returns
        -------
        dict
            A FeatureCollection with ``numberMatched`` and ``numberReturned``.
        """
        matching = self._ordered(self._matching(properties or [], q, datetime_), sortby or [])
        page = [] if resulttype == "hits" else matching[offset : offset + limit]
        target = crs_transform_spec.target_crs_uri if crs_transform_spec else CRS84
        return {
            "type": "FeatureCollection",
            "features": self._features(page, target, select_properties, skip_geometry),
            "numberMatched": len(matching),
            "numberReturned": len(page),
        }

    def get(self, identifier: str, crs_transform_spec: CrsTransformSpec | None = None, **_: Any) -> dict[str, Any]:
        """Answer a request for one feature.

        Parameters
        ----------
        identifier : str
            Its id, percent-encoded, for pygeoapi puts it into addresses as it comes.
        crs_transform_spec : CrsTransformSpec, optional
            The system of the result; by default the stored one.

        Raises
        ------
        ProviderItemNotFoundError
            There is none of that id.
        """
        at = self.store.row_of.get(unquote(identifier))
        if at is None:
            raise ProviderItemNotFoundError(user_msg="identifier not found")
        target = crs_transform_spec.target_crs_uri if crs_transform_spec else CRS84
        return self._features([at], target, None, False)[0]

    def _matching(self, filters: list[tuple[str, str]], q: str | None, when: str | None) -> list[int]:
        area, filtered, store = AREA.get(), FILTERED.get(), self.store
        rows = range(len(store.rows)) if area is None else sorted(store.tree.query(area, "intersects"))
        values = {name: parse_value(store.fields[name], text) for name, text in filters}
        words = phrases(q or "")
        return [
            int(row)
            for row in rows
            if (filtered is None or filtered[row])
            and all(store.rows[row][name] == value for name, value in values.items())
            and (not when or not store.members or _overlaps(store.members[row]["time"], when))
            and (not words or _contains_any(store.rows[row], words))
        ]

    def _ordered(self, positions: list[int], sortby: list[dict[str, str]]) -> list[int]:
        rows = self.store.rows
        for by in reversed(sortby):  # each sort is stable: the weightiest comes last
            name, descending = by["property"], by["order"] == "-"
            known = [at for at in positions if rows[at][name] is not None]
            unknown = [at for at in positions if rows[at][name] is None]
            positions = sorted(known, key=lambda at: rows[at][name], reverse=descending) + unknown
        return positions

    def _features(
        self, positions: list[int], target: str, only: list[str] | None, skip_geometry: bool
    ) -> list[dict[str, Any]]:
        store = self.store
        geometries = [None] * len(positions) if skip_geometry else _in_crs(store, positions, target)
        return [
            {
                "type": "Feature",
                "id": store.rows[at][store.key],
                "geometry": geometry,
                "properties": {name: v for name, v in store.rows[at].items() if not only or name in only},
                **(store.members[at] if store.members else {}),
            }
            for at, geometry in zip(positions, geometries, strict=True)
        ]


def phrases(text: str) -> list[str]:
    """The phrases that a search names, parted by commas, in small letters."""
    return [phrase for part in text.split(",") if (phrase := " ".join(part.casefold().split()))]


def _contains_any(row: dict[str, Any], words: list[str]) -> bool:
    text = " ".join(str(value) for value in row.values() if value).casefold()
    return any(phrase in text for phrase in words)


def _overlaps(time: dict[str, Any] | None, when: str) -> bool:
    """Whether a feature's time, days from and to, meets an instant or interval."""
    if time is None:
        return True
    since, until = time["interval"]
    first, last = (when.split("/") * 2)[:2]  # an instant is both
    return (first in {"", ".."} or first[:10] <= until) and (last in {"", ".."} or since <= last[:10])


def _in_crs(store: FeatureStore, positions: list[int], target: str) -> list[dict[str, Any] | None]:
    """GeoJSON geometries in a system, its axes in the order its authority says, as OGC API Features part 2 wants."""
    if target == CRS84:
        return [store.geometries[at] for at in positions]
    decimals = 7 if get_crs_from_uri(target).is_geographic else 3
    moved = shapely.transform(store.shapes[positions], _transformer(CRS84, target).transform, interleaved=False)
    moved = shapely.transform(moved, lambda xy: np.round(xy, decimals))
    return [None if text is None else orjson.loads(text) for text in shapely.to_geojson(moved)]


@lru_cache(maxsize=32)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(get_crs_from_uri(source), get_crs_from_uri(target))


def area_of(box: list[float], crs: str) -> shapely.Geometry:
    """The area a box covers.

    Parameters
    ----------
    box : list of float
        Least first axis, least second, greatest first, greatest second, in the units and the order of axes of `crs`;
        in degrees of longitude first, the first may exceed the third: across the antimeridian.

    Returns
    -------
    Geometry
        In EPSG:4326, longitude first.

    Raises
    ------
    ValueError
        The box lies outside what the system reaches.
    """
    west, south, east, north = box
    if crs == CRS84:
        if west > east:
            return shapely.union(_box(west, south, 180, north), _box(-180, south, east, north))
        return _box(west, south, east, north)
    longest = max(east - west, north - south) or 1.0
    edges = shapely.segmentize(_box(west, south, east, north), longest / _EDGE_PARTS)
    area = to_degrees(edges, crs)
    if not all(math.isfinite(edge) for edge in area.bounds):
        raise ValueError("out of reach")
    return area


def to_degrees(shape: shapely.Geometry, crs: str) -> shapely.Geometry:
    """A shape of a system, in its order of axes, in EPSG:4326, longitude first."""
    return shapely.transform(shape, _transformer(crs, CRS84).transform, interleaved=False)


def _box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """A box; one without width or height is a line or a point, not an area that is none."""
    return shapely.envelope(shapely.MultiPoint([(west, south), (east, north)]))
