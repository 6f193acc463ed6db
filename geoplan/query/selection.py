"""Choosing sites: the one filter behind the map, the table, the export, the command and the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache, partial
from typing import Final, NamedTuple

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
    if selection.is_empty():
        return catalogue.sites.index.tolist()
    return list(_answers(catalogue).sites(selection, settings().day))


def possible_sites(catalogue: Catalogue, selection: Selection) -> list[str]:
    """Find the sites that may stand in the chosen regions, without being known to, and meet the rest of a selection."""
    if not selection.regions:
        return []
    matcher, pairs = _Matcher(catalogue, selection), facet_pairs(catalogue, "possible_regions")
    may = matcher.mask(pairs.site[pairs.having(selection.regions)])
    return catalogue.sites.index[may & matcher.sites(without="regions") & ~matcher.sites()].tolist()


def facet_counts(catalogue: Catalogue, selection: Selection) -> dict[str, dict[str, int]]:
    """Count, for every value of every facet, the sites it would leave.

    Returns
    -------
    dict of dict of int
        By facet and value: how many sites meet the rest of the selection and that value. Values that would
        leave none are absent.
    """
    return {facet: dict(counts) for facet, counts in _answers(catalogue).counts(selection, settings().day).items()}


class _Answers(NamedTuple):
    """What one catalogue answers to a selection on a day; the latest answers are kept, and dropped with it."""

    sites: Callable[[Selection, date], list[str]]
    counts: Callable[[Selection, date], dict[str, dict[str, int]]]


@lru_cache(maxsize=4)
def _answers(catalogue: Catalogue) -> _Answers:
    @lru_cache(maxsize=256)
    def sites(selection: Selection, day: date) -> list[str]:
        return catalogue.sites.index[_Matcher(catalogue, selection).sites()].tolist()

    @lru_cache(maxsize=256)
    def counts(selection: Selection, day: date) -> dict[str, dict[str, int]]:
        matcher = _Matcher(catalogue, selection)
        return {facet: matcher.counts(facet) for facet in FACETS}

    return _Answers(sites, counts)


@dataclass(frozen=True)
class FacetPairs:
    """Which site has which value of a facet, by number: `code` is a value's place among `values`, `site` a site's."""

    values: pd.Index
    code: np.ndarray
    site: np.ndarray

    def having(self, wanted: Iterable[str]) -> np.ndarray:
        """Mask over the pairs whose value is wanted."""
        chosen = np.zeros(len(self.values) + 1, dtype=bool)
        chosen[self.values.get_indexer(list(wanted))] = True
        chosen[-1] = False  # where a value that there is not was put
        return chosen[self.code]


class _Matcher:
    """Holds, for each facet that restricts, which sites or designations meet it."""

    def __init__(self, catalogue: Catalogue, selection: Selection) -> None:
        self.pairs = partial(facet_pairs, catalogue)
        self.matches = np.ones(len(catalogue.sites), dtype=bool)
        if selection.text.strip():
            from geoplan.query.search import search  # RapidFuzz, which only a text needs

            self.matches = catalogue.sites.index.isin(search(catalogue, selection.text))
        wanted = {facet: values for facet in FACETS if (values := getattr(selection, facet))}
        meeting = {facet: self.pairs(facet).having(values) for facet, values in wanted.items()}
        self.of_sites = {f: self.mask(self.pairs(f).site[meeting[f]]) for f in SITE_FACETS if f in meeting}
        self.of_rows: dict[str, np.ndarray] = {
            facet: meeting[facet] for facet in DESIGNATION_FACETS if facet in meeting
        }
        if selection.in_force:
            states = validity_today(catalogue.plans)
            self.of_rows["in_force"] = self.pairs("plans").having(states.index[states == "in_force"])

    def mask(self, sites: np.ndarray) -> np.ndarray:
        """Mask over the sites at some positions of the catalogue."""
        mask = np.zeros(len(self.matches), dtype=bool)
        mask[sites] = True
        return mask

    def _rows(self, without: str) -> np.ndarray:
        """Mask over the designations that meet every facet but one."""
        others = [mask for facet, mask in self.of_rows.items() if facet != without]
        return np.logical_and.reduce(others) if others else np.ones(len(self.pairs("plans").site), dtype=bool)

    def sites(self, without: str = "") -> np.ndarray:
        """Mask over the sites that meet every facet but one."""
        masks = [self.matches, *(mask for facet, mask in self.of_sites.items() if facet != without)]
        if self.of_rows.keys() - {without}:
            masks.append(self.mask(self.pairs("plans").site[self._rows(without)]))
        return np.logical_and.reduce(masks)

    def counts(self, facet: str) -> dict[str, int]:
        """Count the sites by value of a facet, the facet itself aside."""
        pairs = self.pairs(facet)
        counted = self.sites(without=facet)[pairs.site]
        if facet in DESIGNATION_FACETS:
            counted &= self._rows(without=facet)
        # One number for a site with a value, so that the pair counts once however many designations it has.
        once = np.unique(pairs.site[counted] * len(pairs.values) + pairs.code[counted])
        counts = np.bincount(once % len(pairs.values), minlength=len(pairs.values))
        values = pairs.values.tolist()
        return {value: count for value, count in zip(values, counts.tolist(), strict=True) if value and count}


@lru_cache(maxsize=64)
def facet_pairs(catalogue: Catalogue, facet: str) -> FacetPairs:
    """The pairs of a facet, or of ``possible_regions``; those of a designation's facets are in step, a row each."""
    if facet in DESIGNATION_FACETS:
        frame = _rows(catalogue)
    elif facet == "layers":
        shown = [(s, layer) for layer in catalogue.layers.index for s in catalogue.layer_sites(layer)]
        frame = pd.DataFrame(shown, columns=["site_id", facet])
    elif facet in _COLUMNS:
        frame = catalogue.sites[_COLUMNS[facet]].rename(facet).reset_index()
    else:
        where = site_regions(catalogue) if facet == "regions" else possible_counties(catalogue)
        frame = _with_wholes(catalogue, where).rename(columns={"regions": facet})
    return _as_codes(catalogue, frame["site_id"], frame[facet])


def _with_wholes(catalogue: Catalogue, where: pd.DataFrame) -> pd.DataFrame:
    """The regions of sites, and those in which these lie, in a column ``regions``."""
    paths = {code: region_path(catalogue.regions, code) for code in where["adcode"].unique()}
    pairs = where[["site_id"]].assign(regions=where["adcode"].map(paths)).explode("regions")
    return pairs.dropna().drop_duplicates(ignore_index=True)


@lru_cache(maxsize=4)
def _rows(catalogue: Catalogue) -> pd.DataFrame:
    """Designations with every ancestor of their industry, and bare namings so that a plan finds all it names."""
    rows = catalogue.all_designations
    rows = rows.assign(industries=rows["industry_id"].map(catalogue.industries["path"])).explode("industries")
    rows = rows.rename(columns={"plan_id": "plans", "role": "roles", "basis": "bases"})
    columns = ["site_id", *DESIGNATION_FACETS]
    namings = catalogue.citations.rename(columns={"plan_id": "plans"}).assign(industries="", roles="", bases="")
    return pd.concat([rows[columns], namings[columns]]).drop_duplicates(ignore_index=True)


def _as_codes(catalogue: Catalogue, site_ids: pd.Series, values: pd.Series) -> FacetPairs:
    """Numbers instead of texts, which are faster."""
    code, known = pd.factorize(values, sort=True)
    return FacetPairs(pd.Index(known), code, catalogue.sites.index.get_indexer(site_ids))
