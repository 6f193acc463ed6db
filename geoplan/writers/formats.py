"""The export formats, each with what it can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geoplan.crs.systems import CoordinateSystem
from geoplan.errors import ExportError
from geoplan.text.message import Text, message
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.write_csv import csv_pieces, write_csv
from geoplan.writers.write_geopackage import write_geopackage
from geoplan.writers.write_kml import write_kml
from geoplan.writers.write_one_layer import geojson_pieces, write_flatgeobuf, write_geojson, write_geoparquet
from geoplan.writers.write_shapefile import write_shapefile
from geoplan.writers.write_xlsx import write_workbook

ZIP: Final = ".zip"


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes
    ----------
    key : str
        Its name in commands and addresses.
    suffix : str
        Of its files, with the dot.
    write : callable
        Writes a content to a path whose folder exists and where no file is, tells the share done, and returns notes
        on what the format cannot hold as it is: an empty list where nothing is lost.
    several : bool
        Whether one file holds several collections.
    zipped : bool
        Whether it is of several files, and so always comes as a zip file.
    pieces : callable or None
        Writes a content of one collection piece by piece, where the format allows.
    only_wgs84 : bool
        Whether it knows no system but WGS 84.
    sidecar : bool
        Whether the record goes beside the file, for it has no room inside.
    """

    key: str
    suffix: str
    mime: str
    write: Callable[[ExportContent, Path, Progress], list[Text]]
    several: bool = False
    zipped: bool = False
    pieces: Callable[[ExportContent], Iterator[bytes]] | None = None
    only_wgs84: bool = False
    also: tuple[str, ...] = ()
    sidecar: bool = False

    @property
    def title(self) -> Text:
        """What it is called, and for what it is good."""
        return message(f"writers.formats.titles.{self.key}")

    def carries(self, system: CoordinateSystem) -> bool:
        """Whether it can say that it is in this system."""
        return not self.only_wgs84 or system.code == "EPSG:4326"


FORMATS: Final = {
    format.key: format
    for format in (
        Format(
            "geojson", ".geojson", "application/geo+json", write_geojson, pieces=geojson_pieces, also=(".json",)
        ),
        Format("gpkg", ".gpkg", "application/geopackage+sqlite3", write_geopackage, several=True),
        Format("shp", ".shp", "application/zip", write_shapefile, several=True, zipped=True),
        Format(
            "xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_workbook,
            several=True,
        ),
        Format("csv", ".csv", "text/csv", write_csv, pieces=csv_pieces, sidecar=True),
        Format("kml", ".kml", "application/vnd.google-earth.kml+xml", write_kml, several=True, only_wgs84=True),
        Format("fgb", ".fgb", "application/flatgeobuf", write_flatgeobuf),
        Format("parquet", ".parquet", "application/vnd.apache.parquet", write_geoparquet),
    )
}  # fmt: skip


def format_of(name: str) -> tuple[Format, bool]:
    """Tell a file's format by its name.

    Parameters
    ----------
    name : str
        ``x.gpkg``, ``x.csv.zip`` (a zip of one file a collection), ``x.zip`` (shapefiles).

    Returns
    -------
    tuple of Format and bool
        The format, and whether the file is a zip file.

    Raises
    ------
    ExportError
        No format has this suffix.
    """
    suffix = suffix_of(name).lower()
    zipped = suffix.endswith(ZIP)
    format = next((f for f in FORMATS.values() if suffix.removesuffix(ZIP) in (f.suffix, *f.also)), None)
    if suffix == ZIP:
        format = FORMATS["shp"]
    if format is None or (format.zipped and not zipped):
        known = " ".join(format.suffix + ZIP * format.zipped for format in FORMATS.values())
        raise ExportError("writers.formats.unknown_suffix", name=name, known=known)
    return format, zipped


def suffix_of(name: str) -> str:
    """The part of a file's name that says its format: ``.csv.zip`` for a zip of CSV files, else the last suffix."""
    last = Path(name).suffix
    before = Path(name.removesuffix(last)).suffix if last.lower() == ZIP else ""
    known = before.lower() in {suffix for format in FORMATS.values() for suffix in (format.suffix, *format.also)}
    return before + last if known else last
