"""How regions lie in one another, and what they are called."""

from __future__ import annotations

import pandas as pd

from geoplan.text.message import Text, message
from geoplan.text.names import name_of


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


def county_name(regions: pd.DataFrame, adcode: str) -> Text:
    """The name of a region, or that it is not known: a user's own place may lie in none."""
    return name_of(regions, adcode) if adcode in regions.index else message("common.no_county")
