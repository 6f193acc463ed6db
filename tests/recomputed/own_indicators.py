"""Bases and targets that differ, pair of statements by pair of statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import inf

from recomputed.raw_tables import RawTables

COUNTED = {"家", "个", "所", "项", "位", ""}  # units of one each
ABOUT = 0.05
DOUBLE = {"双倍增": 2, "翻番": 2, "翻一番": 2, "翻两番": 4}
Kind = tuple[str, str, bool, str]


@dataclass(frozen=True)
class Figure:
    """One base or target of an indicator, as a plan states it."""

    scope: str
    name: str
    what: str
    measure: str
    unit: str
    year: str
    sign: str
    value: float
    plan: str

    @property
    def range(self) -> tuple[float, float]:
        """What values the words leave open."""
        if self.sign in (">", ">="):
            return self.value, inf
        if self.sign in ("<", "<="):
            return -inf, self.value
        if self.sign == "about":
            return self.value * (1 - ABOUT), self.value * (1 + ABOUT)
        return self.value, self.value


def figures(raw: RawTables) -> list[Figure]:
    found = {}
    for row in raw.rows("indicators"):
        for what, sign in (("base", "base_comparator"), ("target", "comparator")):
            if row[f"{what}_year"] and row[f"{what}_value"]:
                one = Figure(
                    row["scope_adcode"], row["name_zh"], what, row["measure"], row["unit"], row[f"{what}_year"],
                    row[sign], float(row[f"{what}_value"]), row["plan_id"],
                )  # fmt: skip
                found.setdefault((one.scope, one.name, what, one.measure, one.year, one.sign, one.value, one.plan), one)
    return list(found.values())


def differences(raw: RawTables) -> Counter[Kind]:
    """How often each kind: (value or target, contradiction or scope, within one plan, name of the indicator)."""
    every, found = figures(raw), set()
    for a, b in combinations(every, 2):
        same = (a.scope, a.name, a.what, a.measure) == (b.scope, b.name, b.what, b.measure)
        if same and (a.unit == b.unit or {a.unit, b.unit} <= COUNTED) and not echoed(every, a, b):
            kind = judged(a, b)
            if kind:
                at = frozenset([(a.plan, a.year, a.value), (b.plan, b.year, b.value)])
                plans = frozenset([a.plan, b.plan])
                found.add((*kind, a.plan == b.plan, a.name, a.scope, a.what, plans if kind[0] == "target" else at))
    counted = Counter((kind, severity, within, name) for kind, severity, within, name, *_ in found)
    return counted + multiples(raw, every)


def judged(a: Figure, b: Figure) -> tuple[str, str] | None:
    if a.year != b.year:  # a later target is another target, where plans differ in it
        moved = a.what == "target" and a.plan != b.plan and a.value != b.value
        return ("target", "scope") if moved else None
    if a.value == b.value:  # 80, and more than 80
        return ("value", "scope") if {a.sign, b.sign} in ({"=", ">"}, {"=", "<"}) else None
    (low_a, high_a), (low_b, high_b) = a.range, b.range
    meets = low_a <= high_b and low_b <= high_a
    return ("value", "scope") if meets else ("value", "contradiction")


def echoed(every: list[Figure], a: Figure, b: Figure) -> bool:
    """Whether either plan states the other's figure as well: then it differs from itself."""

    def states(plan: str, figure: Figure) -> bool:
        return any(
            one.plan == plan and (one.scope, one.name, one.what, one.measure, one.year, one.value)
            == (figure.scope, figure.name, figure.what, figure.measure, figure.year, figure.value)
            and (a.value != b.value or one.sign == figure.sign)
            for one in every
        )  # fmt: skip

    return a.plan != b.plan and (states(a.plan, b) or states(b.plan, a))


def multiples(raw: RawTables, every: list[Figure]) -> Counter[Kind]:
    """Targets in words that multiply the plan's own base, against the figures of that year."""
    found = set()
    for row in raw.rows("indicators"):
        own = [f for f in every if (f.scope, f.name) == (row["scope_adcode"], row["name_zh"])]
        bases = [f.value for f in own if f.what == "base" and f.plan == row["plan_id"]]
        if row["words"] in DOUBLE and bases:
            for f in own:
                if f.what == "target" and f.year == row["target_year"] and f.value != bases[0] * DOUBLE[row["words"]]:
                    found.add((f.name, f.scope, row["plan_id"], row["words"], f.plan, f.value))
    return Counter(("value", "contradiction", plan == other, name) for name, _, plan, _, other, _ in found)
