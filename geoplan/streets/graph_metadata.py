"""Where a street graph comes from, under which licence, and by which rules it was made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from geoplan.streets.travel_rules import rules_version


@dataclass(frozen=True)
class GraphMetadata:
    """What travels with a street graph; dates as ISO 8601, bounds as (west, south, east, north) in EPSG:4326."""

    name: str
    source: str  # the Overpass address or the name of the file
    fetched_on: str
    area: str = ""  # adcodes with commas between them; empty for the whole of a file
    osm_date: str = ""  # the moment of OpenStreetMap shown; empty where the source does not say
    licence: str = "ODbL 1.0"
    attribution: str = "© OpenStreetMap contributors"
    rules_version: str = rules_version()
    nodes: int = 0
    edges: int = 0  # directed
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    limits_used: int = 0  # ways open to cars that are driven at their tagged limit
    limits_missing: int = 0  # ways driven at the speed of their kind, without a limit or with one that cannot be used
    limits_discarded: int = 0  # limits that cannot be used
    discarded: tuple[str, ...] = ()  # some of them as tagged, the most frequent first

    def to_json(self) -> str:
        """The metadata as JSON, the same for the same metadata."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> GraphMetadata:
        """Read what `to_json` wrote; a TypeError or ValueError where it is something else."""
        fields = json.loads(text)
        west, south, east, north = map(float, fields.pop("bounds"))
        discarded = tuple(map(str, fields.pop("discarded", ())))
        return cls(**fields, bounds=(west, south, east, north), discarded=discarded)
