"""Putting a place right: its geometry drawn, pasted, uploaded or geocoded, and how it is known."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import shapely
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.draft_checks import read_feature
from geoplan.drafts.pasted_geometry import MOST_CHARACTERS, parse_geometry
from geoplan.drafts.position_change import PositionChange, position_change
from geoplan.errors import UserError
from geoplan.geocoding.geocoder import Geocoder
from geoplan.readers.read_layer import read_layer
from geoplan.readers.read_limits import MOST_BYTES
from geoplan.settings import settings
from geoplan.text.names import name_of
from geoplan.ui import draft_state, map_state
from geoplan.ui.language import comma_list, lang, literal, name, plain, t
from geoplan.ui.resources import HASHES
from geoplan.ui.widgets.choice_widgets import pill_choice

_WAYS: Final = ("area", "point", "paste", "file", "address")
_SYSTEMS: Final = ("EPSG:4326", "GCJ-02", "BD-09", "EPSG:4490", "EPSG:4548", "EPSG:4547", "EPSG:3857")
_RADIUS: Final = {"area": 50.0, "point": 300.0}  # metres, unless something says better
_TEXT_HEIGHT: Final = 110  # pixels; without it a text box shrinks to nothing in the panel
_LARGEST: Final = 200_000.0  # metres
_POINT_METHODS: Final = ("point", "host_institution", "town")
_AREA_METHODS: Final = ("digitised", "surveyed", "bounding_roads", "area_of_doubt")
_MU, _HECTARE = 1e4 / 15, 1e4  # m²


def position_editor(catalogue: Catalogue, edit: draft_state.Edit) -> None:
    """Draw the form; the map beside it draws the geometry."""
    st.subheader(_title(catalogue, edit), anchor=False)
    if edit.category == NOTE:
        _note(catalogue, edit)
        return
    _geometry(catalogue, edit)
    if edit.geometry is None:
        st.info(t(f"draft.wait_{edit.mode}"))
        st.button(t("draft.cancel"), key="draft_cancel", on_click=draft_state.end, icon=":material/close:")
        return
    _change(catalogue, edit)
    _form(catalogue, edit)


def _title(catalogue: Catalogue, edit: draft_state.Edit) -> str:
    if edit.category != POSITION:
        return t(f"draft.new_{edit.category}")
    return t("draft.edit", site=name_of(catalogue.sites, edit.draft_id))


# ---- the geometry ----------------------------------------------------------------------------------------------------
def _geometry(catalogue: Catalogue, edit: draft_state.Edit) -> None:
    way = pill_choice(t("draft.how"), _WAYS, "draft_way", lambda one: t(f"draft.way_{one}"), default=edit.mode)
    if way in ("area", "point"):
        if way != edit.mode:
            draft_state.begin_anew(way)
            st.rerun()
        if edit.geometry is not None:
            st.button(t("draft.anew"), key="draft_anew", on_click=draft_state.begin_anew, args=(way,))
        return
    {"paste": _pasted, "file": _of_file, "address": _of_address}[way](catalogue)


def _pasted(catalogue: Catalogue) -> None:
    text = st.text_area(
        t("draft.coordinates"), key="draft_text", placeholder="118.1352, 24.4871", max_chars=MOST_CHARACTERS,
        help=t("draft.coordinates_help"), height=_TEXT_HEIGHT,
    )  # fmt: skip
    code = st.selectbox(t("draft.system"), _SYSTEMS, key="draft_system", format_func=_system)
    # Never disabled: who has just pasted presses it at once.
    if st.button(t("draft.take"), key="draft_take"):
        _attempt(lambda: draft_state.give(parse_geometry(text, parse_system(code)), source_datum=_datum(code)))


def _of_file(catalogue: Catalogue) -> None:
    file = st.file_uploader(t("draft.file"), key="draft_file", max_upload_size=MOST_BYTES // 2**20)
    if file is None:
        return
    try:
        reading = read_layer(file.getvalue(), file.name)
    except UserError as error:
        st.error(literal(error))
        return
    if reading.pending:
        st.warning(t("draft.file_open"))
        return
    frame = reading.frame[reading.frame.geometry.notna()]
    labels = {row: _feature_label(row, values) for row, values in enumerate(frame.drop(columns="geometry").to_numpy())}
    if not labels:
        st.warning(t("draft.file_empty"))
        return
    row = st.selectbox(t("draft.feature"), list(labels), key="draft_feature", format_func=lambda one: labels[one])
    if st.button(t("draft.take"), key="draft_take_feature"):
        wkt = shapely.to_wkt(frame.geometry.iloc[row], rounding_precision=-1)
        _attempt(lambda: draft_state.give(parse_geometry(wkt, parse_system("4326")), source=file.name))


def _feature_label(row: int, values: Any) -> str:
    texts = [str(value) for value in values if isinstance(value, str) and value.strip()]
    return f"{row + 1} · {' · '.join(texts[:2])[:60]}" if texts else str(row + 1)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=HASHES)
def _geocoder(catalogue: Catalogue) -> Geocoder:
    return Geocoder(catalogue)


def _of_address(catalogue: Catalogue) -> None:
    text = st.text_input(t("draft.address"), key="draft_address", max_chars=200)
    if not st.button(t("draft.locate"), key="draft_locate") or not text.strip():
        return
    with st.spinner(t("draft.locating")):
        answer = _geocoder(catalogue).answer(text)
    if answer.lon is None or answer.lat is None:
        st.warning(t("draft.address_unknown"))
        return
    radius = answer.radius_m or _RADIUS["point"]
    source = plain("draft.address_source", text=text)
    draft_state.give(shapely.Point(round(answer.lon, 7), round(answer.lat, 7)), radius_m=radius, source=source)
    st.rerun()


def _attempt(do: Any) -> None:
    try:
        do()
    except UserError as error:
        st.error(literal(error))
    else:
        st.rerun()


def _system(code: str) -> str:
    return parse_system(code).title(lang())


def _datum(code: str) -> str:
    return code if code in ("GCJ-02", "BD-09") else "WGS84"


# ---- old and new -----------------------------------------------------------------------------------------------------
def _change(catalogue: Catalogue, edit: draft_state.Edit) -> None:
    change = position_change(catalogue, edit.draft_id, edit.geometry)
    st.markdown(t("draft.new_area", area=_area(change.area_m2)) if change.area_m2 else t("draft.new_point"))
    if edit.category == POSITION:
        way = vocabulary.WAYS[catalogue.ways[edit.draft_id]]
        st.caption(t("draft.old", way=way, area=_area(change.drawn_m2) if change.drawn_m2 else "–"))
    if change.shift_m is not None:
        st.caption(t("draft.shift", m=f"{change.shift_m:,.0f}"))
    _warn(change)


def _warn(change: PositionChange) -> None:
    if change.off_county_m > 0:
        st.warning(t("draft.off_county", m=f"{change.off_county_m:,.0f}"))


def _area(square_metres: float) -> str:
    km2, hectares, mu = square_metres / 1e6, square_metres / _HECTARE, square_metres / _MU
    return plain("draft.area", km2=f"{km2:,.3f}", ha=f"{hectares:,.1f}", mu=f"{mu:,.0f}")


# ---- how it is known -------------------------------------------------------------------------------------------------
def _form(catalogue: Catalogue, edit: draft_state.Edit) -> None:
    geometry, given = edit.geometry, draft_state.details(edit)
    is_point = geometry is not None and geometry.geom_type == "Point"
    methods = _POINT_METHODS if is_point else _AREA_METHODS
    with st.form(f"draft_form_{edit.draft_id}", border=False):
        names = _place_names(given) if edit.category == PLACE else {}
        source = st.text_input(
            t("draft.source"), given.get("source", ""), max_chars=500, placeholder=t("draft.source_hint")
        )
        left, right = st.columns(2)
        method = left.selectbox(
            t("draft.method"), methods, index=methods.index(given["method"]) if given.get("method") in methods else 0,
            format_func=lambda one: name(vocabulary.METHODS[one]),
        )  # fmt: skip
        datum = right.selectbox(
            t("draft.datum"), list(vocabulary.DATUMS), format_func=lambda one: name(vocabulary.DATUMS[one]),
            index=list(vocabulary.DATUMS).index(given.get("source_datum", "WGS84")), help=t("draft.datum_help"),
        )  # fmt: skip
        radius = left.number_input(
            t("draft.radius"), 1.0, _LARGEST, _radius(given, is_point), 10.0, format="%.0f",
        )  # fmt: skip
        confidence = right.selectbox(
            t("draft.confidence"), ("high", "medium"), index=0 if given.get("confidence") == "high" else 1,
            format_func=lambda one: name(vocabulary.CONFIDENCES[one]),
        )  # fmt: skip
        day = left.date_input(t("draft.checked"), settings().day, max_value=max(date.today(), settings().day))
        author = right.text_input(t("draft.author"), draft_state.author(), max_chars=60)
        answer = st.container()  # in view of who presses the button below
        if st.form_submit_button(t("draft.save"), type="primary", width="stretch", icon=":material/save:"):
            draft = Draft(
                edit.category, edit.draft_id, geometry, method, source.strip(), datum, radius,
                "low" if method == "area_of_doubt" else confidence, day.isoformat(), text=given.get("text", ""),
                **names,
            )  # fmt: skip
            with answer:
                _save(catalogue, draft, author.strip())
    st.button(t("draft.cancel"), key="draft_cancel", on_click=draft_state.end, icon=":material/close:", width="stretch")


def _radius(given: dict[str, Any], is_point: bool) -> float:
    return min(max(float(given.get("radius_m", _RADIUS["point" if is_point else "area"])), 1.0), _LARGEST)


def _place_names(given: dict[str, Any]) -> dict[str, str]:
    place_name = st.text_input(t("draft.name"), given.get("name_zh", ""), max_chars=100).strip()
    return {
        "name_zh": place_name,
        "name_en": given.get("name_en", "") if place_name == given.get("name_zh") else place_name,
        "kind": st.selectbox(
            t("draft.kind"), list(vocabulary.KINDS), index=list(vocabulary.KINDS).index(given.get("kind", "park")),
            format_func=lambda one: name(vocabulary.KINDS[one]),
        ),
    }  # fmt: skip


def _save(catalogue: Catalogue, draft: Draft, author: str) -> None:
    if missing := _missing(draft):
        st.error(t(missing))
        return
    checked, reasons = read_feature(draft.to_feature(), catalogue)
    if checked is None:
        st.error(literal(comma_list([reason.text(lang()) for reason in reasons])))
        return
    try:
        draft_state.save(checked, author)
    except UserError as error:
        st.error(literal(error))
        return
    draft_state.end()
    if draft.category != NOTE:
        map_state.choose(draft.draft_id)
    st.rerun()


def _missing(draft: Draft) -> str:
    """The text about what has not been filled in, "" where nothing is missing."""
    if draft.category == NOTE:
        return "" if draft.text else "draft.no_text"
    if draft.category == PLACE and not draft.name_zh:
        return "draft.no_name"
    return "" if draft.source else "draft.no_source"


def _note(catalogue: Catalogue, edit: draft_state.Edit) -> None:
    """A text pinned to a point."""
    existing = draft_state.stored(edit.draft_id)
    if edit.geometry is None:
        st.info(t("draft.wait_point"))
        st.button(t("draft.cancel"), key="draft_cancel", on_click=draft_state.end, icon=":material/close:")
        return
    with st.form(f"note_form_{edit.draft_id}", border=False):
        text = st.text_area(t("draft.note"), existing.text if existing else "", max_chars=500, height=_TEXT_HEIGHT)
        author = st.text_input(t("draft.author"), draft_state.author(), max_chars=60)
        answer = st.container()
        if st.form_submit_button(t("draft.save"), type="primary", width="stretch", icon=":material/save:"):
            with answer:
                _save(catalogue, Draft(NOTE, edit.draft_id, edit.geometry, text=text.strip()), author.strip())
    left, right = st.columns(2)
    left.button(
        t("draft.cancel"), key="draft_cancel", on_click=draft_state.end, icon=":material/close:", width="stretch"
    )
    if existing and right.button(t("draft.remove"), key="note_remove", icon=":material/delete:", width="stretch"):
        draft_state.remove(edit.draft_id)
        draft_state.end()
        st.rerun()
