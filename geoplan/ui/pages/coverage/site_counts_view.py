"""Sites, stated area and footprint by county, industry, plan and their crosses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from geoplan.analysis.coverage import KNOWN, NO_DATA, UNNAMED, cell_state, coverage_table
from geoplan.analysis.coverage_cells import cell_members
from geoplan.analysis.coverage_total import (
    CELL,
    adding_note,
    count_note,
    coverage_with_total,
    outline_note,
    rows_of_regions,
)
from geoplan.analysis.nested_sites import COUNTS
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import DENOMINATORS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.study_area import study_area
from geoplan.ui import map_state
from geoplan.ui.language import html, literal, name, names, plain, t
from geoplan.ui.resources import measured
from geoplan.ui.widgets.charts import PICK, bars, heat_map
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.display_table import display_table, region_name
from geoplan.ui.widgets.result_panel import result_panel

_BY = {
    "county_industry": ("county", "industry"), "county": ("county",), "industry": ("industry",), "plan": ("plan",),
    "county_plan": ("county", "plan"), "industry_plan": ("industry", "plan"),
    "county_industry_plan": ("county", "industry", "plan"),
}  # fmt: skip
_KEY = {"county": "adcode", "industry": "industry_id", "plan": "plan_id"}
_INTERVAL = {"footprint_km2": ("footprint_low_km2", "footprint_high_km2"), "share": ("share_low", "share_high")}
_MEASURES = ("carriers", "stated_area_km2", "footprint_km2", "share")


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose what a row is and which figure, compute the table, show it."""
    left, right = st.columns([3, 2])
    by = pill_choice(t("coverage.by"), list(_BY), "coverage_by", lambda key: t(f"coverage.by_{key}"), left)
    measure = pill_choice(t("coverage.measure"), _MEASURES, "coverage_measure", lambda key: t(f"coverage.{key}"), right)
    published = bool(catalogue.regions["land_area_km2"].reindex([scope]).notna().all())
    options = [d for d in DENOMINATORS if d != "published" or published]
    denominator = options[0]
    if measure == "share":
        denominator = pill_choice(
            t("coverage.denominator"), options, "coverage_denominator", lambda key: name(DENOMINATORS[key])
        )
    count = pill_choice(t("coverage.count"), list(COUNTS), "coverage_count", lambda key: name(COUNTS[key]))
    dimensions, options_of = _BY[by], ("branch", scope, denominator, DRAWS, SEED, count)
    regions = map_state.selection().regions
    table = measured(coverage_with_total, catalogue, tuple(sites), dimensions, *options_of)
    table = rows_of_regions(table, regions)
    st.caption(literal(count_note(catalogue, sites, dimensions, "branch", scope, count)))
    of_areas = outline_note(table) if measure in _INTERVAL else None
    for text in filter(None, (adding_note(table, dimensions, count), of_areas)):
        st.caption(literal(text))
    # The chart has two dimensions: of a third, each site counts once and no ground twice.
    crossed = len(dimensions) > 2
    cells = (
        rows_of_regions(measured(coverage_table, catalogue, tuple(sites), dimensions[:2], *options_of), regions)
        if crossed
        else table[table["row"] == CELL]
    )
    chart = _chart(catalogue, cells, dimensions[:2], regions or (scope,), measure)
    key_line = (
        html("coverage.key")
        if len(dimensions) > 1
        else html("coverage.whisker_footprint")
        if measure in _INTERVAL
        else ""
    )
    options_used = {"denominator": name(DENOMINATORS[denominator]), "draws": DRAWS, "seed": SEED}
    how = t("coverage.how_counts", **options_used, **study_area().labels)

    def members(mark: str) -> tuple[str, list[str]]:
        values = tuple(mark.split())
        title = " · ".join(_label(catalogue, *one) for one in zip(dimensions, values, strict=False))
        return title, cell_members(catalogue, sites, dimensions[: len(values)], values, scope, count)

    shown = display_table(catalogue, table, 4)
    result_panel(catalogue, shown, "coverage", how, chart, key_line, members=members)


def _chart(catalogue: Catalogue, table: pd.DataFrame, by: tuple[str, ...], regions: Sequence[str], measure: str) -> Any:
    if len(by) == 1:
        return _bars(catalogue, table, by[0], measure)
    cells = grid(catalogue, table, by, regions, measure)
    titles = {"row": t(f"coverage.{by[0]}"), "column": t(f"coverage.{by[1]}"), "shown": t(f"coverage.{measure}")}
    return heat_map(cells, "row", "column", titles)


def _bars(catalogue: Catalogue, table: pd.DataFrame, dimension: str, measure: str) -> Any:
    own = table[_KEY[dimension]]
    rows = table.assign(label=[_label(catalogue, dimension, key) for key in own], pick=own)
    low, high = _INTERVAL.get(measure, ("", ""))
    shown = ["label", measure, *([low, high] if low else ["stated", "name_only", "inherited"])]
    titles = {key: t(f"coverage.{dimension if key == 'label' else key}") for key in shown}
    return bars(rows[[*dict.fromkeys(shown), PICK]], "label", measure, titles, low, high, percent=measure == "share")


def grid(
    catalogue: Catalogue, table: pd.DataFrame, by: tuple[str, ...], regions: Sequence[str], measure: str
) -> pd.DataFrame:
    """Every cell of a `coverage_table` of two dimensions; counties are those of the regions.

    Columns ``row``, ``column``, ``value`` (NaN where there is none), ``state``, ``shown`` (what the cell says),
    ``pick`` (both keys), ``apart`` (a city's row, for sites of which no more is known).
    """
    first, second = (_KEY[dimension] for dimension in by)
    cells = table.set_index([first, second])
    missing = {UNNAMED: plain("coverage.unnamed"), NO_DATA: plain("coverage.no_data")}
    rows = []
    for one in _values(catalogue, table, by[0], regions):
        for other in _values(catalogue, table, by[1], regions):
            filled = (one, other) in cells.index
            n = int(cells.at[(one, other), "carriers"]) if filled else 0
            value = float(cells.at[(one, other), measure]) if filled else float("nan")
            status = cell_state(n, value)
            shown = f"{value:.1%}" if measure == "share" else f"{value:.3g}"
            rows.append(
                {
                    "apart": by[0] == "county" and catalogue.regions.at[one, "level"] != "county",
                    "row": _label(catalogue, by[0], one),
                    "column": _label(catalogue, by[1], other),
                    "value": value if status == KNOWN else float("nan"),
                    "state": status,
                    PICK: f"{one} {other}",
                    "shown": missing.get(status, shown),
                }
            )
    return pd.DataFrame(rows)


def _values(catalogue: Catalogue, table: pd.DataFrame, dimension: str, asked: Sequence[str]) -> list[str]:
    if dimension == "industry":
        return catalogue.industries.index[catalogue.industries["depth"] == 0].tolist()
    if dimension == "plan":
        return catalogue.plans.index.tolist()
    regions = catalogue.regions
    of = regions["parent_adcode"].isin(asked) | regions.index.isin(asked)
    level = regions.index[of & (regions["level"] == "county")]
    return [*level, *(a for a in dict.fromkeys(table["adcode"]) if a not in level)]


def _label(catalogue: Catalogue, dimension: str, key: str) -> str:
    if dimension == "county":
        return region_name(catalogue, key)
    if dimension == "plan":
        return name(plan_name(catalogue.plans, key))
    return str(names(catalogue.industries)[key])
