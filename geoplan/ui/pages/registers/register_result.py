"""What every finding of the page has: its chart, its rows, its downloads, and the way to the page on method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.geodata.geojson_codec import feature_collection
from geoplan.registers.synthetic_register import LABEL
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, plain, t
from geoplan.ui.pages.registers.register_table import column_formats
from geoplan.ui.pages.registers.session_register import SessionRegister
from geoplan.ui.widgets.charts import chart_spec, draw_spec, is_dark
from geoplan.ui.widgets.download import TableFormat, table_downloads
from geoplan.ui.widgets.method_link import method_link


class Finding(NamedTuple):
    """A finding as it is shown, laid out once: rows as people read them, and the chart as Vega takes it."""

    rows: pd.DataFrame
    chart: dict[str, Any] | None = None


def look() -> tuple[str, bool]:
    """What a finding that is laid out depends on beside what was asked: the language, and dark ground."""
    return lang(), is_dark()


def laid_out(name: str, rows: pd.DataFrame, chart: Any = None, pickable: bool = False) -> Finding:
    """Lay a finding out."""
    if chart is None:
        return Finding(rows)
    description = plain("coverage.chart_of", title=plain(f"registers.view_{name}"))
    return Finding(rows, chart_spec(chart, description, pickable))


def register_result(
    register: SessionRegister,
    name: str,
    finding: Finding,
    shapes: Callable[[], gpd.GeoDataFrame] | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Show a finding; files of a synthetic register say so in their names."""
    rows, chart = finding
    title = plain(f"registers.view_{name}")
    if chart is not None:
        draw_spec(chart, key=f"chart-{name}", on_pick=on_pick)
    method_link("registers")
    st.dataframe(rows, hide_index=True, column_config=column_formats())
    stem = file_stem(title, *([LABEL] if register.synthetic else []))
    further = () if shapes is None else (TableFormat("GeoJSON", ".geojson", lambda: _geojson(shapes())),)
    table_downloads(rows, stem, name, further)
    if register.synthetic:
        st.caption(t("registers.synthetic_note"))


def _geojson(frame: gpd.GeoDataFrame) -> bytes:
    return feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)])
