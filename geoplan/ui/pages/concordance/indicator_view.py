"""One indicator over time, as the plans give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_names
from geoplan.concordance.indicator_differences import statements
from geoplan.symbology import symbology
from geoplan.text.message import translate
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, names, plain, t
from geoplan.ui.pages.concordance.differences_view import reasons
from geoplan.ui.widgets.charts import chart_colour, draw_chart
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.plan_passages import cited_table

if TYPE_CHECKING:
    import altair as alt

# Plans in colours that colour-blind readers tell apart (Okabe & Ito, 2008).
_SIGNS: Final = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "about": "≈"}
_KEY: Final = ["scope_adcode", "name_zh"]  # what tells one indicator from another


def view(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Choose an indicator, show it as a chart and as rows, and where the plans differ."""
    table = statements(catalogue)
    if table.empty:
        st.info(t("plans.no_indicator"))
        return
    counts = table.groupby(_KEY)["plan_id"].nunique().sort_values(ascending=False, kind="stable")
    titles = names(table.drop_duplicates(_KEY).set_index(_KEY, drop=False))
    regions = names(catalogue.regions)
    scope, indicator = st.selectbox(
        t("plans.choose_indicator"), counts.index.tolist(), key="indicator",
        format_func=lambda key: f"{regions[key[0]]} · {titles[key]} ({counts[key]})",
    )  # fmt: skip
    rows = table[(table["scope_adcode"] == scope) & (table["name_zh"] == indicator)]
    rows = rows.drop_duplicates(["what", "year", "value", "comparator", "plan_id"])
    plans = plan_names(catalogue.plans, lang())
    draw_chart(_over_time(rows, plans))
    shown = pd.DataFrame(
        {
            t("plans.plan"): rows["plan_id"].map(plans),
            t("plans.what"): [t(f"plans.{what}") for what in rows["what"]],
            t("plans.year"): rows["year"],
            t("plans.value"): [f"{q} {u}".strip() for q, u in zip(_quantities(rows), rows["unit"], strict=True)],
            t("plans.sections"): rows["section"],
        }
    )
    cited = [[(row.plan_id, row.section)] for row in rows.itertuples()]
    words = [[row.name_zh, f"{row.value:g}"] for row in rows.itertuples()]
    cited_table(catalogue, shown, cited, words, "indicator_rows")
    table_downloads(shown, file_stem(plain("plans.indicator")), t("plans.indicator"))
    subject = f"{catalogue.regions.at[scope, 'name_zh']}{translate('punctuation.colon', 'zh')}{indicator}"
    reasons(catalogue, differences[differences["subject_zh"] == subject])


def _quantities(rows: pd.DataFrame) -> list[str]:
    return [f"{_SIGNS.get(sign, '')}{value:g}" for sign, value in zip(rows["comparator"], rows["value"], strict=True)]


def _over_time(rows: pd.DataFrame, plans: pd.Series) -> alt.LayerChart:
    import altair as alt

    data = pd.DataFrame(
        {
            "year": rows["year"].astype(int),
            "value": rows["value"].astype(float),
            "plan": rows["plan_id"].map(plans),
            "what": [t(f"plans.{what}") for what in rows["what"]],
            "section": rows["section"],
            "label": _quantities(rows),
        }
    )
    years = sorted(data["year"].unique().tolist())
    order = [plan for plan_id, plan in plans.items() if plan_id in set(rows["plan_id"])]
    titles = {"plan": "plan", "what": "what", "year": "year", "label": "value", "section": "sections"}
    colour = alt.Color(
        "plan:N", title=t("plans.plan"), legend=alt.Legend(orient="top", direction="vertical"),
        scale=alt.Scale(domain=order, range=list(symbology().charts["plans"][: len(order)])),
    )  # fmt: skip
    base = alt.Chart(data).encode(
        x=alt.X("year:Q", title=t("plans.year"), axis=alt.Axis(values=years, format="d"),
                scale=alt.Scale(domain=[min(years) - 1, max(years) + 1])),
        y=alt.Y("value:Q", title=rows["unit"].iloc[0] or t("plans.value"), scale=alt.Scale(zero=False)),
        color=colour,
        tooltip=[alt.Tooltip(field, title=t(f"plans.{key}")) for field, key in titles.items()],
    )  # fmt: skip
    points = base.mark_point(size=110, filled=True, opacity=0.9).encode(
        shape=alt.Shape("what:N", title=t("plans.what"), legend=alt.Legend(symbolFillColor=chart_colour("ink")))
    )
    labels = base.mark_text(dx=8, dy=-12, align="left").encode(text="label")
    return (base.mark_line(opacity=0.5) + points + labels).properties(height=340)
