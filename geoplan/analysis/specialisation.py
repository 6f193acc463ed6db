"""What a county or a park is made of: in what it is specialised, and how varied it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeVar

import numpy as np
import pandas as pd

from geoplan.analysis.own_plans import of_own_plan
from geoplan.analysis.share_interval import exact_interval
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import site_regions

OWN_BASES: Final = ("stated", "shared", "name")  # what a plan says of the site itself
ALL_BASES: Final = (*OWN_BASES, "inherited")
TAIL: Final = 0.05  # of a quotient's interval, at either end
SPECIALISED, NO_EVIDENCE, UNKNOWN = "specialised", "no evidence", "unknown"
Figures = TypeVar("Figures", pd.Series, pd.DataFrame)
FEW_SITES: Final = 5  # a county with fewer says little: one site more turns its figures over


def location_quotient(counts: pd.DataFrame) -> pd.DataFrame:
    """Compare each unit's share of an industry with the share the industry has in all units together.

    LQ = (x_ci / x_c) / (x_i / x), with x_c and x_i the sums of the row and of the column and x the sum of all: above 1
    the unit has more of the industry than the whole has. Source: P. S. Florence, *Investment, Location and Size of
    Plant* (1948); W. Isard, *Methods of Regional Analysis* (1960), ch. 5.

    Parameters
    ----------
    counts : DataFrame
        Units (counties) by industries; none below zero, none missing.

    Returns
    -------
    DataFrame
        As `counts`, dimensionless. NaN where the unit or the industry is empty; 0 only where both have something, but
        not together.

    Raises
    ------
    ValueError
        A count is negative or missing.
    """
    _require_counts(counts)
    by_industry = counts.sum(axis=0)
    return _shares(counts).div(by_industry / by_industry.sum(), axis=1)  # 0 / 0, of an empty industry, is NaN


def quotient_interval(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bound location quotients by the exact binomial interval of each unit's share.

    Source: C. J. Clopper and E. S. Pearson, *Biometrika* 26 (1934) 404-413. Of n sites of a unit k are of the industry:
    the quotient is bounded by the shares that would give as many or more, or as few or fewer, in one of twenty units.
    The share of the whole is taken as it is.

    Returns
    -------
    low, high : DataFrame
        As `counts`, dimensionless; between them lie 90 %. NaN where `location_quotient` is.

    Raises
    ------
    ValueError
        A count is negative or missing.
    """
    _require_counts(counts)
    n, of_whole = counts.sum(axis=1).to_numpy()[:, None], counts.sum(axis=0) / counts.to_numpy().sum()
    low, high = exact_interval(counts.to_numpy(), n, TAIL)
    known = location_quotient(counts).notna()
    bounds = [pd.DataFrame(share, counts.index, counts.columns).div(of_whole, axis=1) for share in (low, high)]
    return bounds[0].where(known), bounds[1].where(known)


def herfindahl(counts: pd.DataFrame) -> pd.Series:
    """Measure how concentrated each unit is: the sum of squared shares.

    Between 1/k (k industries alike) and 1 (one industry only). Source: A. O. Hirschman, *National Power and the
    Structure of Foreign Trade* (1945); O. C. Herfindahl, *Concentration in the Steel Industry* (1950).

    Returns
    -------
    Series
        By unit, dimensionless; NaN for an empty unit.

    Raises
    ------
    ValueError
        A count is negative or missing.
    """
    _require_counts(counts)
    return (_shares(counts) ** 2).sum(axis=1, skipna=False).rename("herfindahl")


def shannon(counts: pd.DataFrame) -> pd.Series:
    """Measure how varied each unit is: the entropy of its shares, H = −Σ p ln p.

    Between 0 (one industry only) and ln k (k industries alike). Source: C. E. Shannon, *Bell System Technical Journal*
    27 (1948) 379–423.

    Returns
    -------
    Series
        By unit, in nats; NaN for an empty unit.

    Raises
    ------
    ValueError
        A count is negative or missing.
    """
    from scipy.special import entr

    _require_counts(counts)
    shares = _shares(counts)
    return pd.DataFrame(entr(shares), shares.index, shares.columns).sum(axis=1, skipna=False).rename("shannon")


