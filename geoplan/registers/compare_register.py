"""Designated against real: a register's counts compared with what the plans designate its parks for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.point_patterns import NO_EVIDENCE, UNKNOWN
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.code_masks import code_masks
from geoplan.registers.comparison_counts import ComparisonCounts, Window, placebo_parks, window_until
from geoplan.registers.comparison_layers import GROUND
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.designated_quotient import CONCENTRATED, designated_quotient
from geoplan.registers.designated_share import designated_share
from geoplan.registers.designated_trend import FEWEST_YEARS, ROSE, Foundings, Placebos, designated_trend
from geoplan.registers.industry_codes import LEVELS
from geoplan.registers.pair_counts import Bounded, PairCounts
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.site_industries import LEAST, SiteIndustries, site_industries
from geoplan.registers.sparse_counts import unpack

SUCCESSFUL: Final = "successful"
COUNTS: Final = (
    *("enterprises", "matching", "unknown_industry", "before_from", "after_from", "window_years", "founded_before"),
    *("founded_after", "ring_before", "ring_after", "placebo_parks"),
)


class RegisterComparison(NamedTuple):
    """What came of what the plans designate.

    Attributes
    ----------
    table : DataFrame
        One row a site and branch that it is designated for, and one with ``industry_id`` "" for all branches of a
        site that has several: the columns of `geoplan.registers.site_industries` without the codes; ``has_ground``
        and ``has_certain`` (whether there is ground of the site at all, and some that is its own for certain); those
        of `geoplan.registers.designated_share` and `geoplan.registers.designated_quotient`, missing where there is no
        ground; ``before_from``, ``after_from`` and ``window_years`` (windows of equal length, the second from the
        plan's first year on) and those of `geoplan.registers.designated_trend`, missing too where the second window
        has fewer than two full years; and ``verdict``: ``successful`` where the industry is concentrated and rose
        more than both placebos, ``no evidence`` where one of the two has none, else ``unknown``.
    by_year : DataFrame
        For charts: ``site_id``, ``industry_id``, ``year``, and enterprises of the industry founded in it in the
        ``park``, in the ``ring`` and in all ``placebo_parks`` together, over the windows of the row.
    without_codes : DataFrame
        Designations that no class of GB/T 4754 stands for: nothing is said of them.
    scope, ground : str
        As asked for.
    year : int
        At whose end the stock is taken, and the last of the windows.
    enterprises : int
        Of the scope, at that time.
    """

    table: pd.DataFrame
    by_year: pd.DataFrame
    without_codes: pd.DataFrame
    scope: str
    ground: str
    year: int
    enterprises: int


def last_founding(counts: RegisterCounts) -> int:
    """The last year in which an enterprise of the counties was founded; 0 where no year is known."""
    if COUNTY not in counts.layers:
        return 0
    cells = counts.layers[COUNTY].cells
    _, _, year = unpack(cells.keys[cells.counts[:, 0] > 0])
    return int(year.max(initial=0))


def full_year(counts: RegisterCounts, year: int | None = None) -> int:
    """The last year that a register holds in full.

    Parameters
    ----------
    year : int, optional
        As is known of it; by default the last with foundings, less one: a register seldom holds all of its last year.

    Raises
    ------
    ValueError
        No year is given nor known, or that given lies after all foundings: what came then is not known, and not none.
    """
    last = last_founding(counts)
    if year is None and not last:
        raise ValueError("counts: no year of founding is known; give the year")
    if year is not None and last and year > last:
        raise ValueError(f"year: {year} lies after the last founding, of {last}; give a year that the register holds")
    return last - 1 if year is None else year


def compare_register(
    counts: RegisterCounts,
    plan: CountingPlan,
    catalogue: Catalogue,
    scope: str,
    year: int | None = None,
    ground: str = "inside",
    industries: Collection[str] | None = None,
    least: str = LEAST,
) -> RegisterComparison:
    """Compare what is designated with what a register holds.

    Parameters
    ----------
    counts : RegisterCounts
        Of `plan`, by any runner.
    plan : CountingPlan
        With the layers of `geoplan.registers.comparison_layers`, others beside them, at level 4, of all industries.
    scope : str
        That of the layers.
    year : int, optional
        The last year that the register holds in full; see `full_year`.
    ground : {"inside", "within_1km"}
        That of the layers.
    industries : collection of str, optional
        Branches of the vocabulary; all, and all together, by default. Those left out are not tested, so fewer tests
        are corrected for.
    least : {"high", "medium", "low"}
        See `geoplan.registers.site_industries`.

    Returns
    -------
    RegisterComparison
        Whether or not parks overlap, the chance that any is called concentrated, or successful, is at most 5 % where
        industries are dealt to the enterprises of the scope at random.

    Raises
    ------
    ValueError
        The plan counts by a coarser level, some industries only, or other layers; or of the year, see `full_year`.
    """
    names = GROUND[ground]
    if plan.level != LEVELS[-1] or plan.asked is not None or not {COUNTY, *names} <= plan.layers.keys():
        raise ValueError(f"plan: count all industries at level {LEVELS[-1]} in the layers county, {', '.join(names)}")
    year = full_year(counts, year)
    designated = _chosen(_of_scope(catalogue, scope, least), catalogue, industries)
    parks, certain = (layer for name in names[:2] if isinstance(layer := plan.layers[name], AreaIndex))
    table = _with_ground(designated.pairs, parks, certain)
    tested = table[table["has_ground"]]
    site = parks.ids.get_indexer(tested["site_id"].to_numpy(dtype=object))
    gathered = ComparisonCounts(counts, plan, names, site, code_masks(plan.codes, tested["gbt_codes"]))
    stock = gathered.stock(year)
    figures = [designated_share(stock), designated_quotient(stock, gathered.whole(year))]
    trend, by_year = _trend(tested, gathered, placebo_parks(catalogue, tested, parks), year)
    found = pd.concat([*figures, trend], axis=1).set_axis(tested.index)
    table = _judged(table.drop(columns="gbt_codes").join(found))
    n = int(gathered.scope.stock(year).sum())
    return RegisterComparison(table, by_year, designated.without_codes, scope, ground, year, n)


@lru_cache(maxsize=8)
def _of_scope(catalogue: Catalogue, scope: str, least: str) -> SiteIndustries:
    """What the sites of a scope are designated for, whatever the year; read-only."""
    return site_industries(catalogue, sites_within(catalogue, list(catalogue.sites.index), scope), least=least)


def _chosen(designated: SiteIndustries, catalogue: Catalogue, industries: Collection[str] | None) -> SiteIndustries:
    pairs, without = designated
    if industries is None:
        return SiteIndustries(pairs, without.copy())
    branch = without["industry_id"].map(catalogue.industries["branch"])
    wanted = pairs["industry_id"].isin(list(industries))
    return SiteIndustries(pairs[wanted].reset_index(drop=True), without[branch.isin(list(industries))])


def _with_ground(pairs: pd.DataFrame, parks: AreaIndex, certain: AreaIndex) -> pd.DataFrame:
    site = parks.ids.get_indexer(pairs["site_id"].to_numpy(dtype=object))
    there = {}
    for column, layer in (("has_ground", parks), ("has_certain", certain)):
        some = np.append(~shapely.is_empty(layer.shapes), False)  # the last one is of those without a place
        there[column] = some[site]
    return pairs.assign(**there)


def _trend(
    tested: pd.DataFrame, gathered: ComparisonCounts, eligible: np.ndarray, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The trend of pairs with ground, by position, and their foundings by year; plans may begin in several years."""
    windows = {since: window_until(int(since), year) for since in tested["since"].dropna().unique()}
    windows = {since: window for since, window in windows.items() if window.years >= FEWEST_YEARS}
    windows = windows or {0: Window(0, 0, 0)}  # of no pair, for the columns
    pairs: list[int] = []
    founded, placebos, by_year = [], [], []
    for since, window in windows.items():
        chosen = (tested["since"] == since).fillna(False).to_numpy(dtype=bool)
        pairs += np.flatnonzero(chosen).tolist()
        founded.append(gathered.foundings(window, chosen))
        placebos.append(gathered.placebos(window, chosen, eligible))
        by_year.append(gathered.by_year(window, chosen, eligible))
    trend = designated_trend(_joined(founded), Placebos(*map(np.concatenate, zip(*placebos, strict=True))))
    of = tested["since"].iloc[pairs].map(windows)
    for at, column in enumerate(("before_from", "after_from", "window_years")):
        trend.insert(at, column, [window[at] for window in of])
    years = pd.concat(by_year).sort_values(["pair", "year"], ignore_index=True)
    keys = tested[["site_id", "industry_id"]].iloc[years["pair"]].reset_index(drop=True)
    return trend.set_axis(pairs).reindex(range(len(tested))), keys.join(years.drop(columns="pair"))


def _joined(founded: list[Foundings]) -> Foundings:
    def counts(parts: tuple[PairCounts, ...]) -> PairCounts:
        return PairCounts(*map(np.concatenate, zip(*parts, strict=True)))

    by_field = list(zip(*founded, strict=True))
    before, after, undated = (Bounded(*map(counts, zip(*parts, strict=True))) for parts in by_field[:3])
    return Foundings(before, after, undated, *map(counts, by_field[3:]))


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    parts = ["concentration", "trend"]
    table[parts] = table[parts].astype(object).where(table[parts].notna(), UNKNOWN)
    counted = table.select_dtypes("float").columns.intersection(COUNTS)  # whole numbers, missing in some rows
    table[counted] = table[counted].astype("Int64")
    success = (table["concentration"] == CONCENTRATED) & (table["trend"] == ROSE)
    none = (table[parts] == NO_EVIDENCE).any(axis=1)
    table["verdict"] = np.select([success, none], [SUCCESSFUL, NO_EVIDENCE], UNKNOWN).astype(object)
    first = ["site_id", "industry_id", "share", "quotient", "trend", "verdict"]
    return table[[*first, *table.columns.difference(first, sort=False)]]
