"""All that the service holds: the collections of the catalogue and the records about them, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

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

_FORMS: Final = ("area", "point")


@dataclass(frozen=True, eq=False)
class ApiContent:
    """The service in one language.

    Attributes
    ----------
    lang : {"zh", "en"}
        Of all texts and of the names beside codes.
    attribution : str
        The line under every answer.
    stores : dict of FeatureStore
        By name, in the order they are listed.
    api : pygeoapi.api.API
        Over the same.
    """

    lang: str
    attribution: str
    stores: dict[str, FeatureStore]
    api: API

    def systems(self, name: str) -> tuple[str, ...]:
        """Addresses of the coordinate systems a collection is offered in."""
        return tuple(self.api.config["resources"][name]["providers"][0]["crs"])


def load_content(catalogue: Catalogue, url: str) -> dict[str, ApiContent]:
    """Make the service's contents ready.

    Parameters
    ----------
    url : str
        The address clients know the service by, without a slash at its end.
    """
    return {lang: _shelf(catalogue, url, lang) for lang in languages()}


def _shelf(catalogue: Catalogue, url: str, lang: str) -> ApiContent:
    sites, everything = catalogue.sites.index.tolist(), Selection()
    drawn = [sites_collection(catalogue, sites, lang), *layer_collections(catalogue, sites, lang)]
    collections = [
        *(part for collection in drawn for part in _with_forms(collection)),
        *ground_collections(catalogue, everything, lang),
        *table_collections(catalogue, everything, lang),
    ]
    store = [build_feature_store(collection, lang) for collection in collections]
    box = [float(edge) for edge in np.round(shapely.total_bounds(np.concatenate([h.shapes for h in store])), 6)]
    store.append(build_records(catalogue, store, url, lang, box))
    config: dict[str, Any] = configuration(catalogue, store, url, lang, box)
    return ApiContent(lang, attribution(catalogue, lang), {h.name: h for h in store}, API(config, api_document(config)))


def _with_forms(collection: Collection) -> list[Collection]:
    """A collection and, where it mixes points and areas, each of them alone: QGIS draws one form a layer."""
    forms = {form: rows for form, rows in split_by_geometry_type(collection.frame).items() if form in _FORMS}
    if len(forms) < 2:
        return [collection]
    parts = [
        replace(
            collection,
            name=f"{collection.name}_{form}s",
            title=message(f"api.forms.{form}", title=collection.title),
            frame=rows,
        )
        for form, rows in forms.items()
    ]
    return [collection, *parts]
