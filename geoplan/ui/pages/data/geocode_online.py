"""Asking a service online: only where one is set up, only after a warning, only what the catalogue is not sure of."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.settings import settings
from geoplan.text.message import Text
from geoplan.ui.language import literal, name, t

_TIMEOUT = 10.0  # seconds
_RESULTS = "geocode_results"  # session key: results by service and request


def geocode_online(
    rows: Sequence[tuple[str, str]], answers: list[GeocodingResult], coder: Geocoder
) -> list[GeocodingResult]:
    """Offer the services that are set up, and put what they answered in this session into the gazetteer's answers."""
    if not (settings().amap_key or settings().tianditu_key or "nominatim" in settings().model_fields_set):
        return answers
    from geoplan.geocoding.services.client import GeocoderError, GeocodingStoppedError, geocode_batch
    from geoplan.geocoding.services.providers import configured_services
    from geoplan.geocoding.services.queries import merge_results, queries  # slow imports that only going online needs

    services = configured_services(settings())
    requests = queries(rows, answers)
    with st.expander(t("geocode.online")):
        chosen = st.selectbox(
            t("geocode.service"), list(services), key="geocode_service", format_func=lambda s: name(services[s].title)
        )
        service = services[chosen]
        n = sum(map(bool, requests))
        st.warning(t("geocode.online_warning", service=service.title, n=n))
        agree = st.checkbox(t("geocode.agree"), key="geocode_agree")
        results = st.session_state.setdefault(_RESULTS, {}).setdefault(chosen, {})
        if st.button(t("geocode.ask"), disabled=not agree or not n, icon=":material/travel_explore:"):
            bar = st.progress(0.0)

            def on_wait(text: Text) -> None:
                bar.progress(0.0, literal(text))

            def on_progress(at: int, of: int) -> None:
                bar.progress(at / of)

            try:
                folder = settings().cache_folder / "geocoding"
                results |= geocode_batch(requests, service, folder, _TIMEOUT, on_wait, on_progress)
            except GeocodingStoppedError as error:
                results |= error.results
                st.error(literal(error))
            except GeocoderError as error:
                st.error(literal(error))
            bar.empty()
        if results:
            st.caption(t("geocode.asked", service=service.title, n=sum(q in results for q in set(requests) if q)))
    return merge_results(answers, requests, results, service, coder)
