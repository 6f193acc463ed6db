"""What would have to change for one site to overtake another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from geoplan.suitability.ranking import shares
from geoplan.suitability.requirements import MOST
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import Text, local_text, message

_LEVEL = 1e-9  # scores nearer than this are level


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
    """

    what: Literal["weight", "value"]
    criterion: str
    now: float
    then: float

    def text(self) -> Text:
        """The change in one sentence of either language."""
        name = CRITERIA[self.criterion] if self.criterion in CRITERIA else local_text(self.criterion, self.criterion)
        now, then = f"{self.now:g}", f"{self.then:.1f}"
        if self.what == "weight" and self.then >= self.now:
            return message("suitability.rank_reversal.weight_rises_above_now", name=name, now=now, then=then)
        if self.what == "weight":
            return message("suitability.rank_reversal.weight_falls_below_now", name=name, now=now, then=then)
        return message("suitability.rank_reversal.rises_above_now", name=name, now=self.now, then=self.then)


@dataclass(frozen=True)
class RankReversal:
    """What would make B overtake A.

    Attributes
    ----------
    a, b : str
        Site ids.
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
        """Say it in both languages.

        Parameters
        ----------
        a, b : Text
            Names of the two sites.

        Returns
        -------
        Text
            One or two sentences.
        """
        if self.behind < -_LEVEL:
            return message("suitability.rank_reversal.before_already", b=b, a=a)
        weight = self.weights[0].text() if self.weights else None
        value = self.values[0].text() if self.values else None
        ways = [w for w in (weight, value) if w]
        if not ways:
            why = self._cannot()
            return message("suitability.rank_reversal.no_single_change_puts_before", b=b, a=a, why=why)
        zh = f"{b.zh}要超过{a.zh}，只需" + "；或".join(w.zh for w in ways) + "。"
        en = f"{b.en} overtakes {a.en} if " + ", or if ".join(w.en for w in ways) + "."
        if not weight:
            why = self._cannot()
            zh, en = f"{zh}单改一项权重做不到：{why.zh}。", f"{en} No single weight does it: {why.en}."
        return local_text(zh, en)

    def _cannot(self) -> Text:
        if self.dominated:
            return message("suitability.rank_reversal.nowhere_better")
        return message("suitability.rank_reversal.even_utmost_not_enough")


def find_reversal(matrix: pd.DataFrame, weights: Mapping[str, float], a: str, b: str) -> RankReversal:
    """Find the smallest single change of a weight, and of a value, by which B would overtake A.

    By the weighted sum B is before A when Σ w (b − a) > 0. With D that sum as it is (below 0), raising the weight of a
    criterion on which B is better, or lowering that of one on which it is worse, to w − D / (b − a) makes them level;
    so does raising B's value by −D / w. A change beyond 0 to 100, beyond a value of 1, or to weights that are all 0,
    is none. A missing value counts 0, as in the ranking.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria, 0 to 1 or NaN.
    weights : mapping of str to float
        By criterion, 0 to 100.
    a, b : str
        Rows of the matrix.

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
    shares(weights, criteria)  # refuses what cannot weigh
    w = np.array([float(weights.get(c, 0.0)) for c in criteria])
    ours, theirs = (np.nan_to_num(matrix.loc[s].to_numpy(dtype=float)) for s in (b, a))
    better = ours - theirs
    deficit = float(w @ better)
    dominated = bool((better <= 0).all())
    behind = -deficit / w.sum()
    if behind < -_LEVEL:
        return RankReversal(a, b, behind, dominated, (), ())
    by_weight, by_value = [], []
    for i, code in enumerate(criteria):
        if better[i] != 0:
            then = w[i] - deficit / better[i]
            # Beyond the point there must be room, for at the point itself both are only level.
            if _LEVEL < then < MOST - _LEVEL:
                by_weight.append(Change("weight", code, float(w[i]), float(then)))
        if w[i] > 0 and (then := ours[i] - deficit / w[i]) < 1 - _LEVEL:
            by_value.append(Change("value", code, float(ours[i]), float(then)))
    return RankReversal(a, b, behind, dominated, _smallest(by_weight), _smallest(by_value))


def _smallest(changes: list[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda c: (abs(c.then - c.now), c.criterion)))
