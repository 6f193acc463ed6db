"""Memory stays bounded: large files and bombs read in a process of their own, whose peak the kernel tells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import orjson
import pytest
from hostile_files import CASES

READ = """
import json, re, sys
from pathlib import Path
from geoplan.readers.read_layer import read_layer
from geoplan.errors import UserError
outcomes = []
for path in sys.argv[1:]:
    try:
        outcomes.append(len(read_layer(Path(path), Path(path).name).frame))
    except UserError as refusal:
        outcomes.append(refusal.text('en'))
# Not ru_maxrss, which a child inherits from its parent.
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps([outcomes, peak / 1024]))
"""
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is told by Linux only")
FIFTY = 50 * 2**20  # bytes


def read(*paths: Path) -> tuple[list[int | str], float]:
    """What came of the files, and the peak of the process in MB (about 170 of which are the libraries)."""
    run = subprocess.run([sys.executable, "-c", READ, *map(str, paths)], capture_output=True, check=True, timeout=300)
    outcomes, peak = json.loads(run.stdout)
    return outcomes, peak


def big_csv() -> bytes:
    lines = (f"{i},企业{i},118.{i % 900:03},24.{i % 900:03},{'园' * 105}" for i in range(150_000))
    return ("编号,名称,经度,纬度,说明\n" + "\n".join(lines)).encode()


def big_geojson() -> bytes:
    turn = np.linspace(0, 2 * np.pi, 80)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 0.01
    ring[-1] = ring[0]
    centres = np.random.default_rng(1).uniform((117, 24), (119, 26), (18_000, 2))
    features = [
        {
            "type": "Feature",
            "properties": {"名称": f"地块{i}"},
            "geometry": {"type": "Polygon", "coordinates": [ring + c]},
        }
        for i, c in enumerate(centres)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_SERIALIZE_NUMPY)


@pytest.mark.long
@pytest.mark.parametrize(("make", "n"), [(big_csv, 150_000), (big_geojson, 18_000)])
def test_fifty_megabytes_are_read_in_less_than_a_gigabyte(make, n: int, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"{make.__name__}.dat"
    path.write_bytes(make())
    assert path.stat().st_size > 0.95 * FIFTY
    outcomes, peak = read(path)
    assert outcomes == [n]
    assert peak < 1000


@pytest.mark.long
def test_bombs_take_no_more_than_the_libraries_do(tmp_path: Path) -> None:
    names = [
        *("a_zip_bomb", "a_zip_that_is_too_large_unpacked", "a_workbook_that_is_a_bomb", "a_billion_laughs"),
        *("a_kml_in_utf16_that_laughs", "a_workbook_that_laughs", "a_geojson_nested_a_hundred_thousand_deep"),
        *(
            "wkt_nested_a_hundred_thousand_deep",
            "a_gpkg_that_computes_a_bomb",
            "a_gpkg_whose_layer_is_a_view_without_end",
        ),
        *(
            "a_cell_in_the_last_corner",
            "a_row_of_millions_of_cells",
            "a_geojson_of_millions_of_nothings",
            "too_many_rows",
        ),
    ]
    paths = []
    for name in names:
        folder = tmp_path / name
        folder.mkdir()
        paths.append(folder / CASES[name].name)
        paths[-1].write_bytes(CASES[name].build(folder))
    outcomes, peak = read(*paths)
    assert len(outcomes) == len(names)
    assert peak < 450
