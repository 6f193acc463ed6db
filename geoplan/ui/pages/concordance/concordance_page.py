"""对照: what several plans say of one place or indicator, and where they differ."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.concordance.differences import differences, side_by_side
from geoplan.concordance.indicator_differences import statements
from geoplan.ui.language import lang, name, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.dossier_panel import passages
from geoplan.ui.widgets.table_downloads import table_downloads
from geoplan.vocabulary import PROPERTIES

if TYPE_CHECKING:
    import altair as alt

# Plans in colours that colour-blind readers tell apart (Okabe & Ito, 2008).
_PLAN_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")


def page() -> None:
    """Three views: the differences, one site side by side, one indicator over time."""
    catalogue = get_catalogue()
    heading(t("page.plans"), t("plans.lead"))
    found = differences(catalogue)
    first, second, third = st.tabs([t("plans.differences"), t("plans.site"), t("plans.indicator")])
    with first:
        _differences(catalogue, found)
    with second:
        _site(catalogue, found)
    with third:
        _indicator(catalogue, found)
    st.caption(t("plans.edition"))


def _differences(catalogue: Catalogue, found: pd.DataFrame) -> None:
    left, right = st.columns(2)
    severities = left.pills(
        t("plans.severity"), list(SEVERITIES), selection_mode="multi", key="severities", wrap=True,
        format_func=lambda s: f"{name(SEVERITIES[s])} ({int((found['severity'] == s).sum())})",
    )  # fmt: skip
    kinds = right.pills(
        t("plans.kind"), [k for k in KINDS if k in set(found["kind"])], selection_mode="multi", key="kinds", wrap=True,
        format_func=lambda k: f"{name(KINDS[k])} ({int((found['kind'] == k).sum())})",
    )  # fmt: skip
    shown = found[found["severity"].isin(severities or SEVERITIES) & found["kind"].isin(kinds or KINDS)]
    if shown.empty:
        st.info(t("plans.none"))
        return
    rows = readable(catalogue, shown)
    st.markdown(f"**{t('plans.count', n=len(rows))}**")
    st.dataframe(rows, hide_index=True, height=min(36 * (len(rows) + 1) + 2, 560))
    table_downloads(rows, f"geoplan-differences-{catalogue.version}", t("plans.differences"))


def readable(catalogue: Catalogue, found: pd.DataFrame) -> pd.DataFrame:
    """The differences with names for codes and headings in the session's language."""
    short = catalogue.plans[f"short_{lang()}"]
    return pd.DataFrame(
        {
            t("plans.severity"): [name(SEVERITIES[s]) for s in found["severity"]],
            t("plans.kind"): [name(KINDS[k]) for k in found["kind"]],
            t("plans.subject"): found[f"subject_{lang()}"],
            t("plans.why"): found[f"why_{lang()}"],
            t("plans.plan_a"): found["plan_a"].map(short),
            t("plans.section_a"): found["section_a"],
            t("plans.says_a"): found["says_a"],
            t("plans.plan_b"): found["plan_b"].map(short),
            t("plans.section_b"): found["section_b"],
            t("plans.says_b"): found["says_b"],
            t("plans.within"): found["within"],
        }
    )


def _site(catalogue: Catalogue, found: pd.DataFrame) -> None:
    named = catalogue.namings.groupby("site_id")["plan_id"].nunique()
    several = [s for s in catalogue.sites.index if named.get(s, 0) > 1]
    names = catalogue.sites[f"name_{lang()}"]
    chosen = st.session_state.get("site")
    at = several.index(chosen) if chosen in several else 0
    site_id = st.selectbox(
        t("plans.choose_site"), several, index=at, key="compared", format_func=lambda s: f"{names[s]} ({named[s]})"
    )
    said = side_by_side(catalogue, site_id)
    for column, (plan_id, row) in zip(st.columns(len(said)), said.iterrows(), strict=True):
        with column, st.container(border=True):
            plan = catalogue.plans.loc[plan_id]
            period = f"{plan['period_start']}–{plan['period_end']}"
            st.html(f'<p class="gp-name">{escape(plan[f"short_{lang()}"])}</p><p class="gp-sub">{period}</p>')
            st.html("".join(_line(key, _values(row[key], key, names)) for key in row.index if row[key]))
    ours = found[found["subject"] == site_id]
    _why(ours)
    citations = catalogue.namings[catalogue.namings["site_id"] == site_id]
    site = catalogue.sites.loc[site_id]
    words = catalogue.designations.loc[catalogue.designations["site_id"] == site_id, "wording"]
    passages(catalogue, citations, [site["name_zh"], *site["aliases"], *words])


def _line(key: str, value: str) -> str:
    label = {"names": "called"}.get(key, key)
    return f"<div><b>{escape(t(f'plans.{label}'))}</b> <span>{escape(value)}</span></div>"


