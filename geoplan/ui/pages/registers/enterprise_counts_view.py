"""How many enterprises of an industry each county has."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.county_stock import county_stock
from geoplan.symbology import symbology
from geoplan.ui.language import comma_list, names, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers.register_result import Finding, laid_out, look, register_result
from geoplan.ui.pages.registers.register_table import readable, title_of
from geoplan.ui.pages.registers.session_register import Asked, SessionRegister
from geoplan.ui.widgets.charts import PICK, bars

_COLUMNS: Final = ["adcode", "enterprises", "matching", "share", "founded", "closed", "unknown_industry"]
_OF_ONE: Final = ("matching", "share")  # which say nothing where no industry is asked for
_CLASSES: Final = 5


def view(catalogue: Catalogue, register: SessionRegister, asked: Asked) -> None:
    """Count, show as sentence, map, chart and table."""
    counts, plan, key = asked.counted.counts, asked.counted.plan, (asked.year, asked.branches)
    rows = register.once(("counties", *key), lambda: county_stock(counts, plan, catalogue, asked.year, asked.branches))
    industries = comma_list(names(catalogue.industries)[list(asked.branches)]) if asked.branches else ""
    what = plain("registers.of_industries", industries=industries) if industries else plain("registers.of_all")
    most = rows.loc[rows["matching"].idxmax()]
    values: dict[str, Any] = {"year": asked.year, "what": what, "n": f"{rows['matching'].sum():,}"}
    values |= {"county": str(names(catalogue.regions)[most["adcode"]]), "most": f"{most['matching']:,}"}
    st.markdown(f"**{t('registers.counts_sentence', **values)}**")
    if unknown := int(rows["unknown_industry"].sum()):
        st.caption(t("registers.counts_unknown", n=f"{unknown:,}"))
    title = plain("registers.counts_legend", what=what)
    show_on_map(asked.sites, scope=asked.scope, classes=_classes(catalogue, rows, title))
    if "capital" in rows:
        unit = plan.columns.unit.label or plain("registers.unit_of_file")
        st.caption(t("registers.capital_note", unit=unit))
    register_result(
        register, "counts", register.once(("counts", *key, *look()), lambda: _finding(catalogue, rows, asked))
    )


def _finding(catalogue: Catalogue, rows: pd.DataFrame, asked: Asked) -> Finding:
    columns = [column for column in _COLUMNS if asked.branches or column not in _OF_ONE]
    columns += [column for column in rows if column not in _COLUMNS]  # capital and staff
    figure = "matching" if asked.branches else "enterprises"
    titles = {"county": title_of("county")} | {key: title_of(key) for key in (figure, "founded", "closed")}
    county = rows["adcode"].map(names(catalogue.regions))
    chart = bars(rows.assign(county=county, pick=rows["adcode"])[[*titles, PICK]], "county", figure, titles)
    return laid_out("counts", readable(catalogue, rows, columns), chart)


def _classes(catalogue: Catalogue, rows: pd.DataFrame, title: str) -> dict[str, Any]:
    """Classes of about as many counties each; none of a county is a class of its own."""
    counts = rows["matching"].to_numpy()
    some = np.unique(counts[counts > 0])
    breaks = np.unique(np.quantile(some, np.linspace(0, 1, _CLASSES + 1)[1:], method="higher")) if len(some) else some
    charts, regions = symbology().charts, names(catalogue.regions)
    lows = [1, *(breaks[:-1] + 1)]
    texts = [plain("registers.none_here"), *(_range(a, b) for a, b in zip(lows, breaks, strict=False))]
    colours = zip(
        charts["counties"][:1] + charts["counties"][2:],
        charts["counties_dark"][:1] + charts["counties_dark"][2:],
        strict=True,
    )
    return {
        "title": title,
        "breaks": [{"c": light, "d": dark, "t": text} for (light, dark), text in zip(colours, texts, strict=False)],
        "of": {a: int(np.searchsorted(breaks, n)) + 1 if n else 0 for a, n in zip(rows["adcode"], counts, strict=True)},
        "texts": {
            a: plain("registers.in_county", county=regions[a], n=f"{n:,}")
            for a, n in zip(rows["adcode"], counts, strict=True)
        },
    }  # fmt: skip


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
