"""The line of need as it is read, and what it asks for together with the choices beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import MatchedNeed, match_need, needed_words
from geoplan.suitability.need_line import NeedLine, read_need_line
from geoplan.suitability.need_phrases import add_part, floor_phrase, near_phrase
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.shortlist import Shortlist
from geoplan.ui import site_search_state as state
from geoplan.ui.language import lang, names
from geoplan.ui.resources import get_catalogue
from geoplan.ui.site_search_state import SiteSearchQuery
from geoplan.vocabulary import GATEWAY_KINDS

_OFFERED: Final = 6  # industries that a text may mean
_PRODUCT: Final = "find_product"  # session key: the product of the last run, for which industries may have been chosen


@dataclass(frozen=True)
class ReadNeed:
    """The line, its parts, the industries that its product may mean, and those that are asked for.

    `chosen` tells whether a user has chosen the industries; else they are the one that the product surely means.
    """

    line: str
    said: NeedLine
    matched: MatchedNeed
    industries: tuple[str, ...]
    chosen: bool

    @property
    def product(self) -> str:
        """The product in the characters that were typed."""
        return next((self.line[chip.start : chip.end] for chip in self.said.chips if chip.kind == "product"), "")


def read_need(catalogue: Catalogue) -> ReadNeed:
    """Read the session's line, before its widget is drawn."""
    line = str(st.session_state.get(state.TEXT) or "").strip()
    said = read_need_line(catalogue, line)
    matched = match_need(catalogue, said.product, _OFFERED)
    chosen = tuple(st.session_state.get(state.INDUSTRIES) or ())
    sure = (matched.matches[0].industry_id,) if matched.certainty == "sure" else ()
    st.session_state[_PRODUCT] = said.product
    return ReadNeed(line, said, matched, chosen or sure, bool(chosen))


def take_line() -> None:
    """After the line was edited: industries that were chosen for another product are chosen no more."""
    product = read_need_line(get_catalogue(), str(st.session_state.get(state.TEXT) or "")).product
    if product != st.session_state.get(_PRODUCT, ""):
        st.session_state[state.INDUSTRIES] = []


def set_line(line: str) -> None:
    """Put another line in place of the session's."""
    st.session_state[state.TEXT] = line[: state.MAX_TEXT]
    take_line()


def requirements(catalogue: Catalogue, need: ReadNeed) -> Requirements:
    """What is asked for; RequirementsError where all weights are 0.

    Where the line says what gateway is to be near, and no kinds are chosen, those of the line count.
    """
    query = SiteSearchQuery.from_session()
    chosen = {state.LISTS[key][1]: tuple(values) for key, values in query.lists.items()}
    near = tuple(dict.fromkeys(one.kind for one in need.said.near if one.kind in GATEWAY_KINDS))
    if near and set(chosen["gateway_kinds"]) == set(GATEWAY_KINDS):
        chosen["gateway_kinds"] = near
    words = [needed_words(catalogue, industry, need.said.product) for industry in need.industries]
    return Requirements(
        **{
            **chosen,
            "industries": need.industries,
            "regions": tuple(dict.fromkeys([*chosen["regions"], *need.said.regions])),
        },
        min_area_km2=max(query.area, need.said.land_km2 or 0.0),
        min_floor_m2=need.said.floor_m2 or 0.0,
        near=need.said.near,
        words=words[0] if words and all(words) else (),
        weights={code: float(query.weights[code]) for code in CRITERIA},
    )


def open_shortlist(catalogue: Catalogue, opened: Shortlist) -> None:
    """Take up a saved shortlist with its line, and beside it what is asked for and the line does not say."""
    line = opened.line if len(opened.line) <= state.MAX_TEXT else ""
    said = read_need_line(catalogue, line)
    need = opened.need
    if line and (said.near != need.near or (said.floor_m2 or 0.0) != need.min_floor_m2):
        line, said = "", read_need_line(catalogue, "")  # read otherwise today: what is saved counts
    area = 0.0 if math.isclose(said.land_km2 or 0.0, need.min_area_km2) else need.min_area_km2
    regions = tuple(region for region in need.regions if region not in said.regions)
    state.open_shortlist(opened, line or line_of(catalogue, need), replace(need, min_area_km2=area, regions=regions))


def line_of(catalogue: Catalogue, need: Requirements) -> str:
    """The line of a need that was saved without one: its product, its floor, and what is to be near."""
    phrases = [near_phrase(catalogue, near) for near in need.near]
    phrases += [floor_phrase(need.min_floor_m2)] if need.min_floor_m2 else []
    line = ", ".join(need.words)
    for phrase in phrases:
        line = add_part(line, phrase, lang())
    return line


def need_words(catalogue: Catalogue, need: ReadNeed) -> list[str]:
    """What is asked for, for the names of files: the product in the user's words, else the industries."""
    titles = names(catalogue.industries)
    return [need.product] if need.product else [str(titles[code]) for code in need.industries]
