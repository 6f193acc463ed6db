"""Collect sites, layers and tables for an export, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import CoordinateSystem
from geoplan.errors import ExportError
from geoplan.query.selection import Selection, select
from geoplan.text.message import joined
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import (
    TABLES,
    Collection,
    ground_collections,
    layer_collections,
    nested_sites,
    sites_collection,
    table_collections,
)
from geoplan.writers.formats import Format
from geoplan.writers.metadata_record import about

SITES, LAYERS, EVERYTHING = "sites", "layers", "everything"
GROUND: Final = ("gateways", "counties")
PARTS: Final = (SITES, LAYERS, EVERYTHING, *GROUND, *TABLES)


def collect(
    catalogue: Catalogue,
    what: str,
    selection: Selection,
    format: Format,
    system: CoordinateSystem,
    lang: str,
    encoding: str = "utf-8",
) -> ExportContent:
    """Collect one part of the catalogue, or all of it, for an export.

    Parameters
    ----------
    what : str
        One of `PARTS`: all sites as one collection, the same by layer, everything there is, or one table.

    Raises
    ------
    ExportError
        `what` is not one of `PARTS`.
    """
    if what not in PARTS:
        raise ExportError("writers.collect.unknown_part", what=what, parts=joined(PARTS))
    collections = _collections(catalogue, what, selection, format, lang)
    filled = tuple(c for c in collections if len(c.frame)) or tuple(collections)
    return ExportContent(filled, system, about(catalogue, selection, lang), lang, encoding)


def _collections(catalogue: Catalogue, what: str, selection: Selection, format: Format, lang: str) -> list[Collection]:
    site_ids = select(catalogue, selection)
    if what == SITES:
        lay_out = nested_sites if format.key == "geojson" else sites_collection
        return [lay_out(catalogue, site_ids, lang)]
    if what == LAYERS:
        return layer_collections(catalogue, site_ids, lang)
    ground = [_without_coordinates(c) for c in ground_collections(catalogue, selection, lang)]
    tables = table_collections(catalogue, selection, lang)
    if what == EVERYTHING:
        return [*layer_collections(catalogue, site_ids, lang), *ground, *tables]
    return [c for c in (*ground, *tables) if c.name == what]


def _without_coordinates(collection: Collection) -> Collection:
    """Drop columns of WGS 84 coordinates: the geometry says the same, in the system of the export."""
    fields = tuple(field for field in collection.fields if field.name not in {"lon", "lat"})
    return replace(collection, frame=collection.frame.drop(columns=["lon", "lat"], errors="ignore"), fields=fields)
