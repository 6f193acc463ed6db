"""What leaves the house: collections of flat rows with an id, titles and a field dictionary.

Every format and the service take the same collections, so that a file, a table and an address never differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE
from geoplan.geodata.boundaries import counties
from geoplan.query.selection import Selection
from geoplan.query.table_rows import list_rows
from geoplan.text.message import message
from geoplan.text.names import column
from geoplan.writers.field_dictionary import Field, fields_of
from geoplan.writers.site_features import site_features

# The tables that go along with the layers; their rows have no place of their own.
TABLES: Final = (
    *("designations", "industries", "projects", "plans", "memberships", "facts"),
    *("indicators", "firms", "programmes", "fields"),
)
_SEPARATOR: Final = "; "
# What tells rows apart, beside ids; never a name in the language of the export.
_TELLING: Final = {
    "wording",
    "role",
    "property",
    "value",
    "section",
    "name_zh",
    "from_site",
    "scope_adcode",
    "target_year",
}
_CODED: Final = {
    "kind": vocabulary.KINDS,
    "status": vocabulary.STATUSES,
    "method": vocabulary.METHODS,
    "role": vocabulary.ROLES,
    "basis": vocabulary.BASES,
    "property": vocabulary.PROPERTIES,
}


@dataclass(frozen=True, eq=False)
class Collection:
    """Rows of one kind, ready for any format.

    Attributes
    ----------
    name : str
        ASCII letters, digits and underscores: a table's or an address's name.
    title_zh, title_en, meaning_zh, meaning_en : str
        For people.
    key : str
        The column of the stable id.
    frame : DataFrame or GeoDataFrame
        Flat: text, numbers, booleans; missing values are None or NaN. A GeoDataFrame is in EPSG:4326, points and
        polygons mixed, its geometry None where no place is known.
    fields : tuple of Field
        One a column beside the geometry.
    """

    name: str
    title_zh: str
    title_en: str
    meaning_zh: str
    meaning_en: str
    key: str
    frame: pd.DataFrame
    fields: tuple[Field, ...]

    @property
    def has_places(self) -> bool:
        """Whether its rows are features rather than mere records."""
        return isinstance(self.frame, gpd.GeoDataFrame)

    def title(self, lang: str) -> str:
        """What it is called in one language, ``zh`` or ``en``."""
        return self.title_zh if lang == "zh" else self.title_en


def sites_collection(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> Collection:
    """Lay out sites flat, one feature a place.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones, in this order.
    lang : {"zh", "en"}
        The language of the names beside codes.

    Returns
    -------
    Collection
        ``sites``.
    """
    return _described("sites", "id", _flat_sites(catalogue, site_ids, lang))


def layer_collections(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> list[Collection]:
    """Lay out sites by the catalogue's layers, those a layer shows besides its own included.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones.
    lang : {"zh", "en"}
        The language of the names beside codes.

    Returns
    -------
    list of Collection
        One a layer that shows any of the sites, in the layers' order.
    """
    everything = _flat_sites(catalogue, site_ids, lang)
    found = []
    for layer_id, layer in catalogue.layers.iterrows():
        shown = everything[everything["site_id"].isin(catalogue.layer_sites(str(layer_id)))]
        if len(shown):
            zh, en, meaning_zh, meaning_en = layer[["title_zh", "title_en", "meaning_zh", "meaning_en"]]
            name, shown = str(layer_id).replace("-", "_"), shown.reset_index(drop=True)
            found.append(Collection(name, zh, en, meaning_zh, meaning_en, "id", shown, fields_of(shown)))
    return found


def ground_collections(catalogue: Catalogue, selection: Selection, lang: str = "zh") -> list[Collection]:
    """Lay out what has a place without being a site: gateways and counties.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    selection : Selection
        Its regions choose among the gateways; the counties come all.
    lang : {"zh", "en"}
        The language of the names beside codes.

    Returns
    -------
    list of Collection
        ``gateways`` (points) and ``counties`` (polygons).
    """
    rows = _with_code_names(list_rows(catalogue, "gateways", selection, lang), lang)
    points = gpd.points_from_xy(rows["lon"], rows["lat"])
    return [
        _described("gateways", "gateway_id", gpd.GeoDataFrame(rows, geometry=points, crs=STORAGE)),
        _described("counties", "adcode", _counties(catalogue, lang)),
    ]


def table_collections(catalogue: Catalogue, selection: Selection, lang: str = "zh") -> list[Collection]:
    """Lay out what the plans say of the selected sites, as tables.

    Parameters
    ----------
    catalogue : Catalogue
        Where to look.
    selection : Selection
        Which sites; see `geoplan.query.table_rows.list_rows`.
    lang : {"zh", "en"}
        The language of the names beside codes.

    Returns
    -------
    list of Collection
        One of each of `TABLES`, with ``record_id`` where the table has no id of its own.
    """
    keys = {"industries": "industry_id", "projects": "project_id", "plans": "plan_id"}
    found = []
    for table in TABLES:
        frame = _with_code_names(_joined(list_rows(catalogue, table, selection, lang)), lang)
        if table not in keys:
            frame.insert(0, "record_id", _record_ids(frame))
        found.append(_described(table, keys.get(table, "record_id"), frame))
    return found


def _described(name: str, key: str, frame: pd.DataFrame) -> Collection:
    title, meaning = message(f"fields.collections.{name}"), message(f"fields.meanings.{name}")
    return Collection(name, title.zh, title.en, meaning.zh, meaning.en, key, frame, fields_of(frame))


def _flat_sites(catalogue: Catalogue, site_ids: list[str], lang: str) -> gpd.GeoDataFrame:
    places, ids = site_features(catalogue, site_ids)
    own = places["site_id"]
    sites = catalogue.sites.loc[own]
    named, short = catalogue.citations, column(catalogue.plans, "short", lang)
    terms = catalogue.all_designations
    terms = terms.assign(industry=terms["industry_id"].map(column(catalogue.industries, "name", lang)))
    handed_down = terms["basis"] == "inherited"
    projects = catalogue.project_sites.assign(
        name=catalogue.project_sites["project_id"].map(column(catalogue.projects, "name", lang))
    )
    columns = {
        "id": ids,
        "site_id": own,
        **{c: sites[c] for c in ("name_zh", "name_en")},
        "aliases": [_SEPARATOR.join(names) for names in sites["aliases"]],
        **{c: places[c].fillna("") for c in ("part", "part_en")},
        "kind": sites["kind"],
        "status": sites["status"],
        "adcode": sites["adcode"],
        "county": sites["adcode"].map(column(catalogue.regions, "name", lang)),
        "layer_id": sites["layer_id"],
        "layer": sites["layer_id"].map(column(catalogue.layers, "title", lang)),
        "branch": sites["branch"],
        "main_industry": sites["branch"].map(column(catalogue.industries, "name", lang)).fillna(""),
        "industries": _gathered(own, terms["site_id"][~handed_down], terms["industry"][~handed_down]),
        "inherited": _gathered(own, terms["site_id"][handed_down], terms["industry"][handed_down]),
        "projects": _gathered(own, projects["site_id"], projects["name"]),
        "plans": _gathered(own, named["site_id"], named["plan_id"].map(short)),
        "cited_in": _gathered(own, named["site_id"], named["plan_id"].map(short) + " " + named["section"]),
        **{c: places[c].fillna("") for c in ("method", "source", "source_datum", "confidence", "checked_on")},
        "radius_m": places["radius_m"],
    }  # fmt: skip
    flat = pd.DataFrame({name: pd.Series(list(values)) for name, values in columns.items()})
    return gpd.GeoDataFrame(_with_code_names(flat, lang), geometry=places.geometry.to_numpy(), crs=STORAGE)


def _gathered(wanted: pd.Series, owner: pd.Series, said: pd.Series) -> list[str]:
    """For each wanted owner what is said of it, each thing once."""
    by_owner = said.groupby(owner.to_numpy(), sort=False).agg(lambda group: _SEPARATOR.join(dict.fromkeys(group)))
    return wanted.map(by_owner).fillna("").tolist()


def _with_code_names(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put the name beside every code."""
    frame = frame.copy()
    terms = {**_CODED, **({"kind": vocabulary.GATEWAY_KINDS} if "gateway_id" in frame else {})}
    for coded, words in terms.items():
        if coded in frame:
            names = [words[code].text(lang) if code in words else "" for code in frame[coded]]
            frame.insert(int(frame.columns.get_loc(coded)) + 1, f"{coded}_name", names)
    return frame


