"""The answer to the main question: which counties have no carrier; a sentence, a matrix and the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.analysis.carrier_gaps import ANY, asked_columns, carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import stem
from geoplan.ui import map_state
from geoplan.ui.choice_state import COVERAGE_CELL, COVERAGE_COLUMN
from geoplan.ui.components.matrix import matrix
from geoplan.ui.language import html, literal, names, plain, t
from geoplan.ui.page_chrome import note
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.coverage.asked_industry import asked_industries
from geoplan.ui.pages.coverage.cell_sites import cell_sites
from geoplan.ui.pages.coverage.gap_classes import class_of, classes, map_classes
from geoplan.ui.widgets.method_link import method_link

# What the matrix says, by its word; it fills the braces itself.
_WORDS: Final = {
    "cell": "gaps.cell", "has": "gaps.has", "hasMore": "gaps.has_more", "may": "gaps.may", "none": "gaps.none",
    "unknown": "gaps.unknown", "dash": "gaps.dash", "more": "gaps.more", "column": "gaps.column",
}  # fmt: skip
_BRACES: Final = {name: f"{{{name}}}" for name in ("n", "m", "row", "column", "state")}


def gap_answer(catalogue: Catalogue, sites: list[str], scope: str, regions: Sequence[str]) -> None:
    """Say which counties have none, and show it by county and industry.

    `sites` are those of any region: whether a county has none depends on where all others may lie. `regions` are the
    adcodes asked for; none stands for the whole scope.
    """
    counties = counties_asked(scope, regions)
    if not counties:
        st.info(t("gaps.elsewhere"))
        show_on_map([], scope=scope)
        return
    columns = asked_columns(catalogue, asked_industries())
    found = carriers(catalogue, sites, columns, scope)
    found = found[found["adcode"].isin(counties)]
    table = carrier_gaps(found, columns, counties)
    st.markdown(f"**{literal(gap_sentence(catalogue, found, table, scope))}**")
    column, cell = _chosen(columns, counties)
    _matrix(catalogue, table, columns, counties, column, cell)
    shown = found["site_id"].drop_duplicates().tolist()
    if cell:
        shown = cell_sites(catalogue, found, cell, industry_name(catalogue, cell[1]))
    show_on_map(shown, scope=scope, classes=_on_map(catalogue, table, column))


def counties_asked(scope: str, regions: Sequence[str]) -> list[str]:
    """Adcodes of the counties of a scope that lie in the regions asked for."""
    inside = counties_in(scope)["adcode"].tolist()
    stems = tuple(stem(region) for region in regions)
    return [code for code in inside if not stems or code.startswith(stems)]


def industry_name(catalogue: Catalogue, industry: str) -> str:
    """The name of a column."""
    return plain("gaps.any_industry") if industry == ANY else str(names(catalogue.industries)[industry])


def _chosen(columns: list[str], counties: list[str]) -> tuple[str, tuple[str, str] | None]:
    """The column that the map shows and the cell whose sites are listed, as far as they are there."""
    state = st.session_state
    column = state.get(COVERAGE_COLUMN) or columns[0]
    if column not in columns or column == columns[0]:
        column, state[COVERAGE_COLUMN] = columns[0], ""  # the first is not written into the address
    adcode, _, industry = (state.get(COVERAGE_CELL) or "").partition(".")
    if adcode not in counties or industry not in columns:
        state[COVERAGE_CELL] = ""
        return column, None
    return column, (adcode, industry)


def take_pick(pick: dict[str, Any]) -> None:
    """Take up what was picked in the matrix: a column for the map, or a cell, which a second pick closes."""
    state = st.session_state
    if isinstance(column := pick.get("column"), str):
        state[COVERAGE_COLUMN] = column
    elif isinstance(cell := pick.get("cell"), list) and len(cell) == 2 and all(isinstance(part, str) for part in cell):
        picked = ".".join(cell)
        is_open = state.get(COVERAGE_CELL) == picked
        state[COVERAGE_CELL] = "" if is_open else picked
        state[COVERAGE_COLUMN] = cell[1]
        if not is_open and len(box := counties_in(cell[0])):
            map_state.go_to_box(*box.total_bounds.round(4).tolist())


def _matrix(
    catalogue: Catalogue,
    table: pd.DataFrame,
    columns: list[str],
    counties: list[str],
    column: str,
    cell: tuple[str, str] | None,
) -> None:
    regions = names(catalogue.regions)
    bounds = [[int(row.low), int(row.high), class_of(row.low, row.high)] for row in table.itertuples()]
    words = {word: plain(key, **_BRACES) for word, key in _WORDS.items()}
    words |= {"corner": plain("coverage.county"), "caption": plain("gaps.caption"), "legend": _title(catalogue, column)}
    content = {
        "rows": [{"id": code, "name": str(regions[code])} for code in counties],
        "columns": [{"id": industry, "name": industry_name(catalogue, industry)} for industry in columns],
        "cells": [bounds[i : i + len(columns)] for i in range(0, len(bounds), len(columns))],
        "classes": classes(), "column": column, "cell": cell, "words": words,
    }  # fmt: skip
    matrix(content, "coverage_matrix", take_pick)
    note(html("gaps.key"))
    method_link("gaps")


def _on_map(catalogue: Catalogue, table: pd.DataFrame, column: str) -> dict[str, Any]:
    """The classes of the counties, with what each tooltip says."""
    regions, rows = names(catalogue.regions), table[table["industry_id"] == column]
    of = {row.adcode: class_of(row.low, row.high) for row in rows.itertuples()}
    texts = {
        row.adcode: plain("gaps.place", row=regions[row.adcode], state=bounds_text(row.low, row.high))
        for row in rows.itertuples()
    }
    return map_classes(_title(catalogue, column), of, texts)


def bounds_text(low: int, high: int) -> str:
    """Bounds in words."""
    word = ("has_more" if high > low else "has") if low else "may" if high else "none"
    return plain(f"gaps.{word}", n=low, m=high - low)


def _title(catalogue: Catalogue, column: str) -> str:
    return plain("gaps.legend", industry=industry_name(catalogue, column))
