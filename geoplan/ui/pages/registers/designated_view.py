"""Designated against real: of what the plans designate sites for, what came."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE
from geoplan.registers.compare_register import RegisterComparison, compare_register
from geoplan.registers.comparison_layers import GROUND
from geoplan.registers.register_findings import comparison_note, comparison_sentence, without_codes_sentence
from geoplan.registers.site_industries import ALL
from geoplan.ui import map_state
from geoplan.ui.choice_state import REGISTER_GROUND
from geoplan.ui.language import html, literal, names, plain, t
from geoplan.ui.page_chrome import note
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers.register_result import Finding, laid_out, look, register_result
from geoplan.ui.pages.registers.register_table import industry_word, readable, title_of
from geoplan.ui.pages.registers.session_register import Asked, SessionRegister
from geoplan.ui.widgets.charts import PICK, bars, draw_chart, lines
from geoplan.ui.widgets.choice_widgets import pill_choice

_COLUMNS: Final = [
    "site_id", "industry_id", "verdict", "concentration", "trend", "enterprises", "matching", "unknown_industry",
    "share", "share_low", "share_high", "share_worst", "share_best",
    "quotient", "quotient_low", "quotient_high", "quotient_worst", "quotient_best", "p_holm",
    "since", "window_years", "founded_before", "founded_after", "ring_before", "ring_after",
    "ring_ratio", "ring_ratio_low", "ring_ratio_high", "ring_p_holm", "park_ratio", "placebo_parks", "parks_p",
    "confidence",
]  # fmt: skip
_PLACES: Final = ("park", "ring", "placebo_parks")
_BARS: Final = 25


def view(catalogue: Catalogue, register: SessionRegister, asked: Asked) -> None:
    """Choose the ground of a site, compare, show."""
    ground = pill_choice(t("registers.ground"), list(GROUND), REGISTER_GROUND, lambda key: t(f"registers.ground_{key}"))
    found = _compared(catalogue, register, asked, ground)
    st.markdown(f"**{literal(comparison_sentence(found))}**")
    st.caption(literal(comparison_note(found)))
    key = (asked.year, asked.branches, ground, tuple(asked.sites))
    rows = register.once(("pairs", *key), lambda: _rows(found, asked.sites))
    sites = rows.loc[rows["has_ground"], "site_id"].drop_duplicates().tolist()
    show_on_map(sites, scope=asked.scope)
    if rows.empty:
        st.info(t("registers.no_pairs"))
        return
    _trend(catalogue, found)
    drawn = rows[rows["quotient"].notna()].head(_BARS)
    if len(drawn):
        note(html("registers.quotient_key", n=len(drawn)))
    register_result(
        register, "designated", register.once(("designated", *key, *look()), lambda: _finding(catalogue, rows, drawn)),
        lambda: _features(catalogue, rows), lambda site: map_state.show_sites(catalogue, "", [site]),
    )  # fmt: skip
    if without := without_codes_sentence(catalogue, found):
        st.caption(literal(without))


def _compared(catalogue: Catalogue, register: SessionRegister, asked: Asked, ground: str) -> RegisterComparison:
    counts, plan = asked.counted.counts, asked.counted.plan

    def compare() -> RegisterComparison:
        with st.spinner(t("coverage.computing")):
            return compare_register(counts, plan, catalogue, asked.scope, asked.year, ground, asked.branches)

    return register.once(("compared", asked.year, asked.branches, ground), compare)


def _rows(found: RegisterComparison, sites: list[str]) -> pd.DataFrame:
    rows = found.table[found.table["site_id"].isin(sites)]
    return rows.sort_values("quotient_low", ascending=False, kind="stable", ignore_index=True)


def _finding(catalogue: Catalogue, rows: pd.DataFrame, drawn: pd.DataFrame) -> Finding:
    chart = _quotients(catalogue, drawn) if len(drawn) else None
    return laid_out("designated", readable(catalogue, rows, _COLUMNS), chart, pickable=True)


def _quotients(catalogue: Catalogue, rows: pd.DataFrame) -> Any:
    titles = {"pair": plain("registers.pair")}
    titles |= {key: title_of(key) for key in ("quotient", "quotient_low", "quotient_high", "matching", "enterprises")}
    sites = names(catalogue.sites)
    frame = rows.assign(
        pair=[
            plain("registers.pair_of", site=sites[site], industry=industry_word(catalogue, industry))
            for site, industry in zip(rows["site_id"], rows["industry_id"], strict=True)
        ],
        pick=rows["site_id"],
    )
    return bars(frame[[*titles, PICK]].round(3), "pair", "quotient", titles, "quotient_low", "quotient_high", mark=1.0)


def _trend(catalogue: Catalogue, found: RegisterComparison) -> None:
    """The years of the open site, in each of its industries that has some."""
    site = st.session_state.get(map_state.SITE)
    years = found.by_year[found.by_year["site_id"] == site]
    if years.empty:
        st.caption(t("registers.pick_site"))
        return
    industries = years["industry_id"].drop_duplicates().tolist()
    industry = pill_choice(
        t("registers.trend_of", site=str(names(catalogue.sites)[site])), industries, f"register_trend_{site}",
        lambda key: industry_word(catalogue, key), default=ALL,
    )  # fmt: skip
    rows = years[years["industry_id"] == industry].melt("year", list(_PLACES), "place", "founded")
    rows["place"] = [plain(f"registers.place_{place}") for place in rows["place"]]
    titles = {
        "year": plain("registers.year_of"),
        "founded": plain("registers.founded"),
        "place": plain("registers.place"),
    }
    pair = found.table[(found.table["site_id"] == site) & (found.table["industry_id"] == industry)].iloc[0]
    since = None if pd.isna(pair["since"]) else float(pair["since"]) - 0.5
    draw_chart(lines(rows, "year", "founded", "place", titles, since), description=plain("registers.trend_chart"))


def _features(catalogue: Catalogue, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    places = site_geometry(catalogue, rows["site_id"].drop_duplicates().tolist(), STORAGE)[["site_id", "geometry"]]
    return gpd.GeoDataFrame(rows.merge(places, on="site_id", how="left"), geometry="geometry", crs=STORAGE)
