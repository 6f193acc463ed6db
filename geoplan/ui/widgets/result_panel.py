"""What every result has: its table, its downloads, and how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.ui import map_state
from geoplan.ui.file_stems import filtered_stem
from geoplan.ui.language import plain, t
from geoplan.ui.page_chrome import note
from geoplan.ui.widgets.charts import draw_chart
from geoplan.ui.widgets.display_table import column_formats
from geoplan.ui.widgets.download import TableFormat, table_downloads
from geoplan.ui.widgets.method_link import method_link

_VIEWS: Final = {"coverage": "counts"}  # views by the code of their result, where that is another
_METHODS: Final = {"reach": "catchments", "mix": "specialisation"}  # pages on method, likewise


def result_panel(
    catalogue: Catalogue,
    rows: pd.DataFrame,
    name: str,
    how: str,
    chart: Any = None,
    key_line: str = "",
    shapes: Callable[[], gpd.GeoDataFrame] | None = None,
    stretch: bool = True,
    members: Callable[[str], tuple[str, list[str]]] | None = None,
) -> None:
    """Show a result: its chart, a line in HTML beneath it, how it is computed (Markdown), its rows, its downloads.

    `members` are the name and the sites of a mark of the chart, which open when it is chosen.
    """
    if chart is not None:
        description = plain("coverage.chart_of", title=result_title(name))

        def show(mark: str) -> None:
            if members:
                map_state.show_sites(catalogue, *members(mark))

        draw_chart(chart, stretch, description, f"chart-{name}", show if members else None)
    left, right = st.columns([3, 1], vertical_alignment="center")
    if key_line:
        with left:
            note(key_line)
    code = name.partition("-")[0]
    with right if key_line else left:
        method_link(_METHODS.get(code, code))
    with st.expander(t("coverage.how")):
        st.markdown(how)
    st.subheader(t("coverage.rows"), anchor=False)
    st.dataframe(rows, hide_index=True, placeholder=t("coverage.no_data"), column_config=column_formats())
    further = []
    if chart is not None:
        further.append(TableFormat("SVG", ".svg", lambda: _svg(chart)))
    if shapes is not None:
        further.append(TableFormat("GeoJSON", ".geojson", lambda: _geojson(shapes())))
    table_downloads(rows, filtered_stem(catalogue, result_title(name)), name, tuple(further))


def result_title(name: str) -> str:
    """What a result is called, by its code: a view of the coverage page, or where features of a user's layer lie."""
    code = name.partition("-")[0]
    return plain("own.whereabouts") if code == "own" else plain(f"coverage.view_{_VIEWS.get(code, code)}")


def _geojson(frame: gpd.GeoDataFrame) -> bytes:
    return feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)])


def _svg(chart: Any) -> bytes:
    """The chart as a picture that scales, drawn here without a browser."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg.encode()
