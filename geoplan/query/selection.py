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
from geoplan.catalogue.possible_counties import possible_counties, site_regions
from geoplan.catalogue.region_path import region_path
from geoplan.catalogue.validity import validity_today
from geoplan.settings import settings

# Facets of a site, and facets that one designation must meet together.
SITE_FACETS: Final = ("layers", "regions", "kinds", "statuses")
DESIGNATION_FACETS: Final = ("industries", "plans", "roles", "bases")
FACETS: Final = (*SITE_FACETS, *DESIGNATION_FACETS)
_COLUMNS: Final = {"kinds": "kind", "statuses": "status"}  # of sites


@dataclass(frozen=True)
class Selection:
    """A selection; an empty facet selects everything.

    Within a facet any value will do, across facets all must hold. Industry, plan, role and basis must hold for one
    and the same designation. A parent industry finds its children, a city its counties.

    Attributes
    ----------
    layers, regions, kinds, statuses : tuple of str
        Layer ids; adcodes, see `geoplan.catalogue.possible_counties.site_regions`; codes of `geoplan.vocabulary`.
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


def possible_sites(catalogue: Catalogue, selection: Selection) -> list[str]:
    """Find the sites that may stand in the chosen regions, without being known to, and meet the rest of a selection."""
    if not selection.regions:
        return []
    matcher = _Matcher(catalogue, selection)
    pairs = _pairs(catalogue, "possible_regions")
    may = matcher.mask(pairs.loc[pairs["possible_regions"].isin(selection.regions), "site"])
    return catalogue.sites.index[may & matcher.sites(without="regions") & ~matcher.sites()].tolist()


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
        self.catalogue = catalogue
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
                pairs = _pairs(self.catalogue, facet)
                mask &= self.mask(pairs.loc[pairs[facet].isin(wanted), "site"])
        facets = [getattr(self.selection, facet) for facet in DESIGNATION_FACETS if facet != without]
        if self.selection.in_force or any(facets):
            mask &= self.mask(self.rows.loc[self._rows_meeting(without), "site"])
        return mask

    def mask(self, sites: pd.Series) -> np.ndarray:
        """Mask over the sites at some positions of the catalogue."""
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
        pairs = _pairs(self.catalogue, facet) if facet in SITE_FACETS else self.rows[self._rows_meeting(without=facet)]
        pairs = pairs[self.sites(without=facet)[pairs["site"]]]
        values = pairs[facet].cat.categories
        # One number for a site with a value, so that the pair counts once however many designations it has.
        once = np.unique(pairs["site"].to_numpy() * len(values) + pairs[facet].cat.codes.to_numpy())
        counts = np.bincount(once % len(values), minlength=len(values))
        return {value: count for value, count in zip(values.tolist(), counts.tolist(), strict=True) if value and count}


@lru_cache(maxsize=32)
def _pairs(catalogue: Catalogue, facet: str) -> pd.DataFrame:
    """Which sites have which value of a facet, or of ``possible_regions``: where they may stand."""
    if facet in _COLUMNS:
        pairs = catalogue.sites[_COLUMNS[facet]].rename(facet).reset_index()
    elif facet == "layers":
        shown = [(s, layer) for layer in catalogue.layers.index for s in catalogue.layer_sites(layer)]
        pairs = pd.DataFrame(shown, columns=["site_id", facet])
    else:
        where = site_regions(catalogue) if facet == "regions" else possible_counties(catalogue)
        paths = {code: region_path(catalogue.regions, code) for code in where["adcode"].unique()}
        pairs = where[["site_id"]].assign(**{facet: where["adcode"].map(paths)}).explode(facet)
        pairs = pairs.dropna().drop_duplicates(ignore_index=True)
    return _as_codes(catalogue, pairs)


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
