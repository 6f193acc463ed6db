"""Scores of a table of values from 0 to 1, from the definitions: weighted sum, TOPSIS, ranks, ranks under other weights."""

from __future__ import annotations

import numpy as np

CONCENTRATION = 50.0


def weighted_sum(values: dict[str, float], weights: dict[str, float]) -> float:
    return sum(weights[c] * values[c] for c in weights if weights[c]) / sum(weights.values())


def topsis(values: dict[str, float], weights: dict[str, float]) -> float:
    """Closeness to a site that is 1 throughout, against one that is 0 throughout: d⁻ / (d⁻ + d⁺)."""
    heavy = [c for c in weights if weights[c]]
    worst = sum((weights[c] * values[c]) ** 2 for c in heavy) ** 0.5
    best = sum((weights[c] * (1 - values[c])) ** 2 for c in heavy) ** 0.5
    return worst / (worst + best)


def ranks(scores: dict[str, float]) -> dict[str, int]:
    """1 for the greatest, and one more than the number of greater ones; equal to the ninth decimal is equal."""
    level = {site: round(score, 9) for site, score in scores.items()}
    return {site: 1 + sum(other > mine for other in level.values()) for site, mine in level.items()}


def ranks_under_other_weights(
    values: dict[str, dict[str, float]], weights: dict[str, float], draws: int, seed: int
) -> dict[str, np.ndarray]:
    """Ranks of each site with shares drawn about the chosen ones: gamma numbers over their sum are Dirichlet's."""
    heavy, rng = [c for c in weights if weights[c]], np.random.default_rng(seed)
    part = np.array([weights[c] for c in heavy]) / sum(weights[c] for c in heavy)
    drawn = rng.gamma(CONCENTRATION * part, size=(draws, len(heavy)))
    sites = sorted(values)
    table = np.array([[values[site][c] for c in heavy] for site in sites])
    scores = (drawn / drawn.sum(axis=1, keepdims=True)) @ table.T
    level = scores.round(9)
    found = 1 + (level[:, None, :] > level[:, :, None]).sum(axis=2)
    return dict(zip(sites, found.T, strict=True))
