"""The catalogue, kept: every command that runs in this process reads the same files, which passed the checks before."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoplan.catalogue import catalogue as module
from geoplan.catalogue.catalogue import Catalogue
from geoplan.sources import data_version

_MOST = 3  # copies that tests change come and go
_KEPT: dict[tuple[Path, str], Catalogue] = {}


def remember(patch: pytest.MonkeyPatch) -> None:
    """Have `load_cached` read the same files once; what has not passed the checks is read and checked each time."""
    load = module.load

    def known(home: Path, validated: bool = False) -> Catalogue:
        key = (home.resolve(), data_version(home))
        if validated and key in _KEPT:
            return _KEPT[key]
        catalogue = load(home, validated)
        if not catalogue.problems:
            _KEPT[key] = catalogue
            while len(_KEPT) > _MOST:
                _KEPT.pop(next(iter(_KEPT)))
        return catalogue

    patch.setattr(module, "load", known)
