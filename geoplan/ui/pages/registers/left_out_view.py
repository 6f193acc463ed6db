"""What of the register was not fully used, and why."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.returned_rows import left_out_frame
from geoplan.registers.row_reasons import REASONS
from geoplan.registers.synthetic_register import LABEL
from geoplan.text.message import translate
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import comma_list, lang, name, plain, t
from geoplan.ui.page_map import show_on_map
from geoplan.ui.pages.registers.register_result import laid_out, look, register_result
from geoplan.ui.pages.registers.session_register import Asked, SessionRegister
from geoplan.ui.widgets.download import download
from geoplan.writers.plain_tables import as_csv

_SURE: Final = ("high", "medium", "county")  # of what an address says


def view(catalogue: Catalogue, register: SessionRegister, asked: Asked) -> None:
    """Say how many rows were placed, and list the others by reason."""
    counts = asked.counted.counts
    show_on_map(asked.sites, scope=asked.scope)
    inside = counts.layers[COUNTY].n_distinct if COUNTY in counts.layers else 0
    figures = {"rows": counts.n_rows, "placed": counts.n_placed, "inside": inside}
    st.markdown(f"**{t('registers.rows_sentence', **{key: f'{n:,}' for key, n in figures.items()})}**")
    if tally := asked.counted.by_address:
        st.markdown(
            t(
                "registers.by_address",
                rows=f"{tally.n_rows:,}",
                **{kind: f"{tally.used.get(kind, 0):,}" for kind in _SURE},
            )
        )
    found = {reason: n for reason in REASONS if (n := counts.reasons.counts.get(reason, 0))}
    if not found:
        st.success(t("registers.all_used"))
        return
    table = register.once(("left out", *look()), lambda: laid_out("left_out", _table(register, asked, found)))
    register_result(register, "left_out", table)
    _rows(register, asked)


def _table(register: SessionRegister, asked: Asked, found: dict[str, int]) -> pd.DataFrame:
    counts, several = asked.counted.counts, len(register.file.paths) > 1
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
    return pd.DataFrame(columns)


def _rows(register: SessionRegister, asked: Asked) -> None:
    """Every row that was not fully used, with its reason and what stands there."""
    spool = asked.counted.left_out
    if not len(spool):
        return
    names = [path.name for path in register.file.paths]
    words = {code: name(why) for code, why in REASONS.items()}

    def csv() -> bytes:
        frames = (left_out_frame(piece, names) for piece in spool.pieces())
        return as_csv(pd.concat([frame.assign(why=frame["reason"].map(words)) for frame in frames]))

    stem = file_stem(plain("registers.every_row"), *([LABEL] if register.synthetic else []))
    download(t("registers.take_rows", n=f"{len(spool):,}"), csv, f"{stem}.csv")
