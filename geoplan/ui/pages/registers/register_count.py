"""A register counted for the page, with progress: as many at a time as the server has room for."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.geocoding.geocoder import geocoder
from geoplan.registers.address_places import AddressPlace, look_up
from geoplan.registers.address_rows import add_addresses
from geoplan.registers.amounts import SUMMED
from geoplan.registers.area_index import Layer
from geoplan.registers.comparison_layers import GROUND, comparison_layers
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.density_peaks import peak_layers
from geoplan.registers.industry_codes import industry_codes
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.register_columns import RegisterColumns, need_addresses
from geoplan.registers.returned_rows import LEFT_OUT, RowSpool, RowsTakenOff
from geoplan.registers.run_in_process import Progress, run_in_process
from geoplan.registers.run_streamed import run_streamed
from geoplan.registers.sparse_counts import SparseCounts
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
        plan = _plan(register, columns, catalogue, scope)
        bar = st.progress(0.0, t("registers.waiting"))
        with _ONE:
            try:
                register.counted = _run(register, plan, asked, catalogue, bar)
            except OverflowError:
                st.error(t("registers.sum_too_large", name=shorten(register.name)))
            except UserError as error:
                st.error(literal(error))
            except BrokenProcessPool:
                st.error(t("registers.lost_workers", name=shorten(register.name)))
        bar.empty()
    return register.counted


def _plan(register: SessionRegister, columns: RegisterColumns, catalogue: Catalogue, scope: str) -> CountingPlan:
    """All that the page asks about is counted at once; of sums those of counties alone are shown."""
    layers, codes = _layers(catalogue, scope), industry_codes(catalogue)
    return CountingPlan(layers, _read(register, columns), codes, keep=True, summed=frozenset({COUNTY}))


def _read(register: SessionRegister, columns: RegisterColumns) -> RegisterColumns:
    """The columns with those that are read beside coordinates, industries and days, where the register has them."""
    also = [role for role in SUMMED if columns.by_role.get(role)]
    also += ["address"] if need_addresses(columns, register.file.sample) else []
    return replace(columns, also=tuple(also))


def _run(
    register: SessionRegister, plan: CountingPlan, asked: str, catalogue: Catalogue, bar: DeltaGenerator
) -> Counted:
    left_out = RowSpool(register.spool_folder(), "left-out", LEFT_OUT)
    taken = RowsTakenOff(left_out)
    run = run_streamed if register.n_bytes > _LARGE else run_in_process
    told = _told(bar, register.file.n_rows, "registers.counting")
    counts = run(register.file.parts(plan.columns.used), plan, told, take=taken.take)
    tally = None
    if taken.by_address:

        def places(texts: list[str]) -> list[AddressPlace]:
            return look_up(geocoder(catalogue), texts, _told(bar, len(texts), "registers.looking_up"))

        counts, tally = add_addresses(counts, taken, plan, places)
    _slim(counts)
    return Counted(counts, plan, asked, left_out, tally)


def _slim(counts: RegisterCounts) -> None:
    """Keep short numbers: a session holds two thirds."""
    for layer in counts.layers.values():
        if layer.cells.counts.max(initial=0) <= np.iinfo(np.int32).max:
            layer.cells = SparseCounts(layer.cells.keys, layer.cells.counts.astype(np.int32))


@lru_cache(maxsize=4)
def _layers(catalogue: Catalogue, scope: str) -> dict[str, Layer]:
    """All areas that the page asks about, made once for all sessions."""
    layers: dict[str, Layer] = {}
    for ground in GROUND:
        layers |= comparison_layers(catalogue, scope, ground)
    return layers | peak_layers(scope)  # last: its counties are those of its cells, whose grid serves both


def _told(bar: DeltaGenerator, total: int, what: str) -> Progress:
    def tell(done: int) -> None:
        if total > 0:
            bar.progress(min(done / total, 1.0), t(what, n=f"{done:,}", of=f"{total:,}"))
        else:
            bar.progress(0.0, t("registers.counting_rows", n=f"{done:,}"))

    return tell
