"""What every finding of the page has: its chart, its rows, its downloads, and the way to the page on method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.geodata.geojson_codec import feature_collection
from geoplan.registers.synthetic_register import LABEL
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import plain, t
from geoplan.ui.pages.registers.register_table import column_formats
from geoplan.ui.pages.registers.session_register import SessionRegister
from geoplan.ui.widgets.charts import draw_chart
from geoplan.ui.widgets.download import TableFormat, table_downloads
from geoplan.ui.widgets.method_link import method_link


def register_result(
    register: SessionRegister,
    name: str,
    rows: pd.DataFrame,
    chart: Any = None,
    shapes: Callable[[], gpd.GeoDataFrame] | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Show a finding; files of a synthetic register say so in their names."""
    title = plain(f"registers.view_{name}")
    if chart is not None:
        description = plain("coverage.chart_of", title=title)
        draw_chart(chart, description=description, key=f"chart-{name}", on_pick=on_pick)
    method_link("registers")
    st.dataframe(rows, hide_index=True, column_config=column_formats())
    stem = file_stem(title, *([LABEL] if register.synthetic else []))
    further = () if shapes is None else (TableFormat("GeoJSON", ".geojson", lambda: _geojson(shapes())),)
    table_downloads(rows, stem, name, further)
    if register.synthetic:
        st.caption(t("registers.synthetic_note"))


def _geojson(frame: gpd.GeoDataFrame) -> bytes:
    return feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)])
