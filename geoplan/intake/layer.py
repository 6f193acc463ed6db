"""Reading a layer or sheet that a user brings: what was read, mended and left out, and what only the user can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.coordinates import System
from geoplan.crs import STORAGE
from geoplan.intake.attributes import repeated_ids
from geoplan.intake.geojson import read_geojson
from geoplan.intake.kind import Kind, kind_of, misnamed
from geoplan.intake.kml import read_kml, read_kmz
from geoplan.intake.limits import MOST_VERTICES, VERTICES, content_of, too_much
from geoplan.intake.mending import leave_out_unusable, mend
from geoplan.intake.placing import place
from geoplan.intake.said import IntakeError, Said, quoted
from geoplan.intake.shapefile import read_shapefile
from geoplan.intake.source import Answers, Columns, Question, Source
from geoplan.intake.table import read_table
from geoplan.intake.vector import read_gpkg

_READERS: Final[dict[Kind, Callable[[bytes, str, Answers], Source]]] = {
    "geojson": lambda content, name, answers: read_geojson(content, name),
    "gpkg": lambda content, name, answers: read_gpkg(content, name, answers.layer),
    "shapefile": lambda content, name, answers: read_shapefile(content, name, answers.layer, answers.encoding),
    "kml": lambda content, name, answers: read_kml(content, name),
    "kmz": lambda content, name, answers: read_kmz(content, name),
    "csv": read_table,
    "xlsx": read_table,
}
KINDS: Final[dict[Kind, Said]] = {
    "geojson": Said("GeoJSON", "GeoJSON"),
    "gpkg": Said("GeoPackage", "GeoPackage"),
    "shapefile": Said("Shapefile", "Shapefile"),
    "kml": Said("KML", "KML"),
    "kmz": Said("KMZ", "KMZ"),
    "csv": Said("文本表格（CSV）", "a text table (CSV)"),
    "xlsx": Said("Excel 工作簿", "an Excel workbook"),
}


@dataclass(frozen=True, eq=False)
class Intake:
    """A layer that was brought.

    Attributes
    ----------
    name : str
        The file's name.
    kind : str
        What it is, by its content.
    frame : GeoDataFrame
        EPSG:4326; ``row`` (of the sheet, or the number of the feature from 1), then the user's own columns,
        ``geometry``: valid, without heights, never empty.
    report : DataFrame
        One row a source row: ``row``, ``what`` (read, mended, left_out), ``why_zh``, ``why_en``, ``spot``.
    questions : list of Question
        What the user may or must decide.
    notes : list of Said
        What concerns the whole.
    system : System
        What the coordinates were taken to be in.
    layer : str
        Which layer or sheet was read.
    columns : Columns or None
        Where a sheet's coordinates stand.
    headings : tuple of str
        The user's columns, to choose others from.
    """

    name: str
    kind: Kind
    frame: gpd.GeoDataFrame
    report: pd.DataFrame
    questions: list[Question]
    notes: list[Said]
    system: System
    layer: str = ""
    columns: Columns | None = None
    headings: tuple[str, ...] = field(default=())

    @property
    def pending(self) -> list[Question]:
        """What must be decided before the layer is to be used."""
        return [question for question in self.questions if question.must]


def read_layer(content: bytes | Path, name: str, answers: Answers = Answers()) -> Intake:  # noqa: B008  (frozen)
    """Read GeoJSON, GeoPackage, zipped Shapefile, KML, KMZ, CSV or XLSX.

    What the file is, its content tells; its suffix is only noted. Nothing is written but into a private folder that
    is removed at once, nothing is fetched, no formula is computed.

    Parameters
    ----------
    content : bytes or Path
        The file.
    name : str
        Its name.
    answers : Answers
        What the user has decided so far.

    Returns
    -------
    Intake
        The layer as the answers, and failing those the assumptions of the questions, have it.

    Raises
    ------
    IntakeError
        It cannot be read at all; one line in each language names the file, the spot, the fact and the remedy.
    NoSuchSystem
        The answer names no coordinate system.
    """
    taken = content_of(content, name)
    kind = kind_of(taken, name)
    try:
        source = _READERS[kind](taken, name, answers)
        del taken
        _require_few_vertices(source.shapes, name)
        return _intake(source, name, kind, answers)
    except MemoryError as error:
        raise IntakeError(
            f"{quoted(name)}：内存不足，请拆分后再用",
            f"{quoted(name)}: there is not enough memory for it; split it first",
        ) from error


def _require_few_vertices(shapes: np.ndarray, name: str) -> None:
    n = int(shapely.get_num_coordinates(shapes).sum())
    if n > MOST_VERTICES:
        raise too_much(quoted(name), VERTICES, n, MOST_VERTICES)


def _intake(source: Source, name: str, kind: Kind, answers: Answers) -> Intake:
    rows = source.attributes.index.to_numpy()
    remarks, notes = source.remarks, list(source.notes)
    if misnamed(kind, name):
        notes.insert(
            0,
            Said(
                f"内容是 {KINDS[kind].zh}，与后缀不符，按内容读取",
                f"By its content it is {KINDS[kind].en}, whatever its suffix says",
            ),
        )
    flat = ~shapely.has_z(source.shapes) & ~shapely.has_m(source.shapes)
    source.shapes = leave_out_unusable(source.shapes, rows, remarks.left_out, remarks)
    placed = place(source, answers)
    turned = Said("两个坐标已调换", "its two coordinates were exchanged")
    remarks.add_all(rows[placed.turned], "mended", turned)
    shapes = mend(placed.shapes, rows, remarks, flat)
    repeats, noted = repeated_ids(source.attributes)
    for row, said in repeats.items():
        remarks.add(row, "read", said)
    kept = ~shapely.is_missing(shapes)
    attributes = source.attributes[kept].reset_index()
    frame = gpd.GeoDataFrame(attributes, geometry=shapes[kept], crs=STORAGE)
    kinds = {t.removeprefix("Multi") for t in frame.geom_type}
    if len(kinds) > 1:
        notes.append(
            Said(
                f"混有 {len(kinds)} 种几何：{'、'.join(sorted(kinds))}，一并保留",
                f"Mixed geometry ({', '.join(sorted(kinds))}), all kept",
            )
        )
    return Intake(
        name,
        kind,
        frame,
        remarks.report(rows, source.spots),
        [*source.questions, *placed.questions],
        [*notes, *placed.notes, *noted],
        placed.system,
        source.layer,
        source.columns,
        tuple(source.attributes.columns),
    )
