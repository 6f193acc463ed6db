"""Whether sites gather in neighbouring counties: among all sites first, then over the counties."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.autocorrelation import (
    MIN_AREAS,
    PERMUTATIONS,
    county_autocorrelation,
    moran_indices,
    moran_p_values,
)
from geoplan.analysis.clustering import (
    ALPHA,
    CLUSTERED,
    DISPERSED,
    MIN_POINTS,
    NO_EVIDENCE,
    TOO_FEW,
    UNKNOWN,
    two_sided,
    verdict_of,
)
from geoplan.analysis.county_counts import county_incidence, dealt_counts
from geoplan.analysis.position_error import DRAWS, SEED, interval
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, message

ALL_ASKED: Final = "all_asked"  # every site of the scope is asked for: there are no others to compare with


def county_clusters(
    catalogue: Catalogue, site_ids: list[str], scope: str, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Test whether neighbouring counties have like numbers of sites.

    Two grounds. Among all sites: each stays in its county, and which of them are the asked ones is dealt anew
    `PERMUTATIONS` times (random labelling; P. J. Diggle, *Statistical Analysis of Spatial Point Patterns* (2nd ed.,
    2003)), so that what the plans cover densely is in the comparison too. Over the counties: the numbers are dealt
    anew to the counties (`geoplan.analysis.autocorrelation.county_autocorrelation`); a county that no plan names a site
    in counts as 0, and where plans were read shows as a cluster.

    Parameters
    ----------
    site_ids : list of str
        The sites asked for.
    scope : str
        Adcode of the region whose counties are compared.
    draws, seed : int
        How often sites of unknown county are dealt to the counties in which they may stand (see
        `geoplan.analysis.county_counts.dealt_counts`), and what seeds all draws.

    Returns
    -------
    DataFrame
        One row: ``asked`` (sites that stand or may stand in the scope), ``no_county`` (of these, left out: no county is
        known); ``counties``, ``islands`` (of these, joined to the nearest); ``among_p_value`` and ``among_verdict``
        (``clustered``, ``dispersed``, ``no evidence``, ``too few`` or ``all_asked``); Moran's I ``moran``, its mean by
        chance ``moran_expected``, two-sided ``p_value``; ``moran_low``, ``moran_high``, ``p_low``, ``p_high``: 5-95 %
        with the sites of unknown county dealt; ``verdict``, ``unknown`` where p and its bounds are not all on one side
        of `ALPHA`.
    """
    regions = reporting_units(scope)
    every = county_incidence(catalogue, catalogue.sites.index.tolist(), scope)
    is_asked = every.index.isin(site_ids)
    known = every[is_asked].sum()
    loose, no_county = dealt_counts(catalogue, site_ids, scope, draws, seed)
    found = county_autocorrelation(known, regions, seed=seed)
    among_p, among = _among(every, is_asked, regions, seed)
    sets = known.to_numpy() + loose[: draws if no_county else 0]
    moran_low, moran_high = interval(moran_indices(sets, every.columns, regions)[:, None])
    tested = sets if found.n >= MIN_AREAS else sets[:0]
    p_low, p_high = interval(moran_p_values(tested, every.columns, regions, seed=seed)[:, None])
    sides = {bool(p <= ALPHA) for p in (found.p_value, p_low[0], p_high[0]) if not np.isnan(p)}
    row = {
        "asked": int(is_asked.sum()) + no_county,
        "no_county": no_county,
        "counties": found.n,
        "islands": found.islands,
        "among_p_value": among_p,
        "among_verdict": among,
        "moran": found.index,
        "moran_low": moran_low[0],
        "moran_high": moran_high[0],
        "moran_expected": found.expected,
        "p_value": found.p_value,
        "p_low": p_low[0],
        "p_high": p_high[0],
        "verdict": UNKNOWN if len(sides) > 1 else found.verdict,
    }
    return pd.DataFrame([row])


def _among(every: pd.DataFrame, is_asked: np.ndarray, regions: pd.DataFrame, seed: int) -> tuple[float, str]:
    """P and verdict of the asked sites among all: who is asked for is dealt anew."""
    n = int(is_asked.sum())
    if n < MIN_POINTS or every.shape[1] < MIN_AREAS:
        return np.nan, TOO_FEW
    if n == len(every):
        return np.nan, ALL_ASKED
    counts = every.to_numpy(dtype=float)
    rng = np.random.default_rng(seed)
    dealt = np.array([counts[rng.permutation(len(counts))[:n]].sum(axis=0) for _ in range(PERMUTATIONS)])
    observed, *chance = moran_indices(np.vstack([counts[is_asked].sum(axis=0), dealt]), every.columns, regions)
    p = two_sided(observed, np.array(chance))
    return p, verdict_of(p, observed > np.mean(chance), CLUSTERED, DISPERSED)


def county_clusters_note(table: pd.DataFrame) -> Text:
    """Say what `county_clusters` found: among all sites first, then over the counties, then what was left out."""
    row = table.iloc[0]
    if row["verdict"] == TOO_FEW:
        code = "few"
    else:
        code = "unknown" if row["verdict"] == UNKNOWN else "none" if row["verdict"] == NO_EVIDENCE else "found"
    keys = {TOO_FEW: "few", NO_EVIDENCE: "none", ALL_ASKED: "all_asked"}
    among = message(
        f"analysis.county_clusters.among_{keys.get(row['among_verdict'], row['among_verdict'])}",
        p=f"{row['among_p_value']:.3f}",
    )
    figures = {"index": f"{row['moran']:.2f}", "p": f"{row['p_value']:.3f}", "n": row["counties"], "least": MIN_AREAS}
    over = message(f"analysis.county_clusters.over_{code}", **figures)
    if not row["no_county"] or row["verdict"] == TOO_FEW:
        codes = "left_out" if row["no_county"] else "complete"
        left = message(f"analysis.county_clusters.{codes}", n=row["no_county"], asked=row["asked"])
    else:
        bounds = {key: f"{row[key]:.2f}" for key in ("moran_low", "moran_high")}
        bounds |= {key: f"{row[key]:.3f}" for key in ("p_low", "p_high")}
        left = message("analysis.county_clusters.dealt", n=row["no_county"], asked=row["asked"], **bounds)
    return message("analysis.county_clusters.note", among=among, over=over, left=left)
