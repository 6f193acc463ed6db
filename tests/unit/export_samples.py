"""Small contents to export, drawn by hand."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geoplan.crs.systems import parse_system
from geoplan.text.message import local_text
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection
from geoplan.writers.field_dictionary import Field

ABOUT = {
    "title": "样品", "data_version": "0", "geoplan_version": "0", "filters": {"text": "园"}, "sources": ["一部规划"],
    "licence": "ODC-By-1.0", "note": "规划示意，不作为定界依据",
}  # fmt: skip


def sample(names: list[str], shapes: list[shapely.Geometry | None] | None = None, code: str = "4326") -> ExportContent:
    """One collection ``parks``: an id, a name and a number a row; points at 118 E 24 N … unless shapes are given."""
    n = len(names)
    columns = {
        "id": [f"p{i}" for i in range(n)],
        "name_zh": pd.Series(names, dtype=object),
        "radius_m": [100.5 * (i + 1) for i in range(n)],
    }
    geometry = shapes if shapes is not None else shapely.points([(118 + i / 10, 24 + i / 10) for i in range(n)])
    fields = (
        Field("id", "id", local_text("标识", "Id"), "string", ""),
        Field("name_zh", "name_zh", local_text("中文名", "Name"), "string", ""),
        Field("radius_m", "radius_m", local_text("半径", "Radius"), "number", "m"),
    )
    frame = gpd.GeoDataFrame(columns, geometry=list(geometry), crs=4326)
    collection = Collection("parks", local_text("园区", "Parks"), local_text("园区。", "Parks."), "id", frame, fields)
    return ExportContent((collection,), parse_system(code), ABOUT)
