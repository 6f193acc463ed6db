"""What would have to change for one site to overtake another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from geoplan.suitability.ranking import shares
from geoplan.suitability.requirements import MOST
from geoplan.suitability.scales import CRITERIA, UNKNOWN
from geoplan.text.message import Text, joined, message

_LEVEL: Final = 1e-9  # scores nearer than this are level
_OR: Final = "suitability.rank_reversal.or"


@dataclass(frozen=True)
class Change:
    """One thing that, alone and beyond this point, puts B before A.

    Attributes
    ----------
    what : {"weight", "value"}
        A weight of 0 to 100, or B's value on a criterion of 0 to 1.
    criterion : str
    now, then : float
        As it is, and where both are level: beyond it B leads.
    rises : bool
        Beyond is above; where both are level already the two figures cannot tell.
    """

    what: Literal["weight", "value"]
    criterion: str
    now: float
    then: float
    rises: bool = True

    def text(self) -> Text:
        """The change in one sentence."""
        name = CRITERIA[self.criterion].title if self.criterion in CRITERIA else joined([self.criterion])
        code = self.what if self.what == "value" or self.rises else "weight_falls"
        return message(f"suitability.rank_reversal.changes.{code}", name=name, now=self.now, then=self.then)


@dataclass(frozen=True)
class RankReversal:
    """What would make B overtake A.

    Attributes
    ----------
    behind : float
        How much B's score is behind A's; 0 or below where B is level or leads already.
    dominated : bool
        B is nowhere better than A: no weights put it before A.
    weights, values : tuple of Change
        Every single change that does it, smallest first.
    """

    a: str
    b: str
    behind: float
    dominated: bool
    weights: tuple[Change, ...]
    values: tuple[Change, ...]

    def text(self, a: Text, b: Text) -> Text:
        """Say it in one or two sentences, by the names of the two sites."""
        if self.behind < -_LEVEL:
            return message("suitability.rank_reversal.leads_already", b=b, a=a)
        why = message(f"suitability.rank_reversal.{'dominated' if self.dominated else 'not_enough'}")
        ways = joined([changes[0].text() for changes in (self.weights, self.values) if changes], _OR)
        code = "by_weight" if self.weights else "by_value" if self.values else "by_none"
        return message(f"suitability.rank_reversal.overtakes.{code}", b=b, a=a, ways=ways, why=why)


def find_reversal(matrix: pd.DataFrame, weights: Mapping[str, float], a: str, b: str) -> RankReversal:
    """Find the smallest single change of a weight, and of a value, by which B would overtake A.

    By the weighted sum B is before A when Σ w (b − a) > 0. With D that sum as it is (0 or below), raising the weight of
    a criterion on which B is better, or lowering that of one on which it is worse, to w − D / (b − a) makes them level;
    so does raising B's value by −D / w. A change beyond 0 to 100, beyond a value of 1, or to weights that are all 0,
    is none. A missing value counts `UNKNOWN`, as in the ranking.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria, 0 to 1 or NaN.

    Returns
    -------
    RankReversal
        Empty lists where B cannot, and where it leads already.

    Raises
    ------
    KeyError
        A site is not in the matrix.
    """
    criteria = list(matrix.columns)
    shares(weights, criteria)  # refuses weights that cannot be used
    w = np.array([float(weights.get(c, 0.0)) for c in criteria])
    values_b, values_a = (np.nan_to_num(matrix.loc[s].to_numpy(dtype=float), nan=UNKNOWN) for s in (b, a))
    better = values_b - values_a
    lead = float(w @ better)
    dominated = bool((better <= 0).all())
    behind = -lead / w.sum()
    if behind < -_LEVEL:
        return RankReversal(a, b, behind, dominated, (), ())
    by_weight, by_value = [], []
    for i, code in enumerate(criteria):
        if better[i] != 0:
            then, rises = min(max(w[i] - lead / better[i], 0.0), MOST), bool(better[i] > 0)
            # At the point itself both are only level: there must be room beyond it.
            if then < MOST - _LEVEL if rises else then > _LEVEL:
                by_weight.append(Change("weight", code, float(w[i]), float(then), rises))
        if w[i] > 0 and (then := values_b[i] - lead / w[i]) < 1 - _LEVEL:
            by_value.append(Change("value", code, float(values_b[i]), float(then)))
    return RankReversal(a, b, behind, dominated, _smallest(by_weight), _smallest(by_value))


def _smallest(changes: list[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda c: (abs(c.then - c.now), c.criterion)))
