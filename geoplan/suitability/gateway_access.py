"""Gateway access: the nearest existing airport, station and port, in km or in minutes over streets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geoplan.analysis.access import access_table, destinations, travel_to
from geoplan.analysis.network_catchment import Network
from geoplan.analysis.position_error import DRAWS, SEED, interval
from geoplan.analysis.proximity import DistancePairs, PointSet, distance_pairs, point_set, positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import Evidence, lowercase, missing_evidence
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import GATEWAY_KM, GATEWAY_MINUTES, linear_score
from geoplan.suitability.uncertain_value import drawn_values, value_and_range
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS, REACHES

_NO_GATEWAY: Final = message("suitability.gateway_access.no_gateway")


@dataclass(frozen=True, eq=False)
class GatewayAccess:
    """The nearest existing gateway of each chosen kind, graded on fixed thresholds and averaged over the kinds.

    Over streets the minutes are graded; the error of a position is carried to them in the proportion it has to the
    straight distance. Where the streets do not reach, and of a site without a position, the straight line stands in.

    Attributes
    ----------
    catalogue : Catalogue
    kinds : tuple of str
    nearest : DataFrame
        `access_table` of the placed candidates, by site and kind (index), with ``minutes`` where streets were given.
    pairs : DistancePairs
        Candidates and those gateways that may be the nearest of their kind.
    mode : str
        Of the streets, or "".
    """

    catalogue: Catalogue
    kinds: tuple[str, ...]
    nearest: pd.DataFrame
    pairs: DistancePairs
    end_kinds: np.ndarray
    mode: str

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances, averaged over the kinds: (..., pairs) in km to (..., candidates)."""
        return np.mean([self.grades(kind, self._least(kind, km)) for kind in self.kinds], axis=0)

    def grades(self, kind: str, km: np.ndarray) -> np.ndarray:
        """Grade the distance to one kind: (..., candidates) in km to values from 0 to 1."""
        minutes, drawn = self._column(kind, "minutes"), self._column(kind, "distance_km")
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(drawn > 0, km / drawn, 1.0)
        by_streets = linear_score(minutes * ratio, *GATEWAY_MINUTES[kind])
        return np.where(np.isnan(minutes), linear_score(km, *GATEWAY_KM[kind]), by_streets)

    def _least(self, kind: str, km: np.ndarray) -> np.ndarray:
        """The distance to the nearest of one kind: (..., pairs) to (..., candidates); NaN where there is none."""
        of_kind = np.flatnonzero(self.end_kinds[self.pairs.end] == kind)
        least = np.full((len(self.pairs.sites.ids), *km.shape[:-1]), np.inf)
        np.minimum.at(least, self.pairs.site[of_kind], np.moveaxis(km[..., of_kind], -1, 0))
        there = np.isin(np.arange(len(least)), self.pairs.site[of_kind])
        least[~there] = np.nan
        return np.moveaxis(least, 0, -1)

    def _column(self, kind: str, column: str) -> np.ndarray:
        """A column of `nearest` for one kind, by candidate."""
        rows = pd.MultiIndex.from_product([self.pairs.sites.ids, [kind]])
        return self.nearest[column].reindex(rows).to_numpy(dtype=float)

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By candidate its values with all positions drawn from where they may be."""
        values = drawn_values(self, draws, seed)
        return {s: v for s, v in zip(self.pairs.sites.ids, values.T, strict=True) if not np.isnan(v).any()}

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the nearest gateway of each kind."""
        for site_id, value, low, high in zip(self.pairs.sites.ids, *value_and_range(self), strict=True):
            if np.isnan(value):
                yield missing_evidence(site_id, "gateways", _NO_GATEWAY)
                continue
            fact = joined((self.nearest_gateway(site_id, kind) for kind in self.kinds), "punctuation.semicolon")
            yield Evidence(site_id, "gateways", float(value), float(low), float(high), fact)

    @cached_property
    def _possible_km(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """By kind the 5-95 % range of the distance of every candidate to the nearest."""
        km = self.pairs.redrawn_km(DRAWS, SEED)
        return {kind: interval(self._least(kind, km)) for kind in self.kinds}

    def nearest_gateway(self, site_id: str, kind: str) -> Text:
        """The nearest gateway of a kind and how far it is, without a position how far one may be."""
        if (site_id, kind) not in self.nearest.index:
            at = self.pairs.sites.ids.tolist().index(site_id)
            low, high = (float(bound[at]) for bound in self._possible_km[kind])
            if np.isnan(low):
                return _NO_GATEWAY
            return message("suitability.gateway_access.possible", kind=GATEWAY_KINDS[kind], low=low, high=high)
        row = self.nearest.loc[(site_id, kind)]
        if not row["destination_id"]:
            return _NO_GATEWAY
        nearest = message(
            "suitability.gateway_access.nearest",
            kind=GATEWAY_KINDS[kind],
            name=name_of(self.catalogue.gateways, row["destination_id"]),
            km=float(row["distance_km"]),
            low=float(row["distance_low_km"]),
            high=float(row["distance_high_km"]),
        )
        if not self.mode:
            return nearest
        if np.isnan(row["minutes"]):
            return message("suitability.gateway_access.beyond_streets", nearest=nearest)
        mode, minutes = lowercase(REACHES[self.mode]), float(row["minutes"])
        return message("suitability.gateway_access.by_streets", nearest=nearest, mode=mode, minutes=minutes)


def gateway_access(
    catalogue: Catalogue, need: Requirements, candidates: list[str], streets: Network | None = None
) -> GatewayAccess:
    """Find the nearest gateways of the candidates.

    Parameters
    ----------
    streets : Network, optional
        Of one mode, in the system of `geoplan.analysis.proximity.positioned_sites`.

    Returns
    -------
    GatewayAccess
        Not yet graded.

    Raises
    ------
    ValueError
        The streets are in another system.
    """
    frame = positioned_sites(catalogue)
    sites = frame.loc[[s for s in candidates if s in frame.index]].reset_index(drop=True)
    ends = destinations(catalogue, frame.crs)
    ends = ends[ends["kind"].isin(need.gateway_kinds) & (ends["status"] == "existing")].reset_index(drop=True)
    table = access_table(sites, ends)
    table = table[table["kind"].isin(need.gateway_kinds)]
    if streets is None:
        table = table.assign(minutes=np.nan)
    else:
        table = table.merge(travel_to(sites, ends, streets)[["site_id", "kind", "minutes"]], on=["site_id", "kind"])
    ours = point_set(catalogue, candidates)
    pairs = distance_pairs(ours, _points(ends))
    own = ours.ids[pairs.site] == ends["site_id"].to_numpy(dtype=object)[pairs.end]
    pairs = pairs.only(~own)
    kinds = ends["kind"].to_numpy(dtype=object)
    farthest = pd.Series(pairs.high_km).groupby([pairs.site, kinds[pairs.end]]).transform("min").to_numpy()
    return GatewayAccess(
        catalogue,
        tuple(k for k in GATEWAY_KINDS if k in need.gateway_kinds),
        table.set_index(["site_id", "kind"]).sort_index(),
        pairs.only(pairs.low_km <= farthest),
        kinds,
        streets.mode if streets else "",
    )


def _points(ends: gpd.GeoDataFrame) -> PointSet:
    ids, radii = ends["destination_id"].to_numpy(dtype=object), ends["radius_m"].to_numpy(dtype=float)
    return PointSet(ids, ends.geometry.to_numpy(), radii, np.ones(len(ends), dtype=bool), ids)
