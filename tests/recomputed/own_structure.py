"""What counties and sites are made of, with plain sums; and whether neighbouring counties are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from math import comb, log

import numpy as np
import shapely

from recomputed.raw_tables import RawTables

OWN = ("stated", "shared", "name")
QUOTIENT_TAIL = 0.05


def cells(raw: RawTables, scope: str, depth: str) -> dict[str, dict[str, set[str]]]:
    """By county and industry the sites that plans designate themselves, on the branch or on the term named."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in raw.designations:
        industry = raw.line_of[one.industry][-1] if depth == "branch" else one.industry
        for county in raw.regions[one.site] if one.basis in OWN else ():
            if raw.in_scope(county, scope):
                found[county][industry].add(one.site)
    return found


def quotient(k: int, n: int, of_industry: int, of_all: int) -> tuple[float, float, float]:
    """Location quotient with the exact binomial bounds of its share (5 % in either tail)."""
    whole = of_industry / of_all
    return k / n / whole, _lower(k, n) / whole, (1 - _lower(n - k, n)) / whole


@cache  # of a few hundred pairs of numbers, asked for tens of thousands of times
def _lower(k: int, n: int) -> float:
    """The share that would give k or more of n with a probability of 5 %, by halving."""
    if k == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(100):
        share = (low + high) / 2
        at_least = sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))
        low, high = (share, high) if at_least < QUOTIENT_TAIL else (low, share)
    return low


def variety(counts: list[int]) -> tuple[float, float, float]:
    """Herfindahl's index, Shannon's entropy in nats and Pielou's evenness (NaN for one kind)."""
    shares = [count / sum(counts) for count in counts if count]
    entropy = -sum(share * log(share) for share in shares)
    even = entropy / log(len(shares)) if len(shares) > 1 else float("nan")
    return sum(share * share for share in shares), entropy, even


def terms_by_branch(raw: RawTables, scope: str) -> dict[str, Counter[str]]:
    """By site how many different terms of each branch plans give it."""
    terms = {(one.site, one.industry) for one in raw.designations if one.basis in OWN and raw.is_in(one.site, scope)}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for site, term in terms:
        found[site][raw.line_of[term][-1]] += 1
    return found


def neighbours(shapes: dict[str, shapely.Geometry], within_m: float) -> dict[str, set[str]]:
    """Who borders on whom, corners included; borders of two polygons may lie so far apart. An island has the nearest."""
    codes = sorted(shapes)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for i, a in enumerate(codes):
        for b in codes[:i]:
            if shapely.dwithin(shapes[a], shapes[b], within_m):
                found[a].add(b)
                found[b].add(a)
    for code in [code for code in codes if not found[code]]:
        nearest = min((b for b in codes if b != code), key=lambda b: shapes[code].distance(shapes[b]))
        found[code].add(nearest)
        found[nearest].add(code)
    return found


def moran(values: dict[str, float], near: dict[str, set[str]]) -> float:
    """Moran's I with the weights of each area's neighbours adding to 1."""
    mean = sum(values.values()) / len(values)
    off = {code: value - mean for code, value in values.items()}
    alike = sum(off[a] * sum(off[b] for b in near[a]) / len(near[a]) for a in values)
    return alike / sum(d * d for d in off.values())


def moran_by_chance(values: dict[str, float], near: dict[str, set[str]], deals: int, seed: int) -> np.ndarray:
    """The index with the values dealt anew among the areas."""
    codes, rng = sorted(values), np.random.default_rng(seed)
    at = np.array([values[code] for code in codes])
    return np.array([moran(dict(zip(codes, rng.permutation(at).tolist(), strict=True)), near) for _ in range(deals)])


def two_sided(seen: float, dealt: np.ndarray) -> float:
    tail = min((dealt <= seen + 1e-9).sum(), (dealt >= seen - 1e-9).sum())
    return min(1.0, 2 * (1 + tail) / (1 + len(dealt)))


def p_error(p: float, draws: int) -> float:
    """Standard error of a doubled tail: twice that of the tail, a share of the draws."""
    return 2 * (p / 2 * (1 - p / 2) / draws) ** 0.5
