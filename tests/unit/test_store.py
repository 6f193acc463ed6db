"""A street graph comes back from the shelf as it was put there, or not at all."""

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geoplan.errors import StreetsError
from geoplan.settings import Settings
from geoplan.streets import store
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.store import load, save, store_path, stored_graphs, streets_folder

METADATA = GraphMetadata(
    name="思明区", source="fujian.osm.pbf", fetched_on="2026-05-01", area="350203", osm_date="2026-04-30T20:00:00Z",
    nodes=3, edges=2, bounds=(118.1, 24.4, 118.2, 24.5),
)  # fmt: skip
STREETS = StreetGraph(
    lon=np.array([118.1, 118.15, 118.2]),
    lat=np.array([24.4, 24.45, 24.5]),
    tail=np.array([0, 1], "i4"),
    head=np.array([1, 2], "i4"),
    length_m=np.array([100, 200], "f4"),
    car_kph=np.array([30, 0], "f4"),
    bike=np.array([True, False]),
    foot=np.array([True, True]),
    metadata=METADATA,
)


def test_what_is_saved_comes_back_equal(tmp_path: Path) -> None:
    back = load(save(STREETS, tmp_path / "new" / "folder"))
    assert back.metadata == METADATA
    for name in ("lon", "lat", "tail", "head", "length_m", "car_kph", "bike", "foot"):
        want, have = getattr(STREETS, name), getattr(back, name)
        assert have.dtype == want.dtype
        np.testing.assert_array_equal(have, want)


def test_the_same_streets_give_the_same_bytes_at_any_hour(tmp_path: Path) -> None:
    path = save(STREETS, tmp_path / "one")
    assert path.read_bytes() == save(STREETS, tmp_path / "two").read_bytes()
    with zipfile.ZipFile(path) as members:
        assert {member.date_time for member in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_shelf_tells_what_is_on_it_without_reading_the_streets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(STREETS, tmp_path)
    save(replace(STREETS, metadata=replace(METADATA, name="Huli")), tmp_path)
    monkeypatch.setattr(store, "StreetGraph", None)
    assert [metadata.name for metadata in stored_graphs(tmp_path)] == ["Huli", "思明区"]
    assert stored_graphs(tmp_path / "nowhere") == []


@pytest.mark.parametrize("spoil", [
    lambda whole: b"",
    lambda whole: b"nonsense",
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole.replace(b"head.npy", b"tail.npy"),
    lambda whole: whole[: (at := whole.index(b"lon.npy") + 60)] + b"\0\0\0\0" + whole[at + 4 :],  # in its content
])  # fmt: skip
def test_a_broken_file_is_refused_with_what_to_do(tmp_path: Path, spoil) -> None:
    path = save(STREETS, tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(StreetsError) as told:
        load(path)
    assert told.value.text("zh").startswith("思明区.npz 不是完好的街道文件")
    assert "fetch it again" in told.value.text("en")
    assert "\n" not in str(told.value)


def test_edges_that_lead_nowhere_are_refused(tmp_path: Path) -> None:
    path = save(STREETS, tmp_path)
    with np.load(path) as file:
        arrays = dict(file)
    np.savez_compressed(path, **{**arrays, "head": np.array([1, 7], "i4")})
    with pytest.raises(StreetsError, match="not a sound street file"):
        load(path)


def test_a_file_made_by_older_rules_is_refused_and_not_listed(tmp_path: Path) -> None:
    path = save(replace(STREETS, metadata=replace(METADATA, rules_version="0")), tmp_path)
    with pytest.raises(StreetsError, match="older rules, 0"):
        load(path)
    assert stored_graphs(tmp_path) == []


def test_a_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(StreetsError, match="run geoplan fetch streets first"):
        load(tmp_path / "nothing.npz")


@pytest.mark.parametrize("name", ["", " ", "../outside", "a/b", ".hidden", "x" * 81, "a\nb", "c:d"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StreetsError, match="choose a short one"):
        store_path(tmp_path, name)


def test_the_shelf_stands_in_the_cache(tmp_path: Path) -> None:
    assert streets_folder(Settings(home=tmp_path, cache=None)) == tmp_path / "cache" / "streets"
    assert streets_folder(Settings(home=tmp_path, cache=tmp_path / "c")) == tmp_path / "c" / "streets"
