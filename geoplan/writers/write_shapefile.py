"""Shapefiles: short ASCII field names with a table of their meanings, UTF-8 or GBK, nothing cut in silence."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import pyogrio

from geoplan.text.message import Text, message
from geoplan.writers.driver_frame import driver_frame, require_rows
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.geometry_columns import UNPLACED, split_by_geometry_type
from geoplan.writers.metadata_record import record
from geoplan.writers.plain_tables import as_csv

_WIDEST: Final = 254  # bytes a text of dBASE holds
_CODE_PAGES: Final = {"utf-8": "UTF-8", "gbk": "GBK"}
_GBK_MARK: Final = b"\x4d"  # code page 936 in byte 29 of a dBASE file, for readers that know no .cpg
_INSTEAD: Final = "?"


def write_shapefile(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    """Write collections as shapefiles into a folder, to be zipped.

    Parameters
    ----------
    content : ExportContent
        Any collections; its encoding is that of the texts.
    path : Path
        Any name in that folder.
    progress : callable
        Told the share done.

    Returns
    -------
    list of ExportNote
        What had to be cut or replaced, by field.
    """
    losses = _Losses()
    for number, collection in enumerate(content.collections, start=1):
        frame = driver_frame(content, collection)
        carried = _in_code_page(frame, collection, content.encoding, losses)
        renamed = carried.rename(columns={field.name: field.short for field in collection.fields})
        for form, rows in split_by_geometry_type(renamed).items():
            _write(rows, path.parent / f"{content.table_name(collection)}_{form}", form, content.encoding)
        progress(number / len(content.collections))
    folder, remarks = path.parent, losses.remarks()
    (folder / "fields.csv").write_bytes(as_csv(_fields(content)))
    said = {**record(content), "remarks": [remark.text(content.lang) for remark in remarks]}
    (folder / "metadata.json").write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2))
    return remarks


def _write(rows: gpd.GeoDataFrame, stem: Path, form: str, encoding: str) -> None:
    """One shapefile, or a bare .dbf for rows without geometry."""
    bare = form == UNPLACED
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
            kept = [_carried(text, encoding) for text in frame[field.name]]
            frame[field.name] = pd.Series([text for text, _, _ in kept], dtype=object)
            if cut := sum(was_cut for _, was_cut, _ in kept):
                losses.cut[field.short] = losses.cut.get(field.short, 0) + cut
            losses.letters.update(*(letters for _, _, letters in kept))
    return frame


@dataclass
class _Losses:
    """How many texts of which field were cut, and which characters replaced."""

    cut: dict[str, int] = dataclasses.field(default_factory=dict)
    letters: set[str] = dataclasses.field(default_factory=set)

    def remarks(self) -> list[Text]:
        found = []
        if self.cut:
            named = ", ".join(f"{short} {count}" for short, count in self.cut.items())
            found.append(message("writers.write_shapefile.texts_over_bytes_cut_between", widest=_WIDEST, named=named))
        if self.letters:
            seen = " ".join(f"U+{ord(letter):04X}" for letter in sorted(self.letters)[:8])
            found.append(
                message(
                    "writers.write_shapefile.characters_not_gbk_became_utf",
                    n=len(self.letters),
                    instead=_INSTEAD,
                    seen=seen,
                )
            )
        return found


def _carried(text: Any, encoding: str) -> tuple[Any, bool, set[str]]:
    """A text as dBASE holds it, whether it was cut, and the characters the code page lacks."""
    if not isinstance(text, str):
        return text, False, set()
    lost = set()
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        lost = {letter for letter in text if not _known(letter, encoding)}
        text = "".join(_INSTEAD if letter in lost else letter for letter in text)
        content = text.encode(encoding)
    if len(content) <= _WIDEST:
        return text, False, lost
    return content[:_WIDEST].decode(encoding, errors="ignore"), True, lost


def _known(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _fields(content: ExportContent) -> pd.DataFrame:
    """The table of what the short names mean."""
    return pd.DataFrame(
        [
            {
                "table": content.table_name(c),
                **{k: v for k, v in field._asdict().items() if k != "name"},
                "name": field.name,
            }
            for c in content.collections
            for field in c.fields
        ]
    )
