"""How many of the sites that were asked for have no position, said in every row of a figure."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.possible_ground import unplaced_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties_in

NO_POSITION: Final = "no_position"  # why a row has no figure: none of the sites has a position
_FIGURES: Final = ("covered_km2", "share", "share_low", "share_high")
_WEIGHED: Final = ("weight_covered", "weight_share", "weight_share_low", "weight_share_high")


def count_unknown(catalogue: Catalogue, site_ids: list[str], scope: str) -> tuple[int, int]:
    """Count the sites that stand or may stand in a scope, and of these the ones without a position.

    Returns
    -------
    asked, unplaced : int
    """
    where = possible_counties(catalogue)
    inside = set(where.loc[where["adcode"].isin(counties_in(scope)["adcode"]), "site_id"])
    return len(inside.intersection(site_ids)), len(unplaced_sites(catalogue, site_ids, scope))


def with_unknown(table: pd.DataFrame, catalogue: Catalogue, site_ids: list[str], scope: str) -> pd.DataFrame:
    """Say in every row of shares how many sites it is of, and take back what is no figure.

    Parameters
    ----------
    table : DataFrame
        Shares of counties, see `geoplan.analysis.catchment.catchment_table`.

    Returns
    -------
    DataFrame
        With ``asked`` (sites that stand or may stand in the scope), ``unplaced`` (of these without a position) and
        ``reason``: ``no_position`` where no chosen site has one, and the figures are then NaN; else "".
    """
    asked, unplaced = count_unknown(catalogue, site_ids, scope)
    nothing = bool(unplaced) and catalogue.placed.isdisjoint(site_ids)
    table = table.assign(asked=asked, unplaced=unplaced, reason=NO_POSITION if nothing else "")
    if nothing:
        figures = [column for column in (*_FIGURES, *_WEIGHED) if column in table]
        table[figures] = np.nan
    return table
