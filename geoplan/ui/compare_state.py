"""The sites that are compared and how, stored in the session and in the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Self

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.address import is_history_step
from geoplan.ui.map_state import SITE
from geoplan.ui.page_switch import ask_for_page

MOST_SITES: Final = 4
COMPARED: Final = "compare_sites"  # session key: site ids in order; key of the widget that chooses them
ABOUT: Final = "compare_about"  # session key: the site on which plans are compared
BETWEEN: Final = "compare_between"  # session key: the ids of these plans; none stands for all that name the site
ONLY: Final = "compare_only"  # session key: whether only what differs is shown
VIEW: Final = "compare_view"  # session key: a code of `VIEWS`
VIEWS: Final = ("sites", "site", "differences", "indicator")


@dataclass(frozen=True)
class CompareQuery:
    """What is compared and how, as an address has it.

    ``with`` (sites), ``compare`` (the view), ``only`` (what differs alone), ``about`` (a site) and ``between`` (plans).
    """

    sites: list[str] = field(default_factory=list)
    view: str = VIEWS[0]
    only: bool = False
    about: str | None = None
    between: list[str] = field(default_factory=list)

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""
        return key in {"with", "compare", "only", "about", "between"}

    @classmethod
    def from_query(cls, query: dict[str, list[str]], catalogue: Catalogue) -> Self:
        """Take known sites, each once, and no more than fit; a retired id stands for its successor."""
        ids = dict.fromkeys(catalogue.current_id(site) for site in query.get("with", []))
        known = [site for site in ids if site in catalogue.sites.index][:MOST_SITES]
        view, about = query.get("compare", [""])[-1], catalogue.current_id(query.get("about", [""])[-1])
        plans = [plan for plan in dict.fromkeys(query.get("between", [])) if plan in catalogue.plans.index]
        return cls(
            known,
            view if view in VIEWS else VIEWS[0],
            query.get("only", [""])[-1] == "1",
            about if about in catalogue.sites.index else None,
            plans,
        )

    @classmethod
    def from_session(cls) -> Self:
        """What the session holds."""
        state = st.session_state
        view = state.get(VIEW)
        return cls(
            compared(),
            view if view in VIEWS else VIEWS[0],
            bool(state.get(ONLY)),
            state.get(ABOUT),
            list(state.get(BETWEEN) or []),
        )

    def to_query(self) -> dict[str, list[str]]:
        """Its part of the address: nothing that is as it was at first."""
        query = {"with": self.sites} if self.sites else {}
        query |= {"compare": [self.view]} if self.view != VIEWS[0] else {}
        query |= {"about": [self.about], "between": self.between} if self.about and self.view == "site" else {}
        return query | ({"only": ["1"]} if self.only else {})

    def to_session(self) -> None:
        """Set the page's widgets, only before they are drawn.

        What was chosen elsewhere before the page was first opened stays, unless the browser went back or forward.
        """
        chosen = CompareQuery() if is_history_step() else CompareQuery.from_session()
        view = chosen.view if self.view == VIEWS[0] else self.view
        st.session_state.update({COMPARED: self.sites or chosen.sites, VIEW: view, ONLY: self.only})
        st.session_state.update({ABOUT: self.about or chosen.about, BETWEEN: self.between})


def show_plans() -> None:
    """Look at what the plans say of the open site, side by side."""
    st.session_state.update({VIEW: "site", ABOUT: st.session_state.get(SITE), BETWEEN: []})
    ask_for_page("concordance")


def show_sites(site_ids: list[str] | None = None) -> None:
    """Look at the compared sites side by side, or at these instead."""
    state = st.session_state
    state.update({VIEW: "sites", COMPARED: compared() if site_ids is None else site_ids[:MOST_SITES]})
    ask_for_page("concordance")


def clear() -> None:
    """Take all sites out."""
    st.session_state[COMPARED] = []


def all_plans() -> None:
    """Compare all plans that name the site, such as when another site is chosen."""
    st.session_state[BETWEEN] = []


def compared() -> list[str]:
    """The sites that are compared, in order."""
    return list(st.session_state.get(COMPARED) or [])


def add(site_id: str) -> bool:
    """Add a site at the end; False, and nothing changes, where it is there already or the comparison is full."""
    now = compared()
    if site_id in now or len(now) >= MOST_SITES:
        return False
    st.session_state[COMPARED] = [*now, site_id]
    return True


def remove(site_id: str) -> None:
    """Take a site out."""
    st.session_state[COMPARED] = [site for site in compared() if site != site_id]


def drop_unknown(catalogue: Catalogue) -> None:
    """Take out what is gone, such as a place of the user's own that was deleted meanwhile."""
    st.session_state[COMPARED] = [site for site in compared() if site in catalogue.sites.index]
