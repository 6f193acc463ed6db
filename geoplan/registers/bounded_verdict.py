"""Verdicts of many one-sided tests, withheld where what is not known could turn them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.point_patterns import ALPHA, NO_EVIDENCE, UNKNOWN

Floats = NDArray[np.float64]
FOUND: Final = "found"


def bounded_verdict(p: Sequence[Floats], found: str = FOUND) -> NDArray[np.object_]:
    """Judge p values by the level `ALPHA`.

    Parameters
    ----------
    p : sequence of ndarray of float
        Of the counts as drawn, and as they would be if all that is not known were against what is tested, and for it;
        already corrected for their number where they are to be; NaN where nothing was tested.
    found : str
        What is said where they all reach the level.

    Returns
    -------
    ndarray of str
        `found`, ``no evidence`` where none of them reaches the level, else ``unknown``.
    """
    reached = np.stack(p) <= ALPHA
    tested = ~np.isnan(np.stack(p)).any(axis=0)
    choices = [tested & reached.all(axis=0), tested & ~reached.any(axis=0)]
    return np.select(choices, [found, NO_EVIDENCE], UNKNOWN).astype(object)


def holm_verdict(p: Sequence[Floats], found: str = FOUND) -> NDArray[np.object_]:
    """Judge p values after correcting each kind for the number of tests; see `bounded_verdict`.

    Holm's method keeps its level whatever the tests have to do with each other, so parks may overlap and a whole may
    be tested beside its part; and as it keeps the order of p values, so do their bounds.
    """
    return bounded_verdict([holm(each) for each in p], found)
