"""The layers a user has brought to this session: stored in its memory, read again when an answer changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.errors import ReaderError, UserError
from geoplan.readers.read_layer import LayerReading, read_layer
from geoplan.readers.read_limits import MOST_BYTES
from geoplan.readers.source_table import Answers
from geoplan.text.shorten import shorten
from geoplan.ui.language import t
from geoplan.ui.own_layers import take_off_map

MOST_LAYERS: Final = 6
_MOST_TOGETHER: Final = 2 * MOST_BYTES
_KEY, _NUMBER = "own_layers", "own_number"  # session keys: the layers, and how many there have been
_log = logging.getLogger(__name__)


@dataclass
class UserLayer:
    """A file that was brought, and what has come of it: ``outcome``, None until it is read with ``answers``.

    ``measured`` holds where each feature lies, by industry, so that turning a page costs nothing. ``rounds`` counts
    how often the answers were taken back: the widgets then begin anew.
    """

    number: int
    file: str
    content: bytes = field(repr=False)
    title: str
    answers: Answers = Answers()  # noqa: RUF009  (frozen)
    outcome: LayerReading | UserError | None = None
    measured: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    rounds: int = 0

    @property
    def ready(self) -> LayerReading | None:
        """The layer once nothing is open and something of it can be used."""
        reading = self.outcome
        return reading if isinstance(reading, LayerReading) and not reading.pending and len(reading.frame) else None

    def answer(self, **answers: Any) -> None:
        """Set an answer; the file is read again with it."""
        if self.answers != (now := replace(self.answers, **answers)):
            self.answers, self.outcome = now, None

    def take_back(self) -> None:
        """Forget all answers."""
        self.answers, self.outcome, self.rounds = Answers(), None, self.rounds + 1


def user_layers() -> list[UserLayer]:
    """The layers of this session, each read."""
    layers: list[UserLayer] = st.session_state.setdefault(_KEY, [])
    for layer in layers:
        if layer.outcome is None:
            layer.measured.clear()
            with st.spinner(t("own.reading")):
                try:
                    layer.outcome = read_layer(layer.content, layer.file, layer.answers)
                except UserError as error:
                    layer.outcome = error
                except Exception:  # what nobody foresaw must not lock the user out of the page with every rerun
                    _log.exception("own layer failed")
                    layer.outcome = ReaderError("ui.own.unforeseen", name=shorten(layer.file))
    return layers


def store(files: list[Any]) -> bool:
    """Store uploaded files in the session; False where there were too many."""
    layers: list[UserLayer] = st.session_state.setdefault(_KEY, [])
    for file in files:
        content = file.getvalue()
        together = sum(len(layer.content) for layer in layers) + len(content)
        if len(layers) >= MOST_LAYERS or together > _MOST_TOGETHER:
            return False
        number = st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
        layers.append(UserLayer(number, file.name, content, shorten(file.name.rsplit(".", 1)[0])))
    return True


def remove(number: int) -> None:
    """Forget one layer."""
    st.session_state[_KEY] = [layer for layer in st.session_state[_KEY] if layer.number != number]
    take_off_map(number)
