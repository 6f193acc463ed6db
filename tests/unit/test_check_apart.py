from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import is_validated
from geoplan.catalogue.check_apart import check_apart


@pytest.mark.parametrize("folder", ["cache", "elsewhere"])
def test_files_that_pass_are_known_to_and_broken_ones_are_not(folder: str, copy: Path, tmp_path: Path) -> None:
    cache = copy / folder
    sites = copy / "data" / "sites.csv"
    sound = sites.read_bytes()
    sites.write_bytes(sound.replace(b"torch-park,", b"Torch Park!,", 1))
    check_apart(copy, cache)
    assert not is_validated(copy, cache)
    sites.write_bytes(sound)
    check_apart(copy, cache)
    assert is_validated(copy, cache)
    assert is_validated(copy, tmp_path / "of another user") == (cache == copy / "cache")
