"""Which terms two parks have in common, how alike they are and how far apart."""

from __future__ import annotations

from dataclasses import dataclass

from recomputed.own_distance import united
from recomputed.own_draws import Errors
from recomputed.own_structure import OWN
from recomputed.raw_ground import around
from recomputed.raw_places import RawPlaces
from recomputed.raw_tables import RawTables

ROLE = {"lead": 1.0, "layout": 0.75, "supporting": 0.5, "new": 0.25}
PARKS = {
    "science_city", "high_tech_zone", "park", "cluster", "new_town", "community", "innovation_block", "town", "base",
    "incubator", "demonstration_zone",
}  # fmt: skip
Weights = dict[str, float]


@dataclass(frozen=True)
class Pair:
    """Of two parks their likeness by terms and by fields, the terms of both, and metres between their edges."""

    similarity: float
    by_field: float
    shared: set[str]
    only_a: set[str]
    only_b: set[str]
    nested: bool
    metres: float
    error: float


def term_weights(raw: RawTables) -> dict[str, Weights]:
    """By site each term with the strongest role that a plan gives it there."""
    found: dict[str, Weights] = {}
    for one in raw.designations:
        if one.basis in OWN:
            terms = found.setdefault(one.site, {})
            terms[one.industry] = max(terms.get(one.industry, 0.0), ROLE[one.role])
    return found


def field_of(raw: RawTables, term: str) -> str:
    """The branch; below a branch that no class of the national classification stands for, the term beneath it."""
    code = {row["industry_id"]: row["code"] for row in raw.rows("industries")}
    line = raw.line_of[term]
    return line[-2] if not code[line[-1]] and len(line) > 1 else line[-1]


def alike(a: Weights, b: Weights) -> float:
    """Ružička: what both have over what either has."""
    terms = a.keys() | b.keys()
    both = sum(min(a.get(t, 0.0), b.get(t, 0.0)) for t in terms)
    return both / sum(max(a.get(t, 0.0), b.get(t, 0.0)) for t in terms)


def by_field(raw: RawTables, terms: Weights) -> Weights:
    fields: Weights = {}
    for term, weight in terms.items():
        field = field_of(raw, term)
        fields[field] = max(fields.get(field, 0.0), weight)
    return fields


def pairs(places: RawPlaces, scope: str) -> dict[tuple[str, str], Pair]:
    """By two ids in order what the two parks have in common; a park and its part are no pair."""
    raw, weights = places.raw, term_weights(places.raw)
    parks = sorted(
        row["site_id"]
        for row in raw.rows("sites")
        if row["kind"] in PARKS and raw.is_in(row["site_id"], scope) and row["site_id"] in weights
        and row["site_id"] in places.placed
    )  # fmt: skip
    shapes = {park: united(places, park) for park in parks}
    fields, errors = {park: by_field(raw, weights[park]) for park in parks}, Errors(places)
    found = {}
    for i, b in enumerate(parks):
        middle = shapes[b][0].centroid
        local = {park: around(shapes[park][0], middle.x, middle.y) for park in parks[: i + 1]}
        for a in parks[:i]:
            if raw.is_within(a, b) or raw.is_within(b, a):
                continue
            one, two = set(weights[a]), set(weights[b])
            above = {up for term in one for up in raw.line_of[term][1:]} & two
            above |= {up for term in two for up in raw.line_of[term][1:]} & one
            found[(a, b)] = Pair(
                alike(weights[a], weights[b]), alike(fields[a], fields[b]), one & two, one - two, two - one,
                bool(above), local[a].distance(local[b]), errors.between(a, b),
            )  # fmt: skip
    return found
