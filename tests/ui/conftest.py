"""Streets for the pages that can use them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from geoplan.crs.metric import HOME
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.store import save


@pytest.fixture
def streets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A street drawn by hand across Siming: a grid of 40 x 40 crossings 200 m apart, both ways, 30 km/h."""
    x, y = np.meshgrid(np.arange(40) * 200.0, np.arange(40) * 200.0)
    east, north = Transformer.from_crs(4326, HOME, always_xy=True).transform(118.08, 24.44)
    lon, lat = Transformer.from_crs(HOME, 4326, always_xy=True).transform(x.ravel() + east, y.ravel() + north)
    ids = np.arange(1600).reshape(40, 40)
    one = np.concatenate([ids[:, :-1].ravel(), ids[:-1].ravel()])
    other = np.concatenate([ids[:, 1:].ravel(), ids[1:].ravel()])
    tail, head = np.append(one, other).astype("i4"), np.append(other, one).astype("i4")
    n = len(tail)
    metadata = GraphMetadata(name="drawn by hand", source="a test", fetched_on="2026-11-21", area="350203", nodes=1600)
    every = np.ones(n, bool)
    grid = StreetGraph(lon, lat, tail, head, np.full(n, 200, "f4"), np.full(n, 30, "f4"), every, every, metadata)
    save(grid, tmp_path / "streets")
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
    settings.cache_clear()
    yield "drawn by hand"
    settings.cache_clear()