def _joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists as one text."""
    return frame.map(lambda cell: _SEPARATOR.join(map(str, cell)) if isinstance(cell, list) else cell)


def _record_ids(frame: pd.DataFrame) -> list[str]:
    """An id by content, so that it outlives filters and other rows; the same row again gets a number."""
    columns = [c for c in frame.columns if c.endswith("_id") or c in _TELLING]
    texts = ["\x1f".join(map(str, row)) for row in frame[columns].itertuples(index=False)]
    seen: dict[str, int] = {}
    ids = []
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        ids.append(sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest()[:12])
    return ids


def _counties(catalogue: Catalogue, lang: str) -> gpd.GeoDataFrame:
    shapes = counties()[["adcode", "geometry"]]
    regions = catalogue.regions.reindex(shapes["adcode"])
    rows = {
        "adcode": shapes["adcode"],
        **{c: regions[c] for c in ("name_zh", "name_en")},
        "city": regions["parent_adcode"].map(column(catalogue.regions, "name", lang)),
        "land_area_km2": regions["land_area_km2"],
    }
    flat = pd.DataFrame({name: pd.Series(list(values)) for name, values in rows.items()})
    return gpd.GeoDataFrame(flat, geometry=shapes.geometry.to_numpy(), crs=shapes.crs)
