"""The records of the metadata: one a collection, one a plan, as OGC API Records has them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from geoplan.api.configuration import LICENCES, attribution, licence_of
from geoplan.api.feature_store import FeatureStore
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.query.selection import Selection
from geoplan.text.message import translate
from geoplan.text.names import column, name_of
from geoplan.vocabulary import VALIDITY
from geoplan.writers.metadata_record import about

_CORE: Final = "http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core"
_FIELDS: Final = (
    "identifier",
    "type",
    "title",
    "description",
    "license",
    "publisher",
    "issued",
    "sources",
    "rights",
    "validity",
)


def build_records(
    catalogue: Catalogue, stores: list[FeatureStore], url: str, lang: str, box: list[float]
) -> FeatureStore:
    """Write the records.

    Parameters
    ----------
    box : list of float
        West, south, east, north of all data, degrees.

    Returns
    -------
    FeatureStore
        ``records``: the collections in their order, then the plans.
    """
    records = [_of_collection(catalogue, store, url, lang, box) for store in stores]
    records += [_of_plan(catalogue, plan_id, url, lang) for plan_id in catalogue.plans.index]
    codes = {"type": sorted({row["type"] for row, _, _ in records}), "validity": list(VALIDITY)}
    return FeatureStore(
        "records",
        translate("api.records.title", lang),
        translate("api.records.meaning", lang),
        "identifier",
        "title",
        {
            name: {
                "title": translate(f"api.records.fields.{name}", lang),
                "type": "string",
                **({"enum": codes[name]} if name in codes else {}),
                **({"format": "date"} if name == "issued" else {}),
            }
            for name in _FIELDS
        },
        [row for row, _, _ in records],
        np.array([shape for _, shape, _ in records], dtype=object),
        True,
        [members for _, _, members in records],
    )


def _of_collection(
    catalogue: Catalogue, store: FeatureStore, url: str, lang: str, box: list[float]
) -> tuple[dict[str, Any], shapely.Geometry | None, dict[str, Any]]:
    licence = licence_of(catalogue, store.name)
    layer = store.name.replace("_", "-")
    own = list(catalogue.layers.at[layer, "sources"]) if layer in catalogue.layers.index else []
    row = {
        "identifier": store.name,
        "type": "dataset",
        "title": store.title,
        "description": store.description,
        "license": licence,
        "publisher": "GeoPlan",
        "issued": None,
        "sources": "; ".join(own or about(catalogue, Selection(), lang)["sources"]),
        "rights": attribution(catalogue, lang),
        "validity": "",
        "keywords": [schema["title"] for schema in store.fields.values()],
    }
    at = f"{url}/collections/{store.name}"
    links = [
        _link("collection", "application/json", translate("api.records.collection", lang), at),
        _link("items", "application/geo+json", "GeoJSON", f"{at}/items?f=json"),
        _link("items", "text/csv", "CSV", f"{at}/items?f=csv"),
        _link("license", "text/html", licence, LICENCES.get(licence, url)),
    ]
    known = store.has_geometry and any(shape is not None for shape in store.shapes)
    return row, shapely.box(*store.box) if known else shapely.box(*box), _members(links, None)


def _of_plan(
    catalogue: Catalogue, plan_id: str, url: str, lang: str
) -> tuple[dict[str, Any], shapely.Geometry | None, dict[str, Any]]:
    plan = catalogue.plans.loc[plan_id]
    region = column(catalogue.regions, "name", lang).get(plan["scope_adcode"], plan["scope_adcode"])
    row = {
        "identifier": f"plan-{plan_id}",
        "type": "document",
        "title": name_of(catalogue.plans, plan_id, "title").text(lang),
        "description": translate(
            "api.records.scope", lang, region=region, period_start=plan["period_start"], period_end=plan["period_end"]
        ),
        "license": "",
        "publisher": name_of(catalogue.plans, plan_id, "issuer").text(lang),
        "issued": plan["issued_on"] or None,
        "sources": plan["document_no"],
        "rights": translate("api.records.rights", lang),
        "validity": validity_today(catalogue.plans)[plan_id],
        "keywords": [str(region)],
    }
    title = translate("api.records.designations", lang)
    links = [
        _link("item", "application/geo+json", str(row["title"]), f"{url}/collections/plans/items/{plan_id}?f=json"),
        _link("related", "application/geo+json", title, f"{url}/collections/designations/items?plan_id={plan_id}"),
    ]
    span = [f"{plan['period_start']}-01-01", f"{plan['period_end']}-12-31"]
    return row, None, _members(links, {"interval": span})


def _members(links: list[dict[str, str]], time: dict[str, Any] | None) -> dict[str, Any]:
    return {"conformsTo": [_CORE], "time": time, "links": links}


def _link(rel: str, type_: str, title: str, href: str) -> dict[str, str]:
    return {"rel": rel, "type": type_, "title": title, "href": href}
