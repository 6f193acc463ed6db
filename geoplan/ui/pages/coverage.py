"""覆盖: carriers, stated area and drawn footprint per county and industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geoplan.analysis.coverage import KNOWN, NO_DATA, UNNAMED, cell_state, coverage_table
from geoplan.catalogue import Catalogue
from geoplan.selection import select
from geoplan.ui import state
from geoplan.ui.frame import heading
from geoplan.ui.shelf import the_catalogue
from geoplan.ui.text import lang, t

if TYPE_CHECKING:
    import altair as alt

_MEASURES = ("carriers", "stated_area_km2", "footprint_km2")


def page() -> None:
    """Choose a scope and a measure, compute the table, show it as a heat map and as rows."""
    catalogue = the_catalogue()
    heading(t("page.coverage"), t("coverage.lead"))
    asked = state.selection()
    sites = select(catalogue, asked)
    note = t("coverage.unfiltered", n=len(sites)) if asked.is_empty() else t("coverage.filtered", n=len(sites))
    left, right = st.columns(2)
    scope = left.pills(
        t("coverage.scope"), ["350200", "350000"], default="350200", required=True, key="coverage_scope", wrap=True,
        format_func=lambda code: catalogue.regions.at[code, f"name_{lang()}"],
    )  # fmt: skip
    measure = right.pills(
        t("coverage.measure"), _MEASURES, default="carriers", required=True, key="coverage_measure", wrap=True,
        format_func=lambda m: t(f"coverage.{m}"),
    )  # fmt: skip
    st.caption(note)
    table = _within(coverage_table(catalogue, sites), str(scope))
    st.altair_chart(_heat_map(catalogue, table, str(scope), str(measure)), width="stretch")
    st.html(f'<p class="gp-key">{t("coverage.key")}</p>')
    with st.expander(t("coverage.how")):
        st.markdown(t("coverage.how_text"))
    st.subheader(t("coverage.rows"), anchor=False)
    rows = readable_rows(catalogue, table)
    st.dataframe(rows, hide_index=True, placeholder=t("coverage.no_data"))
    st.download_button(
        t("coverage.download"),
        data=rows.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"geoplan-coverage-{catalogue.version}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _within(table: pd.DataFrame, scope: str) -> pd.DataFrame:
    stem = scope[:4] if scope != "350000" else "35"
    return table[table["adcode"].str.startswith(stem)].reset_index(drop=True)


def grid(catalogue: Catalogue, table: pd.DataFrame, scope: str, measure: str) -> pd.DataFrame:
    """Every county × branch of a scope, with the state of its cell.

    Returns
    -------
    DataFrame
        ``county``, ``industry``, ``value`` (NaN where there is none), ``state`` and ``shown`` (what the cell says).
    """
    regions = catalogue.regions
    level = regions.index[(regions["parent_adcode"] == scope) & (regions["level"] == "county")]
    adcodes = [*level, *(a for a in dict.fromkeys(table["adcode"]) if a not in level)]
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    cells = table.set_index(["adcode", "industry_id"])
    rows = []
    for adcode in adcodes:
        for branch in branches:
            found = (adcode, branch) in cells.index
            carriers = int(cells.at[(adcode, branch), "carriers"]) if found else 0
            value = float(cells.at[(adcode, branch), measure]) if found else float("nan")
            status = cell_state(carriers, value)
            shown = {UNNAMED: t("coverage.unnamed"), NO_DATA: t("coverage.no_data")}.get(status, f"{value:.3g}")
            rows.append(
                {
                    "county": _place(catalogue, adcode),
                    "industry": catalogue.industries.at[branch, f"name_{lang()}"],
                    "value": value if status == KNOWN else float("nan"),
                    "state": status,
                    "shown": shown,
                }
            )
    return pd.DataFrame(rows)


def _place(catalogue: Catalogue, adcode: str) -> str:
    """A county's name; a city's or the province's where no more is known."""
    called = str(catalogue.regions.at[adcode, f"name_{lang()}"])
    known = catalogue.regions.at[adcode, "level"] == "county"
    return called if known else t("coverage.county_unknown", place=called)


def _heat_map(catalogue: Catalogue, table: pd.DataFrame, scope: str, measure: str) -> alt.LayerChart:
    import altair as alt  # not at start-up: the map page does not need it

    cells = grid(catalogue, table, scope, measure)
    base = alt.Chart(cells).encode(
        x=alt.X(
            "industry:N",
            sort=cells["industry"].drop_duplicates().tolist(),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-45, labelLimit=320, labelOverlap=False),
        ),
        y=alt.Y("county:N", sort=cells["county"].drop_duplicates().tolist(), title=None, axis=alt.Axis(labelLimit=210)),
        tooltip=[
            alt.Tooltip("county", title=t("coverage.county")),
            alt.Tooltip("industry", title=t("coverage.industry")),
            alt.Tooltip("shown", title=t(f"coverage.{measure}")),
        ],
    )
    fill = alt.condition(
        "isValid(datum.value)",
        alt.Color("value:Q", scale=alt.Scale(scheme="tealblues"), legend=None),
        alt.value("#f4f1ea"),
    )
    high = float(cells["value"].max()) if cells["value"].notna().any() else 1.0
    ink = alt.condition(f"datum.value > {high * 0.6}", alt.value("white"), alt.value("#22303a"))
    rows = len(cells["county"].unique())
    return (
        (
            base.mark_rect(stroke="#fbfaf7", strokeWidth=2).encode(color=fill)
            + base.mark_text().encode(text="shown", color=ink)
        )
        .properties(height=34 * rows + 150)
        .configure_axis(labelFontSize=12, domain=False, ticks=False)
        .configure_view(stroke=None)
    )


def readable_rows(catalogue: Catalogue, table: pd.DataFrame) -> pd.DataFrame:
    """The table with names for codes and headings in the session's language."""
    name = f"name_{lang()}"
    return pd.DataFrame(
        {
            t("coverage.county"): [_place(catalogue, adcode) for adcode in table["adcode"]],
            t("coverage.industry"): table["industry_id"].map(catalogue.industries[name]),
            t("coverage.carriers"): table["carriers"],
            **{t(f"coverage.{key}"): table[key] for key in ("stated", "name_only", "inherited")},
            t("coverage.stated_area_km2"): table["stated_area_km2"].round(3),
            t("coverage.stated_area_of"): table["stated_area_of"],
            t("coverage.footprint_km2"): table["footprint_km2"].round(3),
            t("coverage.footprint_of"): table["footprint_of"],
            t("coverage.land"): table["adcode"].map(catalogue.regions["land_area_km2"]),
        }
    )
