"""All that is known of one site, put together for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path


@dataclass(frozen=True)
class Dossier:
    """A site's facts, each with the plan and section it stands in.

    Attributes
    ----------
    site_id : str
    parents, parts : DataFrame
        ``site_id``, ``plan_id``, ``section`` of what it is part of and what is part of it.
    designations : DataFrame
        With ``from_site``; stated ones first, in the order of the plans.
    namings : DataFrame
        Every address at which a plan names it.
    """

    site_id: str
    site: pd.Series
    regions: list[str]
    parents: pd.DataFrame
    parts: pd.DataFrame
    designations: pd.DataFrame
    facts: pd.DataFrame
    projects: pd.DataFrame
    namings: pd.DataFrame
    places: gpd.GeoDataFrame


def dossier(catalogue: Catalogue, site_id: str) -> Dossier:
    """Put together all that is known of a site.

    Raises
    ------
    KeyError
        There is no such site.
    """
    site = catalogue.sites.loc[site_id]
    members = catalogue.memberships
    above = members[members["site_id"] == site_id].assign(site_id=lambda r: r["parent_id"]).drop(columns="parent_id")
    below = members[members["parent_id"] == site_id].drop(columns="parent_id")
    rows = catalogue.all_designations
    rows = rows[rows["site_id"] == site_id]
    rows = rows.assign(late=rows["basis"] == "inherited").sort_values("late", kind="stable").drop(columns="late")
    about = catalogue.project_sites.loc[catalogue.project_sites["site_id"] == site_id, "project_id"]
    return Dossier(
        site_id=site_id,
        site=site,
        regions=region_path(catalogue.regions, str(site["adcode"])),
        parents=above.reset_index(drop=True),
        parts=below.reset_index(drop=True),
        designations=rows.reset_index(drop=True),
        facts=_of(catalogue.site_facts, site_id),
        projects=catalogue.projects.loc[catalogue.projects.index.isin(about)],
        namings=_of(catalogue.citations, site_id),
        places=catalogue.places[catalogue.places["site_id"] == site_id].reset_index(drop=True),
    )


def _of(frame: pd.DataFrame, site_id: str) -> pd.DataFrame:
    return frame[frame["site_id"] == site_id].reset_index(drop=True)
