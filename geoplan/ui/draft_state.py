"""The drafts of who visits: a team's or the visitor's own, the catalogue with them, and the one that is being drawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Final

import shapely
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE, Draft
from geoplan.drafts.draft_folders import drafts_folder
from geoplan.drafts.draft_store import DraftStore
from geoplan.drafts.with_drafts import with_drafts
from geoplan.errors import UserError
from geoplan.settings import settings

COOKIE: Final = "geoplan_visitor"  # set by the map's script
_DETAILS: Final = ("source", "method", "source_datum", "radius_m", "confidence", "name_zh", "name_en", "kind", "text")
_TOKEN, _EDIT, _AUTHOR, _TOKENS = "visitor_token", "position_edit", "draft_author", "edit_tokens"  # session keys


@dataclass(frozen=True)
class Edit:
    """What is being drawn.

    Attributes
    ----------
    category, draft_id : str
        As of a draft.
    mode : str
        ``area`` or ``point``.
    geometry : Geometry or None
        EPSG:4326, as it stands now.
    token : int
        Changes when the map is to begin anew with `geometry`.
    details : dict
        What the way of giving it says of it, such as ``source`` and ``radius_m``.
    """

    category: str
    draft_id: str
    mode: str
    geometry: shapely.Geometry | None = None
    token: int = 0
    details: dict[str, Any] = field(default_factory=dict)


def _token() -> str | None:
    token = st.session_state.get(_TOKEN) or st.context.cookies.get(COOKIE)
    return token if isinstance(token, str) else None


def is_shared() -> bool:
    """Whether drafts are stored for a team."""
    return settings().workspace_drafts is not None


def store(new: bool = False) -> DraftStore | None:
    """Where the visitor's drafts are; None for who has none, unless a `new` place is to be made."""
    folder = drafts_folder(settings(), visitor() if new else _token())
    return None if folder is None else DraftStore(folder)


def visitor() -> str | None:
    """The token that the browser is to remember: a new one before anything is drawn, so that all tabs have the same."""
    if is_shared():
        return None
    if drafts_folder(settings(), _token()) is None:
        st.session_state[_TOKEN] = secrets.token_urlsafe(24)
    return _token()


def drafts() -> list[Draft]:
    """The drafts in force."""
    folder = store()
    return folder.read() if folder else []


def stored(draft_id: str) -> Draft | None:
    """The draft of an id that is in force."""
    return next((draft for draft in drafts() if draft.draft_id == draft_id), None)


@st.cache_resource(
    max_entries=16, show_spinner=False, hash_funcs={Catalogue: lambda one: one.version, Draft: Draft.to_feature}
)
def _with_drafts(catalogue: Catalogue, drawn: list[Draft]) -> Catalogue:
    return with_drafts(catalogue, drawn)


def drafted(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the drafts in force."""
    drawn = [draft for draft in drafts() if draft.category != NOTE]
    return _with_drafts(catalogue, drawn) if drawn else catalogue


def save(draft: Draft, author: str) -> Draft:
    """Store a draft; it is in force from the next run on."""
    folder = store(new=True)
    if folder is None:
        raise UserError("drafts.draft_store.no_folder")
    st.session_state[_AUTHOR] = author
    return folder.save(draft, author)


def author() -> str:
    """The name that the visitor gave last."""
    return str(st.session_state.get(_AUTHOR, ""))


def undo(draft_id: str) -> None:
    """Go back to the version before, or to the catalogue."""
    if folder := store():
        folder.undo(draft_id)


def remove(draft_id: str) -> None:
    """Delete a draft with its versions."""
    if folder := store():
        folder.remove(draft_id)


# ---- what is being drawn -------------------------------------------------------------------------------------------
def edit() -> Edit | None:
    """What is being drawn, if anything."""
    current: Edit | None = st.session_state.get(_EDIT)
    return current


def begin(category: str, draft_id: str = "", mode: str = "area", geometry: shapely.Geometry | None = None) -> None:
    """Begin to draw: the position of a site, or with no id a place or note of one's own."""
    st.session_state.pop("draft_way", None)
    st.session_state[_EDIT] = Edit(category, draft_id or f"own-{secrets.token_hex(4)}", mode, geometry, _next())


def end() -> None:
    """Stop drawing; what is not stored is gone."""
    st.session_state.pop(_EDIT, None)


def begin_anew(mode: str) -> None:
    """Clear the map for another shape."""
    give(None, mode=mode)


def give(geometry: shapely.Geometry | None, mode: str = "", **details: Any) -> None:
    """Take a geometry that the map does not show yet."""
    if current := edit():
        mode = mode or ("point" if geometry is not None and geometry.geom_type == "Point" else "area")
        st.session_state[_EDIT] = replace(current, geometry=geometry, mode=mode, token=_next(), details=details)


def details(current: Edit) -> dict[str, Any]:
    """What the form begins with: as the draft is stored, and over that what the way of giving the geometry says."""
    draft = stored(current.draft_id)
    values = {} if draft is None else {key: value for key in _DETAILS if (value := getattr(draft, key))}
    if draft and current.geometry and (draft.geometry.area == 0) != (current.geometry.area == 0):
        values.pop("radius_m", None)
    return values | current.details


def take(geometry: shapely.Geometry) -> None:
    """Take a geometry that was drawn on the map."""
    if current := edit():
        st.session_state[_EDIT] = replace(current, geometry=geometry)


def _next() -> int:
    st.session_state[_TOKENS] = st.session_state.get(_TOKENS, 0) + 1
    return int(st.session_state[_TOKENS])
