"""Every format in every system is written, read back by tools that are not ours, and compared feature by feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from long_lists import one_in, one_of_each
from pyproj import CRS

from geoplan.crs.systems import parse_system
from geoplan.errors import ExportError
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import with_system_suffix, write_export
from gis.conftest import SYSTEMS
from gis.readers import Read, by_gdal, by_pyarrow

OPTIONS = {"csv": ("-oo", "GEOM_POSSIBLE_NAMES=wkt*", "-oo", "KEEP_GEOM_COLUMNS=NO"), "xlsx": ("-oo", "HEADERS=FORCE")}
BESIDE = {"geoplan_fields", "layer_styles", "fields", "说明", "字段"}  # tables that hold no features
PAIRS = [(f, code) for f in FORMATS for code in SYSTEMS if FORMATS[f].carries(parse_system(code))]
# Every format once and every system once, also for those that are displaced.
SOME = one_of_each(PAIRS, lambda pair: (pair[0], parse_system(pair[1]).is_offset) if pair[0] != "csv" else pair)


def exported(content: ExportContent, format: str, code: str, folder: Path) -> Path:
    suffix = FORMATS[format].suffix + (".zip" if FORMATS[format].zipped else "")
    path = folder / with_system_suffix(f"x{suffix}", parse_system(code))
    write_export(replace(content, system=parse_system(code)), path)
    return path


def read_back(path: Path, format: str, folder: Path) -> Read:
    return by_pyarrow(path) if format == "parquet" else by_gdal(path, folder, *OPTIONS.get(format, ()))


def names_of(content: ExportContent, format: str) -> dict[str, str]:
    """What each field is called in a file."""
    fields = content.collections[0].fields
    if format == "shp":
        return {f.name: f.short for f in fields}
    if format == "xlsx":
        return {f.name: f.title.text("zh") + (f" ({f.unit})" if f.unit else "") for f in fields}
    return {f.name: f.name for f in fields}


@pytest.mark.parametrize(("format", "code"), SOME, ids=[f"{f}-{code}" for f, code in PAIRS])
def test_what_was_written_is_read_back(
    format: str, code: str, sites: ExportContent, reckoned: Callable, tmp_path: Path
) -> None:
    read = read_back(exported(sites, format, code, tmp_path), format, tmp_path)
    frame = sites.collections[0].frame
    rows = {name: table for name, table in read.tables.items() if name not in BESIDE}
    features = [row for table in rows.values() for row in table]
    called = names_of(sites, format)
    found = {row[called["id"]]: (row, shape) for row, shape in features}
    assert len(features) == len(found) == len(frame)
    assert set(found) == set(frame["id"])
    assert_attributes(frame, found, called, format)
    if format == "xlsx":
        assert_points(found, reckoned(code), code)
    else:
        assert_shapes(found, reckoned(code), code)
        assert_system(read, format, code)
    if parse_system(code).is_offset:
        mark = {"GCJ-02": ("gcj02", "GCJ-02"), "BD-09": ("bd09", "BD-09")}[code]
        assert all(any(m in name for m in mark) for name in rows), "a displaced table says so in its name"


def assert_attributes(frame, found, called, format) -> None:
    for record in frame.drop(columns="geometry").to_dict("records"):
        row = found[record["id"]][0]
        for name, value in record.items():
            said = row[called[name]]
            if name == "checked_on":
                said = said.replace("/", "-")  # GDAL takes it for a date and prints it its own way
            if isinstance(value, float):
                assert (said == "") if value != value else float(said) == pytest.approx(value), name
            elif format == "shp" and len(str(value).encode()) > 254:
                assert str(value).startswith(said) and 251 <= len(said.encode()) <= 254, name
            else:
                assert said == ("" if value is None else str(value)), name


def assert_shapes(found, expected, code) -> None:
    within = 6e-8 if parse_system(code).in_degrees else 6e-4  # half a unit of the last decimal, and the reader's own
    for key, (_, shape) in found.items():
        if key not in expected:
            assert shape is None, key
            continue
        assert shape is not None, key
        assert shapely.get_num_coordinates(shape) == shapely.get_num_coordinates(expected[key])
        assert shapely.hausdorff_distance(shape, expected[key]) < within * 1.5, key


def assert_points(found, expected, code) -> None:
    """A workbook holds a point in each shape."""
    offset, degrees = parse_system(code).slug, parse_system(code).in_degrees
    mark = f"_{offset}" if offset else ""
    x, y = (f"{axis}{mark} (代表点)" for axis in (("lon", "lat") if degrees else ("x", "y")))
    for key, (row, _) in found.items():
        if key not in expected:
            assert row[x] == row[y] == ""
            continue
        point, near = shapely.Point(float(row[x]), float(row[y])), 1e-7 if degrees else 1e-3
        assert point.distance(expected[key]) < near, key


def assert_system(read: Read, format: str, code: str) -> None:
    if format == "csv":
        return  # its columns say it, and its description
    for name, wkt in read.wkt.items():
        if name in BESIDE or name.endswith("unplaced"):
            continue
        if parse_system(code).is_offset:
            assert wkt.startswith("ENGCRS"), "no tool may take displaced coordinates for WGS 84"
            assert code in wkt
        else:
            assert CRS.from_wkt(wkt).to_epsg(min_confidence=60) == int(code), name


def test_kml_refuses_every_system_but_its_own(sites: ExportContent, tmp_path: Path) -> None:
    for code in SYSTEMS[1:]:
        with pytest.raises(ExportError, match="EPSG:4326"):
            write_export(replace(sites, system=parse_system(code)), tmp_path / f"x.{parse_system(code).slug}.kml")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", one_in(3, ["gpkg", "shp", "kml"]))
def test_all_collections_stand_in_one_file(format: str, everything: ExportContent, tmp_path: Path) -> None:
    read = by_gdal(exported(everything, format, "4326", tmp_path), tmp_path)
    for collection in everything.collections:
        title = collection.title.text("zh") if format == "kml" else collection.name
        forms = [title] if format == "kml" else [title, *(f"{title}_{form}" for form in ("area", "point", "unplaced"))]
        assert sum(len(read.tables.get(form, [])) for form in forms) == len(collection.frame), collection.name


@pytest.mark.long
def test_every_file_has_its_own_table_of_the_field_names(everything: ExportContent, tmp_path: Path) -> None:
    read = by_gdal(exported(everything, "gpkg", "4326", tmp_path), tmp_path)
    told = {(row["collection"], row["name"]) for row, _ in read.tables["geoplan_fields"]}
    assert told == {(c.name, f.name) for c in everything.collections for f in c.fields}
