"""What every result has: its table, its downloads, and how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import t
from geoplan.ui.widgets.display_table import column_formats
from geoplan.ui.widgets.table_downloads import Take, table_downloads
from geoplan.writers.write_geojson import feature_collection


def show(chart: Any, stretch: bool = True) -> None:
    """Draw a chart, at the width there is or at its own."""
    st.altair_chart(chart, width="stretch" if stretch else "content")


def result(
    catalogue: Catalogue,
    rows: pd.DataFrame,
    name: str,
    how: str,
    chart: Any = None,
    shapes: Callable[[], gpd.GeoDataFrame] | None = None,
) -> None:
    """Show a result's rows with everything that lets it be checked and taken along.

    Parameters
    ----------
    catalogue : Catalogue
        Its version goes into the files' names.
    rows : DataFrame
        Readable; see `geoplan.ui.widgets.display_table`.
    name : str
        What the result is, for the files' names.
    how : str
        Markdown: formula, system, denominator, sources, what was left out.
    chart : altair chart, optional
        Offered as SVG.
    shapes : callable, optional
        Makes the frame offered as GeoJSON, once it is asked for.
    """
    with st.expander(t("coverage.how")):
        st.markdown(how)
    st.subheader(t("coverage.rows"), anchor=False)
    st.dataframe(rows, hide_index=True, placeholder=t("coverage.no_data"), column_config=column_formats())
    stem = f"geoplan-{name}-{catalogue.version}"
    further = []
    if chart is not None:
        further.append(Take("SVG", ".svg", "image/svg+xml", lambda: _svg(chart)))
    if shapes is not None:
        further.append(Take("GeoJSON", ".geojson", "application/geo+json", lambda: _geojson(shapes())))
    table_downloads(rows, stem, name, tuple(further))


def _geojson(frame: gpd.GeoDataFrame) -> bytes:
    return feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)])


def _svg(chart: Any) -> bytes:
    """The chart as a picture that scales, drawn here without a browser."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg.encode()
