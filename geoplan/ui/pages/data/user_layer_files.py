"""The layers a user has brought to this session: kept in its memory, read again when an answer changes."""

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

MOST_LAYERS: Final = 6
_MOST_TOGETHER: Final = 2 * MOST_BYTES
_KEY: Final = "own_layers"
_log = logging.getLogger(__name__)
# What Markdown would make something of, in labels and messages.
_MARKS: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+-!|$:~@"})


@dataclass
class OwnLayer:
    """A file that was brought, and what has come of it.

    Attributes
    ----------
    number : int
        Tells it from others of the same name.
    file : str
        The file's name.
    content : bytes
        The file.
    title : str
        What the user calls it.
    answers : Answers
        What the user has decided.
    outcome : Intake or Refusal, optional
        What came of it with these answers.
    measured : dict
        Whereabouts by industry, so that turning a page costs nothing.
    rounds : int
        How often the answers were taken back: the widgets then begin anew.
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
        intake = self.outcome
        return intake if isinstance(intake, LayerReading) and not intake.pending and len(intake.frame) else None

    def answer(self, **decided: Any) -> None:
        """Take an answer; the file is read again with it."""
        if self.answers != (now := replace(self.answers, **decided)):
            self.answers, self.outcome = now, None

    def take_back(self) -> None:
        """Forget all answers."""
        self.answers, self.outcome, self.rounds = Answers(), None, self.rounds + 1


def literal(text: str) -> str:
    """Escape a text of the user's for labels and messages, which Streamlit takes for Markdown."""
    return shorten(text).translate(_MARKS)


def own_layers() -> list[OwnLayer]:
    """The layers of this session, each read."""
    layers: list[OwnLayer] = st.session_state.setdefault(_KEY, [])
    for layer in layers:
        if layer.outcome is None:
            layer.measured.clear()
            with st.spinner(t("own.reading")):
                try:
                    layer.outcome = read_layer(layer.content, layer.file, layer.answers)
                except UserError as refusal:
                    layer.outcome = refusal
                except Exception:  # what nobody foresaw must not lock the user out of the page with every rerun
                    _log.exception("own layer failed")
                    layer.outcome = _unforeseen(layer.file)
    return layers


def _unforeseen(file: str) -> ReaderError:
    name = shorten(file)
    return ReaderError("ui.data.user_layer_files.something_unforeseen_went_wrong_reading", name=name)


def keep(files: list[Any]) -> bool:
    """Take uploaded files into the session; False where there were too many."""
    layers: list[OwnLayer] = st.session_state.setdefault(_KEY, [])
    for file in files:
        content = file.getvalue()
        together = sum(len(layer.content) for layer in layers) + len(content)
        if len(layers) >= MOST_LAYERS or together > _MOST_TOGETHER:
            return False
        number = st.session_state["own_number"] = st.session_state.get("own_number", 0) + 1
        layers.append(OwnLayer(number, file.name, content, shorten(file.name.rsplit(".", 1)[0])))
    return True


def remove(number: int) -> None:
    """Forget one layer."""
    st.session_state[_KEY] = [layer for layer in st.session_state[_KEY] if layer.number != number]
