"""Choosing sites: the one filter behind the map, the table, the export, the command and the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.catalogue.validity import validity_today
from geoplan.settings import settings

# Facets of a site, and facets that one designation must meet together.
SITE_FACETS: Final = ("layers", "regions", "kinds", "statuses")
DESIGNATION_FACETS: Final = ("industries", "plans", "roles", "bases")
FACETS: Final = (*SITE_FACETS, *DESIGNATION_FACETS)


@dataclass(frozen=True)
class Selection:
    """A selection; an empty facet selects everything.

    Within a facet any value will do, across facets all must hold. Industry, plan, role and basis must hold for one
    and the same designation. A parent industry finds its children, a city its counties.

    Attributes
    ----------
    layers, regions, kinds, statuses : tuple of str
        Layer ids; adcodes; codes of `geoplan.vocabulary`.
    industries, plans, roles, bases : tuple of str
        Industry ids; plan ids; codes of `geoplan.vocabulary`, ``inherited`` among the bases.
    in_force : bool
        Whether the plan of the designation, or a plan that names the site, must be in force today; with the facets of
        a designation it must hold for the same one.
    text : str
        A name, alias or pinyin to find; see `geoplan.query.search`.
    """

    layers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    in_force: bool = False
    text: str = ""

    def is_empty(self) -> bool:
        """Whether no facet and no text restricts it."""
        return not any(getattr(self, f.name) for f in fields(self))


def select(catalogue: Catalogue, selection: Selection) -> list[str]:
    """Find the sites that meet a selection."""
    chosen = slice(None) if selection.is_empty() else _Matcher(catalogue, selection).sites()
    return catalogue.sites.index[chosen].tolist()


def facet_counts(catalogue: Catalogue, selection: Selection) -> dict[str, dict[str, int]]:
    """Count, for every value of every facet, the sites it would leave.

    Returns
    -------
    dict of dict of int
        By facet and value: how many sites meet the rest of the selection and that value. Values that would
        leave none are absent.
    """
    return {facet: dict(counts) for facet, counts in _counter(catalogue)(selection, settings().day).items()}


@lru_cache(maxsize=4)
def _counter(catalogue: Catalogue) -> Callable[[Selection, date], dict[str, dict[str, int]]]:
    """Counting in one catalogue, with its answers to the latest selections of a day; dropped with the catalogue."""

    @lru_cache(maxsize=256)
    def counts(selection: Selection, day: date) -> dict[str, dict[str, int]]:
        matcher = _Matcher(catalogue, selection)
        return {facet: matcher.counts(facet) for facet in FACETS}

    return counts


class _Matcher:
    """Holds, for each facet, which site-value and designation-value pairs there are."""

    def __init__(self, catalogue: Catalogue, selection: Selection) -> None:
        self.selection = selection
        self.pairs = _pairs(catalogue)
        self.rows = _rows(catalogue)
        states = validity_today(catalogue.plans)
        self.in_force = states.index[states == "in_force"]
        self.matches = np.ones(len(catalogue.sites), dtype=bool)
        if selection.text.strip():
            from geoplan.query.search import search  # RapidFuzz, which only a text needs

            self.matches = catalogue.sites.index.isin(search(catalogue, selection.text))

    def sites(self, without: str = "") -> np.ndarray:
        """Mask over the sites that meet every facet but one."""
        mask = self.matches.copy()
        for facet in SITE_FACETS:
            wanted = getattr(self.selection, facet)
            if wanted and facet != without:
                pairs = self.pairs[facet]
                mask &= self._mask(pairs.loc[pairs[facet].isin(wanted), "site"])
        facets = [getattr(self.selection, facet) for facet in DESIGNATION_FACETS if facet != without]
        if self.selection.in_force or any(facets):
            mask &= self._mask(self.rows.loc[self._rows_meeting(without), "site"])
        return mask

    def _mask(self, sites: pd.Series) -> np.ndarray:
        mask = np.zeros(len(self.matches), dtype=bool)
        mask[sites] = True
        return mask

    def _rows_meeting(self, without: str) -> np.ndarray:
        mask = np.ones(len(self.rows), dtype=bool)
        for facet in DESIGNATION_FACETS:
            wanted = getattr(self.selection, facet)
            if wanted and facet != without:
                mask &= self.rows[facet].isin(wanted).to_numpy()
        if self.selection.in_force:
            mask &= self.rows["plans"].isin(self.in_force).to_numpy()
        return mask

    def counts(self, facet: str) -> dict[str, int]:
        pairs = self.pairs[facet] if facet in SITE_FACETS else self.rows[self._rows_meeting(without=facet)]
        pairs = pairs[self.sites(without=facet)[pairs["site"]]]
        values = pairs[facet].cat.categories
        # One number for a site with a value, so that the pair counts once however many designations it has.
        once = np.unique(pairs["site"].to_numpy() * len(values) + pairs[facet].cat.codes.to_numpy())
        counts = np.bincount(once % len(values), minlength=len(values))
        return {value: count for value, count in zip(values.tolist(), counts.tolist(), strict=True) if value and count}


@lru_cache(maxsize=4)
def _pairs(catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """For each facet of a site, which sites have which value."""
    sites = catalogue.sites
    regions = [(s, code) for s, code in sites["adcode"].items() for code in region_path(catalogue.regions, code)]
    layers = [(s, layer) for layer in catalogue.layers.index for s in catalogue.layer_sites(layer)]
    pairs = {
        "layers": pd.DataFrame(layers, columns=["site_id", "layers"]),
        "regions": pd.DataFrame(regions, columns=["site_id", "regions"]),
        "kinds": sites["kind"].rename("kinds").reset_index(),
        "statuses": sites["status"].rename("statuses").reset_index(),
    }
    return {facet: _as_codes(catalogue, frame) for facet, frame in pairs.items()}


@lru_cache(maxsize=4)
def _rows(catalogue: Catalogue) -> pd.DataFrame:
    """Designations with every ancestor of their industry, and bare namings so that a plan finds all it names."""
    rows = catalogue.all_designations
    rows = rows.assign(industries=rows["industry_id"].map(catalogue.industries["path"])).explode("industries")
    rows = rows.rename(columns={"plan_id": "plans", "role": "roles", "basis": "bases"})
    columns = ["site_id", *DESIGNATION_FACETS]
    namings = catalogue.citations.rename(columns={"plan_id": "plans"}).assign(industries="", roles="", bases="")
    return _as_codes(catalogue, pd.concat([rows[columns], namings[columns]]).drop_duplicates(ignore_index=True))


def _as_codes(catalogue: Catalogue, frame: pd.DataFrame) -> pd.DataFrame:
    """Replace ``site_id`` by ``site``, its position in the catalogue, and texts by categories: numbers are faster."""
    position = catalogue.sites.index.get_indexer(frame["site_id"])
    return frame.drop(columns="site_id").astype("category").assign(site=position)
