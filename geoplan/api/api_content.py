"""All that the service holds: the collections of the catalogue and the records about them, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from pygeoapi.api import API

from geoplan.api.configuration import attribution, configuration
from geoplan.api.feature_store import FeatureStore, build_feature_store
from geoplan.api.openapi import api_document
from geoplan.api.records import build_records
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection
from geoplan.text.message import languages, message
from geoplan.writers.driver_frame import split_by_geometry_type
from geoplan.writers.feature_collections import (
    Collection,
    ground_collections,
    layer_collections,
    sites_collection,
    table_collections,
)


@dataclass(frozen=True, eq=False)
class ApiContent:
    """The service in one language.

    Attributes
    ----------
    lang : {"zh", "en"}
        Of all texts and of the names beside codes.
    """

    lang: str
    attribution: str
    stores: dict[str, FeatureStore]
    api: API
    retired_ids: dict[str, str]


def load_content(catalogue: Catalogue, url: str) -> dict[str, ApiContent]:
    """Make the service's contents ready.

    Parameters
    ----------
    url : str
        The address clients know the service by, without a slash at its end.
    """
    return {lang: _content(catalogue, url, lang) for lang in languages()}


def _content(catalogue: Catalogue, url: str, lang: str) -> ApiContent:
    sites, everything = catalogue.sites.index.tolist(), Selection()
    drawn = [sites_collection(catalogue, sites, lang), *layer_collections(catalogue, sites, lang)]
    collections = [
        *(part for collection in drawn for part in _with_parts(collection)),
        *ground_collections(catalogue, everything, lang),
        *table_collections(catalogue, everything, lang),
    ]
    stores = [build_feature_store(collection, lang) for collection in collections]
    bounds = shapely.total_bounds(np.concatenate([store.shapes for store in stores]))
    box = [float(edge) for edge in np.round(bounds, 6)]
    stores.append(build_records(catalogue, stores, url, lang, box))
    config = configuration(catalogue, stores, url, lang, box)
    api = API(config, api_document(config))
    return ApiContent(
        lang,
        attribution(catalogue, lang),
        {store.name: store for store in stores},
        api,
        catalogue.retired_ids["site_id"].to_dict(),
    )


def _with_parts(collection: Collection) -> list[Collection]:
    """A collection and, where it mixes points and areas, each of them alone: QGIS draws one geometry type a layer."""
    frames = split_by_geometry_type(collection.frame)
    parts = []
    for type_ in ("area", "point"):
        if type_ in frames:
            title = message(f"api.forms.{type_}", title=collection.title)
            parts.append(replace(collection, name=f"{collection.name}_{type_}s", title=title, frame=frames[type_]))
    return [collection, *parts] if len(parts) > 1 else [collection]
