"""The plan texts at hand for this session: those stored for all, and those that its visitor gave for itself.

A text that a visitor gives is stored for all visitors of the server where GEOPLAN_STORE_PLANS says so, or where the
visitor sits at the server's own machine; else it stays in the memory of the session, as layers that are brought do.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geoplan.plan_files.given_texts import GivenText
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.parser import parse
from geoplan.plan_text.stored_texts import remove_text, store_text, stored_outline
from geoplan.settings import settings

_OWN: Final = "plan_texts"  # session key: outlines by plan id
_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}
_FORWARDED: Final = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")  # by a proxy, for a visitor from elsewhere


def outline_at_hand(plan_id: str) -> Outline | None:
    """The outline of a plan's text; None where neither the server nor the session has it."""
    return stored_outline(plan_id) or own_outlines().get(plan_id)


def own_outlines() -> dict[str, Outline]:
    """The outlines of the texts that stay in this session, by plan id."""
    outlines: dict[str, Outline] = st.session_state.get(_OWN, {})
    return outlines


def is_stored_for_all() -> bool:
    """Whether a text that this visitor gives is stored for all visitors of the server."""
    return settings().stores_plans(_is_local())


def keep(given: GivenText) -> None:
    """Keep a text, for all visitors or in this session."""
    if is_stored_for_all():
        store_text(given.citations.plan_id, given.text)
    else:
        st.session_state[_OWN] = {**own_outlines(), given.citations.plan_id: parse(given.text)}


def forget(plan_id: str) -> None:
    """Forget a text: that of this session, else the one stored for all where this visitor may store one."""
    own = own_outlines()
    if plan_id in own:
        st.session_state[_OWN] = {plan: outline for plan, outline in own.items() if plan != plan_id}
    elif is_stored_for_all():
        remove_text(plan_id)


def _is_local() -> bool:
    """Whether the browser runs on the server's own machine, with no proxy between."""
    host = urlsplit(st.context.url or "").hostname or ""
    headers = st.context.headers
    # The address of a visitor on the server's own machine is None.
    return st.context.ip_address is None and host in _LOOPBACK and not any(name in headers for name in _FORWARDED)
