"""How regions lie in one another."""

from __future__ import annotations

import pandas as pd


def region_path(regions: pd.DataFrame, adcode: str) -> list[str]:
    """List a region and those it lies in, innermost first.

    Parameters
    ----------
    regions : DataFrame
        Indexed by adcode, with ``parent_adcode``; see `geoplan.catalogue.catalogue`.

    Returns
    -------
    list of str
        Empty for a code that is not there.
    """
    path: list[str] = []
    while adcode and adcode in regions.index:
        path.append(adcode)
        adcode = str(regions.at[adcode, "parent_adcode"])
    return path
