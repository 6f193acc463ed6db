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
from geoplan.analysis.county_counts import county_incidence, dealt_counties, dealt_counts
from geoplan.analysis.point_patterns import (
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
from geoplan.analysis.position_error import DRAWS, SEED, interval
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, message

DEALS: Final = 20  # times that sites of unknown county are dealt for the comparison among sites
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
        known); ``counties``, ``islands`` (of these, joined to the nearest); ``among_p_value``, ``among_p_low``,
        ``among_p_high`` and ``among_verdict`` (``clustered``, ``dispersed``, ``no evidence``, ``unknown``, ``too few``
        or ``all_asked``); Moran's I ``moran``, its mean by chance ``moran_expected``, two-sided ``p_value``;
        ``moran_low``, ``moran_high``, ``p_low``, ``p_high``: 5-95 % with the sites of unknown county dealt;
        ``verdict``. A verdict is ``unknown`` where p and its bounds are not all on one side of `ALPHA`.
    """
    regions = reporting_units(scope)
    every = county_incidence(catalogue, catalogue.sites.index.tolist(), scope)
    is_asked = every.index.isin(site_ids)
    known = every[is_asked].sum()
    loose, no_county = dealt_counts(catalogue, site_ids, scope, draws, seed)
    found = county_autocorrelation(known, regions, seed=seed)
    among_p, among = _among(every.to_numpy(dtype=float), is_asked, regions, seed)
    among_low, among_high = np.nan, np.nan
    if not np.isnan(among_p):
        among_low, among_high = _among_bounds(catalogue, every, site_ids, scope, draws, seed)
    sets = known.to_numpy() + loose[: draws if no_county else 0]
    moran_low, moran_high = interval(moran_indices(sets, every.columns, regions)[:, None])
    tested = sets if found.n >= MIN_AREAS else sets[:0]
    p_low, p_high = interval(moran_p_values(tested, every.columns, regions, seed=seed)[:, None])
    row = {
        "asked": int(is_asked.sum()) + no_county,
        "no_county": no_county,
        "counties": found.n,
        "islands": found.islands,
        "among_p_value": among_p,
        "among_p_low": among_low,
        "among_p_high": among_high,
        "among_verdict": UNKNOWN if _crosses(among_p, among_low, among_high) else among,
        "moran": found.index,
        "moran_low": moran_low[0],
        "moran_high": moran_high[0],
        "moran_expected": found.expected,
        "p_value": found.p_value,
        "p_low": p_low[0],
        "p_high": p_high[0],
        "verdict": UNKNOWN if _crosses(found.p_value, p_low[0], p_high[0]) else found.verdict,
    }
    return pd.DataFrame([row])


def _crosses(*p_values: float) -> bool:
    """Whether p and its bounds lie on both sides of `ALPHA`."""
    return len({bool(p <= ALPHA) for p in p_values if not np.isnan(p)}) > 1


def _among(counts: np.ndarray, is_asked: np.ndarray, regions: pd.DataFrame, seed: int) -> tuple[float, str]:
    """P and verdict of the asked sites among all (sites, counties): who is asked for is dealt anew."""
    n = int(is_asked.sum())
    if n < MIN_POINTS or counts.shape[1] < MIN_AREAS:
        return np.nan, TOO_FEW
    if n == len(counts):
        return np.nan, ALL_ASKED
    asked = np.tile(is_asked.astype(float), (PERMUTATIONS, 1))
    dealt = np.random.default_rng(seed).permuted(asked, axis=1) @ counts
    observed, *chance = moran_indices(np.vstack([is_asked @ counts, dealt]), regions["adcode"].tolist(), regions)
    p = two_sided(observed, np.array(chance))
    return p, verdict_of(p, observed > np.mean(chance), CLUSTERED, DISPERSED)


def _among_bounds(
    catalogue: Catalogue, every: pd.DataFrame, site_ids: list[str], scope: str, draws: int, seed: int
) -> tuple[float, float]:
    """The 5th and the 95th percentile of that p with all sites of unknown county dealt; NaN where there are none."""
    regions = reporting_units(scope)
    sites, dealt = dealt_counties(catalogue, catalogue.sites.index.tolist(), scope, min(draws, DEALS), seed)
    p_values = []
    for places in dealt if sites else ():
        inside = places >= 0
        counts = np.vstack([every.to_numpy(dtype=float), np.eye(every.shape[1])[places[inside]]])
        ids = [*every.index, *np.array(sites)[inside]]
        p_values.append([_among(counts, np.isin(ids, site_ids), regions, seed)[0]])
    low, high = interval(np.array(p_values).reshape(-1, 1))
    return float(low[0]), float(high[0])


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
