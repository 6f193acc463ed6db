"""Names beside the ids of a result."""

from __future__ import annotations

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.names import column, with_names


def with_result_names(catalogue: Catalogue, frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put names beside the ids of a result; plans by their short title, pairs of sites by both names."""
    short = column(catalogue.plans, "short", lang)
    sites = column(catalogue.sites, "name", lang)
    for key, beside, names in (("plan_id", "plan", short), ("site_a", "name_a", sites), ("site_b", "name_b", sites)):
        if key in frame:
            frame.insert(frame.columns.get_loc(key) + 1, beside, frame[key].map(names).fillna(""))
    return with_names(frame, catalogue, lang)
