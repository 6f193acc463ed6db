"""A register counted for the page, with progress: as many at a time as the server has room for."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from threading import Lock
from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.registers.area_index import Layer
from geoplan.registers.comparison_layers import GROUND, comparison_layers
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.density_peaks import peak_layers
from geoplan.registers.industry_codes import industry_codes
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.run_in_process import Progress, run_in_process
from geoplan.registers.run_streamed import run_streamed
from geoplan.text.shorten import shorten
from geoplan.ui.language import literal, t
from geoplan.ui.pages.registers.session_register import Counted, SessionRegister

_LARGE: Final = 20 << 20  # bytes from which a register is counted by processes, which give all their memory back
_ONE: Final = Lock()  # registers are counted one after the other: each takes all cores


def counted(register: SessionRegister, columns: RegisterColumns, catalogue: Catalogue, scope: str) -> Counted | None:
    """Count a register unless that was done; None where it cannot be counted, which is then said."""
    asked = f"{catalogue.version} {scope}"
    if register.counted is None or register.counted.asked != asked:
        register.forget_counts()
        plan = CountingPlan(_layers(catalogue, scope), columns, industry_codes(catalogue))
        bar = st.progress(0.0, t("registers.waiting"))
        with _ONE:
            try:
                counts = _run(register, plan, _told(bar, register.file.n_rows))
            except UserError as error:
                st.error(literal(error))
            except BrokenProcessPool:
                st.error(t("registers.lost_workers", name=shorten(register.name)))
            else:
                register.counted = Counted(counts, plan, asked)
        bar.empty()
    return register.counted


def _run(register: SessionRegister, plan: CountingPlan, progress: Progress) -> RegisterCounts:
    parts = register.file.parts(plan.columns.used)
    run = run_streamed if register.n_bytes > _LARGE else run_in_process
    return run(parts, plan, progress)


@lru_cache(maxsize=4)
def _layers(catalogue: Catalogue, scope: str) -> dict[str, Layer]:
    """All areas that the page asks about, made once for all sessions."""
    layers = peak_layers(scope)
    for ground in GROUND:
        layers |= comparison_layers(catalogue, scope, ground)
    return layers


def _told(bar: st.delta_generator.DeltaGenerator, total: int) -> Progress:
    def tell(done: int) -> None:
        if total > 0:
            bar.progress(min(done / total, 1.0), t("registers.counting", n=f"{done:,}", of=f"{total:,}"))
        else:
            bar.progress(0.0, t("registers.counting_rows", n=f"{done:,}"))

    return tell
