"""The shortlist: notes, side by side, what would change the order, the file, and the brief."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import ShortlistError
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.shortlist import MOST_SITES, from_json, shortlist, to_json
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.names import name_of
from geoplan.ui import map_state, site_search_state
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import comma_list, html, literal, name, names, plain, t
from geoplan.ui.need_reading import ReadNeed, need_words
from geoplan.ui.widgets.brief_download import brief_download
from geoplan.ui.widgets.comparison_table import comparison_html, comparison_rows
from geoplan.ui.widgets.download import download, table_downloads

_OPENED = "find_opened"  # session key: the file that was taken up


def view(catalogue: Catalogue, need: ReadNeed, result: SiteSelection | None) -> None:
    """Show what is on the shortlist and what can be done with it; without a result it is only described."""
    picked = site_search_state.picked_sites()
    if picked:
        with st.container(key="notes", gap="xsmall"):
            _notes(catalogue, list(picked))
        st.markdown(f"**{t('brief.title')}**")
        brief_download(catalogue, picked, result, "brief")
        if result:
            _save(catalogue, need, result)
    else:
        st.info(t("find.no_pick", most=MOST_SITES))
    _open(catalogue)
    if result and len(picked) > 1:
        _side_by_side(catalogue, result, list(picked))
        for reversal in _reversals(catalogue, result, list(picked)):
            st.text(reversal)


def _notes(catalogue: Catalogue, ids: list[str]) -> None:
    for site_id in ids:
        title = str(names(catalogue.sites)[site_id])
        left, note, drop = st.columns([6, 8, 1], vertical_alignment="center", gap="small")
        left.button(
            literal(title), key=f"picked_{site_id}", on_click=map_state.open_site, args=(catalogue, site_id),
            type="tertiary",
        )  # fmt: skip
        note.text_input(
            t("find.note"), key=f"note_{site_id}", label_visibility="collapsed", placeholder=t("find.note"),
            max_chars=300, persist_state="session",
        )  # fmt: skip
        drop.button(
            t("find.drop_site", site=title), key=f"drop_{site_id}", icon=":material/close:",
            on_click=site_search_state.unpick, args=(site_id,), help=t("find.drop"),
        )  # fmt: skip


def _side_by_side(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> None:
    st.subheader(t("find.compare"), anchor=False)
    cells = compare_sites(catalogue, ids, result)
    sites = {site: f"{i}\u3000{names(catalogue.sites)[site]}" for i, site in enumerate(ids, start=1)}
    caption = html("compare.caption", sites=comma_list(names(catalogue.sites)[ids]))
    st.html(comparison_html(cells, {site: escape(title) for site, title in sites.items()}, caption))
    stem = file_stem(*names(catalogue.sites)[ids], plain("compare.file"))
    table_downloads(comparison_rows(cells, sites), stem, "compared")


def _reversals(catalogue: Catalogue, result: SiteSelection, ids: list[str]) -> list[str]:
    """What would turn the order of neighbours on the shortlist; no weight moves a site from group to group."""
    titles = {site_id: name_of(catalogue.sites, site_id) for site_id in ids}
    said = []
    for _, group in result.ranking.groupby("group", sort=False):
        inside = [site_id for site_id in group["site_id"] if site_id in titles]
        for a, b in pairwise(inside):
            said.append(name(find_reversal(result.matrix, result.need.weights, a, b).text(titles[a], titles[b])))
    return said


def _save(catalogue: Catalogue, need: ReadNeed, result: SiteSelection) -> None:
    saved = to_json(shortlist(catalogue, result.need, site_search_state.picked_sites(), need.line))
    file_name = f"{file_stem(*need_words(catalogue, need), plain('find.file_shortlist'))}.json"
    download(t("find.save"), saved, file_name, ":material/save:", key="save_shortlist")


def _open(catalogue: Catalogue) -> None:
    with st.expander(t("find.open")):
        file = st.file_uploader(t("find.open_help"), key="open_shortlist", max_upload_size=1)
    if file is None or st.session_state.get(_OPENED) == file.file_id:
        return
    try:
        opened = from_json(file.getvalue(), catalogue)
    except ShortlistError as error:
        st.warning(literal(error))  # outside: what is opened anew may be folded
        return
    st.session_state[_OPENED] = file.file_id
    st.session_state[site_search_state.TO_OPEN] = opened
    st.rerun()
