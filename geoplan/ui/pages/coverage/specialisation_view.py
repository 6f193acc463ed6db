"""In what each county is specialised, how varied counties and sites are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geoplan.analysis import measures
from geoplan.analysis.coverage_cells import cell_members
from geoplan.analysis.specialisation import FEW_SITES, SPECIALISED, UNKNOWN
from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import html, names, plain, t
from geoplan.ui.widgets.charts import PICK, bars, heat_map
from geoplan.ui.widgets.choice_widgets import designation_basis, pill_choice
from geoplan.ui.widgets.display_table import display_table, region_name
from geoplan.ui.widgets.result_panel import result_panel


def view(catalogue: Catalogue, sites: list[str], scope: str) -> None:
    """Choose the figure and which designations count, compute, show."""
    left, right = st.columns(2)
    figure = pill_choice(
        t("coverage.measure"), ("location_quotient", "diversity", "parks"), "mix_figure",
        lambda key: t(f"coverage.mix_{key}"), left,
    )  # fmt: skip
    bases = designation_basis("mix_bases", right)
    if figure == "location_quotient":
        table = measures.structure(catalogue, sites, scope, bases)
        chart = _quotients(catalogue, table)
    elif figure == "diversity":
        table = measures.diversity(catalogue, sites, scope, bases)
        chart = _diversity(catalogue, table)
    else:
        table = measures.parks(catalogue, sites, scope, bases).sort_values(
            ["shannon", "terms"], ascending=False, kind="stable", ignore_index=True
        )
        chart = _parks(catalogue, table)
    if table.empty:
        st.info(t("coverage.none_designated"))
        return
    how = t("coverage.how_mix", few=FEW_SITES)

    def members(mark: str) -> tuple[str, list[str]]:
        if figure == "parks":
            return "", [mark]
        return region_name(catalogue, mark), cell_members(catalogue, sites, ("county",), (mark,), scope)

    shown = display_table(catalogue, table)
    picked = None if figure == "location_quotient" else members
    key_line = html("coverage.lq_mark") if figure == "location_quotient" else ""
    result_panel(catalogue, shown, f"mix-{figure}", how, chart, key_line, members=picked)


def _quotients(catalogue: Catalogue, table: pd.DataFrame) -> Any:
    industries = names(catalogue.industries)
    cells = table.set_index(["adcode", "industry_id"])
    rows = []
    apart = catalogue.regions["level"] != "county"
    for adcode in sorted(table["adcode"].drop_duplicates(), key=lambda code: (bool(apart[code]), code)):
        for industry in [i for i in industries.index if i in set(table["industry_id"])]:
            filled = (adcode, industry) in cells.index
            value = float(cells.at[(adcode, industry), "location_quotient"]) if filled else float("nan")
            n = int(cells.at[(adcode, industry), "carriers"]) if filled else 0
            verdict = cells.at[(adcode, industry), "verdict"] if filled and not apart[adcode] else ""
            mark = {SPECIALISED: " *", UNKNOWN: " ?"}.get(verdict, "")
            shown = f"{value:.2f}{mark}" if filled else plain("coverage.unnamed")
            rows.append((region_name(catalogue, adcode), industries[industry], value, shown, n, bool(apart[adcode])))
    frame = pd.DataFrame(rows, columns=["county", "industry", "value", "shown", "carriers", "apart"])
    titles = {"county": t("coverage.county"), "industry": t("coverage.industry")}
    titles |= {"shown": t("coverage.location_quotient"), "carriers": t("coverage.carriers")}
    return heat_map(frame, "county", "industry", titles, middle=1.0)


def _diversity(catalogue: Catalogue, table: pd.DataFrame) -> Any:
    rows = table.assign(county=[region_name(catalogue, code) for code in table["adcode"]], pick=table["adcode"])
    titles = {key: t(f"coverage.{key}") for key in ("county", "shannon", "herfindahl", "evenness", "carriers")}
    return bars(rows[[*titles, PICK]], "county", "shannon", titles)


def _parks(catalogue: Catalogue, table: pd.DataFrame) -> Any:
    rows = table.head(40).assign(site=lambda r: r["site_id"].map(names(catalogue.sites)), pick=lambda r: r["site_id"])
    titles = {"site": t("coverage.site_id"), **{k: t(f"coverage.{k}") for k in ("shannon", "terms", "branches")}}
    return bars(rows[[*titles, PICK]], "site", "shannon", titles)
