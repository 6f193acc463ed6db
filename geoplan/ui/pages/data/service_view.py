"""The service: the same layers as an OGC API that a GIS connects to."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from geoplan.api.health import State, service_state
from geoplan.api.openapi import MOST_ITEMS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.ui.language import code, collection_titles, names, t
from geoplan.writers.collect import GROUND
from geoplan.writers.feature_collections import TABLES

_PORT = 5000  # what `geoplan serve` listens on by default


def view(catalogue: Catalogue) -> None:
    """Say what the service is, how to start it, whether it answers, and where each layer is."""
    address = settings().service.rstrip("/")
    st.markdown(t("service.lead"))
    left, right = st.columns(2, gap="large")
    with left:
        _started(address)
    with right:
        _layers(catalogue, address)
    _elsewhere(address)


def _started(address: str) -> None:
    st.subheader(t("service.start"), anchor=False)
    port = _port(address)
    st.code("geoplan serve" + (f" --port {port}" if port != _PORT else ""), language="sh")
    state = _state(address)
    if state == "serving":
        st.success(t("service.serving", address=code(address)))
    elif state == "stranger":
        st.warning(t("service.stranger", address=code(address)))
    else:
        st.info(t("service.silent", address=code(address)))
    if st.button(t("service.again"), icon=":material/refresh:"):
        _state.clear()
        st.rerun()
    st.markdown(f"**{t('service.address')}**")
    st.code(address, language=None)


def _port(address: str) -> int:
    try:
        return urlsplit(address).port or _PORT
    except ValueError:  # GEOPLAN_SERVICE is no address; the state below shows that nothing answers
        return _PORT


@st.cache_data(ttl=5, show_spinner=False, max_entries=4)
def _state(address: str) -> State:
    return service_state(address)


def _layers(catalogue: Catalogue, address: str) -> None:
    st.subheader(t("service.layers"), anchor=False)
    titles = _titles(catalogue)
    chosen = st.selectbox(t("service.layer"), list(titles), format_func=titles.__getitem__, key="served_layer")
    at = f"{address}/collections/{chosen}/items"
    for label, end in (
        (t("service.as_features"), f"?f=json&limit={MOST_ITEMS}"),
        (t("service.as_table"), f"?f=csv&limit={MOST_ITEMS}"),
        (t("service.as_page"), "?f=html"),
    ):
        st.caption(label)
        st.code(at + end, language=None, wrap_lines=True)


def _titles(catalogue: Catalogue) -> dict[str, str]:
    """What is served, by the name in its address: sites, layers, ground, tables."""
    layers = {str(i).replace("-", "_"): str(title) for i, title in names(catalogue.layers, "title").items()}
    return {**collection_titles(["sites"]), **layers, **collection_titles((*GROUND, *TABLES))}


def _elsewhere(address: str) -> None:
    left, middle, right = st.columns(3, gap="large")
    with left:
        st.subheader(t("service.qgis"), anchor=False)
        st.markdown(t("service.qgis_steps"))
    with middle:
        st.subheader(t("service.excel"), anchor=False)
        st.markdown(t("service.excel_steps", most=MOST_ITEMS))
    with right:
        st.subheader(t("service.shell"), anchor=False)
        st.code(
            f"ogrinfo OAPIF:{address}\ncurl '{address}/collections/sites/items?kind=park'",
            language="sh",
            wrap_lines=True,
        )
