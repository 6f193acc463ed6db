"""What was read from the line of need, as chips: each can be taken away, or corrected in its popover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import Match
from geoplan.suitability.industry_terms import SOURCES
from geoplan.suitability.nearness import Nearness, near_what
from geoplan.suitability.need_line import Chip
from geoplan.suitability.need_phrases import (
    LAND_UNITS,
    UNIT_NAMES,
    add_part,
    floor_phrase,
    land_phrase,
    near_phrase,
    remove_part,
    replace_part,
    unit_of,
)
from geoplan.text.message import Text
from geoplan.ui import need_reading
from geoplan.ui import site_search_state as state
from geoplan.ui.language import comma_list, lang, literal, name, names, plain, t
from geoplan.ui.need_reading import ReadNeed
from geoplan.ui.widgets.choice_widgets import multi_choice
from geoplan.ui.widgets.industry_list import indented_industry, tree_order
from geoplan.vocabulary import GATEWAY_KINDS

_MOST_KM: Final = 500.0
_FIRST_UNIT: Final = {"zh": "mu"}  # of a language; ha in the others
_KINDS: Final = (*GATEWAY_KINDS, "university")  # what may be near without a name


def need_chips(catalogue: Catalogue, need: ReadNeed) -> None:
    """Draw the chips in the order of the line, then what was chosen beside it, then what adds a condition."""
    with st.container(key="need-chips", horizontal=True, gap="small"):
        chips = [chip for chip in need.said.chips if chip.kind != "product"]
        if need.industries or need.product:
            _industry(catalogue, need)
        for chip in chips:
            _part(catalogue, chip)
        if area := st.session_state.get(state.AREA):
            _area_of_address(area)
        for adcode in st.session_state.get(state.REGIONS) or []:
            _region(catalogue, adcode)
        _further()
        _add(catalogue, need)


@contextmanager
def _chip(label: str, key: str, drop: Callable[..., Any], *args: object, tone: str = "read") -> Iterator[None]:
    """A chip: its popover, and the button that takes it away."""
    with st.container(key=f"need-{tone}-{key}", horizontal=True, gap=None, width="content"):
        box = st.popover(literal(label), key=f"popover-{key}")
        st.button(t("find.drop_part", part=label), key=f"drop-{key}", icon=":material/close:", on_click=drop, args=args)
        with box:
            yield


def _industry(catalogue: Catalogue, need: ReadNeed) -> None:
    titles, product = names(catalogue.industries), need.product
    match = need.matched.matches[0] if need.matched.matches else None
    asked = comma_list(titles[code] for code in need.industries)
    if need.chosen:
        label = plain("find.chip.chosen", text=product, industry=asked) if product else asked
    elif need.industries and match:
        source = name(SOURCES[match.source])
        label = plain("find.chip.matched", text=product, industry=asked, source=source)
    else:
        label = plain("find.chip.open" if need.matched.matches else "find.chip.unplaced", text=product)
    tone = "read" if need.industries else "unread"
    with _chip(label, "industry", _drop_industry, need, tone=tone):
        for other in need.matched.matches:
            _other(catalogue, other, need)
        multi_choice(
            t("find.industries"), tree_order(catalogue), state.INDUSTRIES, indented_industry(catalogue),
            placeholder=asked or t("find.choose"),
        )  # fmt: skip


def _other(catalogue: Catalogue, match: Match, need: ReadNeed) -> None:
    """An industry that the product may mean."""
    code = match.industry_id
    st.button(
        literal(names(catalogue.industries)[code]), key=f"mean_{code}", on_click=state.set_industries, args=([code],),
        type="primary" if code in need.industries else "secondary",
    )  # fmt: skip
    st.caption(literal(match.why(catalogue).text(lang())))


def _drop_industry(need: ReadNeed) -> None:
    state.set_industries([])
    product = next((chip for chip in need.said.chips if chip.kind == "product"), None)
    if product:
        need_reading.set_line(remove_part(need.line, product))


def _part(catalogue: Catalogue, chip: Chip) -> None:
    """A part of the line other than the product."""
    key = f"{chip.kind}-{chip.start}-{chip.text}"
    tone = "unread" if chip.kind == "unread" else "read"
    with _chip(_label(chip), key, _drop, chip, tone=tone):
        if chip.kind == "land":
            _land(f"edit-{key}", chip.amount or 0.0, unit_of(chip), chip)
        elif chip.kind == "floor":
            _floor(f"edit-{key}", chip.amount or 0.0, chip)
        elif chip.kind == "near" and chip.near:
            _near(catalogue, f"edit-{key}", chip.near, chip)
        elif chip.kind == "county":
            _county(catalogue, f"edit-{key}", chip)
        else:
            st.markdown(t("find.not_read"))


def _label(chip: Chip) -> str:
    if chip.kind == "floor":
        return plain("find.chip.floor", amount=chip.amount)
    if chip.kind == "land":
        code = "find.chip.land" if unit_of(chip) == "km2" else "find.chip.land_as"
        return plain(code, text=chip.text, km2=chip.amount)
    meaning = name(chip.meaning)
    return meaning[:1].upper() + meaning[1:]


def _drop(chip: Chip) -> None:
    need_reading.set_line(remove_part(_line(), chip))


def _line() -> str:
    return str(st.session_state.get(state.TEXT) or "").strip()


def _write(phrase: Text, chip: Chip | None) -> None:
    """Write a phrase into the line, in the place of a chip or at its end."""
    line, words = _line(), phrase.text(lang())
    need_reading.set_line(replace_part(line, chip, words) if chip else add_part(line, phrase, lang()))


def _apply(key: str, write: Callable[[], None]) -> None:
    st.button(t("find.apply"), key=f"{key}-apply", on_click=write, type="primary", icon=":material/check:")


def _land(
    key: str, km2: float, unit: str | None, chip: Chip | None, before: Callable[[], None] | None = None
) -> None:  # fmt: skip
    """The control of an amount of land; `before` is called before it is written into the line."""
    unit = unit or _FIRST_UNIT.get(lang(), "ha")
    codes, units = list(LAND_UNITS), {code: name(unit_name) for code, unit_name in UNIT_NAMES.items()}
    st.number_input(t("find.land"), 0.0, value=round(km2 / LAND_UNITS[unit], 4), format="%g", key=f"{key}-amount")
    st.selectbox(t("find.unit"), codes, codes.index(unit), format_func=units.__getitem__, key=f"{key}-unit")

    def write() -> None:
        amount = st.session_state[f"{key}-amount"]
        if amount:
            if before:
                before()
            _write(land_phrase(amount, st.session_state[f"{key}-unit"]), chip)

    _apply(key, write)


def _floor(key: str, square_metres: float, chip: Chip | None) -> None:
    """The control of an amount of floor."""
    st.number_input(t("find.floor"), 0.0, value=square_metres, format="%g", key=f"{key}-amount")

    def write() -> None:
        if amount := st.session_state[f"{key}-amount"]:
            _write(floor_phrase(amount), chip)

    _apply(key, write)


def _near(catalogue: Catalogue, key: str, near: Nearness, chip: Chip | None) -> None:
    """The control of a nearness: what, where it has no name of its own, and within how many kilometres."""
    if not near.name:
        kinds = {kind: name(near_what(catalogue, Nearness(kind))) for kind in _KINDS}
        st.selectbox(t("find.near"), _KINDS, _KINDS.index(near.kind), format_func=kinds.__getitem__, key=f"{key}-kind")
    st.number_input(t("find.reach"), 0.0, _MOST_KM, value=near.km or 0.0, format="%g", key=f"{key}-km")

    def write() -> None:
        kind, km = st.session_state.get(f"{key}-kind", near.kind), st.session_state[f"{key}-km"]
        _write(near_phrase(catalogue, Nearness(kind, near.name, km or None)), chip)

    _apply(key, write)


def _county(catalogue: Catalogue, key: str, chip: Chip | None, instead: str = "") -> None:
    """The control of a region; chosen ones stand beside the line, for English names are not always one region's."""
    regions = names(catalogue.regions)
    st.selectbox(
        t("filter.regions"), list(regions.index), None, format_func=lambda code: str(regions[code]),
        key=f"{key}-region", placeholder=t("find.choose_region"),
    )  # fmt: skip

    def write() -> None:
        if region := st.session_state[f"{key}-region"]:
            now = [code for code in st.session_state.get(state.REGIONS) or [] if code not in (region, instead)]
            st.session_state[state.REGIONS] = [*now, region]
            if chip:
                _drop(chip)

    _apply(key, write)


