"""What goes into a file, whatever its format: collections, a coordinate system, and their description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from geoplan.crs.systems import CoordinateSystem
from geoplan.writers.feature_collections import Collection

Progress = Callable[[float], None]  # takes the share done, from 0 to 1


@dataclass(frozen=True, eq=False)
class ExportContent:
    """What goes into a file.

    Attributes
    ----------
    collections : tuple of Collection
        At least one; geometries in EPSG:4326.
    system : CoordinateSystem
        What the coordinates are written in.
    about : dict
        Title, version, filters, sources, licences and notes; see `geoplan.writers.metadata_record.about`.
    encoding : {"utf-8", "gbk"}
        Of a shapefile's texts; the other formats know UTF-8 only.
    """

    collections: tuple[Collection, ...]
    system: CoordinateSystem
    about: dict[str, Any]
    lang: str = "zh"
    encoding: str = "utf-8"

    @property
    def rows(self) -> int:
        """How many rows all collections hold."""
        return sum(len(c.frame) for c in self.collections)

    def only(self, collection: Collection) -> ExportContent:
        """The same with one collection."""
        return replace(self, collections=(collection,))

    def table_name(self, collection: Collection) -> str:
        """What a collection is called inside the file: a displaced one says so in its very name."""
        return f"{collection.name}_{self.system.slug}" if self.system.is_offset else collection.name


def no_progress(_: float) -> None:
    """Tell nobody."""
