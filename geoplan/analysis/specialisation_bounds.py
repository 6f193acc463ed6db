"""What the sites of unknown county could make of location quotients: the quotients again with each in some county."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from geoplan.analysis.county_counts import dealt_counties
from geoplan.analysis.position_error import DRAWS, LOW, SEED, interval
from geoplan.analysis.reporting_units import reporting_units
from geoplan.analysis.specialisation import (
    NO_EVIDENCE,
    SPECIALISED,
    UNKNOWN,
    carriers_by_region,
    is_specialised,
    location_quotient,
    quotient_interval,
)
from geoplan.catalogue.catalogue import Catalogue


def with_dealt_counties(
    table: pd.DataFrame,
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    bases: Collection[str],
    depth: int,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Bound location quotients, and say where the sites of unknown county leave a verdict open.

    Each of these is dealt to a county where it may stand, all with the same chance, `draws` times
    (`geoplan.analysis.county_counts.dealt_counties`); quotients and their exact intervals are taken anew.

    Parameters
    ----------
    table : DataFrame
        `geoplan.analysis.specialisation.county_specialisation` of the scope.
    site_ids : list of str
        The chosen sites, in the scope or not.
    scope : str
        Adcode of the region whose counties are compared.

    Returns
    -------
    DataFrame
        With ``dealt_low`` and ``dealt_high``, the 5th and the 95th percentile of the quotient, NaN for a row that is no
        county; a county's ``verdict`` is ``unknown`` where more than 5 % of the draws contradict it.
    """
    sites, dealt = dealt_counties(catalogue, site_ids, scope, draws, seed)
    cells = carriers_by_region(catalogue, site_ids, bases, depth)
    codes = reporting_units(scope)["adcode"].tolist()
    known = pd.crosstab(cells["adcode"], cells["industry_id"]).reindex(codes, fill_value=0)
    carried = pd.crosstab(cells["site_id"], cells["industry_id"]).reindex(sites, fill_value=0).gt(0).to_numpy()
    if table.empty or not draws or not carried.any():
        return _bounded(table, np.full((len(table), 2), np.nan), table["verdict"].to_numpy())
    rows, columns = known.index.get_indexer(table["adcode"]), known.columns.get_indexer(table["industry_id"])
    is_county = rows >= 0
    rows, columns = rows[is_county], columns[is_county]
    quotients, found = [], []
    for places in dealt:
        counts = known.to_numpy().copy()
        inside = places >= 0
        np.add.at(counts, places[inside], carried[inside])
        frame = pd.DataFrame(counts, known.index, known.columns)
        low, _ = quotient_interval(frame)
        quotients.append(location_quotient(frame).to_numpy()[rows, columns])
        found.append(is_specialised(low, frame).to_numpy()[rows, columns])
    low, high = interval(np.array(quotients))
    share = np.mean(found, axis=0)
    verdict = table["verdict"].to_numpy(dtype=object).copy()
    before = verdict[is_county] == SPECIALISED
    agree = np.where(before, share, 1 - share) >= (100 - LOW) / 100
    verdict[is_county] = np.where(agree, np.where(before, SPECIALISED, NO_EVIDENCE), UNKNOWN)
    bounds = np.full((len(table), 2), np.nan)
    bounds[is_county] = np.stack([low, high], axis=1)
    return _bounded(table, bounds, verdict)


def _bounded(table: pd.DataFrame, bounds: np.ndarray, verdict: np.ndarray) -> pd.DataFrame:
    """The table with the bounds, and the verdict after all that it is drawn from."""
    rest = table.drop(columns="verdict")
    return rest.assign(dealt_low=bounds[:, 0], dealt_high=bounds[:, 1], verdict=verdict)
