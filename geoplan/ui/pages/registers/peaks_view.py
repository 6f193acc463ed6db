"""Concentrations that no plan names."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.density_peaks import DensityPeaks, density_peaks
from geoplan.registers.density_windows import RADIUS
from geoplan.registers.register_findings import peaks_sentence
from geoplan.ui import map_state
from geoplan.ui.language import literal, names, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers.register_result import Finding, laid_out, look, register_result
from geoplan.ui.pages.registers.register_table import industry_word, readable, title_of
from geoplan.ui.pages.registers.session_register import Asked, SessionRegister
from geoplan.ui.widgets.charts import PICK, bars

_COLUMNS: Final = [
    "industry_id", "adcode", "lon", "lat", "enterprises", "matching", "expected", "quotient", "p_holm", "site_id",
    "distance_km", "unplaced_sites",
]  # fmt: skip
_BARS: Final = 25
_ROOM: Final = 0.03  # degrees shown around a concentration


def view(catalogue: Catalogue, register: SessionRegister, asked: Asked) -> None:
    """Find, show."""
    key = (asked.year, asked.branches)
    found = register.once(("peaks", *key), lambda: _found(catalogue, asked))
    st.markdown(f"**{literal(peaks_sentence(found))}**")
    peaks = found.peaks
    # Without an industry asked for, the marks of all sites would hide the concentrations.
    show_on_map(asked.sites if asked.branches else [], scope=asked.scope, discs=_discs(peaks))
    if peaks.empty:
        return
    st.caption(t("registers.peaks_key"))

    def go(mark: str) -> None:
        row = peaks.iloc[int(mark)]
        map_state.go_to_box(row["lon"] - _ROOM, row["lat"] - _ROOM, row["lon"] + _ROOM, row["lat"] + _ROOM)

    finding = register.once(("listed peaks", *key, *look()), lambda: _finding(catalogue, found))
    register_result(register, "peaks", finding, lambda: peaks, go)


def _found(catalogue: Catalogue, asked: Asked) -> DensityPeaks:
    counts, plan = asked.counted.counts, asked.counted.plan
    with st.spinner(t("coverage.computing")):
        return density_peaks(counts, plan, catalogue, asked.scope, asked.year, asked.branches)


def _finding(catalogue: Catalogue, found: DensityPeaks) -> Finding:
    rows = readable(catalogue, pd.DataFrame(found.peaks), _COLUMNS)
    rows.insert(0, plain("registers.peak_number"), range(1, len(rows) + 1))
    return laid_out("peaks", rows, _chart(catalogue, found), pickable=True)


def _discs(peaks: pd.DataFrame) -> dict[str, Any]:
    """What the map's script draws and numbers; latitude first."""
    middles = zip(peaks["lat"].round(5), peaks["lon"].round(5), strict=True)
    return {"radius": RADIUS, "at": [list(middle) for middle in middles]}


def _chart(catalogue: Catalogue, found: DensityPeaks) -> Any:
    rows = found.peaks.head(_BARS)
    titles = {"peak": plain("registers.peak")}
    titles |= {key: title_of(key) for key in ("matching", "expected", "quotient", "enterprises")}
    regions = names(catalogue.regions)

    def title(n: int, adcode: str, industry: str) -> str:
        return plain("registers.peak_of", n=n, county=regions[adcode], industry=industry_word(catalogue, industry))

    frame = pd.DataFrame(rows.drop(columns="geometry")).assign(
        peak=list(map(title, range(1, len(rows) + 1), rows["adcode"], rows["industry_id"])),
        pick=[str(i) for i in range(len(rows))],
    )  # fmt: skip
    return bars(frame[[*titles, PICK]].round(2), "peak", "matching", titles)
