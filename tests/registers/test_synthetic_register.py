"""Synthetic registers are the same each time, crowded as real ones are, and say what they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers import synthetic_register as made
from geoplan.registers.synthetic_register import synthetic_register
from geoplan.registers.write_synthetic import write_synthetic

PARKS = shapely.box([118.0, 118.2], [24.4, 24.6], [118.02, 118.22], [24.42, 24.62])
TOWNS = np.array([[118.1, 24.5], [118.15, 24.45]])


def register(n: int, seed: int = 3) -> pd.DataFrame:
    return pa.concat_tables(synthetic_register(PARKS, TOWNS, ["3911", "3912", "6510"], n, seed)).to_pandas()


def test_a_longer_register_begins_like_a_shorter_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "CHUNK", 1_000)
    long = register(2_500)
    pd.testing.assert_frame_equal(register(1_200), long.head(1_200))
    assert len(long) == 2_500
    assert not register(100, seed=4).equals(long.head(100))


def test_enterprises_crowd_in_parks_and_every_row_says_that_it_is_synthetic() -> None:
    frame = register(20_000)
    inside = shapely.intersects_xy(PARKS[:, None], frame["lon"], frame["lat"]).any(axis=0).mean()
    box = shapely.box(*shapely.total_bounds(PARKS)).area
    assert inside > 10 * shapely.area(PARKS).sum() / box
    assert frame["synthetic"].all()
    assert frame["lon"].isna().mean() == pytest.approx(0.01, abs=0.005)
    closed = pd.to_datetime(frame["closed"]) > pd.to_datetime(frame["founded"])
    assert closed[frame["closed"].notna()].all()


def test_a_written_register_says_so_in_its_metadata(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "synthetic.parquet"
    write_synthetic(path, catalogue, 500, seed=1)
    assert b"synthetic register" in pq.read_schema(path).metadata[b"geoplan"]
    assert pq.read_metadata(path).num_rows == 500
    assert [p.name for p in tmp_path.iterdir()] == ["synthetic.parquet"]