def _region(catalogue: Catalogue, adcode: str) -> None:
    """A region that was chosen beside the line."""

    def drop() -> None:
        st.session_state[state.REGIONS] = [code for code in st.session_state[state.REGIONS] if code != adcode]

    label = plain("find.chip.region", region=str(names(catalogue.regions)[adcode]))
    with _chip(label, f"region-{adcode}", drop):
        _county(catalogue, f"edit-region-{adcode}", None, adcode)


def _area_of_address(km2: float) -> None:
    """An area that an address or a saved shortlist asks for."""

    def drop() -> None:
        st.session_state[state.AREA] = 0.0

    text = land_phrase(round(km2 / LAND_UNITS["mu"], 1), "mu").text(lang())
    with _chip(plain("find.chip.land_as", text=text, km2=km2), f"area-{km2:g}", drop):
        _land(f"edit-area-{km2:g}", km2, "mu", None, drop)


def _further() -> None:
    """Conditions that have no words in a line: how many there are; a click shows them."""
    keys = (state.KINDS, state.STATUS, state.PLANS, state.EXCLUDE)
    if n := sum(bool(st.session_state.get(key)) for key in keys):
        st.button(
            t("find.chip.further", n=n), key="need-further", icon=":material/tune:", on_click=state.open_tab,
            args=("adjust",),
        )  # fmt: skip


def _add(catalogue: Catalogue, need: ReadNeed) -> None:
    """What adds a condition that the line does not have yet."""
    has = {chip.kind for chip in need.said.chips}
    key = f"popover-add-{len(need.said.chips)}"  # another key closes it when a condition was added
    with st.popover(t("find.add"), icon=":material/add:", key=key):
        if "land" not in has:
            _land("add-land", 0.0, None, None)
        if "floor" not in has:
            _floor("add-floor", 0.0, None)
        _near(catalogue, f"add-near-{len(need.said.near)}", Nearness(_KINDS[0]), None)
        _county(catalogue, "add-county", None)
