"""Shapefiles: short ASCII field names with a table of their meanings, UTF-8 or GBK, every cut reported."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd

from geoplan.text.message import Text, message
from geoplan.writers.driver_frame import UNPLACED, driver_frame, require_rows, split_by_geometry_type
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.metadata_record import record
from geoplan.writers.plain_tables import as_csv

_MOST_BYTES: Final = 254  # of a text in dBASE
_CODE_PAGES: Final = {"utf-8": "UTF-8", "gbk": "GBK"}
_GBK_MARK: Final = b"\x4d"  # code page 936 in byte 29 of a dBASE file, for readers that know no .cpg
_REPLACEMENT: Final = "?"


def write_shapefile(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write shapefiles into the folder of a path, to be zipped; return what was cut or replaced, by field."""
    losses = _Losses()
    for number, collection in enumerate(content.collections, start=1):
        frame = driver_frame(content, collection)
        encoded = _in_code_page(frame, collection, content.encoding, losses)
        renamed = encoded.rename(columns={field.name: field.short for field in collection.fields})
        for geometry_type, rows in split_by_geometry_type(renamed).items():
            stem = path.parent / f"{content.table_name(collection)}_{geometry_type}"
            _write(rows, stem, geometry_type, content.encoding)
        on_progress(number / len(content.collections))
    folder, notes = path.parent, losses.notes()
    (folder / "fields.csv").write_bytes(as_csv(_fields(content)))
    metadata = {**record(content), "remarks": [note.text(content.lang) for note in notes]}
    (folder / "metadata.json").write_bytes(orjson.dumps(metadata, option=orjson.OPT_INDENT_2))
    return notes


def _write(rows: gpd.GeoDataFrame, stem: Path, geometry_type: str, encoding: str) -> None:
    """One shapefile, or a bare .dbf for rows without geometry."""
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    bare = geometry_type == UNPLACED
    target = stem.with_suffix(".dbf" if bare else ".shp")
    pyogrio.write_dataframe(
        pd.DataFrame(rows.drop(columns="geometry")) if bare else rows,
        target,
        driver="ESRI Shapefile",
        encoding=_CODE_PAGES[encoding],
        DBF_DATE_LAST_UPDATE="1980-01-01",
    )
    require_rows(target, len(rows))
    stem.with_suffix(".cpg").write_text(_CODE_PAGES[encoding], "ascii")
    if encoding == "gbk":
        with stem.with_suffix(".dbf").open("r+b") as table:
            table.seek(29)
            table.write(_GBK_MARK)


def _in_code_page(frame: gpd.GeoDataFrame, collection: Collection, encoding: str, losses: _Losses) -> gpd.GeoDataFrame:
    """Texts as the code page and the width of dBASE hold them; what that costs is noted."""
    frame = frame.copy()
    for field in collection.fields:
        if frame[field.name].dtype == object:
            cells = [_in_encoding(text, encoding) for text in frame[field.name]]
            frame[field.name] = pd.Series([text for text, _, _ in cells], dtype=object)
            if cut := sum(was_cut for _, was_cut, _ in cells):
                losses.cut[field.short] = losses.cut.get(field.short, 0) + cut
            losses.characters.update(*(characters for _, _, characters in cells))
    return frame


@dataclass
class _Losses:
    """How many texts of which field were cut, and which characters replaced."""

    cut: dict[str, int] = dataclasses.field(default_factory=dict)
    characters: set[str] = dataclasses.field(default_factory=set)

    def notes(self) -> list[Text]:
        notes = []
        if self.cut:
            fields = ", ".join(f"{short} {count}" for short, count in self.cut.items())
            notes.append(message("writers.write_shapefile.texts_cut", most=_MOST_BYTES, fields=fields))
        if self.characters:
            codes = " ".join(f"U+{ord(character):04X}" for character in sorted(self.characters)[:8])
            notes.append(
                message(
                    "writers.write_shapefile.characters_replaced",
                    count=len(self.characters),
                    replacement=_REPLACEMENT,
                    codes=codes,
                )
            )
        return notes


def _in_encoding(text: Any, encoding: str) -> tuple[Any, bool, set[str]]:
    """A text as dBASE holds it, whether it was cut, and the characters the code page lacks."""
    if not isinstance(text, str):
        return text, False, set()
    content = text.encode(encoding, "replace")
    replaced = content.decode(encoding)
    lost = {before for before, after in zip(text, replaced, strict=True) if before != after}
    if len(content) <= _MOST_BYTES:
        return replaced, False, lost
    return content[:_MOST_BYTES].decode(encoding, errors="ignore"), True, lost


def _fields(content: ExportContent) -> pd.DataFrame:
    """The table of what the short names mean."""
    rows = []
    for collection in content.collections:
        for field in collection.fields:
            name, *others = field.as_record().items()
            rows.append(dict([("table", content.table_name(collection)), *others, name]))
    return pd.DataFrame(rows)
