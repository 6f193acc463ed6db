"""Drafts of the outlines that were matched to sites."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

import geopandas as gpd
import pandas as pd
import shapely

from geoplan.drafts.draft import POSITION, Draft
from geoplan.forms.layer_features import rounded_geometry


@dataclass(frozen=True)
class OutlineMetadata:
    """How the outlines of one file are known; `radius_m` in metres, `checked_on` an ISO day.

    The values are those of `geoplan.checks.layer_schema.PositionMetadata`.
    """

    method: str
    source: str
    radius_m: float
    checked_on: str
    source_datum: str = "WGS84"
    confidence: str = "high"
    author: str = ""


def confirmed(report: pd.DataFrame, features: Collection[int]) -> pd.DataFrame:
    """The report with the proposals for some features, by their numbers, confirmed."""
    return report.assign(needs_confirmation=report["needs_confirmation"] & ~report["feature"].isin(features))


def drafts_of(
    report: pd.DataFrame, frame: gpd.GeoDataFrame, metadata: OutlineMetadata, drawn_at: str = ""
) -> list[Draft]:
    """Make a draft of the position of each site for which outlines are proposed and need no confirmation.

    Parameters
    ----------
    report : DataFrame
        Of `geoplan.drafts.match_outlines.match_outlines`, with the index of `frame`.
    frame : GeoDataFrame
        EPSG:4326.

    Returns
    -------
    list of Draft
        By the order of the first feature; several outlines of a site are united into one geometry.
    """
    chosen = report[(report["site_id"] != "") & ~report["needs_confirmation"]]
    return [
        Draft(
            category=POSITION,
            draft_id=str(site_id),
            geometry=rounded_geometry(shapely.union_all(shapely.force_2d(frame.geometry[rows.index].to_numpy()))),
            drawn_at=drawn_at,
            **asdict(metadata),
        )
        for site_id, rows in chosen.groupby("site_id", sort=False)
    ]
