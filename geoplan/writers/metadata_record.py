"""The record that goes with every export: what it is, from where, in which system, under which licence.

No clock but the day on which plans are in force, and no machine: the same set gives the same record on that day.
"""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd

from geoplan import __version__
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.drafts.draft_marks import draft_count
from geoplan.query.selection import Selection, possible_sites
from geoplan.settings import settings
from geoplan.text.clean_text import clean_text
from geoplan.text.message import translate
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection

LICENCE: Final = "ODC-By-1.0"
# Of what is not the project's own; the base map (data/base) is never exported.
_OTHER_LICENCES: Final = {"gateways": "ODbL-1.0", "counties": "MIT"}


def about(catalogue: Catalogue, selection: Selection, lang: str) -> dict[str, Any]:
    """Say what holds for every collection of an export.

    Parameters
    ----------
    selection : Selection
        What led to the set.

    Returns
    -------
    dict
        ``title``, ``data_version``, ``geoplan_version``, ``filters`` (those that are set; ``in_force`` as the day),
        ``not_known`` (how many more sites may stand in the chosen regions), ``sources`` (titles of plans, those that
        are not in force on ``validity_on`` with their state), ``validity_on`` (ISO date), ``licence``, ``note`` and,
        where one is set, ``approval_number``.
    """
    day = settings().day.isoformat()
    filters = {key: value for key, value in vars(selection).items() if value}
    chosen = {key: day if v is True else list(v) if isinstance(v, tuple) else v for key, v in filters.items()}
    more = len(possible_sites(catalogue, selection))
    content = {
        "title": translate("writers.metadata_record.title", lang),
        "data_version": catalogue.version,
        "geoplan_version": __version__,
        "filters": clean_text(chosen),
        **({"not_known": translate("writers.metadata_record.not_known", lang, n=more)} if more else {}),
        "sources": [plan_name(catalogue.plans, plan, "title").text(lang) for plan in catalogue.plans.index],
        "validity_on": day,
        "licence": LICENCE,
        "note": translate("writers.metadata_record.schematic", lang),
    }
    number = settings().approval_number
    return {**content, "approval_number": clean_text(number)} if number else content


def record(content: ExportContent) -> dict[str, Any]:
    """Write the record of what goes into one file.

    Returns
    -------
    dict
        The result of `about`, the coordinate system with its warning, the licences of what is not the project's own,
        ``drafts`` (how many positions are users' drafts) where there are any, and for each collection its counts and
        field dictionary.
    """
    lang = content.lang
    others = [
        {"licence": _OTHER_LICENCES[c.name], "of": translate(f"writers.metadata_record.licences.{c.name}", lang)}
        for c in content.collections
        if c.name in _OTHER_LICENCES
    ]
    return {
        **content.about,
        **({"other_licences": others} if others else {}),
        **({"drafts": draft_count(n).text(lang)} if (n := _drafts(content)) else {}),
        "coordinate_system": _system(content),
        "collections": [_collection(c, lang) for c in content.collections],
    }


def _system(content: ExportContent) -> dict[str, str]:
    system, lang = content.system, content.lang
    description = {
        "code": system.code,
        "title": system.title(lang),
        "axes": "x = easting or longitude, y = northing or latitude",
    }
    if system.is_offset:
        description["warning"] = translate("writers.metadata_record.offset_warning", lang, code=system.code)
    elif system.code == "EPSG:4490":
        description["remark"] = translate("writers.metadata_record.ballpark_remark", lang)
    return description


def _drafts(content: ExportContent) -> int:
    """How many sites stand where a user drew them."""
    frames = [c.frame for c in content.collections if "draft" in c.frame]
    return len({site_id for frame in frames for site_id in frame.loc[frame["draft"] == "yes", "site_id"]})


def _collection(collection: Collection, lang: str) -> dict[str, Any]:
    frame = collection.frame
    placed = int(frame.geometry.notna().sum()) if isinstance(frame, gpd.GeoDataFrame) else 0
    return {
        "name": collection.name,
        "title": collection.title.text(lang),
        "meaning": collection.meaning.text(lang),
        "key": collection.key,
        "rows": len(frame),
        "placed": placed,
        "fields": [field.as_record() for field in collection.fields],
    }