def evenness(counts: pd.DataFrame) -> pd.Series:
    """Measure how evenly each unit is divided among the industries it has: J = H / ln S.

    S counts the industries that the unit has, not those it could have. Source: E. C. Pielou, *Journal of Theoretical
    Biology* 13 (1966) 131–144.

    Returns
    -------
    Series
        By unit, above 0 and at most 1 (all alike); NaN where there are fewer than two industries to compare.

    Raises
    ------
    ValueError
        A count is negative or missing.
    """
    kinds = (counts > 0).sum(axis=1)
    return (shannon(counts) / np.log(kinds.where(kinds > 1))).rename("evenness")


def designations_on(
    catalogue: Catalogue, site_ids: Collection[str] | None = None, bases: Collection[str] = OWN_BASES
) -> pd.DataFrame:
    """Choose the designations that count.

    Parameters
    ----------
    site_ids : collection of str, optional
        The sites to heed; all by default.
    bases : collection of str
        Bases that count; ``inherited`` among them for what is said of a whole.

    Returns
    -------
    DataFrame
        Rows of ``Catalogue.all_designations``.

    Raises
    ------
    ValueError
        A basis is unknown.
    """
    unknown = sorted(set(bases) - set(ALL_BASES))
    if unknown:
        raise ValueError(f"bases: {', '.join(unknown)} is none of {', '.join(ALL_BASES)}")
    rows = catalogue.all_designations
    rows = rows[rows["basis"].isin(list(bases))]
    return rows if site_ids is None else rows[rows["site_id"].isin(list(site_ids))]


def county_specialisation(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    bases: Collection[str] = OWN_BASES,
    depth: int = 0,
) -> pd.DataFrame:
    """Count sites per county and industry, and compare each county with all of them.

    A site counts once in an industry, however many terms of it the plans name; a site of several industries counts in
    each. A whole and its part are two sites.

    Parameters
    ----------
    site_ids : collection of str, optional
        The sites to heed; all by default. Together they are what a county is compared with.
    depth : int
        0 for branches of the vocabulary, 1 for the terms below them, and so on; what the plans name more broadly
        stays as broad.

    Returns
    -------
    DataFrame
        One row a county (or city or province, for sites of which no more is known) and industry that holds a site:
        ``adcode``, ``industry_id``, ``carriers``, ``own_plan`` (of these, those that only a plan of the county names:
        see `geoplan.analysis.own_plans`; missing for a row that is no county), ``share`` (of the county's sites, each
        counted once an industry; sums to 1 a county), ``location_quotient`` with ``lq_low`` and ``lq_high`` (see
        `quotient_interval`) and ``verdict``: ``specialised`` where the whole interval lies above 1 and at least two
        sites make it, ``no evidence``, or ``unknown`` for a row that is no county. By adcode, then in the vocabulary's
        order.
    """
    cells = carriers_by_region(catalogue, site_ids, bases, depth)
    counts = _county_counts(cells, catalogue)
    low, high = quotient_interval(counts)
    keys = ["adcode", "industry_id"]
    own = _own_plan(catalogue, cells, keys).reindex(counts.stack().index)
    table = pd.DataFrame(
        {
            "carriers": counts.stack(),
            "own_plan": own,
            "share": _shares(counts).stack(),
            "location_quotient": location_quotient(counts).stack(),
            "lq_low": low.stack(),
            "lq_high": high.stack(),
        }
    ).rename_axis(keys)
    table = table[table["carriers"] > 0].reset_index()
    is_county = table["adcode"].map(catalogue.regions["level"]) == "county"
    above = is_specialised(table["lq_low"], table["carriers"])
    return table.assign(verdict=np.select([~is_county, above], [UNKNOWN, SPECIALISED], NO_EVIDENCE))


def is_specialised(lq_low: Figures, carriers: Figures) -> Figures:
    """Whether the whole interval of a quotient lies above 1, and at least two sites make it."""
    return (lq_low > 1) & (carriers >= 2)


