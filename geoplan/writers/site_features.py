"""Sites as features, one a place, with their names, industries and citations; the unplaced without geometry."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.validity import plan_names
from geoplan.crs.metric import STORAGE
from geoplan.text.names import column

SEPARATOR: Final = "; "  # between the items of a list in one cell
_CODED: Final = {
    "kind": vocabulary.KINDS,
    "status": vocabulary.STATUSES,
    "method": vocabulary.METHODS,
    "role": vocabulary.ROLES,
    "basis": vocabulary.BASES,
    "property": vocabulary.PROPERTIES,
    "validity": vocabulary.VALIDITY,
}


def site_features(catalogue: Catalogue, site_ids: list[str]) -> tuple[gpd.GeoDataFrame, list[str]]:
    """List the places of sites, in the order of `site_ids`.

    Returns
    -------
    tuple of GeoDataFrame and list of str
        Rows as of ``Catalogue.places`` (EPSG:4326; geometry None where the place is not known), and an id for each:
        the site's, with ``#2``, ``#3`` … for further parts.
    """
    places = catalogue.places[catalogue.places["site_id"].isin(site_ids)]
    order = {site_id: i for i, site_id in enumerate(site_ids)}
    places = places.assign(_at=places["site_id"].map(order)).sort_values("_at", kind="stable").drop(columns="_at")
    known = set(places["site_id"])
    missing = [s for s in site_ids if s not in known]
    if missing:
        bare = gpd.GeoDataFrame({"site_id": missing, "method": "county"}, geometry=[None] * len(missing), crs=STORAGE)
        places = gpd.GeoDataFrame(pd.concat([places, bare], ignore_index=True), crs=STORAGE)
    places = places.reset_index(drop=True)
    nth = places.groupby("site_id").cumcount()
    return places, [s if not n else f"{s}#{n + 1}" for s, n in zip(places["site_id"], nth, strict=True)]


def site_rows(catalogue: Catalogue, site_ids: list[str], lang: str) -> gpd.GeoDataFrame:
    """Lay out sites flat, one row a place.

    Parameters
    ----------
    catalogue : Catalogue
        Its ``sites``, ``places``, ``all_designations``, ``project_sites``, ``citations`` and the names of what they
        refer to.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; ids, names, codes with their names, industries, projects and citations as one text each, and what is
        known of the position: ``method``, ``draft`` (``yes`` where a user drew it, else ""), ``source``,
        ``confidence``, ``radius_m`` (metres).
    """
    places, ids = site_features(catalogue, site_ids)
    own = places["site_id"]
    sites = catalogue.sites.loc[own]
    regions, region_names = regions_of(catalogue), column(catalogue.regions, "name", lang)
    industry_names = column(catalogue.industries, "name", lang)
    rows = catalogue.all_designations
    rows = rows.assign(industry=rows["industry_id"].map(industry_names))
    inherited, stated = rows[rows["basis"] == "inherited"], rows[rows["basis"] != "inherited"]
    projects = catalogue.project_sites["project_id"].map(column(catalogue.projects, "name", lang))
    citations = catalogue.citations
    plan_titles = citations["plan_id"].map(plan_names(catalogue.plans, lang))
    columns = {
        "id": ids,
        "site_id": own,
        **{c: sites[c] for c in ("name_zh", "name_en")},
        "aliases": [SEPARATOR.join(names) for names in sites["aliases"]],
        **{c: places[c].fillna("") for c in ("part", "part_en")},
        "kind": sites["kind"],
        "status": sites["status"],
        "adcode": [SEPARATOR.join(regions[site_id]) for site_id in own],
        "county": [SEPARATOR.join(region_names.get(code, "") for code in regions[site_id]) for site_id in own],
        "layer_id": sites["layer_id"],
        "layer": sites["layer_id"].map(column(catalogue.layers, "title", lang)).fillna(""),
        "branch": sites["branch"],
        "main_industry": sites["branch"].map(industry_names).fillna(""),
        "industries": _joined_texts(own, stated["site_id"], stated["industry"]),
        "inherited": _joined_texts(own, inherited["site_id"], inherited["industry"]),
        "projects": _joined_texts(own, catalogue.project_sites["site_id"], projects),
        "plans": _joined_texts(own, citations["site_id"], plan_titles),
        "cited_in": _joined_texts(own, citations["site_id"], plan_titles + " " + citations["section"]),
        "method": places["method"],
        "draft": catalogue.draft_marks(own),
        **{c: places[c].fillna("") for c in ("source", "source_datum", "confidence", "checked_on", "licence")},
        "radius_m": places["radius_m"],
    }
    flat = pd.DataFrame({name: pd.Series(list(values)) for name, values in columns.items()})
    return gpd.GeoDataFrame(with_code_names(flat, lang), geometry=places.geometry.to_numpy(), crs=STORAGE)


def with_code_names(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put the name beside every code.

    Parameters
    ----------
    frame : DataFrame
        Any of ``kind`` (of a gateway where there is ``gateway_id``), ``status``, ``method``, ``role``, ``basis``,
        ``property``, ``validity``.

    Returns
    -------
    DataFrame
        With ``<column>_name`` to the right of each, empty where the code has no name.
    """
    frame = frame.copy()
    codes = {**_CODED, **({"kind": vocabulary.GATEWAY_KINDS} if "gateway_id" in frame else {})}
    for name, texts in codes.items():
        if name in frame:
            names = [texts[code].text(lang) if code in texts else "" for code in frame[name]]
            frame.insert(int(frame.columns.get_loc(name)) + 1, f"{name}_name", names)
    return frame


def _joined_texts(site_ids: pd.Series, owners: pd.Series, texts: pd.Series) -> list[str]:
    """For each site the texts it owns, each once, as one text."""
    by_owner = texts.groupby(owners.to_numpy(), sort=False).agg(lambda group: SEPARATOR.join(dict.fromkeys(group)))
    return site_ids.map(by_owner).fillna("").tolist()