def _values(values: list[Any], key: str, names: pd.Series) -> str:
    if key in {"part_of", "parts"}:
        return "、".join(names[v] for v in values)
    if key == "facts":
        return "；".join(f"{name(PROPERTIES[p])} {v} {u}".strip() for p, v, u in values)
    return "、".join(values)


def _why(ours: pd.DataFrame) -> None:
    if ours.empty:
        st.caption(t("plans.no_difference"))
        return
    for row in ours.itertuples():
        label = f"{name(SEVERITIES[row.severity])} · {name(KINDS[row.kind])}"
        why = row.why_zh if lang() == "zh" else row.why_en
        st.html(f'<p class="gp-why"><span class="gp-cite">{escape(label)}</span> {escape(why)}</p>')


def _indicator(catalogue: Catalogue, found: pd.DataFrame) -> None:
    said = statements(catalogue)
    counts = said.groupby(["scope_adcode", "name_zh"])["plan_id"].nunique()
    options = [key for key, _ in sorted(counts.items(), key=lambda item: -item[1])]
    regions = catalogue.regions[f"name_{lang()}"]
    once = said.drop_duplicates(["scope_adcode", "name_zh"])
    keys = zip(once["scope_adcode"], once["name_zh"], strict=True)
    titles = dict(zip(keys, once[f"name_{lang()}"], strict=True))
    scope, indicator = st.selectbox(
        t("plans.choose_indicator"), options, key="indicator",
        format_func=lambda key: f"{regions[key[0]]} · {titles[key]} ({counts[key]})",
    )  # fmt: skip
    rows = said[(said["scope_adcode"] == scope) & (said["name_zh"] == indicator)]
    rows = rows.drop_duplicates(["what", "year", "value", "comparator", "plan_id"])
    st.altair_chart(_over_time(catalogue, rows), width="stretch")
    short = catalogue.plans[f"short_{lang()}"]
    said_rows = pd.DataFrame(
        {
            t("plans.plan"): rows["plan_id"].map(short),
            t("plans.what"): [t(f"plans.{w}") for w in rows["what"]],
            t("plans.year"): rows["year"],
            t("plans.value"): _figures(rows),
            t("plans.sections"): rows["section"],
        }
    )
    st.dataframe(said_rows, hide_index=True)
    table_downloads(said_rows, f"geoplan-indicator-{catalogue.version}", t("plans.indicator"))
    subject = f"{catalogue.regions.at[scope, 'name_zh']}：{indicator}"
    _why(found[found["subject_zh"] == subject])


def _figures(rows: pd.DataFrame) -> list[str]:
    parts = zip(rows["comparator"], rows["value"], rows["unit"], strict=True)
    return [f"{_sign(comparator)}{value:g} {unit}".strip() for comparator, value, unit in parts]


def _sign(comparator: str) -> str:
    return {">=": "≥", "<=": "≤", ">": ">", "<": "<", "about": "≈"}.get(comparator, "")


def _over_time(catalogue: Catalogue, rows: pd.DataFrame) -> alt.LayerChart:
    import altair as alt  # not at start-up: the map page does not need it

    short = catalogue.plans[f"short_{lang()}"]
    plans = [p for p in catalogue.plans.index if p in set(rows["plan_id"])]
    data = pd.DataFrame(
        {
            "year": rows["year"].astype(int),
            "value": rows["value"].astype(float),
            "plan": rows["plan_id"].map(short),
            "what": [t(f"plans.{w}") for w in rows["what"]],
            "section": rows["section"],
            "label": [f"{_sign(c)}{v:g}" for c, v in zip(rows["comparator"], rows["value"], strict=True)],
        }
    )
    years = sorted(data["year"].unique().tolist())
    colour = alt.Color(
        "plan:N", title=t("plans.plan"), legend=alt.Legend(orient="top"),
        scale=alt.Scale(domain=[short[p] for p in plans], range=list(_PLAN_COLOURS[: len(plans)])),
    )  # fmt: skip
    base = alt.Chart(data).encode(
        x=alt.X("year:Q", title=t("plans.year"), axis=alt.Axis(values=years, format="d"),
                scale=alt.Scale(domain=[min(years) - 1, max(years) + 1])),
        y=alt.Y("value:Q", title=rows["unit"].iloc[0] or t("plans.value"), scale=alt.Scale(zero=False)),
        color=colour,
        tooltip=[alt.Tooltip("plan", title=t("plans.plan")), alt.Tooltip("what", title=t("plans.what")),
                 alt.Tooltip("year", title=t("plans.year")), alt.Tooltip("label", title=t("plans.value")),
                 alt.Tooltip("section", title=t("plans.sections"))],
    )  # fmt: skip
    points = base.mark_point(size=110, filled=True, opacity=0.9).encode(
        shape=alt.Shape("what:N", title=t("plans.what"))
    )
    return (base.mark_line(opacity=0.5) + points + base.mark_text(dx=12, align="left").encode(text="label")).properties(
        height=340
    )
