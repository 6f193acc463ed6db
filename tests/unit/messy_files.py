"""All messy files with their outcomes, by name; each module takes up those of its formats."""

from __future__ import annotations

import messy_archives
import messy_coordinates
import messy_drawings
import messy_esri_json
import messy_gis_files
import messy_json
import messy_text_tables
import messy_workbooks
import messy_xml
from messy_outcomes import FILES

MODULES = (
    messy_archives,
    messy_coordinates,
    messy_drawings,
    messy_esri_json,
    messy_gis_files,
    messy_json,
    messy_text_tables,
    messy_workbooks,
    messy_xml,
)
__all__ = ["FILES", "MODULES"]
