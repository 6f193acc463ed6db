"""What is read in a process of its own ends where it takes too much, and has one driver and no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from format_samples import by_gdal, dxf, dxf_point, nested_blocks
from reader_samples import POINTS, frame

from geoplan.errors import ReaderError
from geoplan.readers import isolated_reader
from geoplan.readers.read_layer import read_layer
from geoplan.worker_process import run_worker

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX has limits of a process")


def test_a_drawing_that_unfolds_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_reader, "MOST_SECONDS", 3)
    with pytest.raises(ReaderError, match=r"a\.dxf: reading it takes too long; split or simplify it first"):
        read_layer(nested_blocks(9), "a.dxf")  # a hundred million points


def test_what_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    content = by_gdal(frame(POINTS, a=["甲" * 10_000_000] * 3), tmp_path, "FlatGeobuf", "a.fgb")["a.fgb"]
    assert len(content) == pytest.approx(90_000_000, rel=0.01)
    monkeypatch.setattr(isolated_reader, "MOST_MEMORY", 200 * 2**20)
    with pytest.raises(ReaderError, match=r"a\.fgb: "):
        read_layer(content, "a.fgb")


def test_the_process_is_stopped_by_the_clock_where_it_only_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_reader, "_PATIENCE", 0.01)
    with pytest.raises(ReaderError, match="takes too long"):
        read_layer(dxf(dxf_point(440_000, 2_711_000)), "a.dxf")


def test_the_process_has_the_driver_that_was_asked_for_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GEOPLAN_HOME", str(tmp_path))
    script = tmp_path / "drivers.py"
    script.write_text("import os, pyogrio; print(pyogrio.list_drivers(), *os.environ)")
    environment = isolated_reader._environment({"driver": "MapInfo File", "DXF_ENCODING": "UTF-8"})
    drivers, *names = run_worker(str(script), b"", 60, environment).stdout.decode().rpartition("}")
    assert drivers == "{'MapInfo File': 'raw'"
    assert not {"HOME", "GEOPLAN_HOME", "http_proxy"} & set(names[1].split())
