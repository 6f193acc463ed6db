"""The streets that were fetched: which there are, and the one the user chose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from geoplan.analysis.network_catchment import Network, network
from geoplan.errors import StreetsError
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.store import load, store_path, stored_graphs, streets_folder
from geoplan.ui.language import literal, t
from geoplan.ui.resources import HASHES


def known_streets() -> list[str]:
    """Names of the street graphs on the shelf."""
    return [metadata.name for metadata in stored_graphs(streets_folder(settings()))]


def chosen_streets(key: str) -> StreetGraph | None:
    """Let a street graph be chosen; None where there is none or it cannot be read, with a message."""
    if not known_streets():
        st.info(t("coverage.no_streets"))
        return None
    street_choice(key)
    return stored_streets(key)


def street_choice(key: str) -> None:
    """Let a street graph be chosen; `stored_streets` has it, whether or not the choice is drawn."""
    st.selectbox(t("coverage.streets"), known_streets(), key=key, persist_state="session")


def stored_streets(key: str) -> StreetGraph | None:
    """The street graph that was chosen, at first the first; None where it cannot be read, with a message."""
    known, asked = known_streets(), st.session_state.get(key)
    chosen = asked if asked in known else known[0]
    path = store_path(streets_folder(settings()), chosen)
    try:
        return _loaded(str(path), path.stat().st_mtime)
    except StreetsError as error:
        st.warning(literal(error))
        return None


@st.cache_resource(show_spinner=False, max_entries=2)
def _loaded(path: str, changed: float) -> StreetGraph:
    return load(Path(path))


@st.cache_resource(show_spinner=False, max_entries=6, hash_funcs=HASHES)
def ways(streets: StreetGraph, mode: str, system: str, _crs: Any) -> Network:
    """The network of one mode, taken into a metric system once."""
    return network(streets, mode, _crs)
