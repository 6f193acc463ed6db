"""Asking a service online: only where one is set up, only after a warning, only what the catalogue is not sure of."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoplan.geocoding.geocoder import Geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.settings import settings
from geoplan.ui.language import lang, name, t
from geoplan.ui.pages.data.geocode_input import harmless

_TIMEOUT = 10.0  # seconds


def with_service(
    rows: Sequence[tuple[str, str]], answers: list[GeocodingResult], coder: Geocoder
) -> list[GeocodingResult]:
    """Offer the services that are set up, and put in what they answered in this session.

    Parameters
    ----------
    rows : sequence of (str, str)
        Names and addresses.
    answers : list of GeocodingResult
        Of the gazetteer.
    coder : Geocoder
        Of the catalogue.

    Returns
    -------
    list of GeocodingResult
        The same where nothing is set up or nothing was asked.
    """
    if not (settings().amap_key or settings().tianditu_key or "nominatim" in settings().model_fields_set):
        return answers
    from geoplan.geocoding.services.client import GeocoderError, GeocodingStoppedError, geocode_batch
    from geoplan.geocoding.services.providers import configured_services
    from geoplan.geocoding.services.queries import (  # OSMnx is heavy, and only going online needs it
        merge_results,
        queries,
    )

    known = configured_services(settings())
    asked = queries(rows, answers)
    with st.expander(t("geocode.online")):
        chosen = st.selectbox(
            t("geocode.service"), list(known), key="geocode_service", format_func=lambda s: name(known[s].title)
        )
        service = known[chosen]
        n = sum(map(bool, asked))
        st.warning(t("geocode.online_warning", service=name(service.title), n=n))
        agreed = st.checkbox(t("geocode.agree"), key="geocode_agree")
        found = st.session_state.setdefault("geocode_found", {}).setdefault(chosen, {})
        if st.button(t("geocode.ask"), disabled=not agreed or not n, icon=":material/travel_explore:"):
            bar = st.progress(0.0)

            def wait(zh: str, en: str) -> None:
                bar.progress(0.0, harmless(zh if lang() == "zh" else en))

            def done(at: int, of: int) -> None:
                bar.progress(at / of)

            try:
                folder = settings().cache_folder / "geocoding"
                found |= geocode_batch(asked, service, folder, _TIMEOUT, wait, done)
            except GeocodingStoppedError as error:
                found |= error.found
                st.error(harmless(error.text(lang())))
            except GeocoderError as error:
                st.error(harmless(error.text(lang())))
            bar.empty()
        if found:
            st.caption(t("geocode.asked", service=name(service.title), n=sum(q in found for q in set(asked) if q)))
    return merge_results(answers, asked, found, service, coder)
