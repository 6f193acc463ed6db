"""What the page 选址 asks for and has chosen, kept in the session and in the address bar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import streamlit as st

from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.suitability.shortlist import MOST_SITES, Shortlist
from geoplan.vocabulary import GATEWAY_KINDS, REACHES, STATUSES

# Session key, name in the address, and where its values are known from.
LISTS: Final = {
    "find_industries": "for",
    "find_regions": "in",
    "find_kinds": "as",
    "find_statuses": "is",
    "find_plans": "by",
    "find_exclude": "not",
    "find_gateways": "via",
}
_TEXT, _AREA = "find_text", "find_area"
PICKED: Final = "find_picked"
BY: Final = "find_by"  # how far it is to a gateway: in a straight line, or over streets by one mode
_LONGEST_NOTE: Final = 300  # characters that an address may carry; the saved file carries all


def begin(catalogue: Catalogue) -> None:
    """Read the address into a new session; what it says that is not known is ignored."""
    asked, known = st.query_params, _known(catalogue)
    for key, name in LISTS.items():
        st.session_state[key] = [value for value in asked.get_all(name) if value in known[key]]
    if "via" not in asked:
        st.session_state["find_gateways"] = list(GATEWAY_KINDS)
    st.session_state[BY] = asked["go"] if asked.get("go") in REACHES else "straight"
    st.session_state[_TEXT] = asked.get("make", "")[:100]
    st.session_state[_AREA] = _number(asked.get("area", ""), 0.0, 10_000.0, 0.0)
    for code, weight in DEFAULT_WEIGHTS.items():
        st.session_state[f"weight_{code}"] = int(_number(asked.get(f"w.{code}", ""), 0.0, 100.0, weight))
    picked = [s for s in dict.fromkeys(asked.get_all("pick")) if s in catalogue.sites.index]
    st.session_state[PICKED] = picked[:MOST_SITES]
    for site_id in picked:
        st.session_state[f"note_{site_id}"] = asked.get(f"note.{site_id}", "")[:_LONGEST_NOTE]


def _number(text: str, low: float, high: float, otherwise: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if low <= value <= high else otherwise


def _known(catalogue: Catalogue) -> dict[str, Iterable[str]]:
    return {
        "find_industries": catalogue.industries.index,
        "find_regions": catalogue.regions.index,
        "find_kinds": PARK_KINDS,
        "find_statuses": STATUSES,
        "find_plans": catalogue.plans.index,
        "find_exclude": EXCLUSIONS,
        "find_gateways": GATEWAY_KINDS,
    }


def address() -> dict[str, Any]:
    """What belongs in the address bar; nothing that is as it was at first."""
    kept = st.session_state
    wanted: dict[str, Any] = {name: list(kept.get(key) or []) for key, name in LISTS.items()}
    if set(wanted["via"]) == set(GATEWAY_KINDS):
        wanted["via"] = []
    wanted["go"] = "" if kept.get(BY, "straight") == "straight" else kept[BY]
    wanted["make"] = kept.get(_TEXT) or ""
    wanted["area"] = f"{kept[_AREA]:g}" if kept.get(_AREA) else ""
    for code, weight in DEFAULT_WEIGHTS.items():
        now = kept.get(f"weight_{code}", weight)
        wanted[f"w.{code}"] = "" if now == weight else str(now)
    wanted["pick"] = list(kept.get(PICKED) or [])
    wanted |= {f"note.{s}": str(kept.get(f"note_{s}") or "")[:_LONGEST_NOTE] for s in wanted["pick"]}
    return {name: value for name, value in wanted.items() if value}


def current_requirements() -> Requirements:
    """What the session asks for.

    Returns
    -------
    Requirements
        Ready to be asked.

    Raises
    ------
    RequirementsError
        All weights are 0.
    """
    kept = st.session_state
    return Requirements(
        industries=tuple(kept["find_industries"]),
        regions=tuple(kept["find_regions"]),
        min_area_km2=float(kept[_AREA] or 0.0),
        kinds=tuple(kept["find_kinds"]),
        statuses=tuple(kept["find_statuses"]),
        plans=tuple(kept["find_plans"]),
        exclude=tuple(kept["find_exclude"]),
        weights={code: float(kept[f"weight_{code}"]) for code in CRITERIA},
        gateway_kinds=tuple(kept["find_gateways"]),
    )


def picked_sites() -> dict[str, str]:
    """The shortlist: notes by site id, in order."""
    return {s: str(st.session_state.get(f"note_{s}") or "") for s in st.session_state.get(PICKED, [])}


def pick(site_id: str) -> None:
    """Put a site on the shortlist, at its end; a full or repeated one stays as it is."""
    now = st.session_state.get(PICKED, [])
    if site_id not in now and len(now) < MOST_SITES:
        st.session_state[PICKED] = [*now, site_id]


def unpick(site_id: str) -> None:
    """Take a site off the shortlist; its note stays in the session, should it come back."""
    st.session_state[PICKED] = [s for s in st.session_state.get(PICKED, []) if s != site_id]


def reset_weights() -> None:
    """Set every weight to what it was at first."""
    for code, weight in DEFAULT_WEIGHTS.items():
        st.session_state[f"weight_{code}"] = int(weight)


def set_query(industry_id: str) -> None:
    """Ask for one industry."""
    st.session_state["find_industries"] = [industry_id]


def open_list(kept: Shortlist) -> None:
    """Take up a saved shortlist with the need it answers."""
    asked = kept.need
    for key, values in (
        ("find_industries", asked.industries), ("find_regions", asked.regions), ("find_kinds", asked.kinds),
        ("find_statuses", asked.statuses), ("find_plans", asked.plans), ("find_exclude", asked.exclude),
        ("find_gateways", asked.gateway_kinds),
    ):  # fmt: skip
        st.session_state[key] = list(values)
    st.session_state[_AREA] = asked.min_area_km2
    for code in CRITERIA:
        st.session_state[f"weight_{code}"] = int(asked.weights.get(code, 0.0))
    st.session_state[PICKED] = [entry.site_id for entry in kept.sites]
    for entry in kept.sites:
        st.session_state[f"note_{entry.site_id}"] = entry.note