def county_diversity(
    catalogue: Catalogue,
    site_ids: Collection[str] | None = None,
    bases: Collection[str] = OWN_BASES,
    depth: int = 0,
) -> pd.DataFrame:
    """Measure how varied the sites of each county are.

    Returns
    -------
    DataFrame
        One row a county (or city or province) that holds a site: ``adcode``, ``carriers`` (sites, each once),
        ``own_plan`` (as of `county_specialisation`), ``industries``, ``herfindahl``, ``shannon`` (nats), ``evenness``,
        ``small`` (fewer than `FEW_SITES` sites: the figures say little).
    """
    cells = carriers_by_region(catalogue, site_ids, bases, depth)
    counts = _county_counts(cells, catalogue)
    carriers = cells.groupby("adcode")["site_id"].nunique().reindex(counts.index)
    own = _own_plan(catalogue, cells.drop_duplicates(["site_id", "adcode"]), ["adcode"]).reindex(counts.index)
    table = pd.DataFrame(
        {"carriers": carriers, "own_plan": own, "industries": (counts > 0).sum(axis=1), **_diversity(counts)}
    )
    table["small"] = table["carriers"] < FEW_SITES
    return table.rename_axis("adcode").reset_index()


def park_diversity(
    catalogue: Catalogue, site_ids: Collection[str] | None = None, bases: Collection[str] = OWN_BASES
) -> pd.DataFrame:
    """Measure how varied each site is, over the branches of the terms it is designated for.

    Returns
    -------
    DataFrame
        One row a designated site, in the catalogue's order: ``site_id``, ``terms`` (different industry terms),
        ``branches``, ``herfindahl`` and ``shannon`` (nats) over the branches, weighted by the terms in each.
    """
    rows = designations_on(catalogue, site_ids, bases)[["site_id", "industry_id"]].drop_duplicates()
    rows = rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))
    counts = rows.groupby(["site_id", "branch"]).size().unstack(fill_value=0)
    counts = counts.loc[[s for s in catalogue.sites.index if s in counts.index]]
    table = pd.DataFrame({"terms": counts.sum(axis=1), "branches": (counts > 0).sum(axis=1), **_diversity(counts)})
    return table.drop(columns="evenness").rename_axis("site_id").reset_index()


def _require_counts(counts: pd.DataFrame) -> None:
    if not bool((counts >= 0).all(axis=None)):
        raise ValueError("counts holds a negative or missing number; count what is there, and 0 where nothing is")


def _shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Each row over its sum; NaN in an empty row, as 0 / 0 is."""
    return counts.div(counts.sum(axis=1), axis=0)


def _diversity(counts: pd.DataFrame) -> dict[str, pd.Series]:
    return {"herfindahl": herfindahl(counts), "shannon": shannon(counts), "evenness": evenness(counts)}


def carriers_by_region(
    catalogue: Catalogue, site_ids: Collection[str] | None, bases: Collection[str], depth: int
) -> pd.DataFrame:
    """``site_id``, ``industry_id`` (no deeper than `depth`), ``adcode``; a site once an industry and region."""
    if depth < 0:
        raise ValueError(f"depth is {depth}; 0 asks for branches, 1 for the terms below them")
    level = {term: path[min(depth, len(path) - 1)] for term, path in catalogue.industries["path"].items()}
    rows = designations_on(catalogue, site_ids, bases)[["site_id", "industry_id"]]
    rows = rows.assign(industry_id=rows["industry_id"].map(level)).drop_duplicates()
    return rows.merge(site_regions(catalogue), on="site_id")


def _own_plan(catalogue: Catalogue, cells: pd.DataFrame, keys: list[str]) -> pd.Series:
    own = of_own_plan(catalogue, cells).groupby([cells[key] for key in keys])
    return own.sum(min_count=1).astype("Int64")


def _county_counts(cells: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    counts = cells.groupby(["adcode", "industry_id"]).size().unstack(fill_value=0)
    return counts[[term for term in catalogue.industries.index if term in counts.columns]]
