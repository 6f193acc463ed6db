"""Collections of flat rows with an id, titles and a field dictionary, for every format and the service alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.crs.metric import STORAGE
from geoplan.geodata.boundaries import counties
from geoplan.query.selection import Selection
from geoplan.query.table_rows import list_rows
from geoplan.text.message import Text, message
from geoplan.text.names import column, name_of
from geoplan.writers.field_dictionary import Field, fields_of
from geoplan.writers.site_features import SEPARATOR, site_rows, with_code_names

# The tables that go along with the layers; their rows have no place of their own.
TABLES: Final = (
    *("designations", "industries", "projects", "plans", "relations", "statuses", "facts", "functions"),
    *("indicators", "firms", "programmes", "fields"),
)
# The tables whose rows say whether their plan is in force.
_WITH_VALIDITY: Final = {"designations", "projects", "plans"}
# What identifies a row beside ids; never a name in the language of the export.
_IDENTIFYING: Final = {
    *("wording", "role", "property", "value", "section", "name_zh", "from_site", "scope_adcode", "target_year")
}


@dataclass(frozen=True, eq=False)
class Collection:
    """Rows of one kind, ready for any format.

    Attributes
    ----------
    name : str
        ASCII letters, digits and underscores: a table's or an address's name.
    title, meaning : Text
        What it is called, and what a row is.
    key : str
        The column of the stable id.
    frame : DataFrame or GeoDataFrame
        Flat: text, numbers, booleans; missing values are None or NaN. A GeoDataFrame is in EPSG:4326, points and
        polygons mixed, its geometry None where no place is known.
    fields : tuple of Field
        One a column beside the geometry.
    """

    name: str
    title: Text
    meaning: Text
    key: str
    frame: pd.DataFrame
    fields: tuple[Field, ...]

    @property
    def has_places(self) -> bool:
        """Whether its rows are features rather than mere records."""
        return isinstance(self.frame, gpd.GeoDataFrame)


def sites_collection(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> Collection:
    """Lay out sites flat, one feature a place.

    Returns
    -------
    Collection
        ``sites``; columns as of `geoplan.writers.site_features.site_rows`.
    """
    return _collection("sites", "id", site_rows(catalogue, site_ids, lang))


def nested_sites(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> Collection:
    """Lay out sites for GeoJSON, which can hold all designations of a site with their sections.

    Returns
    -------
    Collection
        As `sites_collection`, with ``designations``, a list of records.
    """
    flat = sites_collection(catalogue, site_ids, lang)
    rows = catalogue.all_designations
    rows = rows[rows["site_id"].isin(set(site_ids))]
    rows = rows.assign(industry=rows["industry_id"].map(column(catalogue.industries, "name", lang)))
    keys = ["industry_id", "industry", "wording", "role", "basis", "plan_id", "section", "from_site"]
    by_site = {str(site): group[keys].to_dict("records") for site, group in rows.groupby("site_id", sort=False)}
    frame = flat.frame.copy()
    designations = [by_site.get(site, []) for site in frame["site_id"]]
    frame.insert(frame.columns.get_loc(frame.geometry.name), "designations", designations)
    field = Field("designations", "desigs", message("writers.feature_collections.designations"), "array", "")
    return replace(flat, frame=frame, fields=(*flat.fields, field))


def layer_collections(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> list[Collection]:
    """Lay out sites by the catalogue's layers, those a layer shows besides its own included.

    Returns
    -------
    list of Collection
        One a layer that shows any of the sites, in the layers' order; then ``own_places``, where users drew places
        that are in no layer.
    """
    rows = site_rows(catalogue, site_ids, lang)
    collections = []
    for layer_id in map(str, catalogue.layers.index):
        shown = rows[rows["site_id"].isin(catalogue.layer_sites(layer_id))].reset_index(drop=True)
        if len(shown):
            title, meaning = (name_of(catalogue.layers, layer_id, prefix) for prefix in ("title", "meaning"))
            collections.append(Collection(layer_id.replace("-", "_"), title, meaning, "id", shown, fields_of(shown)))
    own = rows[rows["layer_id"] == ""].reset_index(drop=True)
    return [*collections, _collection("own_places", "id", own)] if len(own) else collections


def ground_collections(catalogue: Catalogue, selection: Selection, lang: str = "zh") -> list[Collection]:
    """Lay out what has a place without being a site: gateways and counties.

    Parameters
    ----------
    selection : Selection
        Its regions choose among the gateways; the counties come all.

    Returns
    -------
    list of Collection
        ``gateways`` (points) and ``counties`` (polygons).
    """
    rows = with_code_names(list_rows(catalogue, "gateways", selection, lang), lang)
    points = gpd.points_from_xy(rows["lon"], rows["lat"])
    return [
        _collection("gateways", "gateway_id", gpd.GeoDataFrame(rows, geometry=points, crs=STORAGE)),
        _collection("counties", "adcode", _counties(catalogue, lang)),
    ]


def table_collections(catalogue: Catalogue, selection: Selection, lang: str = "zh") -> list[Collection]:
    """Lay out what the plans say of the selected sites, as tables.

    Returns
    -------
    list of Collection
        One of each of `TABLES`, with ``record_id`` where the table has no id of its own; designations, projects and
        plans with ``in_force``: whether the plan is in force today.
    """
    keys = {"industries": "industry_id", "projects": "project_id", "plans": "plan_id"}
    collections = []
    for table in TABLES:
        frame = list_rows(catalogue, table, selection, lang)
        frame = frame.map(lambda cell: SEPARATOR.join(map(str, cell)) if isinstance(cell, list) else cell)
        frame = with_code_names(frame, lang)
        if table in _WITH_VALIDITY:
            frame["in_force"] = _in_force(catalogue, frame["plan_id"])
        if table not in keys:
            frame.insert(0, "record_id", _record_ids(frame))
        collections.append(_collection(table, keys.get(table, "record_id"), frame))
    return collections


def _in_force(catalogue: Catalogue, plan_ids: pd.Series) -> pd.Series:
    """Whether the plan of each row is in force today; None where its period is not known."""
    states = plan_ids.map(validity_today(catalogue.plans)).fillna("")
    return (states == "in_force").astype(object).where(states != "", None).infer_objects()


def _collection(name: str, key: str, frame: pd.DataFrame) -> Collection:
    title, meaning = message(f"fields.collections.{name}"), message(f"fields.meanings.{name}")
    return Collection(name, title, meaning, key, frame, fields_of(frame))


def _record_ids(frame: pd.DataFrame) -> list[str]:
    """An id by content, so that it outlives filters and other rows; the same row again gets a number."""
    columns = [c for c in frame.columns if c.endswith("_id") or c in _IDENTIFYING]
    texts = pd.Series(["\x1f".join(map(str, row)) for row in frame[columns].itertuples(index=False)], dtype=object)
    numbers = texts.groupby(texts).cumcount() + 1
    return [sha256(f"{t}\x1f{n}".encode()).hexdigest()[:12] for t, n in zip(texts, numbers, strict=True)]


def _counties(catalogue: Catalogue, lang: str) -> gpd.GeoDataFrame:
    shapes = counties()[["adcode", "geometry"]]
    regions = catalogue.regions.reindex(shapes["adcode"])
    columns = {
        "adcode": shapes["adcode"],
        **{c: regions[c] for c in ("name_zh", "name_en")},
        "city": regions["parent_adcode"].map(column(catalogue.regions, "name", lang)),
        "land_area_km2": regions["land_area_km2"],
    }
    flat = pd.DataFrame({name: pd.Series(list(values)) for name, values in columns.items()})
    return gpd.GeoDataFrame(flat, geometry=shapes.geometry.to_numpy(), crs=shapes.crs)
