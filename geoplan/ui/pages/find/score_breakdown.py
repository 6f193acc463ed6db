"""Why one site stands where it stands: each criterion with its weight, value, fact and citation."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import words_at
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.names import name_of
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import name, names, plain, t
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.plan_passages import citation_text, cited_table

_WIDTHS: Final = {"criterion": 105, "contribution": 150, "fact": 290}  # pixels
_ROW: Final = 80  # pixels: a fact has up to four lines


def score_breakdown(catalogue: Catalogue, result: SiteSelection, site_id: str) -> None:
    """Show why a site stands where it stands."""
    st.subheader(t("find.grounds", site=name_of(catalogue.sites, site_id)), anchor=False)
    rows = score_rows(catalogue, result, site_id)
    cited = _citations(result, site_id)
    cited_table(
        catalogue,
        _shown(rows),
        cited,
        [[word for citation in row for word in words_at(catalogue, *citation)] for row in cited],
        f"grounds-{site_id}",
        row_height=_ROW,
        height="content",
        column_config={t(f"find.{key}"): st.column_config.TextColumn(width=width) for key, width in _WIDTHS.items()},
    )
    table_downloads(rows, file_stem(str(names(catalogue.sites)[site_id]), plain("find.file_grounds")), "grounds")


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `score_rows` with the arithmetic in one column, so that the fact, which cites, is seen beside it."""
    share, value, contribution = (rows[t(f"find.{key}")] for key in ("share", "value", "contribution"))
    terms = [
        f"{a:.0%} × " + (plain("find.unknown") if pd.isna(b) else f"{b:g} = {c:g}")
        for a, b, c in zip(share, value, contribution, strict=True)
    ]
    shown = rows.drop(columns=[share.name, value.name, t("find.cited")])
    return shown.assign(**{contribution.name: terms})


def _citations(result: SiteSelection, site_id: str) -> list[list[tuple[str, str]]]:
    """What each row of `score_rows` cites."""
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    return [list(facts.at[code, "citations"]) for code in CRITERIA if code in parts.index]


def score_rows(catalogue: Catalogue, result: SiteSelection, site_id: str) -> pd.DataFrame:
    """Lay out a site's criteria for reading; a missing value is NaN."""
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    codes = [code for code in CRITERIA if code in parts.index]
    return pd.DataFrame(
        {
            t("find.criterion"): [name(CRITERIA[code].title) for code in codes],
            t("find.share"): parts.loc[codes, "share"].to_numpy(),
            t("find.value"): parts.loc[codes, "value"].round(3).to_numpy(),
            t("find.contribution"): parts.loc[codes, "contribution"].round(3).to_numpy(),
            t("find.fact"): names(facts.loc[codes], "fact").to_numpy(),
            t("find.cited"): [citation_text(catalogue, facts.at[code, "citations"]) for code in codes],
        }
    )
