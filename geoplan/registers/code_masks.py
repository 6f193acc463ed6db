"""Which codes of a register are of an industry, and of which that cannot be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoplan.registers.industry_codes import LEVELS, NONE, IndustryCodes


class CodeMasks(NamedTuple):
    """Industries by the positions of codes.

    Attributes
    ----------
    matching : ndarray of bool
        (industries, codes): the code is one of the industry, or lies in one.
    undecided : ndarray of bool
        (industries, codes): no code, or one so broad that it holds a code of the industry and others too.
    """

    matching: NDArray[np.bool_]
    undecided: NDArray[np.bool_]


def code_masks(codes: IndustryCodes, industries: Iterable[Sequence[str]]) -> CodeMasks:
    """Tell for industries, each a list of codes of GB/T 4754, which codes are of it and which may be.

    Raises
    ------
    KeyError
        There is no such code.
    """
    places = {code: at for at, code in enumerate(codes.codes)}
    above = np.stack([codes.at_level(level) for level in LEVELS], axis=1)
    matching, undecided = [], []
    for industry in industries:
        wanted = [places[code] for code in industry]
        within = np.isin(above, wanted).any(axis=1)
        broad = np.zeros(len(places), dtype=bool)
        broad[above[wanted].ravel()] = True
        broad[NONE] = True
        matching.append(within)
        undecided.append(broad & ~within)
    shape = (-1, len(places))
    return CodeMasks(np.array(matching, dtype=bool).reshape(shape), np.array(undecided, dtype=bool).reshape(shape))
