"""Cells of a grid hold what lies in the scope, and every runner counts them alike."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geoplan.registers.area_index import AreaIndex
from geoplan.registers.cell_index import CELLS, CellIndex
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_file import open_register
from geoplan.registers.run_in_process import count_frame
from geoplan.registers.run_streamed import run_streamed
from registers.conftest import World
from registers.test_runners import assert_same


def test_points_lie_in_the_cell_between_its_lines_and_only_within_the_scope() -> None:
    scope = AreaIndex(["a"], [shapely.Polygon([(118, 0), (118.1, 0), (118.1, 0.1), (118, 0.1)])], partition=True)
    cells = CellIndex(scope, side=111_320 / 40)  # a fortieth of a degree of latitude: four rows
    assert (cells.rows, cells.columns) == (4, 4)
    x, y = np.array([118.0, 118.06, 118.1, 118.2]), np.array([0.0, 0.04, 0.1, 0.05])
    point, cell = cells.locate(x, y)
    assert point.tolist() == [0, 1, 2]
    assert cell.tolist() == [0, 1 * 4 + 2, 15]  # the corner of the scope lies in the last cell
    lon, lat = cells.centres(np.array([6]))
    assert np.hypot(lon - 118.0625, lat - 0.0375) < 1e-5


@pytest.mark.long
def test_cells_are_counted_alike_in_one_process_and_in_two(world: World, tmp_path: Path) -> None:
    counties = world.plan.layers["county"]
    assert isinstance(counties, AreaIndex)
    cells = CellIndex(counties)
    assert len(pickle.dumps(cells)) < len(pickle.dumps(counties)) + 1_000
    plan = CountingPlan({"county": counties, CELLS: cells}, world.plan.columns, world.plan.codes)
    path = tmp_path / "register.parquet"
    pq.write_table(pa.Table.from_pandas(world.register, preserve_index=False), path, row_group_size=2_000)
    here = count_frame(world.register, plan)
    assert here.layers[CELLS].n_distinct == here.layers["county"].n_distinct
    assert_same(run_streamed(open_register(path).parts(plan.columns.used), plan, workers=2), here)
