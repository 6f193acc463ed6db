"""A static file is written once, named by its mark, and only the newest few of its earlier states stay."""

import os
from pathlib import Path

import pytest

from geoplan.map.static_file import static_file


def test_a_file_is_made_once(tmp_path: Path) -> None:
    made = []
    for _ in range(3):
        assert static_file(tmp_path, "a", "1", ".json", lambda: made.append(1) or b"{}") == "a-1.json"
    assert made == [1]
    assert (tmp_path / "a-1.json").read_bytes() == b"{}"


def test_the_newest_four_of_the_earlier_states_stay(tmp_path: Path) -> None:
    (tmp_path / "b-0.json").write_bytes(b"another file")
    for mark in range(7):
        static_file(tmp_path, "a", str(mark), ".json", lambda: b"{}")
        os.utime(tmp_path / f"a-{mark}.json", (mark, mark))
    kept = [f"a-{mark}.json" for mark in range(2, 7)]
    assert sorted(path.name for path in tmp_path.glob("[!.]*")) == [*kept, "b-0.json"]
    assert sorted(path.name for path in tmp_path.glob(".*")) == [f".{name}.sha256" for name in kept]


@pytest.mark.parametrize("left", [b"", b'{"a"', b'{"a": 2}'])
def test_a_file_that_was_cut_or_changed_is_made_again(left: bytes, tmp_path: Path) -> None:
    path = tmp_path / static_file(tmp_path, "a", "1", ".json", lambda: b'{"a": 1}')
    path.write_bytes(left)
    static_file(tmp_path, "a", "1", ".json", lambda: b'{"a": 1}')
    assert path.read_bytes() == b'{"a": 1}'
