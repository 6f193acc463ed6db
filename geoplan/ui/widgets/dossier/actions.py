"""What can be done with the open site: buttons of an icon and a short word, the whole sentence on hover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.shortlist import MOST_SITES
from geoplan.ui import compare_state, map_state, site_search_state
from geoplan.ui.components.copy_link import copy_link
from geoplan.ui.language import t
from geoplan.ui.widgets.brief_download import brief_download
from geoplan.ui.widgets.dossier.error_report import error_report
from geoplan.ui.widgets.dossier.picture import picture_button
from geoplan.ui.widgets.drafts_panel import begin_position

_DRAWN = ("outline", "schematic", "position")


def actions(catalogue: Catalogue, site_id: str) -> None:
    """Draw the buttons."""
    with st.container(horizontal=True, gap="xsmall", key="dossier-actions"):
        if site_id in catalogue.placed:
            _button("locate", "my_location", map_state.go_to_site, (catalogue, site_id))
        _compare(site_id)
        _shortlist(site_id)
        correct = "correct" if catalogue.ways[site_id] in _DRAWN else "supply"
        _button(
            correct, "edit_location_alt", begin_position, (catalogue, site_id), key="dossier_edit",
            help=t(f"draft.{correct}"),
        )  # fmt: skip
        with st.popover(t("brief.title"), icon=":material/edit_document:", key="dossier_brief"):
            brief_download(catalogue, {site_id: ""}, None, f"brief_{site_id}")
        copy_link(site_id)
        picture_button(catalogue, site_id)
        error_report(catalogue, site_id)


def _button(
    name: str, icon: str, action: Callable[..., Any], args: tuple[object, ...], *, key: str = "", help: str = "",
    disabled: bool = False,
) -> None:  # fmt: skip
    st.button(
        t(f"dossier.button.{name}"), key=key or name, icon=f":material/{icon}:", help=help or t(f"dossier.{name}"),
        on_click=action, args=args, disabled=disabled,
    )  # fmt: skip


def _compare(site_id: str) -> None:
    now = compare_state.compared()
    if site_id in now:
        told = t("dossier.compared", n=len(now))
        _button("compared", "playlist_add_check", compare_state.remove, (site_id,), key="compare", help=told)
        return
    full = len(now) >= compare_state.MOST_SITES
    told = t("dossier.compare_full", most=compare_state.MOST_SITES) if full else ""
    _button("compare", "compare_arrows", compare_state.add, (site_id,), help=told, disabled=full)


def _shortlist(site_id: str) -> None:
    picked = site_search_state.picked_sites()
    if site_id in picked:
        _button("shortlisted", "bookmark_added", site_search_state.unpick, (site_id,), key="shortlist")
        return
    full = len(picked) >= MOST_SITES
    told = t("dossier.shortlist_full", most=MOST_SITES) if full else ""
    _button("shortlist", "bookmark_add", site_search_state.pick, (site_id,), help=told, disabled=full)
