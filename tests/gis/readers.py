"""Reading exports back with tools that are not ours: GDAL's commands, pyarrow, and the standard library."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
import shapely
from pyproj import CRS

csv.field_size_limit(sys.maxsize)


class Read(NamedTuple):
    """What stands in a file: each table's rows as texts with their geometry, and its coordinate system as WKT."""

    tables: dict[str, list[tuple[dict[str, str], shapely.Geometry | None]]]
    wkt: dict[str, str]


def by_gdal(path: Path, folder: Path, *options: str) -> Read:
    """Read with ogr2ogr and ogrinfo of the system, never with the library that wrote it."""
    if not (shutil.which("ogr2ogr") and shutil.which("ogrinfo")):
        pytest.skip("GDAL's commands are not installed (Debian: gdal-bin)")
    source = f"/vsizip/{path}" if path.suffix == ".zip" else str(path)
    out = folder / f"{path.name}.read"
    said = _run("ogr2ogr", "-f", "CSV", str(out), source, *options, "-lco", "GEOMETRY=AS_WKT")
    assert "ERROR" not in said and "Warning" not in said, said
    tables = {file.stem: _rows(file) for file in sorted(out.glob("*.csv"))}
    return Read(tables, _systems(_run("ogrinfo", "-so", "-al", "-ro", source)))


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def _rows(file: Path) -> list[tuple[dict[str, str], shapely.Geometry | None]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [(row, shapely.from_wkt(wkt) if (wkt := row.pop("WKT", "")) else None) for row in rows]


def _systems(said: str) -> dict[str, str]:
    """The WKT below each layer's name in what ogrinfo prints."""
    found = {}
    for part in said.split("\nLayer name: ")[1:]:
        name, _, rest = part.partition("\n")
        wkt = rest.partition("Layer SRS WKT:\n")[2]
        lines = wkt.splitlines()
        taken = lines[:1] + list(_while_indented(lines[1:]))
        found[name] = "\n".join(taken)
    return found


def _while_indented(lines: list[str]) -> list[str]:
    kept = []
    for line in lines:
        if not line.startswith(" "):
            break
        kept.append(line)
    return kept


def by_pyarrow(path: Path) -> Read:
    """Read GeoParquet by its own rules: WKB bytes and PROJJSON, for Debian's GDAL has no such driver."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(path)
    geo = orjson.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    rows = []
    for row in table.to_pylist():
        wkb = row.pop("geometry")
        texts = {key: "" if value is None else str(value) for key, value in row.items()}
        rows.append((texts, None if wkb is None else shapely.from_wkb(wkb)))
    return Read({path.stem: rows}, {path.stem: CRS.from_json_dict(geo["columns"]["geometry"]["crs"]).to_wkt()})


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()
