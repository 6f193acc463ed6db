"""A script that reads one file in a process of its own, which the kernel stops where it wants too much.

It is run by `geoplan.readers.isolated_reader`, imports nothing of this package, and is told in JSON: ``path``,
``reader``, ``limits`` and what the reader takes. It writes ``told.json`` into its folder, and beside it ``rows.arrow``
(columns by number, shapes in ``wkb``) or ``sheet0.jsonl`` and so on. Its exit status is 0, or one of `STATUS`.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

STATUS = {"damaged": 10, "memory": 11, "rows": 12, "locked": 13, "no_geometry": 14}


class RefusedError(Exception):
    """The file is not read; the message is a key of `STATUS`."""


def limit(data: int, seconds: int, output: int) -> None:
    """Let the kernel end this process where it takes more memory, time or disk; nothing of the kind on Windows."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_DATA, data), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, output)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_layer_by_gdal(path: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Read a layer, the chosen one or the first that has features, and list all that have some."""
    for encoding in (None, "ISO-8859-1"):
        try:
            told = read_in_encoding(path, task, {} if encoding is None else {"encoding": encoding})
        except UnicodeDecodeError:  # the file says nothing of its letters: one character a byte
            continue
        return {**told, "encoding": encoding}
    raise RefusedError("damaged")


def read_in_encoding(path: Path, task: dict[str, Any], letters: dict[str, str]) -> dict[str, Any]:
    """Read the layer with its texts in an encoding, by default the one that the file names."""
    import pyogrio

    how: dict[str, Any] = {**task.get("options", {}), **letters}
    found = {}
    for name, shape in pyogrio.list_layers(path):
        info = pyogrio.read_info(path, layer=name, force_feature_count=True, **how)
        found[str(name)] = (int(info["features"]), shape is not None)
    filled = [name for name, (n, _) in found.items() if n] or list(found)[:1]
    drawn = [name for name in filled if found[name][1]] or filled
    if not drawn:
        raise RefusedError("no_geometry")
    layer = drawn[0] if task["layer"] is None else task["layer"]
    if layer not in found:
        return {"layers": drawn, "layer": None}
    if found[layer][0] > task["most_rows"]:
        raise RefusedError("rows")
    meta, _, wkb, values = pyogrio.raw.read(path, layer=layer, datetime_as_string=True, **how)
    write_rows(path.parent, found[layer][0] if wkb is None else len(wkb), wkb, values)
    return {"layers": drawn, "layer": layer, "fields": [str(field) for field in meta["fields"]], "crs": meta["crs"]}


def read_parquet(path: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Read a GeoParquet file: its first column of shapes, the other columns of shapes left out."""
    import geopandas
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    if b"geo" not in (file.schema_arrow.metadata or {}):
        raise RefusedError("no_geometry")
    if file.metadata.num_rows > task["most_rows"]:
        raise RefusedError("rows")
    file.close()
    frame = geopandas.read_parquet(path)
    shapes = frame.geometry
    crs = shapes.crs
    code = crs.to_authority() if crs is not None else None
    frame = frame.drop(columns=[column for column in frame if frame[column].dtype == "geometry"])
    write_rows(path.parent, len(frame), shapes.to_wkb().to_numpy(), [as_cells(frame[c]) for c in frame])
    told = ":".join(code) if code else (crs.to_wkt() if crs is not None else None)
    return {"layers": [""], "layer": "", "fields": [str(column) for column in frame], "crs": told}


def as_cells(column: Any) -> Any:
    """The values of a column as GDAL gives them: days and times as text."""
    if column.dtype.kind in "Mm":
        return column.astype("str").where(column.notna(), None).to_numpy(dtype=object)
    return column.to_numpy(dtype=object) if column.dtype.kind not in "bif" else column.to_numpy()


def write_rows(folder: Path, n: int, wkb: Any, values: list[Any]) -> None:
    """Write shapes and values of all rows."""
    import pyarrow as pa
    import pyarrow.feather

    columns = {
        str(i): pa.array([plain(v) for v in column] if column.dtype == object else column)
        for i, column in enumerate(values)
    }
    columns["wkb"] = pa.array([None] * n if wkb is None else list(wkb), type=pa.large_binary())
    pyarrow.feather.write_feather(pa.table(columns), str(folder / "rows.arrow"), compression="uncompressed")


def plain(value: Any) -> Any:
    """A value as a cell of text, or a number; lists and records as JSON, other bytes by their number."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return f"{len(value)} B"
    if isinstance(value, float) and value != value:
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)


def read_sheets(path: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Read all sheets of an old or open workbook: the saved values, row by row."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError:
        raise RefusedError("locked") from None
    except calamine.CalamineError as error:
        raise RefusedError(fault(error)) from error
    sheets = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    left = task["most_cells"]
    for number, sheet in enumerate(sheets):
        try:
            page = book.get_sheet_by_name(sheet.name)
        except calamine.CalamineError as error:
            raise RefusedError(fault(error)) from error
        left -= page.total_height * page.total_width
        if left < 0:
            raise RefusedError("rows")
        with (path.parent / f"sheet{number}.jsonl").open("w", encoding="utf-8") as file:
            for row in page.to_python(skip_empty_area=False):
                file.write(json.dumps(row, ensure_ascii=False, default=dated) + "\n")
    hidden = [s.name for s in sheets if s.visible != calamine.SheetVisibleEnum.Visible]
    return {"sheets": [s.name for s in sheets], "hidden": hidden}


def fault(error: Exception) -> str:
    """Whether a workbook claims more cells than a program could hold, or is broken."""
    return "memory" if "limit exceeded" in str(error) else "damaged"


def dated(value: Any) -> dict[str, str]:
    """A day or time as JSON, by its kind."""
    kind = next((k for k in (dt.datetime, dt.date, dt.time) if isinstance(value, k)), None)
    return {kind.__name__: value.isoformat()} if kind else {"text": str(value)}


READERS = {"gdal": read_layer_by_gdal, "parquet": read_parquet, "sheets": read_sheets}


def main() -> int:
    """Read as told on standard input."""
    task = json.load(sys.stdin)
    limit(**task["limits"])
    path = Path(task["path"])
    try:
        told = READERS[task["reader"]](path, task)
    except RefusedError as refusal:
        return STATUS[str(refusal)]
    except MemoryError:
        return STATUS["memory"]
    except Exception:  # each library fails in as many ways as a file can be wrong
        return STATUS["damaged"]
    (path.parent / "told.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
