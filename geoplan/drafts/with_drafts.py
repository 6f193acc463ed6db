"""The catalogue with what a user drew in it, in memory; its files stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import shapely

from geoplan.catalogue.assemble import split_areas_of_doubt, with_places
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.status import UNSTATED
from geoplan.drafts.draft import PLACE, POSITION, Draft
from geoplan.geodata.boundaries import counties

_NEAR: Final = 0.02  # degrees, about 2 km: a place this far off the coast belongs to the county


def with_drafts(catalogue: Catalogue, drafts: Sequence[Draft]) -> Catalogue:
    """Put drafts into the catalogue.

    Parameters
    ----------
    drafts : sequence of Draft
        At most one of an id. A position replaces all rows of its site in ``places`` and ``areas_of_doubt``; a place
        is a further row of ``sites`` and ``places``, cited by no plan; a note changes nothing. A position of a site
        that the catalogue does not have is passed over.

    Returns
    -------
    Catalogue
        The same object where nothing is put in. Else ``drafted`` names the sites, and the version is the catalogue's,
        ``+`` and eight hex digits of all that was put in.
    """
    used = [draft for draft in sorted(drafts, key=lambda draft: draft.draft_id) if _is_used(catalogue, draft)]
    if not used:
        return catalogue
    own_places = [draft for draft in used if draft.category == PLACE]
    ids = [_site_id(catalogue, draft) for draft in used]
    sites = pd.concat([catalogue.sites, _site_rows(catalogue, own_places)]) if own_places else catalogue.sites
    replaced_rows = catalogue.places["site_id"].isin(ids)
    rows = _place_rows(catalogue, used, ids)
    own, own_doubt = split_areas_of_doubt(rows)
    places = _concatenated(catalogue.places[~replaced_rows], own)
    doubt = catalogue.areas_of_doubt[~catalogue.areas_of_doubt["site_id"].isin(ids)]
    return replace(
        catalogue,
        sites=with_places(sites, places, sites["branch"]),
        places=places,
        areas_of_doubt=_concatenated(doubt, own_doubt) if len(own_doubt) else doubt,
        drafted=catalogue.drafted | set(ids),
        version=f"{catalogue.version}+{_digest(used)}",
    )


def _is_used(catalogue: Catalogue, draft: Draft) -> bool:
    if draft.category == POSITION:
        return _site_id(catalogue, draft) in catalogue.sites.index
    return draft.category == PLACE and draft.draft_id not in catalogue.sites.index


def _site_id(catalogue: Catalogue, draft: Draft) -> str:
    """The site a draft is about; a retired id leads to the site that stands for it."""
    return draft.draft_id if draft.draft_id in catalogue.sites.index else catalogue.current_id(draft.draft_id)


def _place_rows(catalogue: Catalogue, drafts: list[Draft], ids: list[str]) -> gpd.GeoDataFrame:
    layers = catalogue.sites["layer_id"]
    rows: list[dict[str, Any]] = [
        {
            "site_id": site_id,
            "layer_id": layers.get(site_id, ""),
            **{key: getattr(draft, key) for key in ("method", "source", "source_datum", "confidence", "author")},
            "radius_m": float("nan") if draft.radius_m is None else float(draft.radius_m),
            "checked_on": draft.checked_on or draft.drawn_at[:10],
            "drawn_at": draft.drawn_at,
            "geometry": draft.geometry,
        }
        for draft, site_id in zip(drafts, ids, strict=True)
    ]
    frame = pd.DataFrame(rows).reindex(columns=catalogue.places.columns)
    frame[["part", "part_en", "licence"]] = ""
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=catalogue.places.crs)


def _site_rows(catalogue: Catalogue, drafts: list[Draft]) -> pd.DataFrame:
    """Own places as rows of ``sites``; what only a plan could say of them is ""."""
    codes = _counties_of([draft.geometry for draft in drafts])
    rows = [
        {
            "name_zh": draft.name_zh or draft.name_en or draft.draft_id,
            "name_en": draft.name_en or draft.name_zh or draft.draft_id,
            "aliases": [],
            "kind": draft.kind,
            "adcode": code,
            **dict.fromkeys(("ground", "plan_id", "section", "branch"), ""),
            "note": draft.text,
            "status": UNSTATED,
        }
        for draft, code in zip(drafts, codes, strict=True)
    ]
    index = pd.Index([draft.draft_id for draft in drafts], name=catalogue.sites.index.name)
    return pd.DataFrame(rows, index=index).reindex(columns=catalogue.sites.columns).astype({"drawn": bool})


def _counties_of(shapes: list[shapely.Geometry]) -> list[str]:
    """The county that holds a point of each shape, or the nearest one within 2 km; "" where there is none."""
    regions = counties()
    points = shapely.point_on_surface(shapes)
    (point, county), _ = regions.sindex.nearest(points, return_all=False, max_distance=_NEAR, return_distance=True)
    codes = dict(zip(point.tolist(), regions["adcode"].to_numpy()[county], strict=True))
    return [str(codes.get(number, "")) for number in range(len(shapes))]


def _concatenated(frame: gpd.GeoDataFrame, further: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat([frame, further], ignore_index=True), geometry="geometry", crs=frame.crs)


def _digest(drafts: list[Draft]) -> str:
    features = [draft.to_feature() for draft in drafts]
    return sha256(orjson.dumps(features, option=orjson.OPT_SORT_KEYS)).hexdigest()[:8]
