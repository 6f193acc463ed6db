"""What the service says of itself and of its collections: titles, licences, sources, version, approval number."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from geoplan import __version__
from geoplan.api.feature_store import FeatureStore
from geoplan.api.openapi import DEFAULT_ITEMS, MOST_ITEMS
from geoplan.api.provider import CRS84
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import supported_systems
from geoplan.query.selection import Selection
from geoplan.study_area import study_area
from geoplan.text.message import languages, message, translate
from geoplan.writers.metadata_record import about

_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/"
_HALF_ZONE: Final = 1.5  # degrees: half the width of a 3-degree zone
LICENCES: Final = {
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "MIT": "https://opensource.org/license/mit",
}
# Beside the layers' own, which their descriptions name.
_LICENCE_OF: Final = {"gateways": "ODbL-1.0", "counties": "MIT"}
_PROVIDER: Final = "geoplan.api.provider.CollectionProvider"


def attribution(catalogue: Catalogue, lang: str) -> str:
    """The line under every answer: schematic, data version, licence, approval number."""
    record = about(catalogue, Selection(), lang)
    return translate(
        "api.attribution",
        lang,
        note=record["note"],
        version=record["data_version"],
        licence=record["licence"],
        approval=record.get("approval_number") or message("common.approval_pending"),
    )


def _keywords(lang: str) -> list[str]:
    return translate("api.keywords", lang, **study_area().labels).split(translate("punctuation.list", lang))


def systems_of(store: FeatureStore, box: list[float]) -> tuple[str, ...]:
    """The coordinate systems a collection is offered in.

    Parameters
    ----------
    store : FeatureStore
        A table without places has the default system only, which the standard wants named; so have the records, whose
        places pygeoapi gives in no other.
    box : list of float
        West, south, east, north of all data, degrees.

    Returns
    -------
    tuple of str
        Addresses: CRS84 (longitude first), WGS 84 and CGCS2000 (latitude first), the 3-degree zones the data reach
        into (northing first), Web Mercator.
    """
    if not store.has_geometry or store.name == "records":
        return (CRS84,)
    registered = [
        s for s in supported_systems() if not s.is_offset and (not _meridian(s.crs) or _reached(_meridian(s.crs), box))
    ]
    return (CRS84, *(_EPSG + s.code.removeprefix("EPSG:") for s in registered))


def _meridian(crs: Any) -> float:
    """The central meridian of a Gauss-Krueger zone, degrees; 0 for any other system."""
    operation = crs.coordinate_operation
    if operation is None or operation.method_name != "Transverse Mercator":
        return 0.0
    return next(p.value for p in operation.params if p.name == "Longitude of natural origin")


def _reached(meridian: float, box: list[float]) -> bool:
    return box[0] < meridian + _HALF_ZONE and box[2] > meridian - _HALF_ZONE


def licence_of(catalogue: Catalogue, name: str) -> str:
    """The licence of a collection."""
    layer = name.replace("_", "-")
    if layer in catalogue.layers.index and name not in _LICENCE_OF:
        return str(catalogue.layers.at[layer, "licence"])
    return _LICENCE_OF.get(name, "ODC-By-1.0")


def configuration(
    catalogue: Catalogue, stores: list[FeatureStore], url: str, lang: str, box: list[float]
) -> dict[str, Any]:
    """Configure pygeoapi.

    Parameters
    ----------
    stores : list of FeatureStore
        The collections, the records of metadata among them under ``records``.
    lang : {"zh", "en"}
        Of all texts; each language has its own configuration, because pygeoapi 0.21 always gives a provider the
        first of its languages.
    box : list of float
        West, south, east, north of all data, degrees.

    Returns
    -------
    dict
        As ``pygeoapi-config.yml`` would be read.
    """
    title = about(catalogue, Selection(), lang)["title"]
    identification = {
        "title": title,
        "description": translate("api.description", lang, area=study_area().name),
        "keywords": _keywords(lang),
        "keywords_type": "theme",
        "terms_of_service": LICENCES["ODC-By-1.0"],
        "url": url,
    }
    return {
        "server": {
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": list(languages()),
            # pygeoapi's own JSON-LD of a page names the features only, and is not JSON where there are none.
            "templates": {"path": str(files("geoplan.api") / "templates")},
            "limits": {"default_items": DEFAULT_ITEMS, "max_items": MOST_ITEMS, "on_exceed": "throttle"},
        },
        "logging": {"level": "CRITICAL"},  # refusals are answers, not events
        "metadata": {
            "identification": identification,
            "license": {"name": "ODC-By-1.0", "url": LICENCES["ODC-By-1.0"]},
            "provider": {"name": "GeoPlan", "url": url},
            "contact": {"name": f"GeoPlan {__version__}", "url": url},
        },
        "resources": {store.name: _resource(catalogue, store, url, lang, box) for store in stores},
    }


def _resource(catalogue: Catalogue, store: FeatureStore, url: str, lang: str, box: list[float]) -> dict[str, Any]:
    licence = licence_of(catalogue, store.name)
    record = {"type": "application/geo+json", "rel": "describedby", "title": translate("api.pages.metadata", lang)}
    links = [{"type": "text/html", "rel": "license", "title": licence, "href": LICENCES.get(licence, url)}]
    if store.name != "records":
        links.append({**record, "href": f"{url}/collections/records/items/{store.name}?f=json"})
    placed = store.has_geometry and any(shape is not None for shape in store.shapes)
    return {
        "type": "collection",
        "title": store.title,
        "description": store.description,
        "keywords": _keywords(lang),
        "links": links,
        "extents": {"spatial": {"bbox": store.box if placed else box, "crs": CRS84}},
        "providers": [
            {
                "type": "record" if store.name == "records" else "feature",
                "name": _PROVIDER,
                "data": store,
                "id_field": store.key,
                "title_field": store.name_field,
                "crs": list(systems_of(store, box)),
                "storage_crs": CRS84,
            }
        ],
    }
