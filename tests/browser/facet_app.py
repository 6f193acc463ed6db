"""A page with the two lists of the left panel alone, as the app mounts it: what is chosen is in the session and written below."""

from pathlib import Path
from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import load_cached
from geoplan.map.publish_facets import publish_facets
from geoplan.query.selection import FACETS, Selection, facet_counts, select
from geoplan.settings import settings
from geoplan.ui.components import publish_widget
from geoplan.ui.components.facet_list import IN_FORCE, facet_list
from geoplan.ui.components.layer_list import layer_list

HERE = Path(__file__).resolve().parent  # Streamlit hands out static/ beside the script that it runs
catalogue = st.cache_resource(lambda: load_cached(HERE.parents[1], settings().cache_folder))()


def change(facet: str, values: Any) -> None:
    st.session_state[facet] = values


chosen = {facet: st.session_state.get(facet, []) for facet in FACETS}
in_force = st.session_state.get(IN_FORCE, False)
selection = Selection(**{facet: tuple(values) for facet, values in chosen.items()}, in_force=in_force)
counts = facet_counts(catalogue, selection)
for widget in ("loader", "facet_list", "layer_list"):
    publish_widget(widget, HERE / "static")
url = publish_facets(catalogue, HERE / "static")
facet_list(catalogue, counts, chosen, in_force, url, change)
layer_list(url)
st.button("clear", on_click=lambda: [st.session_state.pop(facet, None) for facet in FACETS])
answer = {"sites": len(select(catalogue, selection)), **{f: v for f, v in chosen.items() if v}, IN_FORCE: in_force}
st.html(f'<output id="answer">{answer}</output>')
