"""What the page find asks for and has on its shortlist, stored in the session and in the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, Self

import streamlit as st

from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.suitability.shortlist import MOST_SITES, Shortlist
from geoplan.ui.address import is_history_step
from geoplan.vocabulary import GATEWAY_KINDS, REACHES, STATUSES

# Session keys; that of a weight is ``weight_<criterion>``, of a note ``note_<site id>``.
INDUSTRIES, REGIONS, KINDS, STATUS = "find_industries", "find_regions", "find_kinds", "find_statuses"
PLANS, EXCLUDE, GATEWAYS = "find_plans", "find_exclude", "find_gateways"
TEXT, AREA = "find_text", "find_area"
PICKED: Final = "find_picked"
TAB: Final = "find_tab"  # what the page shows beneath the need
BY: Final = "find_by"  # how far it is to a gateway: in a straight line, or over streets by one mode
TO_OPEN: Final = "find_to_open"  # a shortlist read from a file, taken up before the widgets are drawn
# By session key: the name in the address and the attribute of `Requirements`.
LISTS: Final = {
    INDUSTRIES: ("for", "industries"), REGIONS: ("in", "regions"), KINDS: ("as", "kinds"), STATUS: ("is", "statuses"),
    PLANS: ("by", "plans"), EXCLUDE: ("not", "exclude"), GATEWAYS: ("via", "gateway_kinds"),
}  # fmt: skip
_OWN: Final = {*(parameter for parameter, _ in LISTS.values()), "go", "make", "area", "pick", "tab"}
TABS: Final = ("results", "scores", "shortlist", "adjust")  # the first is shown where the address names none
MAX_TEXT: Final = 200  # characters of a line of need
_MAX_NOTE: Final = 300  # characters that an address may carry; the saved file carries all
_MAX_AREA: Final = 10_000.0  # km²


@dataclass(frozen=True)
class SiteSearchQuery:
    """A site search.

    Chosen values by session key, the line of need, stated area in km² (0 for any), one of `REACHES`, weights from 0 to
    100 by criterion, the shortlist as notes by site id, and what is shown, one of `TABS`.
    """

    lists: dict[str, list[str]] = field(default_factory=lambda: {GATEWAYS: list(GATEWAY_KINDS)})
    text: str = ""
    area: float = 0.0
    by: str = "straight"
    weights: dict[str, int] = field(default_factory=lambda: {code: int(w) for code, w in DEFAULT_WEIGHTS.items()})
    notes: dict[str, str] = field(default_factory=dict)
    tab: str = TABS[0]

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""
        return key in _OWN or key.startswith(("w.", "note."))

    @classmethod
    def from_query(cls, query: dict[str, list[str]], catalogue: Catalogue) -> Self:
        """Take the known values; drop the others."""

        def last(parameter: str) -> str:
            return query.get(parameter, [""])[-1]

        known = {
            INDUSTRIES: catalogue.industries.index, REGIONS: catalogue.regions.index, KINDS: PARK_KINDS,
            STATUS: STATUSES, PLANS: catalogue.plans.index, EXCLUDE: EXCLUSIONS, GATEWAYS: GATEWAY_KINDS,
        }  # fmt: skip
        lists = {key: [v for v in query.get(parameter, []) if v in known[key]] for key, (parameter, _) in LISTS.items()}
        if "via" not in query:
            lists[GATEWAYS] = list(GATEWAY_KINDS)
        named = {catalogue.current_id(s): s for s in reversed(query.get("pick", []))}  # as the address names them
        picked = {s: named[s] for s in reversed(named) if s in catalogue.sites.index}
        return cls(
            lists,
            last("make")[:MAX_TEXT],
            _number(last("area"), _MAX_AREA, 0.0),
            last("go") if last("go") in REACHES else "straight",
            {code: int(_number(last(f"w.{code}"), 100.0, weight)) for code, weight in DEFAULT_WEIGHTS.items()},
            {s: last(f"note.{named_as}")[:_MAX_NOTE] for s, named_as in islice(picked.items(), MOST_SITES)},
            last("tab") if last("tab") in TABS else TABS[0],
        )

    @classmethod
    def from_session(cls) -> Self:
        """What the session holds."""
        state = st.session_state
        return cls(
            {key: list(state.get(key) or []) for key in LISTS},
            state.get(TEXT) or "",
            float(state.get(AREA) or 0.0),
            state.get(BY) or "straight",
            {code: int(state.get(f"weight_{code}", weight)) for code, weight in DEFAULT_WEIGHTS.items()},
            {site_id: str(state.get(f"note_{site_id}") or "") for site_id in state.get(PICKED, [])},
            state.get(TAB) or TABS[0],
        )

    def to_query(self) -> dict[str, list[str]]:
        """Its part of the address: nothing that is as it was at first, and no notes, which are private."""
        first = SiteSearchQuery()
        query = {parameter: self.lists[key] for key, (parameter, _) in LISTS.items()}
        if set(query["via"]) == set(GATEWAY_KINDS):
            query["via"] = []
        single = {
            "go": "" if self.by == first.by else self.by,
            "tab": "" if self.tab == first.tab else self.tab,
            "make": self.text,
            "area": f"{self.area:g}" if self.area else "",
            **{f"w.{code}": str(w) for code, w in self.weights.items() if w != first.weights[code]},
        }
        return {**query, "pick": list(self.notes), **{key: [value] for key, value in single.items() if value}}

    def to_session(self) -> None:
        """Set the page's widgets; only before they are drawn."""
        values: dict[str, Any] = {**self.lists, TEXT: self.text, AREA: self.area, BY: self.by, TAB: self.tab}
        values |= {f"weight_{code}": weight for code, weight in self.weights.items()}
        for site_id, note in self.notes.items():
            if note or f"note_{site_id}" not in st.session_state:  # an address has no notes: those of the session stay
                values[f"note_{site_id}"] = note
        picked = list(self.notes) or ([] if is_history_step() else st.session_state.get(PICKED, []))
        st.session_state.update({**values, PICKED: picked})  # what a dossier put there before stays


