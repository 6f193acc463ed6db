"""The catalogue's tables as a person wants them listed: names beside ids, one row a fact."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.site_place import place_name
from geoplan.catalogue.validity import validity_today
from geoplan.query.selection import SITE_FACETS, Selection, select
from geoplan.text.names import with_names
from geoplan.vocabulary import TABLES

# The tables whose rows belong to one site each, and the frames that hold them.
_OF_SITES: Final = {"facts": "site_facts", "functions": "site_functions", "statuses": "statuses"}


def list_rows(catalogue: Catalogue, table: str, selection: Selection, lang: str = "zh") -> pd.DataFrame:
    """List a table, or what of it belongs to the selected sites.

    Parameters
    ----------
    selection : Selection
        Which sites; empty for all. Gateways belong to no site: its regions alone choose among them.

    Returns
    -------
    DataFrame
        The table's own columns, with ``site``, ``industry``, ``plan``, ``county`` … beside the ids they name, and the
        ``validity`` of plans today. Of sites, ``adcode`` and ``county`` are where they stand, see
        `geoplan.catalogue.possible_counties.site_regions`, and ``draft`` is ``yes`` where a user drew the position.

    Raises
    ------
    ValueError
        There is no such table.
    """
    if table not in TABLES:
        raise ValueError(f"no table {table!r}; use one of {', '.join(TABLES)}")
    chosen = select(catalogue, selection)
    frame = with_names(_frame(catalogue, table, selection, chosen), catalogue, lang)
    if table == "sites":
        frame["adcode"] = ["; ".join(regions_of(catalogue)[site_id]) for site_id in frame["site_id"]]
        frame["county"] = [place_name(catalogue, site_id).text(lang) for site_id in frame["site_id"]]
    return frame


def _frame(catalogue: Catalogue, table: str, selection: Selection, chosen: list[str]) -> pd.DataFrame:
    if table == "sites":
        rows = catalogue.sites.loc[chosen].reset_index()
        rows.insert(int(rows.columns.get_loc("method")) + 1, "draft", catalogue.draft_marks(rows["site_id"]))
        return rows
    if table == "designations":
        return _narrowed(catalogue, selection, chosen)
    if table == "relations":
        rows = catalogue.relations
        return rows[rows["site_id"].isin(chosen) | rows["parent_id"].isin(chosen)]
    if table in _OF_SITES:
        rows = getattr(catalogue, _OF_SITES[table])
        return rows[rows["site_id"].isin(chosen)]
    if table == "projects":
        projects = _projects(catalogue)
        if selection.is_empty():
            return projects
        about = catalogue.project_sites[catalogue.project_sites["site_id"].isin(chosen)]
        return projects[projects["project_id"].isin(about["project_id"])]
    if table == "programmes":
        return _programmes(catalogue, selection, chosen)
    if table == "gateways":
        return _gateways(catalogue, selection.regions)
    frame: pd.DataFrame = getattr(catalogue, table)
    if table in {"indicators", "firms", "fields"}:
        frame = frame[frame["plan_id"].isin(selection.plans)] if selection.plans else frame
        return _of_plans_in_force(catalogue, frame) if selection.in_force else frame
    if table == "plans":
        frame = frame.copy()
        frame.insert(int(frame.columns.get_loc("period_end")) + 1, "validity", validity_today(frame))
    frame = frame.reset_index()
    return frame.drop(columns=["path", "depth"], errors="ignore")


def _narrowed(catalogue: Catalogue, selection: Selection, chosen: list[str]) -> pd.DataFrame:
    """The designations of the chosen sites that themselves meet the selection; inherited ones only if chosen."""
    rows = (
        catalogue.all_designations
        if "inherited" in selection.bases
        else catalogue.all_designations[catalogue.all_designations["basis"] != "inherited"]
    )
    rows = rows[rows["site_id"].isin(chosen)]
    if selection.industries:
        paths = rows["industry_id"].map(catalogue.industries["path"])
        rows = rows[[bool(set(path) & set(selection.industries)) for path in paths]]
    for column, wanted in (("plan_id", selection.plans), ("role", selection.roles), ("basis", selection.bases)):
        if wanted:
            rows = rows[rows[column].isin(wanted)]
    return _of_plans_in_force(catalogue, rows) if selection.in_force else rows


def _of_plans_in_force(catalogue: Catalogue, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["plan_id"].map(validity_today(catalogue.plans)) == "in_force"]


def _gateways(catalogue: Catalogue, regions: tuple[str, ...]) -> pd.DataFrame:
    """The gateways in some regions, all by default; a city stands for its counties."""
    rows = pd.DataFrame(catalogue.gateways.drop(columns="geometry")).reset_index()
    if not regions:
        return rows
    parents = catalogue.regions["parent_adcode"]
    wanted = set(regions)
    while new := set(parents.index[parents.isin(wanted)]) - wanted:
        wanted |= new
    return rows[rows["adcode"].isin(wanted)]


def _programmes(catalogue: Catalogue, selection: Selection, chosen: list[str]) -> pd.DataFrame:
    """Programmes with the sites and industries they are about, as lists; those of the selection alone."""
    frame = catalogue.programmes.reset_index()
    for column, table in (("site_id", catalogue.programme_sites), ("industry_id", catalogue.programme_industries)):
        lists = table.groupby("programme_id")[column].agg(lambda ids: list(dict.fromkeys(ids)))
        frame[f"{column}s"] = [lists.get(p, []) for p in frame["programme_id"]]
    if any(getattr(selection, facet) for facet in (*SITE_FACETS, "text")):
        frame = frame[[bool(set(sites) & set(chosen)) for sites in frame["site_ids"]]]
    if selection.industries:
        paths = catalogue.industries["path"]
        below = [{term for industry in terms for term in paths[industry]} for terms in frame["industry_ids"]]
        frame = frame[[bool(terms & set(selection.industries)) for terms in below]]
    frame = frame[frame["plan_id"].isin(selection.plans)] if selection.plans else frame
    return _of_plans_in_force(catalogue, frame) if selection.in_force else frame


def _projects(catalogue: Catalogue) -> pd.DataFrame:
    """Projects with the sites and industries they are about, as lists."""
    frame = catalogue.projects.reset_index()
    for column, table in (("site_id", catalogue.project_sites), ("industry_id", catalogue.project_industries)):
        lists = table.groupby("project_id")[column].agg(list)
        frame[f"{column}s"] = [lists.get(p, []) for p in frame["project_id"]]
    return frame
