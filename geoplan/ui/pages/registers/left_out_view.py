"""What of the register was not fully used, and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.row_reasons import REASONS
from geoplan.text.message import translate
from geoplan.ui.language import comma_list, lang, name, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers.register_result import register_result
from geoplan.ui.pages.registers.session_register import Asked, SessionRegister


def view(catalogue: Catalogue, register: SessionRegister, asked: Asked) -> None:
    """Say how many rows were placed, and list the others by reason."""
    counts = asked.counted.counts
    show_on_map(asked.sites, scope=asked.scope)
    inside = counts.layers[COUNTY].n_distinct if COUNTY in counts.layers else 0
    figures = {"rows": counts.n_rows, "placed": counts.n_placed, "inside": inside}
    st.markdown(f"**{t('registers.rows_sentence', **{key: f'{n:,}' for key, n in figures.items()})}**")
    found = {reason: n for reason in REASONS if (n := counts.reasons.counts.get(reason, 0))}
    if not found:
        st.success(t("registers.all_used"))
        return
    several = len(register.file.paths) > 1
    columns = {
        plain("registers.reason"): [name(REASONS[reason]) for reason in found],
        plain("registers.rows"): list(found.values()),
        plain("registers.first_rows"): [
            comma_list(
                translate("registers.row_of", lang(), file=register.file.paths[at].name, row=row)
                if several else translate("registers.row", lang(), row=row)
                for at, row in counts.reasons.first[reason]
            )
            for reason in found
        ],
    }  # fmt: skip
    register_result(register, "left_out", pd.DataFrame(columns))