def _number(text: str, high: float, otherwise: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if 0.0 <= value <= high else otherwise


def toggle_pick(site_id: str) -> bool:
    """Put a site on the shortlist or take it off; whether it could be done, which a full one prevents."""
    if site_id in st.session_state.get(PICKED, []):
        unpick(site_id)
        return True
    pick(site_id)
    return site_id in st.session_state[PICKED]


def picked_sites() -> dict[str, str]:
    """The shortlist: notes by site id, in order."""
    return SiteSearchQuery.from_session().notes


def pick(site_id: str) -> None:
    """Put a site on the shortlist, at its end; a full or repeated one stays as it is."""
    now = st.session_state.get(PICKED, [])
    if site_id not in now and len(now) < MOST_SITES:
        st.session_state[PICKED] = [*now, site_id]


def drop_unknown(catalogue: Catalogue) -> None:
    """Take off the shortlist what is gone, such as a place of the user's own that was deleted meanwhile."""
    st.session_state[PICKED] = [s for s in st.session_state.get(PICKED, []) if s in catalogue.sites.index]


def unpick(site_id: str) -> None:
    """Take a site off the shortlist; its note stays in the session, should it come back."""
    st.session_state[PICKED] = [s for s in st.session_state.get(PICKED, []) if s != site_id]


def reset_weights() -> None:
    """Set every weight to what it was at first."""
    replace(SiteSearchQuery.from_session(), weights=SiteSearchQuery().weights).to_session()


def set_industries(industries: list[str]) -> None:
    """Ask for these industries, whatever the line says."""
    st.session_state[INDUSTRIES] = industries


def open_tab(tab: str) -> None:
    """Show another of `TABS`."""
    st.session_state[TAB] = tab


def open_shortlist(shortlist: Shortlist, line: str, need: Requirements) -> None:
    """Take up a saved shortlist; `line` says what only a line of need can, `need` the rest of what it answers."""
    replace(
        SiteSearchQuery.from_session(),
        lists={key: list(getattr(need, name)) for key, (_, name) in LISTS.items()},
        text=line,
        area=need.min_area_km2,
        weights={code: int(need.weights.get(code, 0.0)) for code in CRITERIA},
        notes={entry.site_id: entry.note for entry in shortlist.sites},
    ).to_session()
