"""GeoJSON as RFC 7946 wants it: WGS 84, at most 7 decimals, right-handed rings, stable ids, no crs member."""

from __future__ import annotations

import json
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from geoplan.catalogue import Catalogue
from geoplan.crs import STORAGE
from geoplan.export.places import places_of

_PASSPORT: Final = ("method", "source", "source_datum", "radius_m", "confidence", "checked_on")
DECIMALS: Final = 7  # 1 cm; RFC 7946 section 11.2 asks for no more than is meant


def feature_collection(frame: gpd.GeoDataFrame, ids: list[str], members: dict[str, Any] | None = None) -> bytes:
    """Write a frame as a FeatureCollection.

    Parameters
    ----------
    frame : GeoDataFrame
        Any CRS; the columns beside the geometry become properties, lists and dicts included.
    ids : list of str
        The features' ids.
    members : dict, optional
        Foreign members of the collection, such as sources and licence.

    Returns
    -------
    bytes
        UTF-8 JSON, the same for the same input.

    Raises
    ------
    ValueError
        The frame has no CRS.
    """
    if frame.crs is None:
        raise ValueError("frame has no CRS; set it before exporting, GeoJSON is WGS 84 by definition")
    shapes = frame.to_crs(STORAGE).geometry.to_numpy()
    shapes = shapely.orient_polygons(shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS)))
    geometries = [None if text is None else orjson.loads(text) for text in shapely.to_geojson(shapes)]
    columns = [c for c in frame.columns if c != frame.geometry.name]
    records = frame[columns].astype(object).where(frame[columns].notna(), None).to_dict("records")
    features = [
        {"type": "Feature", "id": i, "properties": record, "geometry": geometry}
        for i, record, geometry in zip(ids, records, geometries, strict=True)
    ]
    collection = {"type": "FeatureCollection", **(members or {}), "features": features}
    return orjson.dumps(collection, option=orjson.OPT_SERIALIZE_NUMPY)


def site_features(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> tuple[gpd.GeoDataFrame, list[str]]:
    """Lay out sites for export, one feature a place.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones.
    lang : {"zh", "en"}
        The language of names put beside codes.

    Returns
    -------
    tuple of GeoDataFrame and list of str
        Features in EPSG:4326 (geometry None where the place is not known) and their ids: the site's id, with
        ``#2``, ``#3`` … for further parts.
    """
    places, ids = places_of(catalogue, site_ids)
    sites = catalogue.sites.loc[places["site_id"]]
    designations = _designations(catalogue, set(site_ids), lang)
    county = catalogue.regions[f"name_{lang}"]
    frame = gpd.GeoDataFrame(
        {
            "site_id": places["site_id"].to_numpy(),
            "name_zh": sites["name_zh"].to_numpy(),
            "name_en": sites["name_en"].to_numpy(),
            "aliases": sites["aliases"].to_numpy(),
            "part": places["part"].fillna("").to_numpy(),
            "kind": sites["kind"].to_numpy(),
            "status": sites["status"].to_numpy(),
            "adcode": sites["adcode"].to_numpy(),
            "county": sites["adcode"].map(county).to_numpy(),
            "layer": places["layer_id"].to_numpy(),
            "main_industry": sites["branch"].to_numpy(),
            "designations": [designations.get(s, []) for s in places["site_id"]],
            "cited_in": [_citations(catalogue, s) for s in places["site_id"]],
            **{key: places[key].to_numpy() for key in _PASSPORT},
        },
        geometry=places.geometry.to_numpy(),
        crs=STORAGE,
    )  # fmt: skip
    return frame, ids


def _designations(catalogue: Catalogue, site_ids: set[str], lang: str) -> dict[str, list[dict[str, str]]]:
    rows = catalogue.all_designations
    rows = rows[rows["site_id"].isin(site_ids)]
    rows = rows.assign(industry=rows["industry_id"].map(catalogue.industries[f"name_{lang}"]))
    keys = ["industry_id", "industry", "wording", "role", "basis", "plan_id", "section", "from_site"]
    return {str(site): group[keys].to_dict("records") for site, group in rows.groupby("site_id", sort=False)}


def _citations(catalogue: Catalogue, site_id: str) -> list[str]:
    namings = catalogue.namings[catalogue.namings["site_id"] == site_id]
    return [f"{p} {s}" for p, s in zip(namings["plan_id"], namings["section"], strict=True)]


def export_geojson(catalogue: Catalogue, site_ids: list[str], filters: dict[str, Any], lang: str = "zh") -> bytes:
    """Write sites as GeoJSON with where they come from.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones, in this order.
    filters : dict
        The selection that led to them, for the record.
    lang : {"zh", "en"}
        The language of names put beside codes.

    Returns
    -------
    bytes
        The collection carries ``geoplan``: data version, filters, sources, licence and the note that the map is
        schematic.
    """
    frame, ids = site_features(catalogue, site_ids, lang)
    about = {
        "data_version": catalogue.version,
        "filters": {key: value for key, value in filters.items() if value},
        "sources": [str(title) for title in catalogue.plans[f"title_{lang}"]],
        "licence": "ODC-By-1.0",
        "note": "规划示意，不作为定界依据" if lang == "zh" else "Schematic planning map; not evidence of any boundary",
    }
    return feature_collection(frame, ids, {"geoplan": about})


def as_json(frame: pd.DataFrame) -> str:
    """Write a table as a JSON array of rows, missing values as null."""
    clean = frame.astype(object).where(frame.notna(), None)
    return json.dumps(clean.to_dict("records"), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)
