"""What every result has: its table, its downloads, and how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.catalogue import Catalogue
from geoplan.export.geojson import feature_collection
from geoplan.export.sheets import as_csv, as_xlsx
from geoplan.ui.text import t
from geoplan.ui.views.readable import column_formats

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        Readable; see `geoplan.ui.views.readable`.
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
    files = [("csv", "text/csv", lambda: as_csv(rows))]
    files.append(("xlsx", _XLSX, lambda: as_xlsx(rows, name)))
    if chart is not None:
        files.append(("svg", "image/svg+xml", lambda: _svg(chart)))
    if shapes is not None:
        files.append(("geojson", "application/geo+json", lambda: _geojson(shapes())))
    with st.container(horizontal=True):
        for suffix, mime, make in files:
            st.download_button(
                t("coverage.download", format=suffix.upper() if suffix != "geojson" else "GeoJSON"),
                make,
                f"{stem}.{suffix}",
                mime,
                key=f"download-{name}-{suffix}",
                icon=":material/download:",
                on_click="ignore",
            )


def _geojson(frame: gpd.GeoDataFrame) -> bytes:
    return feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)])


def _svg(chart: Any) -> bytes:
    """The chart as a picture that scales, drawn here without a browser."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg.encode()
