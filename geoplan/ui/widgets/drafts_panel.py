"""The drafts of who visits: listed, undone, taken along as a patch file and brought back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE, POSITION, Draft
from geoplan.drafts.patch import read_patch, write_patch
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.names import name_of
from geoplan.text.shorten import shorten
from geoplan.ui import draft_state, map_state
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import literal, name, plain, t
from geoplan.ui.resources import shipped_catalogue
from geoplan.ui.widgets.download import download

_MEGABYTES = 10
_MOST_CORNERS = 60  # of an outline that is edited corner by corner
_TURN = "patch_turn"  # session key: a new one empties the upload box


def drafts_list(catalogue: Catalogue) -> None:
    """The drafts, what takes them along and what brings them back; drawn in a dialog, which each step closes."""
    drafts = draft_state.drafts()
    st.caption(t("draft.shared" if draft_state.is_shared() else "draft.own"))
    for problem in folder.problems() if (folder := draft_state.store()) else []:
        st.warning(literal(problem))
    for draft in drafts:
        _row(catalogue, draft)
    _patch(catalogue, drafts)


def title_of(catalogue: Catalogue, draft: Draft) -> str:
    """What a draft is called in a list."""
    if draft.category == NOTE:
        return shorten(draft.text)
    return name(name_of(catalogue.sites, draft.draft_id)) if draft.draft_id in catalogue.sites.index else draft.draft_id


def _row(catalogue: Catalogue, draft: Draft) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"draft_row_{draft.draft_id}")
    left, middle, right = row.container(gap=None), row, row
    title = title_of(catalogue, draft)
    what = t(f"draft.category_{draft.category}")
    details = " · ".join(part for part in (what, draft.author, _local_time(draft.drawn_at)) if part)
    opened = left.button(
        literal(title), key=f"draft_go_{draft.draft_id}", type="tertiary",
        disabled=draft.category != NOTE and draft.draft_id not in catalogue.sites.index,
    )  # fmt: skip
    left.caption(literal(details))
    undone = middle.button(t("draft.undo"), key=f"draft_undo_{draft.draft_id}", icon=":material/undo:")
    removed = right.button(t("draft.remove"), key=f"draft_remove_{draft.draft_id}", icon=":material/delete:")
    if opened and draft.category == NOTE:
        _open_note(draft)
    elif opened:
        map_state.open_site(catalogue, draft.draft_id)
    elif undone:
        draft_state.undo(draft.draft_id)
    elif removed:
        _remove(draft.draft_id)
    if opened or undone or removed:
        st.rerun()


def _local_time(drawn_at: str) -> str:
    """When a draft was stored, by the clock of who looks."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
        return datetime.fromisoformat(drawn_at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (ValueError, ZoneInfoNotFoundError):
        return drawn_at[:16].replace("T", " ")


def _remove(draft_id: str) -> None:
    draft_state.remove(draft_id)
    if draft_id.startswith("own-"):
        map_state.choose(None)


def _open_note(draft: Draft) -> None:
    draft_state.begin(NOTE, draft.draft_id, "point", draft.geometry)
    map_state.go_to_point(draft.geometry.x, draft.geometry.y)


def _patch(catalogue: Catalogue, drafts: list[Draft]) -> None:
    """Take the drafts along, and bring them back."""
    version = shipped_catalogue().version
    if drafts:
        download(
            t("draft.take_along"), lambda: write_patch(drafts, version, settings().day),
            f"{file_stem(plain('files.patch'))}.geojson", key="draft_download",
        )  # fmt: skip
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader(t("draft.bring"), key=f"patch_{turn}", max_upload_size=_MEGABYTES)
    if file is None:
        return
    try:
        brought = read_patch(file.getvalue(), file.name, shipped_catalogue())
        for draft in brought:
            draft_state.save(draft, draft.author or draft_state.author())
    except UserError as error:
        st.error(literal(error))
        return
    st.session_state[_TURN] = turn + 1
    st.toast(t("draft.brought", n=len(brought)))
    st.rerun()


def drafted_buttons(draft_id: str) -> None:
    """Undo and remove, in the dossier of a site that has a draft."""
    left, right = st.columns(2)
    left.button(
        t("draft.undo"), key="dossier_undo", icon=":material/undo:", on_click=draft_state.undo, args=(draft_id,),
        width="stretch",
    )  # fmt: skip
    right.button(
        t("draft.remove"), key="dossier_remove", icon=":material/delete:", on_click=_remove, args=(draft_id,),
        width="stretch",
    )  # fmt: skip


def begin_position(catalogue: Catalogue, site_id: str) -> None:
    """Begin to put a site right, with its outline where that has few enough corners to be dragged."""
    places = catalogue.places
    drawn = places.geometry[(places["site_id"] == site_id) & places.geometry.notna()]
    outline = drawn.iloc[0] if len(drawn) == 1 and drawn.iloc[0].geom_type == "Polygon" else None
    if outline is not None and shapely.get_num_coordinates(outline) > _MOST_CORNERS:
        outline = None
    is_point = len(drawn) == 1 and drawn.iloc[0].geom_type == "Point"
    stored = draft_state.stored(site_id)
    category = stored.category if stored else POSITION
    draft_state.begin(category, site_id, "point" if is_point else "area", outline)
    map_state.go_to_site(catalogue, site_id)
