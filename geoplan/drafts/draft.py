"""A draft: the position of a site as a user draws it, a place of the user's own, or a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson
import shapely
from shapely.geometry import shape

POSITION: Final = "position"  # of a site of the catalogue: replaces all that the catalogue draws of it
PLACE: Final = "place"  # a new place of the user's own
NOTE: Final = "note"  # a text pinned to a point


@dataclass(frozen=True)
class Draft:
    """One feature that a user drew.

    Attributes
    ----------
    category : str
        `POSITION`, `PLACE` or `NOTE`.
    draft_id : str
        Of a position, the site's id; of a place or note, ``own-`` and eight hex digits.
    geometry : Geometry
        EPSG:4326: a point, polygon or multipolygon; of a note, a point.
    method, source, source_datum, radius_m, confidence, checked_on : str, float
        How the position is known, as `geoplan.checks.layer_schema.PositionMetadata` has them; radius in metres.
    name_zh, name_en, kind : str
        Of a place; "" else.
    text : str
        Of a note, what it says; of others, a remark.
    author : str
        Who drew it, "" where unsaid.
    drawn_at : str
        When it was stored: ISO 8601 with seconds, UTC.
    """

    category: str
    draft_id: str
    geometry: shapely.Geometry
    method: str = "digitised"
    source: str = ""
    source_datum: str = "WGS84"
    radius_m: float | None = None
    confidence: str = "medium"
    checked_on: str = ""
    name_zh: str = ""
    name_en: str = ""
    kind: str = ""
    text: str = ""
    author: str = ""
    drawn_at: str = ""

    def to_feature(self) -> dict[str, Any]:
        """The draft as a GeoJSON feature; what is empty is left out."""
        values = {key: value for key, value in vars(self).items() if key != "geometry" and value not in ("", None)}
        return {"type": "Feature", "properties": values, "geometry": orjson.loads(shapely.to_geojson(self.geometry))}

    @classmethod
    def from_feature(cls, feature: dict[str, Any]) -> Draft:
        """A draft of a feature that `to_feature` made; a checked one, see `geoplan.drafts.patch`."""
        return cls(**feature["properties"], geometry=shape(feature["geometry"]))
