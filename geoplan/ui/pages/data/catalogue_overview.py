"""What the catalogue holds, where it comes from, how sure it is, and what is wrong with it."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.geodata.base_files import base_credit
from geoplan.query.selection import Selection
from geoplan.query.table_rows import TABLES, list_rows
from geoplan.settings import settings
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, name, names, plain, t
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.plan_passages import cited_table

_CITED: Final = ("wording", "printed", "name_zh", "value", "site_zh", "site")  # columns of words that a plan has


def view(catalogue: Catalogue) -> None:
    """Show the catalogue's contents, certainty and problems."""
    _figures(catalogue)
    st.subheader(t("data.plans"), anchor=False)
    st.dataframe(_plans(catalogue), hide_index=True)
    st.caption(t("data.validity_note", day=settings().day.isoformat()))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(t("data.layers"), anchor=False)
        st.dataframe(_layers(catalogue), hide_index=True)
    with right:
        st.subheader(t("data.certainty"), anchor=False)
        st.dataframe(_certainty(catalogue), hide_index=True)
        st.subheader(t("data.sources"), anchor=False)
        st.markdown(t("data.sources_text", base=base_credit(catalogue.home)))
    _browse(catalogue)
    st.subheader(t("data.vocabulary"), anchor=False)
    st.dataframe(_vocabulary(catalogue), hide_index=True)
    st.subheader(t("data.problems"), anchor=False)
    _problems(catalogue)


def _browse(catalogue: Catalogue) -> None:
    """Any table of the catalogue, as ``geoplan list`` gives it."""
    st.subheader(t("data.browse"), anchor=False)
    table = st.selectbox(t("data.table"), TABLES, format_func=lambda key: t(f"data.table_{key}"), key="browsed")
    rows = list_rows(catalogue, table, Selection(), lang())
    if {"plan_id", "section"} <= set(rows):
        cited = [[(row.plan_id, row.section)] for row in rows.itertuples()]
        columns = [column for column in _CITED if column in rows]
        words = rows[columns].astype(str).to_numpy().tolist()
        cited_table(catalogue, rows, cited, words, f"browsed-{table}", height=320)
    else:
        st.dataframe(rows, hide_index=True, height=320)
    table_downloads(rows, file_stem(plain(f"data.table_{table}")), table)


def _figures(catalogue: Catalogue) -> None:
    rows = catalogue.all_designations
    figures = {
        "data.sites": len(catalogue.sites),
        "data.drawn": len(catalogue.placed),
        "data.designations": len(catalogue.designations),
        "data.inherited": int((rows["basis"] == "inherited").sum()),
        "data.projects": len(catalogue.projects),
        "data.vocabulary": len(catalogue.industries),
    }
    with st.container(horizontal=True, gap="medium"):  # as many in a row as there is room for
        for key, value in figures.items():
            st.metric(t(key), f"{value:d}", width=150)


def _plans(catalogue: Catalogue) -> pd.DataFrame:
    plans = catalogue.plans
    sites = catalogue.citations.groupby("plan_id")["site_id"].nunique()
    designations = catalogue.designations.groupby("plan_id").size()
    return pd.DataFrame(
        {
            t("data.title"): names(plans, "title"),
            t("data.issuer"): names(plans, "issuer"),
            t("data.level"): [name(vocabulary.LEVELS[level]) for level in plans["level"]],
            t("data.period"): [f"{a}–{b}" for a, b in zip(plans["period_start"], plans["period_end"], strict=True)],
            t("data.validity"): [name(vocabulary.VALIDITY[v]) if v else "" for v in validity_today(plans)],
            t("data.named"): sites.reindex(plans.index).fillna(0).astype(int),
            t("data.designations"): designations.reindex(plans.index).fillna(0).astype(int),
        }
    )


def _layers(catalogue: Catalogue) -> pd.DataFrame:
    layers = catalogue.layers
    return pd.DataFrame(
        {
            t("data.title"): names(layers, "title"),
            t("data.meaning"): names(layers, "meaning"),
            t("data.sites"): [len(catalogue.layer_sites(layer)) for layer in layers.index],
        }
    )


def _certainty(catalogue: Catalogue) -> pd.DataFrame:
    counts = catalogue.places.groupby(["method", "confidence"]).size().unstack(fill_value=0)
    order = [m for m in vocabulary.METHODS if m in counts.index]
    shown = [c for c in vocabulary.CONFIDENCES if c in counts.columns]
    return pd.DataFrame(
        {
            t("data.method"): [name(vocabulary.METHODS[m]) for m in order],
            **{name(vocabulary.CONFIDENCES[c]): counts.loc[order, c].to_numpy() for c in shown},
        }
    )


def _vocabulary(catalogue: Catalogue) -> pd.DataFrame:
    terms, classes = names(catalogue.industries), names(catalogue.classes)
    return pd.DataFrame(
        {
            t("data.title"): terms,
            t("data.parent"): catalogue.industries["parent_id"].map(terms).fillna(""),
            t("data.code"): [f"{c} {classes[c]}" if c else "" for c in catalogue.industries["code"]],
        }
    )


def _problems(catalogue: Catalogue) -> None:
    if not catalogue.problems:
        st.success(t("data.sound"))
        return
    columns = {
        t("data.file"): [p.file for p in catalogue.problems],
        t("data.row"): [p.row for p in catalogue.problems],
        t("data.fact"): [p.fact(lang()) for p in catalogue.problems],
        t("data.remedy"): [p.remedy(lang()) for p in catalogue.problems],
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True)
