from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import is_validated
from geoplan.catalogue.check_apart import check_apart


@pytest.mark.long
def test_files_that_pass_are_known_to_and_broken_ones_are_not(copy: Path, tmp_path: Path) -> None:
    cache, elsewhere, other = copy / "cache", copy / "elsewhere", tmp_path / "of another user"
    sites = copy / "data" / "sites.csv"
    sound = sites.read_bytes()
    sites.write_bytes(sound.replace(b"torch-park,", b"Torch Park!,", 1))
    check_apart(copy, cache)
    assert not is_validated(copy, cache)
    sites.write_bytes(sound)
    check_apart(copy, elsewhere)
    assert is_validated(copy, elsewhere) and not is_validated(copy, other)
    check_apart(copy, cache)  # who ships the files says beside them that they passed
    assert is_validated(copy, cache) and is_validated(copy, other)
