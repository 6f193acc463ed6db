"""Gateway access: the nearest existing airport, station and port, in km or in minutes over streets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.access import access_table, destinations, travel_to
from geoplan.analysis.network_catchment import Network
from geoplan.analysis.proximity import DistancePairs, PointSet, distance_pairs, positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import UNPLACED, Evidence, lowercase, missing_evidence
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import GATEWAY_KM, GATEWAY_MINUTES, linear_score
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS, REACHES

_NO_GATEWAY: Final = message("suitability.gateway_access.no_gateway")


@dataclass(frozen=True)
class GatewayAccess:
    """The nearest existing gateway of each chosen kind, graded on fixed thresholds and averaged over the kinds.

    Over streets the minutes are graded; the error of a position is carried to them in the proportion it has to the
    straight distance. Where the streets do not reach, the straight line stands in, and the fact says so.

    Attributes
    ----------
    catalogue : Catalogue
    candidates : list of str
    kinds : tuple of str
    nearest : DataFrame
        `access_table` of the placed candidates, by site and kind (index), with ``minutes`` where streets were given.
    pairs : DistancePairs
        Placed candidates and those gateways that may be the nearest of their kind.
    mode : str
        Of the streets, or "".
    """

    catalogue: Catalogue
    candidates: list[str]
    kinds: tuple[str, ...]
    nearest: pd.DataFrame
    pairs: DistancePairs
    end_kinds: np.ndarray
    mode: str

    def grades(self, kind: str, km: np.ndarray) -> np.ndarray:
        """Grade the distance to one kind: (..., placed candidates) in km to values from 0 to 1."""
        minutes, drawn = self._column(kind, "minutes"), self._column(kind, "distance_km")
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(drawn > 0, km / drawn, 1.0)
        by_streets = linear_score(minutes * ratio, *GATEWAY_MINUTES[kind])
        return np.where(np.isnan(minutes), linear_score(km, *GATEWAY_KM[kind]), by_streets)

    def value(self, column: str) -> np.ndarray:
        """Grade a column of `nearest`, averaged over the kinds."""
        each = [self.grades(kind, self._column(kind, column)) for kind in self.kinds]
        return np.mean(each, axis=0)

    def _column(self, kind: str, column: str) -> np.ndarray:
        """A column of `nearest` for one kind, by placed candidate."""
        rows = pd.MultiIndex.from_product([self.pairs.sites.ids, [kind]])
        return self.nearest[column].reindex(rows).to_numpy(dtype=float)

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By placed candidate its values with all positions moved within their radius."""
        km = self.pairs.redrawn_km(draws, seed)
        n = len(self.pairs.sites.ids)
        each = []
        for kind in self.kinds:
            pairs = np.flatnonzero(self.end_kinds[self.pairs.end] == kind)
            least = np.full((n, draws), np.inf)
            np.minimum.at(least, self.pairs.site[pairs], km[:, pairs].T)
            each.append(self.grades(kind, np.where(np.isinf(least), np.nan, least).T))
        return dict(zip(self.pairs.sites.ids, np.mean(each, axis=0).T, strict=True))

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the nearest gateway of each kind."""
        value, low, high = (self.value(c) for c in ("distance_km", "distance_high_km", "distance_low_km"))
        row = {site_id: i for i, site_id in enumerate(self.pairs.sites.ids)}
        for site_id in self.candidates:
            if site_id not in row:
                yield missing_evidence(site_id, "gateways", UNPLACED)
                continue
            i = row[site_id]
            if np.isnan(value[i]):
                yield missing_evidence(site_id, "gateways", _NO_GATEWAY)
                continue
            fact = joined((self.nearest_gateway(site_id, kind) for kind in self.kinds), "punctuation.semicolon")
            yield Evidence(site_id, "gateways", float(value[i]), float(low[i]), float(high[i]), fact)

    def nearest_gateway(self, site_id: str, kind: str) -> Text:
        """The nearest gateway of a kind and how far it is, or why that is not known."""
        if (site_id, kind) not in self.nearest.index:
            return UNPLACED
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
    ours, theirs = (_points(f, c) for f, c in ((sites, "site_id"), (ends, "destination_id")))
    pairs = distance_pairs(ours, theirs, np.inf)
    own = ours.ids[pairs.site] == ends["site_id"].to_numpy(dtype=object)[pairs.end]
    pairs = pairs.only(~own)
    kinds = ends["kind"].to_numpy(dtype=object)
    farthest = pd.Series(pairs.high_km).groupby([pairs.site, kinds[pairs.end]]).transform("min").to_numpy()
    return GatewayAccess(
        catalogue,
        candidates,
        tuple(k for k in GATEWAY_KINDS if k in need.gateway_kinds),
        table.set_index(["site_id", "kind"]).sort_index(),
        pairs.only(pairs.low_km <= farthest),
        kinds,
        streets.mode if streets else "",
    )


def _points(frame: pd.DataFrame, key: str) -> PointSet:
    ids = frame[key].to_numpy(dtype=object)
    return PointSet(ids, frame.geometry.to_numpy(), frame["radius_m"].to_numpy(dtype=float))
