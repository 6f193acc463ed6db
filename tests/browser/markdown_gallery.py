"""An app of hostile texts in every kind of element; `test_markdown.py` opens it."""

import sys
from pathlib import Path

import streamlit as st

sys.path += [str(Path(__file__).parents[1] / "unit"), str(Path(__file__).parents[2])]

from hostile_texts import TEXTS

from geoplan.ui.language import literal, t

with st.container(key="unescaped"):
    st.markdown(" ".join(TEXTS[:2]))
for at, text in enumerate(TEXTS):
    with st.container(key=f"text-{at}"):
        st.markdown(literal(text))
        st.info(t("find.no_match", text=text, near=text))
        st.button(literal(text), key=f"button-{at}")
        st.checkbox(literal(text), key=f"checkbox-{at}")
        st.subheader(literal(text), anchor=False)
        st.pills("pills", [at], format_func=lambda n: literal(TEXTS[n]), key=f"pills-{at}")
        st.multiselect("options", [at], [at], format_func=lambda n: TEXTS[n], key=f"options-{at}")
        with st.expander(literal(text), expanded=True):
            st.caption(literal(text))
st.write("END")
