"""All that is known of one site, put together for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.region_path import region_path


@dataclass(frozen=True)
class Dossier:
    """A site's facts, each with the plan and section it stands in.

    Attributes
    ----------
    site_id : str
    regions : list of str
        The county in which it stands, the first of several, or the region within which none is known; and those it
        lies in.
    parents, children : DataFrame
        ``site_id``, ``relation``, ``plan_id``, ``section`` of what it belongs to and what belongs to it.
    designations : DataFrame
        With ``from_site``; stated ones first, in the order of the plans.
    programmes : DataFrame
        The honours and programmes it holds or hosts; ``industry_ids`` are their industries.
    namings : DataFrame
        Every address at which a plan names it.
    """

    site_id: str
    site: pd.Series
    regions: list[str]
    parents: pd.DataFrame
    children: pd.DataFrame
    designations: pd.DataFrame
    functions: pd.DataFrame
    facts: pd.DataFrame
    projects: pd.DataFrame
    programmes: pd.DataFrame
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
    relations = catalogue.relations
    above = relations[relations["site_id"] == site_id]
    above = above.assign(site_id=above["parent_id"]).drop(columns="parent_id")
    below = relations[relations["parent_id"] == site_id].drop(columns="parent_id")
    rows = catalogue.all_designations
    rows = rows[rows["site_id"] == site_id]
    rows = rows.assign(late=rows["basis"] == "inherited").sort_values("late", kind="stable").drop(columns="late")
    about = catalogue.project_sites.loc[catalogue.project_sites["site_id"] == site_id, "project_id"]
    return Dossier(
        site_id=site_id,
        site=site,
        regions=region_path(catalogue.regions, regions_of(catalogue)[site_id][0]),
        parents=above.reset_index(drop=True),
        children=below.reset_index(drop=True),
        designations=rows.reset_index(drop=True),
        functions=_of(catalogue.site_functions, site_id),
        facts=_of(catalogue.site_facts, site_id),
        projects=catalogue.projects.loc[catalogue.projects.index.isin(about)],
        programmes=_programmes(catalogue, site_id),
        namings=_of(catalogue.citations, site_id),
        places=catalogue.places[catalogue.places["site_id"] == site_id].reset_index(drop=True),
    )


def _programmes(catalogue: Catalogue, site_id: str) -> pd.DataFrame:
    """One row a programme and section that ties it to the site, indexed by ``programme_id``."""
    rows = _of(catalogue.programme_sites, site_id).set_index("programme_id")[["plan_id", "section"]]
    terms = _programme_industries(catalogue)
    names = catalogue.programmes[["name_zh", "name_en", "kind"]]
    return rows.join(names).assign(industry_ids=[list(terms.get(programme, [])) for programme in rows.index])


@lru_cache(maxsize=4)
def _programme_industries(catalogue: Catalogue) -> dict[str, list[str]]:
    """The industries of each programme, each once."""
    terms = catalogue.programme_industries.groupby("programme_id")["industry_id"].unique()
    return {str(programme): list(industries) for programme, industries in terms.items()}


def _of(frame: pd.DataFrame, site_id: str) -> pd.DataFrame:
    return frame[frame["site_id"] == site_id].reset_index(drop=True)
