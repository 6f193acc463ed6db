"""The shortlist: notes, side by side, what would change the order, the file, and the brief."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import ShortlistError
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.shortlist import MOST_SITES, from_json, shortlist, to_json
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.names import name_of
from geoplan.ui import site_search_state
from geoplan.ui.file_stems import file_stem, need_words
from geoplan.ui.language import literal, name, names, plain, t
from geoplan.ui.widgets.brief_download import brief_download
from geoplan.ui.widgets.download import download, table_downloads

_OPENED = "find_opened"  # session key: the file that was taken up
_DIFFERS = "≠"


def view(catalogue: Catalogue, result: SiteSelection) -> None:
    """Show what is on the shortlist and what can be done with it."""
    picked = site_search_state.picked_sites()
    _open(catalogue)
    if not picked:
        return
    st.subheader(t("find.shortlist_heading"), anchor=False)
    _notes(catalogue, list(picked))
    if len(picked) > 1:
        st.markdown(f"**{t('find.compare')}**")
        compared = comparison_rows(catalogue, result, list(picked))
        st.dataframe(compared, hide_index=True)
        table_downloads(
            compared, file_stem(*(names(catalogue.sites)[s] for s in picked), plain("compare.file")), "compared"
        )
        for reversal in _reversals(catalogue, result, list(picked)):
            st.text(reversal)
    _save(catalogue, result)
    st.markdown(f"**{t('brief.title')}**")
    brief_download(catalogue, picked, result, "brief")


def tray(catalogue: Catalogue, site_id: str) -> None:
    """Keep the shortlist in view, with a button that adds the site whose scores are shown."""
    picked = site_search_state.picked_sites()
    full = len(picked) >= MOST_SITES
    with st.container(key="tray", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{t('find.shortlist', n=len(picked), most=MOST_SITES)}**", width="content")
        for site in picked:
            st.button(
                literal(names(catalogue.sites)[site]), key=f"drop_{site}", icon=":material/close:",
                icon_position="right", on_click=site_search_state.unpick, args=(site,), help=t("find.drop"),
            )  # fmt: skip
        st.button(
            t("find.picked") if site_id in picked else t("find.pick", site=name_of(catalogue.sites, site_id)),
            key="pick", on_click=site_search_state.pick, args=(site_id,), type="primary",
            disabled=site_id in picked or full, icon=":material/playlist_add:",
            help=t("find.full", most=MOST_SITES) if full else None,
        )  # fmt: skip


def _notes(catalogue: Catalogue, ids: list[str]) -> None:
    for site_id in ids:
        left, note = st.columns([2, 3], vertical_alignment="center")
        left.markdown(f"**{literal(names(catalogue.sites)[site_id])}**")
        note.text_input(
            t("find.note"), key=f"note_{site_id}", label_visibility="collapsed", placeholder=t("find.note"),
            max_chars=300, persist_state="session",
        )  # fmt: skip


def comparison_rows(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> pd.DataFrame:
    """Lay sites side by side, one row a fact; ≠ marks the facts on which they differ."""
    cells = compare_sites(catalogue, ids, result)
    titles, values = names(cells, "title"), names(cells, "value")
    rows = []
    for _, fact in cells.groupby("fact", sort=False):
        by_site = dict(zip(fact["site_id"], values[fact.index], strict=True))
        mark = _DIFFERS if bool(fact["differs"].iloc[0]) else ""
        rows.append([str(titles[fact.index[0]]), mark, *(str(by_site[s]) for s in ids)])
    sites = names(catalogue.sites)
    columns = [t("find.fact"), _DIFFERS, *(f"{i}\u3000{sites[s]}" for i, s in enumerate(ids, start=1))]
    return pd.DataFrame(rows, columns=columns)


def _reversals(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> list[str]:
    ranked = result.ranking.set_index("site_id")["rank"]
    inside = sorted((s for s in ids if s in ranked.index), key=lambda s: (ranked[s], s))
    weights = result.need.weights
    titles = {s: name_of(catalogue.sites, s) for s in inside}
    return [name(find_reversal(result.matrix, weights, a, b).text(titles[a], titles[b])) for a, b in pairwise(inside)]


def _save(catalogue: Catalogue, result: SiteSelection) -> None:
    saved = to_json(shortlist(catalogue, result.need, site_search_state.picked_sites()))
    file_name = f"{file_stem(*need_words(catalogue), plain('find.file_shortlist'))}.json"
    download(t("find.save"), saved, file_name, ":material/save:", key="save_shortlist")


def _open(catalogue: Catalogue) -> None:
    with st.expander(t("find.open")):
        file = st.file_uploader(t("find.open_help"), type=["json"], key="open_shortlist", max_upload_size=1)
        if file is None or st.session_state.get(_OPENED) == file.file_id:
            return
        try:
            opened = from_json(file.getvalue(), catalogue)
        except ShortlistError as error:
            st.warning(literal(error))
            return
        st.session_state[_OPENED] = file.file_id
        st.session_state[site_search_state.TO_OPEN] = opened
        st.rerun()
