"""What the comparison of designated and real is computed of: stocks, foundings in windows of years, and placebos."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geoplan.analysis.specialisation import ALL_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.prepared_copies import prepared_copies
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.code_masks import CodeMasks
from geoplan.registers.comparison_layers import Ground
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.designated_trend import Foundings, Placebos
from geoplan.registers.enterprise_stock import YearlyCounts, yearly_counts
from geoplan.registers.pair_counts import Bounded, Ints, PairCounts, bounded, pair_counts
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.site_industries import ALL

_BY_YEAR: Final = ["pair", "year", "park", "ring", "placebo_parks"]


class Window(NamedTuple):
    """Years before a plan and since it, as many of each: first years, and how many."""

    before: int
    after: int
    years: int


def window_until(since: int, year: int) -> Window:
    """The years from a plan's first one until the last full one, and as many before."""
    years = max(year - since + 1, 0)
    return Window(since - years, since, years)


class ComparisonCounts:
    """Counts of the pairs of a site and an industry that have ground.

    Parameters
    ----------
    counts : RegisterCounts
    plan : CountingPlan
        With the layers of `names` and the counties.
    names : Ground
    site : ndarray of int
        Of each pair, the position of its site in the layers.
    masks : CodeMasks
        Of each pair.
    """

    def __init__(self, counts: RegisterCounts, plan: CountingPlan, names: Ground, site: Ints, masks: CodeMasks) -> None:
        n_codes = len(plan.codes.codes)
        layers = [yearly_counts(counts, name, len(plan.layers[name]), n_codes) for name in names]
        self.drawn, self.certain, self.possible, self.around = layers
        self.scope = yearly_counts(counts, COUNTY, len(plan.layers[COUNTY]), n_codes)
        self.site, self.masks = site, masks

    def stock(self, year: int) -> Bounded:
        """What exists in the sites at the end of a year."""
        layers = (self.drawn, self.certain, self.possible)
        return bounded(*(pair_counts(layer.stock(year), self.site, self.masks) for layer in layers))

    def whole(self, year: int) -> PairCounts:
        """What exists in the scope at the end of a year, by the industry of each pair."""
        totals = self.scope.stock(year).sum(axis=0)
        matching, unknown = (mask.astype(np.int64) @ totals for mask in self.masks)
        return PairCounts(matching, totals.sum() - matching - unknown, unknown)

    def foundings(self, window: Window, chosen: NDArray[np.bool_]) -> Foundings:
        """What was founded in the sites of some pairs before a plan, since it, and in a year that is not known."""
        site, masks = self.site[chosen], CodeMasks(*(mask[chosen] for mask in self.masks))
        of = {
            name: [
                pair_counts(layer.founded_in(window.before, window.after - 1), site, masks),
                pair_counts(layer.founded_in(window.after, window.after + window.years - 1), site, masks),
                pair_counts(layer.founded_unknown(), site, masks),
            ]
            for name, layer in vars(self).items()
            if isinstance(layer, YearlyCounts) and name != "scope"
        }
        before, after, undated = (
            bounded(*parts) for parts in zip(of["drawn"], of["certain"], of["possible"], strict=True)
        )
        return Foundings(before, after, undated, *of["around"])

    def placebos(self, window: Window, chosen: NDArray[np.bool_], eligible: NDArray[np.bool_]) -> Placebos:
        """What was founded of the industries of some pairs in all sites."""
        wanted = self.masks.matching[chosen].T.astype(np.int64)
        before = self.drawn.founded_in(window.before, window.after - 1) @ wanted
        after = self.drawn.founded_in(window.after, window.after + window.years - 1) @ wanted
        return Placebos(before.T, after.T, eligible[chosen])

    def by_year(self, window: Window, chosen: NDArray[np.bool_], eligible: NDArray[np.bool_]) -> pd.DataFrame:
        """Foundings of the industries of some pairs by ``year``: ``park``, ``ring``, ``placebo_parks``; ``pair``."""
        pair, site = np.flatnonzero(chosen), self.site[chosen]
        wanted = self.masks.matching[chosen].T.astype(np.int64)
        frames = []
        for year in range(window.before, window.after + window.years):
            parks, around = (layer.founded_in(year, year) @ wanted for layer in (self.drawn, self.around))
            park, near = (table[site, np.arange(len(site))] for table in (parks, around))
            others = (parks.T * eligible[chosen]).sum(axis=1)
            frames.append(
                pd.DataFrame({"pair": pair, "year": year, "park": park, "ring": near - park, "placebo_parks": others})
            )
        return pd.concat(frames) if frames else pd.DataFrame(columns=_BY_YEAR, dtype="int64")


def placebo_parks(catalogue: Catalogue, pairs: pd.DataFrame, parks: AreaIndex) -> NDArray[np.bool_]:
    """Tell which other parks are a placebo for each pair of a site and an industry.

    Parameters
    ----------
    pairs : DataFrame
        ``site_id``, ``industry_id`` (a branch, or "" for all of a site's).
    parks : AreaIndex
        Grounds as drawn.

    Returns
    -------
    ndarray of bool
        (pairs, parks): those with ground that no plan designates for the branch, not even through a whole, nor for
        any of the site's where all are meant; and that share no ground with the site.
    """
    rows = designations_on(catalogue, None, ALL_BASES)
    branch = rows["industry_id"].map(catalogue.industries["branch"]).to_numpy(dtype=object)
    branches = pd.Index([*dict.fromkeys(branch)], dtype=object)
    park = parks.ids.get_indexer(rows["site_id"].to_numpy(dtype=object))
    designated = np.zeros((len(parks), len(branches)), dtype=bool)
    designated[park[park >= 0], branches.get_indexer(branch[park >= 0])] = True
    site = parks.ids.get_indexer(pairs["site_id"].to_numpy(dtype=object))
    industry = pairs["industry_id"].to_numpy(dtype=object)
    meant = np.where((industry == ALL)[:, None], designated[site], industry[:, None] == branches.to_numpy())
    there = ~shapely.is_empty(parks.shapes)
    overlap = np.zeros((len(parks), len(parks)), dtype=bool)
    overlap[tuple(shapely.STRtree(parks.shapes).query(prepared_copies(parks.shapes), predicate="intersects"))] = True
    return there & ~(meant @ designated.T) & ~overlap[site]
