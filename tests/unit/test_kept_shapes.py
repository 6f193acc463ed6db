"""Shapes that are kept as long as the server lives carry no index, and reading them loads no GDAL."""

from __future__ import annotations

import subprocess
import sys

import shapely

from geoplan.analysis.footprint import cut_by_region
from geoplan.analysis.point_grid import points_in
from geoplan.analysis.reporting_units import reporting_units
from geoplan.geodata.boundaries import counties, land_outlines


def test_what_was_prepared_for_a_question_is_not_kept_with_the_shapes() -> None:
    land_outlines.cache_clear()
    land_outlines()
    assert not shapely.is_prepared(counties().geometry.to_numpy()).any()
    zones = reporting_units("350200")
    shapes = zones.geometry.to_numpy()
    cut_by_region(shapely.buffer(shapely.centroid(shapes), 500), shapes)
    points_in(shapes[0], 1000)
    assert not shapely.is_prepared(shapes).any()


def test_the_ground_of_all_pages_is_read_without_gdal() -> None:
    script = (
        "import sys; from geoplan.analysis.reporting_units import reporting_units\n"
        "reporting_units('350200', outline='land'); print('pyogrio' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
