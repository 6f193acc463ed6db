"""Whatever the bytes, a layer or one line that says why not: arbitrary ones, and good files flipped, cut and doubled."""

from __future__ import annotations

import resource
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from long_lists import one_in
from messy_files import FILES

from geoplan.crs.systems import parse_system
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.errors import UserError
from geoplan.readers import isolated_reader
from geoplan.readers.read_layer import LayerReading, read_layer

MANY = settings(
    max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
SLOW, GROWN = 5.0, 300  # seconds of the processor a file; MB by all of them together
SUFFIXES = (
    "csv",
    "txt",
    "tsv",
    "geojson",
    "geojsonl",
    "json",
    "topojson",
    "kml",
    "kmz",
    "gpx",
    "gml",
    "xlsx",
    "zip",
    "wkt",
)
LARGEST = 20_000  # bytes of a file to begin with
SEEDS: dict[str, list[bytes]] = {}
for _file in FILES.values():
    _suffix = _file.name.rpartition(".")[2].lower()
    if isinstance(_file.content, bytes) and 0 < len(_file.content) < LARGEST and _suffix in SUFFIXES:
        SEEDS.setdefault(_suffix, []).append(_file.content)
TOKENS = [
    *(b'"', b",", b"\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"{", b"[", b"]", b"}", b"null", b"NaN", b"1e999", b"-0", b"9" * 400),
    *(b"<", b">", b"</", b"&", b"&#0;", b"<!DOCTYPE x>", b"<![CDATA[", b"\\ud800", b"()", b"EMPTY", b"\x1e", "\u202e".encode()),
]  # fmt: skip


@pytest.fixture(autouse=True)
def without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """GDAL runs apart in a process of its own, which may die and whose death is told; its own time is not spent here."""
    monkeypatch.setattr(isolated_reader, "_run", lambda *_: "damaged")


@st.composite
def broken(draw: st.DrawFn, suffix: str) -> bytes:
    """A good file with a few bytes changed, parts cut out, doubled, or put elsewhere."""
    content = bytearray(draw(st.sampled_from(SEEDS[suffix])))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = draw(st.integers(at, min(len(content), at + 200)))
        how = draw(st.sampled_from(["flip", "cut", "double", "token", "end", "join"]))
        if how == "flip" and at < len(content):
            content[at] ^= draw(st.integers(1, 255))
        elif how == "cut":
            del content[at:end]
        elif how == "double":
            content[at:at] = content[at:end] * draw(st.sampled_from([1, 2, 30]))
        elif how == "token":
            content[at:end] = draw(st.sampled_from(TOKENS))
        elif how == "end":
            del content[at:]
        elif how == "join":
            content += draw(st.sampled_from(SEEDS[suffix]))
    return bytes(content)


def read_or_refused(content: bytes, name: str) -> None:
    began = time.process_time()
    try:
        reading = read_layer(content, name)
    except UserError as error:
        lines = [error.text("zh"), error.text("en")]
    else:
        sound(reading)
        texts = (*reading.notes, *(q.message for q in reading.questions))
        lines = [text.text(lang) for text in texts for lang in ("zh", "en")] + reading.report["why_en"].tolist()
    assert not any("\n" in line for line in lines)
    assert time.process_time() - began < SLOW


def sound(reading: LayerReading) -> None:
    """Every row is told of, and what is read is valid and on the globe."""
    assert len(reading.frame) == (reading.report["what"] != "left_out").sum()
    assert all(reading.report.loc[reading.report["what"] != "read", "why_zh"])
    assert reading.frame.geometry.is_valid.all() and not reading.frame.geometry.is_empty.any()
    west, south, east, north = reading.frame.total_bounds if len(reading.frame) else (0, 0, 0, 0)
    assert west >= -180 and south >= -90 and east <= 180 and north <= 90
    assert len(set(reading.frame.columns)) == len(reading.frame.columns)


@pytest.mark.parametrize("suffix", one_in(12, sorted(SEEDS)))
def test_a_good_file_that_was_spoilt(suffix: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @settings(MANY, max_examples=40 if suffix in ("xlsx", "zip", "kmz") else 150)
    @given(broken(suffix))
    def spoilt(content: bytes) -> None:
        read_or_refused(content, f"a.{suffix}")

    spoilt()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWN * 1024  # kB on Linux


@MANY
@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
@example(b"PK\x03\x04", "xlsx")
def test_any_bytes(content: bytes, suffix: str) -> None:
    read_or_refused(content, f"a.{suffix}")


TEXTS = st.text(st.sampled_from("{}[]\":,.-+eE0123456789 \n\t<>/=()POLYGNTIE;厦门经纬度东北°′″'|\x1e"), max_size=200)


@MANY
@given(TEXTS, st.sampled_from(["csv", "json", "kml", "txt"]))
def test_any_text(text: str, suffix: str) -> None:
    read_or_refused(text.encode(), f"a.{suffix}")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-200, 200), st.floats(), st.sampled_from(["118.1", "", "Point", "甲"])),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "a", "x", "rings", "arcs"]), inner, max_size=3)),
    max_leaves=12,
)  # fmt: skip
KINDS = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
    "Blob",
    None,
]


@pytest.mark.long
@MANY
@given(st.lists(st.tuples(st.sampled_from(KINDS), VALUES, VALUES), min_size=1, max_size=4), VALUES, VALUES)
def test_geojson_whose_members_are_anything(features: list[Any], crs: Any, document: Any) -> None:
    import json

    made = [
        {"type": "Feature", "properties": p, "geometry": {"type": k, "coordinates": c, "geometries": c}}
        for k, c, p in features
    ]
    read_or_refused(json.dumps({"type": "FeatureCollection", "crs": crs, "features": made}).encode(), "a.geojson")
    for kind in ("Topology", "FeatureCollection", "Feature"):
        read_or_refused(
            json.dumps(
                {"type": kind, "objects": document, "arcs": crs, "features": document, "geometry": document}
            ).encode(),
            "a.json",
        )
    read_or_refused(
        json.dumps({"features": [{"attributes": crs, "geometry": document}], "spatialReference": crs}).encode(),
        "a.json",
    )


@MANY
@given(st.sampled_from(["POINT ({})", "POLYGON (({}))", "LINESTRING ({})", "{}", "[{}]", '{{"type":"Polygon","coordinates":{}}}', "MULTIPOLYGON ((({})))"]), TEXTS,
       st.sampled_from(["4326", "4548", "GCJ-02"]))  # fmt: skip
def test_any_pasted_geometry(form: str, text: str, system: str) -> None:
    try:
        geometry = parse_geometry(form.format(text), parse_system(system))
    except UserError as error:
        assert error.text("zh") and error.text("en")
    else:
        assert geometry.is_valid and not geometry.is_empty
