"""The shortlist: notes, side by side, what would change the order, the file, and the brief."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import ShortlistError
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.shortlist import MOST_SITES, from_json, to_json
from geoplan.suitability.shortlist import shortlist as put_together
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import local_text
from geoplan.ui import site_search_state
from geoplan.ui.language import lang, name, t
from geoplan.ui.widgets.brief_download import brief_buttons
from geoplan.ui.widgets.table_downloads import table_downloads


def shortlist(catalogue: Catalogue, result: SiteSelection) -> None:
    """Show what is on the shortlist and what can be done with it."""
    kept = site_search_state.picked_sites()
    st.subheader(t("find.shortlist", n=len(kept), most=MOST_SITES), anchor=False)
    _open(catalogue)
    if not kept:
        st.caption(t("find.shortlist_empty"))
        return
    _notes(catalogue, list(kept))
    if len(kept) > 1:
        st.markdown(f"**{t('find.compare')}**")
        compared = comparison(catalogue, result, list(kept))
        st.dataframe(compared, hide_index=True)
        table_downloads(compared, f"geoplan-compared-{catalogue.version}", "compared")
        for told in _overtakes(catalogue, result, list(kept)):
            st.text(told)
    _save(catalogue, result)
    st.markdown(f"**{t('brief.title')}**")
    brief_buttons(catalogue, site_search_state.picked_sites(), result, "brief")


def _notes(catalogue: Catalogue, ids: list[str]) -> None:
    names = catalogue.sites[f"name_{lang()}"]
    for site_id in ids:
        called, note, out = st.columns([3, 6, 1], vertical_alignment="center")
        called.markdown(f"**{names[site_id].translate(_LITERAL)}**")
        note.text_input(
            t("find.note"), key=f"note_{site_id}", label_visibility="collapsed", placeholder=t("find.note"),
            max_chars=300, persist_state="session",
        )  # fmt: skip
        out.button("✕", key=f"drop_{site_id}", on_click=site_search_state.unpick, args=(site_id,), help=t("find.drop"))


_LITERAL = {ord(c): f"\\{c}" for c in "\\`*_{}[]()#+-.!|<>$~:"}  # what Markdown would take for a sign


def comparison(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> pd.DataFrame:
    """Lay sites side by side for reading.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    result : SiteSelection
        Adds rank, score and values.
    ids : list of str
        In the order wanted.

    Returns
    -------
    DataFrame
        One row a fact, one column a site; ≠ marks the facts on which they differ.
    """
    cells = compare_sites(catalogue, ids, result)
    names = catalogue.sites[f"name_{lang()}"]
    rows = []
    for _, fact in cells.groupby("fact", sort=False):
        by_site = fact.set_index("site_id")[f"value_{lang()}"]
        mark = "≠" if bool(fact["differs"].iloc[0]) else ""
        rows.append([str(fact[f"title_{lang()}"].iloc[0]), mark, *(str(by_site[s]) for s in ids)])
    columns = [t("find.fact"), "≠", *(f"{i}　{names[s]}" for i, s in enumerate(ids, start=1))]
    return pd.DataFrame(rows, columns=columns)


def _overtakes(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> list[str]:
    ranked = result.ranking.set_index("site_id")["rank"]
    inside = sorted((s for s in ids if s in ranked.index), key=lambda s: (ranked[s], s))
    called = {s: local_text(*catalogue.sites.loc[s, ["name_zh", "name_en"]]) for s in inside}
    weights = result.need.weights
    return [name(find_reversal(result.matrix, weights, a, b).text(called[a], called[b])) for a, b in pairwise(inside)]


def _save(catalogue: Catalogue, result: SiteSelection) -> None:
    made = put_together(catalogue, result.need, site_search_state.picked_sites())
    st.download_button(
        t("find.save"), to_json(made), f"geoplan-shortlist-{catalogue.version}.json", "application/json",
        icon=":material/save:", on_click="ignore", key="save_shortlist",
    )  # fmt: skip


def _open(catalogue: Catalogue) -> None:
    with st.expander(t("find.open")):
        file = st.file_uploader(t("find.open_help"), type=["json"], key="open_shortlist", max_upload_size=1)
        if file is None or st.session_state.get("find_opened") == file.file_id:
            return
        try:
            kept = from_json(file.getvalue(), catalogue)
        except ShortlistError as error:
            st.warning(error.zh if lang() == "zh" else error.en)
            return
        st.session_state.find_opened = file.file_id
        st.session_state.find_to_open = kept
        st.rerun()
